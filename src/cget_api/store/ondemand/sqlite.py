"""Reading a SQLite file: what is quick at once, since it is in the same process, and the rest beside the event loop."""

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from cget_api.core.errors import DatabaseUnavailable, Overloaded
from cget_api.store.ondemand.database import Told
from cget_api.store.ondemand.sql import SQLITE, Dialect, Question

_BUSY_SECONDS: Final = 0.5
_CACHE_KIB: Final = 32_768
_MOST_WAITING: Final = 160
_INSTRUCTIONS_BETWEEN_LOOKS: Final = 20_000


class SqliteDatabase:
    """Steady questions find by key what they are asked for, and are answered at once; one thread takes the others, one
    after the other, since to count may mean to go through the file."""

    dialect: Dialect = SQLITE

    def __init__(self, file: str) -> None:
        self._here = _Connection(file)
        self._beside = _Connection(file)
        self._thread = ThreadPoolExecutor(1, "sqlite")
        self._waiting = 0

    async def told(self, question: Question) -> Told:
        if question.is_steady:
            return self._here.told(question)
        if self._waiting >= _MOST_WAITING:
            raise Overloaded("the database", "is asked by too many at once", "Try again in a moment")
        given_up = threading.Event()
        job = self._thread.submit(self._beside.told, question, given_up)
        answer = asyncio.wrap_future(job)
        self._waiting += 1
        answer.add_done_callback(self._one_less)
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            given_up.set()
            job.cancel()
            raise

    def _one_less(self, answer: "asyncio.Future[Told]") -> None:
        """Once the thread is done with it: nobody may wait any more for what it has to tell."""
        self._waiting -= 1
        if not answer.cancelled():
            answer.exception()

    async def close(self) -> None:
        """What is under way is broken off."""
        self._beside.interrupt()
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        for connection in (self._here, self._beside):
            connection.close()


class _Connection:
    """One that is opened when it is first used, and again when another file stands in its place."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._opened: sqlite3.Connection | None = None
        self._inode = 0

    def told(self, question: Question, given_up: threading.Event | None = None) -> Told:
        """Broken off as soon as it is given up."""
        try:
            connection = self._connection()
            connection.set_progress_handler(None if given_up is None else given_up.is_set, _INSTRUCTIONS_BETWEEN_LOOKS)
            return connection.execute(question.sql, question.parameters).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise DatabaseUnavailable(self._file, str(error), "It is tried again with the next question") from error

    def _connection(self) -> sqlite3.Connection:
        inode = Path(self._file).stat().st_ino
        if self._opened is None or inode != self._inode:
            self.close()
            self._opened = sqlite3.connect(
                f"{Path(self._file).absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                # It is asked by one thread, and closed by another once that has ended.
                check_same_thread=False,
            )
            self._opened.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._inode = inode
        return self._opened

    def interrupt(self) -> None:
        if self._opened is not None:
            self._opened.interrupt()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None
