"""From the plain URL of a setting to an engine: the driver, and on SQLite real transactions, are this module's
business."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from psycopg.errors import UndefinedTable
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from cget_api.core.errors import BadUserInput, DatabaseUnavailable, SchemaOutOfDate

DEFAULT_URL: Final = "sqlite:///register.sqlite"
BUSY_TIMEOUT: Final = 60
WRITERS_LOCK: Final = 0x63676574  # "cget": whoever migrates or records holds this advisory lock on PostgreSQL

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def driver_url(url: str) -> URL:
    """Raises BadUserInput for anything but a SQLite file or a PostgreSQL database."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername not in _DRIVERS:
        raise BadUserInput(
            "the database URL", "is neither SQLite nor PostgreSQL", "Write sqlite:///FILE or postgresql://…"
        )
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def engine_from_url(url: str) -> Engine:
    """Connects to nothing until it is used."""
    target = driver_url(url)
    if target.drivername != "sqlite":
        return create_engine(target, pool_pre_ping=True)
    # Without a pool, each connection opens the file that is there: a backup put in its place is noticed.
    engine = create_engine(target, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions itself, late and not before DDL; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # Those who read see the last revision while the next one is being recorded. The file remembers it.
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode not in {"wal", "memory"}:
        connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer shares, whatever the engine; rolled back where the block raises."""
    with answering(engine), engine.connect().execution_options(writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees one moment of the database throughout."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with answering(engine), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Raises DatabaseUnavailable where the database does not answer within the block, SchemaOutOfDate where it lacks a
    table."""
    try:
        yield
    except DatabaseError as error:
        where = engine.url.set(drivername=engine.dialect.name).render_as_string(hide_password=True)
        problem = str(error.orig).strip()
        if isinstance(error.orig, UndefinedTable) or problem.startswith("no such table"):
            raise SchemaOutOfDate(where, problem, "Run `cget-api db upgrade`") from error
        if problem == "database is locked":
            raise DatabaseUnavailable(where, problem, "Wait for whoever writes in it, and try again") from error
        if isinstance(error, OperationalError) or problem == "file is not a database":
            raise DatabaseUnavailable(where, problem, "Start the database, or mend CGET_DATABASE_URL") from error
        raise
