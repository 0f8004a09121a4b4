"""What is said of a database that is spoilt, closed, foreign or gone; and that looking at one changes nothing."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import IntegrityError, ProgrammingError

from cget_api.core.errors import BadUserInput, DatabaseUnavailable, RecordingRefused, SchemaOutOfDate
from cget_api.store.engine import engine_from_url, reading, writing
from cget_api.store.migration import check, upgrade
from cget_api.store.reading import latest_revision_number, read_history
from cget_api.store.recording import record
from cget_api.store.verification import verify
from cget_api.store.versions import current, expected_revision, require_expected_schema
from tests.clients import stranger
from tests.cluster import Cluster
from tests.migrations.test_operations import in_shell, told_under
from tests.worlds import whole_world, world

AT = datetime(2020, 1, 1, tzinfo=UTC)
HALF = 2
PAGES = 4096 * 4

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def file(database_url: str, engine: Engine) -> Path:
    """Of a SQLite register that holds a revision, closed."""
    record(engine, whole_world(), "Ada", "First", AT)
    engine.dispose()
    return Path(make_url(database_url).database or "")


@pytest.fixture
def reader_url(database_url: str, engine: Engine, cluster: Cluster) -> Iterator[str]:
    """A PostgreSQL register that holds a revision, for a role that may only read it."""
    record(engine, whole_world(), "Ada", "First", AT)
    cluster.run("CREATE ROLE reader LOGIN")
    with stranger(database_url) as client:
        client.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    yield database_url.replace("postgres@", "reader@")
    with stranger(database_url) as client:
        client.execute("DROP OWNED BY reader")
    cluster.run("DROP ROLE reader")


def mode_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as client:
        return str(client.execute("PRAGMA journal_mode").fetchone()[0])


@on_sqlite
def test_a_truncated_file_is_to_be_restored(file: Path, engine: Engine) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // HALF])
    with pytest.raises(DatabaseUnavailable, match=r"malformed\. Restore the last backup that verifies"):
        read_history(engine)


@on_sqlite
def test_an_overwritten_file_is_to_be_restored(file: Path, engine: Engine) -> None:
    content = file.read_bytes()
    for spoilt in (b"\xff" * len(content), content[:100] + b"\xff" * PAGES + content[100 + PAGES :]):
        file.write_bytes(spoilt)
        for question in (read_history, require_expected_schema):
            with pytest.raises(DatabaseUnavailable, match="Restore the last backup that verifies"):
                question(engine)
        with pytest.raises(DatabaseUnavailable, match="Restore the last backup that verifies"):
            record(engine, world(), "Ada", "Second", AT)


@on_postgresql
def test_a_role_that_may_only_read_reads_and_is_told_what_else_it_may_not(reader_url: str) -> None:
    engine = engine_from_url(reader_url)
    verify(engine)
    with pytest.raises(DatabaseUnavailable, match=r"permission denied .*Connect as a role that may do this"):
        record(engine, world(), "Ada", "Second", AT)
    with pytest.raises(DatabaseUnavailable, match=r"permission denied for database"):
        check(reader_url)
    engine.dispose()


@on_postgresql
def test_a_defect_in_what_is_asked_stays_one(engine: Engine) -> None:
    with pytest.raises(ProgrammingError), reading(engine) as connection:
        connection.exec_driver_sql("SELECT nothing_of_the_kind FROM statement")


def test_what_breaks_a_rule_of_the_database_is_no_fault_of_it(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO entity (id) VALUES (1)")


def test_a_table_of_somebody_else_is_left_alone(empty_database_url: str) -> None:
    with stranger(empty_database_url) as client:
        client.execute("CREATE TABLE statement (amount INTEGER)")
    with pytest.raises(BadUserInput, match=r"the database: holds something else\. Name an empty one, or another with"):
        upgrade(empty_database_url)
    assert current(empty_database_url) is None
    with stranger(empty_database_url) as client:
        client.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    with pytest.raises(DatabaseUnavailable, match=r"already exists(.|\n)*Name a database that holds nothing else"):
        upgrade(empty_database_url)


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
def test_a_file_of_somebody_else_is_not_written_to(empty_database_url: str) -> None:
    with stranger(empty_database_url) as client:
        client.execute("CREATE TABLE invoice (amount INTEGER)")
    file = Path(make_url(empty_database_url).database or "")
    before = file.read_bytes()
    with pytest.raises(BadUserInput, match="holds something else"):
        upgrade(empty_database_url)
    assert file.read_bytes() == before


def test_a_schema_of_another_program_is_not_taken_for_a_newer_one(database_url: str, engine: Engine) -> None:
    with stranger(database_url) as client:
        client.execute("UPDATE alembic_version SET version_num = 'fe12ab34'")
    with pytest.raises(SchemaOutOfDate, match=r"is at schema fe12ab34 .* Name another database"):
        require_expected_schema(engine)


@on_sqlite
def test_a_file_that_was_moved_away_is_missed_and_not_replaced_by_an_empty_one(file: Path, engine: Engine) -> None:
    file.rename(file.with_name("elsewhere.sqlite"))
    for question in (read_history, require_expected_schema, latest_revision_number):
        with pytest.raises(DatabaseUnavailable, match=r"register\.sqlite: there is no such file"):
            question(engine)
    with pytest.raises(DatabaseUnavailable, match="there is no such file"):
        record(engine, world(), "Ada", "Second", AT)
    assert not file.exists()


def test_a_database_that_does_not_answer_is_named_without_its_passwords(tmp_path: Path) -> None:
    engine = engine_from_url(f"postgresql://ada:secret@/cget?host={tmp_path}&password=secret&sslpassword=secret")
    with pytest.raises(DatabaseUnavailable) as away:
        read_history(engine)
    host = str(tmp_path).replace("/", "%2F")
    assert away.value.subject == f"postgresql://ada:***@/cget?host={host}&password=***&sslpassword=***"
    assert "secret" not in str(away.value)


def test_moving_a_schema_up_makes_the_file_and_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    upgrade(f"sqlite:///{file}")
    assert current(f"sqlite:///{file}") == expected_revision()
    assert mode_of(file) == "wal"


@on_sqlite
def test_verifying_a_backup_leaves_it_as_it_was(file: Path) -> None:
    (command, _) = told_under("SQLite", "bash")
    in_shell(command, file.parent, PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    backup = file.with_name("backup.sqlite")
    before = sha256(backup.read_bytes()).hexdigest()
    assert mode_of(backup) == "delete"
    url = f"sqlite:///{backup}"
    opened = engine_from_url(url)
    verify(opened)
    opened.dispose()
    assert (current(url), check(url)) == (expected_revision(), ())
    assert sha256(backup.read_bytes()).hexdigest() == before


@on_sqlite
def test_what_was_restored_keeps_a_write_ahead_log_once_it_is_recorded_in(file: Path, engine: Engine) -> None:
    with closing(sqlite3.connect(file)) as client:
        client.execute("PRAGMA journal_mode = DELETE")
    read_history(engine)
    assert mode_of(file) == "delete"
    record(engine, world(), "Ada", "Second", AT)
    assert mode_of(file) == "wal"


def test_a_slug_that_stands_twice_is_named_once(engine: Engine) -> None:
    once = whole_world()
    slug = once.entities[0].slug
    thrice = replace(once, entities=(*once.entities, once.entities[0], once.entities[0]))
    with pytest.raises(RecordingRefused, match=f"^{slug}: stands twice in the dataset"):
        record(engine, thrice, "Ada", "First", AT)
