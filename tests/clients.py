"""Somebody else's client: the bare driver, without the pragmas, the locks and the manners of this program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

import psycopg
from sqlalchemy import make_url

Refused = (sqlite3.IntegrityError, psycopg.errors.IntegrityError)


class Client(Protocol):
    """What both drivers have in common."""

    def execute(self, statement: str) -> Any: ...

    def commit(self) -> None: ...


@contextmanager
def stranger(url: str) -> Iterator[Client]:
    """Commits where the block ends well."""
    opened = psycopg.connect(url) if url.startswith("postgresql") else sqlite3.connect(make_url(url).database or "")
    with closing(opened) as client:
        yield client
        client.commit()


@contextmanager
def intruder(url: str) -> Iterator[Client]:
    """A stranger who may do anything: no trigger fires, no constraint is looked at, until the block ends."""
    with stranger(url) as client:
        if url.startswith("postgresql"):
            client.execute("SET session_replication_role = replica")
            for table, name, definition in client.execute(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE contype IN ('c', 'x') AND connamespace = 'public'::regnamespace"
            ).fetchall():
                assert definition
                client.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        else:
            client.execute("PRAGMA ignore_check_constraints = ON")
            for (name,) in client.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                client.execute(f"DROP TRIGGER {name}")
        yield client
