"""The schema, moved up or down by Alembic, and compared with the migrations and the models.

Nothing here writes what the register holds.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from cget_api.core.errors import BadUserInput, RegisterError
from cget_api.store.catalogue import catalogue, check_constraints, differences
from cget_api.store.engine import answering, reading
from cget_api.store.tables import METADATA
from cget_api.store.versions import VERSION_TABLE, engine_at, expected_revision, location, revision_of

_SCRATCH = "cget_scratch"
_SQLITE_HOLDS = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
# What belongs to an extension, such as a view of statistics, was not put there by anybody.
_POSTGRESQL_HOLDS = """
SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND NOT EXISTS (
  SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
)
"""


def upgrade(url: str, target: str = "head", *, sql: bool = False, output: TextIO | None = None) -> None:
    """Raises BadUserInput where the database is neither empty nor a register. With `sql`, writes what would be run,
    from nothing to `target` (from A where it is `A:B`), and connects to nothing."""
    if not sql:
        _refuse_what_holds_something_else(url)
    configuration = _configuration(url=url, output=output or sys.stdout)
    _run(url, target, lambda: command.upgrade(configuration, target, sql=sql), offline=sql)


def downgrade(url: str, target: str, *, force: bool = False, sql: bool = False, output: TextIO | None = None) -> None:
    """`target` is `base`, a revision, `-1`, or with `sql` `FROM:TO`. Raises RecordingRefused unless `force` where
    recorded data would be lost, or where that cannot be seen (`sql`)."""
    configuration = _configuration(url=url, output=output or sys.stdout, force=force, create=False)
    _run(url, target, lambda: command.downgrade(configuration, target, sql=sql), offline=sql)


def check(url: str) -> tuple[str, ...]:
    """One line for each way in which the database, the migrations and the models differ; none where all agree."""
    with engine_at(url) as engine, reading(engine) as connection:
        found, expected = revision_of(connection), expected_revision()
        if found != expected:
            return (f"the schema is at {found or 'nothing'} and not at {expected}",)
        unlike_models = compare_metadata(MigrationContext.configure(connection), METADATA)
        found_catalogue, found_checks = catalogue(connection), check_constraints(connection)
    with _scratch(url) as connection:
        command.upgrade(_configuration(url=url, connection=connection), "head")
        expected_catalogue = catalogue(connection)
    with _scratch(url) as connection:
        METADATA.create_all(connection)
        expected_checks = check_constraints(connection)
    return (
        tuple(f"the models differ: {difference}" for difference in unlike_models)
        + tuple(f"the models differ: {difference}" for difference in differences(found_checks, expected_checks))
        + tuple(
            f"the migrations differ: {difference}" for difference in differences(found_catalogue, expected_catalogue)
        )
    )


def _configuration(**attributes: object) -> Config:
    configuration = Config(attributes=attributes)
    configuration.set_main_option("script_location", str(location()).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration


def _run(url: str, target: str, run: Callable[[], None], *, offline: bool) -> None:
    with engine_at(url) as engine:
        try:
            if offline:
                run()
            else:
                with answering(engine):
                    run()
        except CommandError as error:
            if isinstance(error.__cause__, RegisterError):
                raise error.__cause__ from None
            raise BadUserInput(
                repr(target), str(error), "Name a revision of `alembic history`, head, base, +1 or -1"
            ) from error


def _refuse_what_holds_something_else(url: str) -> None:
    with engine_at(url, create=True) as engine, reading(engine) as connection:
        query = _POSTGRESQL_HOLDS if engine.dialect.name == "postgresql" else _SQLITE_HOLDS
        held = set(connection.exec_driver_sql(query).scalars())
        if held and VERSION_TABLE not in held:
            raise BadUserInput(
                "the database", "holds something else", "Name an empty one, or another with CGET_DATABASE_URL"
            )


@contextmanager
def _scratch(url: str) -> Iterator[Connection]:
    """An empty schema of the same kind, of which nothing remains."""
    with engine_at(url) as engine:
        if engine.dialect.name == "sqlite":
            with engine_at("sqlite://") as memory, memory.connect() as connection, connection.begin():
                yield connection
        else:
            with answering(engine), engine.connect() as connection, connection.begin() as transaction:
                connection.exec_driver_sql(f"CREATE SCHEMA {_SCRATCH}")
                connection.exec_driver_sql(f"SET LOCAL search_path TO {_SCRATCH}")
                yield connection
                transaction.rollback()
