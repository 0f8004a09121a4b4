"""The database of an engine, opened for reading on demand."""

from sqlalchemy import Engine

from cget_api.store.ondemand.address import address_for_asyncpg, seconds_to_connect
from cget_api.store.ondemand.database import Database
from cget_api.store.ondemand.sqlite import SqliteDatabase


def database_of(engine: Engine, connections: int, seconds: float) -> Database:
    """Connects to nothing until it is used: to PostgreSQL with at most so many connections, each question waiting at
    most so many seconds."""
    if engine.dialect.name == "postgresql":
        # Imported where it is asked: it takes a start on SQLite a thirtieth longer.
        from cget_api.store.ondemand.postgresql import PostgresqlDatabase

        address = address_for_asyncpg(engine.url)
        return PostgresqlDatabase(address, connections, seconds, seconds_to_connect(engine.url))
    return SqliteDatabase(engine.url.database or "")
