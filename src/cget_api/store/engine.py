"""From the plain URL of a setting to an engine: the driver, and on SQLite real transactions, are this module's
business."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_plus

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from cget_api.core.errors import BadUserInput, DatabaseUnavailable, SchemaOutOfDate

DEFAULT_URL: Final = "sqlite:///register.sqlite"
BUSY_TIMEOUT: Final = 60
WRITERS_LOCK: Final = 0x63676574  # "cget": whoever migrates or records holds this advisory lock on PostgreSQL

_START = "Start the database, or mend CGET_DATABASE_URL"
_WAIT = "Wait for whoever writes in it, and try again"
_RESTORE = "Restore the last backup that verifies"
_REMEDIES: Final = {
    "database is locked": _WAIT,
    "lock timeout": _WAIT,
    "malformed": _RESTORE,
    "not a database": _RESTORE,
    "readonly": "Let this user write there, or name another with CGET_DATABASE_URL",
    "disk is full": "Free space, and try again",
    "No space left": "Free space, and try again",
    "already exists": "Name a database that holds nothing else with CGET_DATABASE_URL",
    "permission denied": "Connect as a role that may do this",
}
_UNDEFINED_TABLE: Final = "42P01"
_INSUFFICIENT_PRIVILEGE: Final = "42501"
_DUPLICATE_TABLE: Final = "42P07"
_DUPLICATE_SCHEMA: Final = "42P06"
# Of what PostgreSQL calls programming errors, these are the database's condition; the others are defects of ours.
_NOT_OUR_DEFECTS: Final = {_INSUFFICIENT_PRIVILEGE, _DUPLICATE_TABLE, _DUPLICATE_SCHEMA}

_HIDDEN = "***"
_SECRET: Final = ("password", "secret", "scram")
"""In the names of what libpq takes as parameters: `password`, `sslpassword`, `oauth_client_secret`, `scram_…_key`."""
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


def shown_url(url: URL) -> str:
    """As it was set, with `***` for every secret in it."""
    secrets = {name: _HIDDEN for name in url.query if any(sign in name.lower() for sign in _SECRET)}
    plain = url.set(drivername=url.get_backend_name()).update_query_dict(secrets)
    return plain.render_as_string(hide_password=True).replace(quote_plus(_HIDDEN), _HIDDEN)


def engine_from_url(url: str, *, create: bool = False) -> Engine:
    """Connects to nothing until it is used, and then makes no SQLite file where there is none, unless it may
    `create`."""
    target = driver_url(url)
    if target.drivername != "sqlite":
        return create_engine(target, pool_pre_ping=True)
    # Without a pool, each connection opens the file that is there: a backup put in its place is noticed.
    engine = create_engine(target, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT})
    if not create:
        event.listen(engine, "do_connect", _require_file)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _require_file(_dialect: Dialect, _record: ConnectionPoolEntry, arguments: list[Any], _: dict[str, Any]) -> None:
    file = str(arguments[0])
    if file != ":memory:" and not Path(file).exists():
        raise DatabaseUnavailable(file, "there is no such file", "Put it back, or mend CGET_DATABASE_URL")


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions itself, late and not before DDL; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA synchronous = FULL")


def keep_write_ahead_log(connection: Connection) -> None:
    """Before any transaction of a connection that is about to write: from then on those who read a SQLite file see the
    last revision while the next one is being recorded. The file remembers it, so who only reads must not ask for it."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        (mode,) = driver.execute("PRAGMA journal_mode").fetchone()
        if mode not in {"wal", "memory"}:
            # A file that is locked, or cannot be written, says so when the transaction begins.
            with suppress(sqlite3.OperationalError):
                driver.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer shares, whatever the engine; rolled back where the block raises."""
    with answering(engine), engine.connect().execution_options(writing=True) as connection:
        keep_write_ahead_log(connection)
        with connection.begin():
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
    """Raises DatabaseUnavailable where the database cannot do what the block asks of it, SchemaOutOfDate where it lacks
    a table. What breaks a rule of the database is the caller's, and a defect in what is asked stays one."""
    driver = engine.dialect.loaded_dbapi
    try:
        yield
    except (DatabaseError, driver.DatabaseError) as error:
        said = error.orig if isinstance(error, DatabaseError) else error
        where = shown_url(engine.url)
        problem, state = str(said).strip(), getattr(said, "sqlstate", None)
        if state == _UNDEFINED_TABLE or problem.startswith("no such table"):
            raise SchemaOutOfDate(where, problem, "Run `cget-api db upgrade`") from error
        if isinstance(said, driver.IntegrityError):
            raise
        if isinstance(said, driver.ProgrammingError) and state not in _NOT_OUR_DEFECTS:
            raise
        remedy = next((remedy for sign, remedy in _REMEDIES.items() if sign in problem), _START)
        raise DatabaseUnavailable(where, problem, remedy) from error
