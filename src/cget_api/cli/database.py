"""A database on its way to being a register: of which kind, whether it is there, whether its schema is as expected."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from cget_api.core.errors import BadUserInput, DatabaseUnavailable, SchemaOutOfDate
from cget_api.core.index import ArchiveInMemory
from cget_api.store.engine import driver_url
from cget_api.store.reading import History, read_history
from cget_api.store.versions import current, engine_at, expected_revision, is_known, is_newer

FILL = "cget-api seed apply --author NAME --message WHY"
_SQLITE = b"SQLite format 3\0"
_ANOTHER = "name another with --database-url or CGET_DATABASE_URL"


def sqlite_file(url: str) -> Path | None:
    """None of PostgreSQL. Raises BadUserInput for a URL that names no file, and for anything that is neither."""
    parsed = driver_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise BadUserInput("the database URL", "names no file", "Write sqlite:///FILE")
    return Path(parsed.database)


def require_database(url: str) -> None:
    """Raises DatabaseUnavailable where it would be a SQLite file, and there is none: SQLite would make an empty one."""
    file = sqlite_file(url)
    if file is None:
        return
    if not file.is_file():
        remedy = f"Make it with `cget-api db upgrade` or `cget-api serve`, or {_ANOTHER}"
        raise DatabaseUnavailable(str(file), "there is no such file", remedy)
    _require_sqlite(file)


def require_place_for(file: Path) -> None:
    """Raises DatabaseUnavailable where a SQLite file can neither be opened nor be made; an empty one is made."""
    try:
        with file.open("ab"):
            pass
    except OSError as error:
        if file.parent.is_dir():
            problem, remedy = f"cannot be written ({error.strerror})", "Let this user write there"
        else:
            problem, remedy = f"there is no folder {file.parent}", "Make the folder"
        raise DatabaseUnavailable(str(file), problem, f"{remedy}, or {_ANOTHER}") from None
    _require_sqlite(file)


def _require_sqlite(file: Path) -> None:
    with file.open("rb") as content:
        if content.read(len(_SQLITE)) not in (b"", _SQLITE):
            raise DatabaseUnavailable(str(file), "is not a SQLite database", f"Leave it, and {_ANOTHER}")


def require_known_schema(url: str) -> str | None:
    """The database's schema, None where it has none. Raises SchemaOutOfDate where a newer program made it, or
    another one."""
    found, expected = current(url), expected_revision()
    if found == expected or is_known(found):
        return found
    if is_newer(found):
        raise SchemaOutOfDate(
            "the database",
            f"was made by a newer program: its schema is {found}, and this one knows no later than {expected}",
            f"Install the newer program, or {_ANOTHER}",
        )
    raise SchemaOutOfDate(
        "the database",
        f"was made by another program: its schema is {found}, which this one never had",
        f"Leave it, and {_ANOTHER}",
    )


def move_in_words(before: str | None, after: str | None) -> str:
    news = "nothing to do" if after == before else f"was {before or 'nothing'}"
    return f"schema {after or 'nothing'}, {news}"


def require_expected_schema(url: str) -> None:
    """Raises SchemaOutOfDate, saying what to run, unless the database is at the schema of this program."""
    found, expected = require_known_schema(url), expected_revision()
    if found is None:
        raise SchemaOutOfDate("the database", "is not a register yet", f"Run `cget-api db upgrade`, then `{FILL}`")
    if found != expected:
        raise SchemaOutOfDate(
            "the database", f"is at schema {found} and not at {expected}", "Run `cget-api db upgrade`"
        )


@contextmanager
def register_at(url: str) -> Iterator[Engine]:
    """A database that is there, at the schema of this program."""
    require_database(url)
    require_expected_schema(url)
    with engine_at(url) as engine:
        yield engine


def archive_at(url: str) -> ArchiveInMemory:
    """Everything that was recorded there, in memory."""
    return archive_from_history(history_at(url))


def history_at(url: str) -> History:
    with register_at(url) as engine:
        return read_history(engine)


def archive_from_history(history: History) -> ArchiveInMemory:
    return ArchiveInMemory(
        expected_revision(), history.revisions, history.entities, history.statements, history.sources
    )
