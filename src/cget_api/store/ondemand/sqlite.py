"""Reading a SQLite file: at once, since it is in the same process."""

import sqlite3
from pathlib import Path

from cget_api.core.errors import DatabaseUnavailable
from cget_api.store.ondemand.database import Told
from cget_api.store.ondemand.sql import SQLITE, Dialect, Question

_BUSY_SECONDS = 0.5
_CACHE_KIB = 65_536


class SqliteDatabase:
    """One connection, opened when it is first used and again when another file stands in its place."""

    dialect: Dialect = SQLITE

    def __init__(self, file: str) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    async def told(self, question: Question) -> Told:
        try:
            return self._opened().execute(question.sql, question.parameters).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise DatabaseUnavailable(self._file, str(error), "It is tried again with the next question") from error

    def _opened(self) -> sqlite3.Connection:
        inode = Path(self._file).stat().st_ino
        if self._connection is None or inode != self._inode:
            self._close()
            self._connection = sqlite3.connect(
                f"{Path(self._file).absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                # Whoever calls waits for the end, so there is never a second one.
                check_same_thread=False,
            )
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._inode = inode
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def close(self) -> None:
        self._close()
