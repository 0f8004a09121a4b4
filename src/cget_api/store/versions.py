"""Which version of the schema this program expects, and which one a database is at; moving it is `migration`'s.

A service starts without Alembic, which takes as long to import as many a database to answer: the migrations are
numbered in the names of their files, and one table says where a database is.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect

from cget_api.core.errors import SchemaOutOfDate
from cget_api.store.engine import engine_from_url, reading

VERSION_TABLE: Final = "alembic_version"
_UPGRADE: Final = "Run `cget-api db upgrade`"
_FILE: Final = re.compile(r"\d{4}-\d\d-\d\d_(?P<number>\d{4})_\w+\.py")


def location() -> Path:
    """Where the migrations are: inside the package once installed, beside `src` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "migrations"
    return installed if installed.is_dir() else package.parents[1] / "migrations"


def known_revisions() -> tuple[str, ...]:
    """The migrations of this program, in their order."""
    names = (_FILE.fullmatch(file.name) for file in (location() / "versions").iterdir())
    return tuple(sorted(name["number"] for name in names if name is not None))


def expected_revision() -> str:
    """The last migration of this program."""
    known = known_revisions()
    if not known:
        raise FileNotFoundError(f"no migration in {location()}")
    return known[-1]


def current(url: str) -> str | None:
    """None where no migration was ever run."""
    with engine_at(url) as engine:
        return schema_revision(engine)


def schema_revision(engine: Engine) -> str | None:
    """Raises DatabaseUnavailable where the database does not answer."""
    with reading(engine) as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE} ORDER BY version_num").scalars()
    return ", ".join(found) or None


def require_expected_schema(engine: Engine) -> None:
    """Raises SchemaOutOfDate where the database is at another version than this program, DatabaseUnavailable where
    there is none."""
    found, expected = schema_revision(engine), expected_revision()
    if found != expected:
        if is_newer(found):
            remedy = "Install the newer program that made it"
        else:
            remedy = _UPGRADE if is_known(found) else "Name another database with CGET_DATABASE_URL"
        raise SchemaOutOfDate("the database", f"is at schema {found or 'nothing'} and not at {expected}", remedy)


def is_known(found: str | None) -> bool:
    """Whether this program can move that schema; nothing at all it can."""
    return found is None or found in known_revisions()


def is_newer(found: str | None) -> bool:
    """Whether a later version of this program made that schema: they are numbered."""
    return found is not None and not is_known(found) and found.isdecimal() and int(found) > int(expected_revision())


@contextmanager
def engine_at(url: str, *, create: bool = False) -> Iterator[Engine]:
    """For as long as the block."""
    engine = engine_from_url(url, create=create)
    try:
        yield engine
    finally:
        engine.dispose()
