"""Hearing that another process recorded a revision: by notification on PostgreSQL, by the file's version on SQLite."""

import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import Connection, Engine

from cget_api.core.errors import DatabaseUnavailable
from cget_api.store.engine import answering

if TYPE_CHECKING:
    import psycopg

CHANNEL: Final = "cget_revision"
_LOOK_EVERY = 0.1


class Watch(ABC):
    """One connection that hears when somebody else has written."""

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Blocks until somebody has written since the last call, at most so long; whether somebody has."""


class _PostgresWatch(Watch):
    """Hears by LISTEN what `notify` tells."""

    def __init__(self, connection: "psycopg.Connection", failure: type[Exception]) -> None:
        self._connection = connection
        self._failure = failure
        connection.execute(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> bool:
        try:
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))
        except self._failure as error:
            raise DatabaseUnavailable("the database", str(error).strip(), "It is tried again") from error


class _SqliteWatch(Watch):
    """Hears of a commit by any other connection, from the version of the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version = self._data_version()

    def _data_version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (version := self._data_version()) == self._version:
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(_LOOK_EVERY, left))
        self._version = version
        return True


@contextmanager
def watching(engine: Engine) -> Iterator[Watch]:
    """What was written before the block is not heard. Raises DatabaseUnavailable where the database goes away."""
    with answering(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        if engine.dialect.name == "postgresql":
            try:
                yield _PostgresWatch(cast("psycopg.Connection", driver), engine.dialect.loaded_dbapi.OperationalError)
            except DatabaseUnavailable:
                # Otherwise the pool would try to put in order a connection that is gone, and log that it cannot.
                connection.invalidate()
                raise
        elif isinstance(driver, sqlite3.Connection):
            yield _SqliteWatch(driver)
        else:
            raise TypeError(f"{type(driver).__name__} cannot be watched")


def notify(connection: Connection) -> None:
    """Lets those who watch hear of the transaction once it is committed."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
