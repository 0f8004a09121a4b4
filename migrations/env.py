"""How Alembic reaches a register: one transaction, under the writers' lock, on the database that was asked for.

The URL is the caller's (`attributes`), else `-x url=…`, else `CGET_DATABASE_URL`, else the default.
"""

import os
import sys
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import context
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext

from cget_api.store.engine import DEFAULT_URL, WRITERS_LOCK, driver_url, engine_from_url, keep_write_ahead_log
from cget_api.store.tables import METADATA

WAIT_FOR_OTHER_WRITERS = "10min"
WAIT_FOR_A_TABLE = "10s"
LONGEST_STATEMENT = "1h"


def database_url() -> str:
    asked = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    return asked or os.environ.get("CGET_DATABASE_URL") or DEFAULT_URL


def number_the_revision(
    _context: MigrationContext, _revision: str | Iterable[str | None] | Iterable[str], directives: list[MigrationScript]
) -> None:
    """Revisions are numbered, so that a listing of the folder is the chain."""
    head = context.script.get_current_head()
    for directive in directives:
        directive.rev_id = f"{int(head or '0') + 1:04d}"


def configure(**where: object) -> None:
    context.configure(
        target_metadata=METADATA,
        transactional_ddl=True,
        transaction_per_migration=False,
        process_revision_directives=number_the_revision,
        **where,  # type: ignore[arg-type]  # what `context.configure` takes, from each of its two callers
    )


def take_the_writers_lock(dialect: str) -> None:
    """Before the version is read, so that of two who upgrade at once the second finds the work done."""
    if dialect == "postgresql":
        context.execute(f"SET LOCAL statement_timeout = '{LONGEST_STATEMENT}'")
        context.execute(f"SET LOCAL lock_timeout = '{WAIT_FOR_OTHER_WRITERS}'")
        context.execute(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
        context.execute(f"SET LOCAL lock_timeout = '{WAIT_FOR_A_TABLE}'")


def migrate_on(connection: sa.Connection) -> None:
    configure(connection=connection)
    with context.begin_transaction():
        take_the_writers_lock(connection.dialect.name)
        context.run_migrations()


def migrate_offline() -> None:
    url = driver_url(database_url())
    configure(
        url=url,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        output_buffer=context.config.attributes.get("output", sys.stdout),
    )
    with context.begin_transaction():
        take_the_writers_lock(url.get_backend_name())
        context.run_migrations()


def migrate_online() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate_on(given)
        return
    engine = engine_from_url(database_url(), create=context.config.attributes.get("create", True))
    try:
        with engine.connect().execution_options(writing=True) as connection:
            keep_write_ahead_log(connection)
            migrate_on(connection)
    finally:
        engine.dispose()


if context.is_offline_mode():
    migrate_offline()
else:
    migrate_online()
