"""The migrations: a chain that goes up, down and up again to the same catalogue, on both engines, online and as SQL
text."""

import io
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url

from cget_api.core.errors import BadUserInput, DatabaseUnavailable, RecordingRefused, SchemaOutOfDate
from cget_api.store.catalogue import catalogue
from cget_api.store.engine import engine_from_url, reading
from cget_api.store.migration import check, downgrade, upgrade
from cget_api.store.reading import latest_revision_number, read_history
from cget_api.store.recording import record
from cget_api.store.versions import current, expected_revision, location, require_expected_schema, schema_revision
from tests.clients import intruder, stranger
from tests.cluster import Cluster
from tests.worlds import whole_world

AT = datetime(2020, 1, 1, tzinfo=UTC)
VERSION_TABLE = {
    "table alembic_version",
    "column alembic_version.version_num",
    "constraint alembic_version.alembic_version_pkc",
    "constraint alembic_version.alembic_version_version_num_not_null",
    "index alembic_version_pkc",
}


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = engine_from_url(url)
    with reading(engine) as connection:
        yield connection
    engine.dispose()


def catalogue_of(url: str) -> dict[str, str]:
    with connected(url) as connection:
        return catalogue(connection)


def test_the_migrations_are_one_chain_of_numbered_and_dated_files() -> None:
    script = ScriptDirectory.from_config(_configuration())
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    assert script.get_heads() == [expected_revision()]
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    assert len(revisions) > 1
    names = sorted(file.name for file in (location() / "versions").glob("*.py"))
    assert [re.fullmatch(r"\d{4}-\d{2}-\d{2}_(\d{4})_[a-z_]+\.py", name)[1] for name in names] == revisions  # type: ignore[index]


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(location()))
    configuration.set_main_option("path_separator", "os")
    return configuration


def test_a_migration_imports_only_what_cannot_change_under_it() -> None:
    for file in (location() / "versions").glob("*.py"):
        imported = re.findall(r"^(?:from|import) (\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
        ours = {module for module in imported if module.partition(".")[0] not in sys.stdlib_module_names}
        assert ours <= {"sqlalchemy", "alembic", "cget_api.store.migration_law"}, file.name


def test_a_database_is_migrated_from_nothing_and_again_without_effect(empty_database_url: str) -> None:
    assert current(empty_database_url) is None
    upgrade(empty_database_url)
    assert current(empty_database_url) == expected_revision()
    assert check(empty_database_url) == ()
    before = catalogue_of(empty_database_url)
    upgrade(empty_database_url)
    assert catalogue_of(empty_database_url) == before


def test_up_down_to_nothing_and_up_again_leave_the_same_catalogue(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    once = catalogue_of(empty_database_url)
    kinds = {name.partition(" ")[0] for name in once}
    assert {"index", "trigger", "view"} <= kinds
    downgrade(empty_database_url, "base")
    assert catalogue_of(empty_database_url).keys() <= VERSION_TABLE
    assert current(empty_database_url) is None
    upgrade(empty_database_url)
    assert catalogue_of(empty_database_url) == once


def test_each_step_down_undoes_its_step_up(empty_database_url: str) -> None:
    after: list[dict[str, str]] = []
    for number in range(1, int(expected_revision()) + 1):
        upgrade(empty_database_url, f"{number:04d}")
        after.append(catalogue_of(empty_database_url))
    for expected in reversed(after[:-1]):
        downgrade(empty_database_url, "-1")
        assert catalogue_of(empty_database_url) == expected


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ("DROP INDEX ix_citation_source_id", "ix_citation_source_id"),
        ("DROP VIEW mission", "view mission is missing"),
        ("CREATE VIEW mine AS SELECT 1 AS one", "view mine is not expected"),
        ("ALTER TABLE entity ADD COLUMN extra TEXT", "extra"),
    ],
)
def test_check_names_what_differs(database_url: str, change: str, difference: str) -> None:
    with stranger(database_url) as client:
        client.execute(change)
    assert any(difference in line for line in check(database_url))


def test_check_misses_no_trigger_constraint_or_function(database_url: str) -> None:
    with intruder(database_url):
        pass
    if database_url.startswith("postgresql"):
        with stranger(database_url) as client:
            client.execute("ALTER TABLE statement DISABLE TRIGGER tg_statement_only_superseded")
            client.execute(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL;"
                " END'"
            )
    found = check(database_url)
    assert any("tg_statement_only_superseded" in line for line in found)
    if database_url.startswith("postgresql"):
        assert "the migrations differ: function refuse_change() differs" in found
        assert "the migrations differ: constraint statement.ex_statement_authority_one_a_day is missing" in found
        assert "the models differ: statement.ck_statement_kind is missing" in found


def test_check_tells_of_a_schema_that_is_behind(empty_database_url: str) -> None:
    assert check(empty_database_url) == (f"the schema is at nothing and not at {expected_revision()}",)


def test_a_downgrade_that_would_lose_recorded_data_is_refused_unless_forced(database_url: str) -> None:
    engine = engine_from_url(database_url)
    record(engine, whole_world(), "Ada", "First", AT)
    before = catalogue_of(database_url)
    with pytest.raises(RecordingRefused, match="would lose 1 recorded revisions"):
        downgrade(database_url, "base")
    assert catalogue_of(database_url) == before
    assert latest_revision_number(engine) == 1
    downgrade(database_url, "base", force=True)
    assert current(database_url) is None
    engine.dispose()


def test_a_downgrade_that_loses_nothing_needs_no_force(database_url: str) -> None:
    engine = engine_from_url(database_url)
    record(engine, whole_world(), "Ada", "First", AT)
    history = read_history(engine)
    downgrade(database_url, "0001")
    upgrade(database_url)
    assert read_history(engine) == history
    engine.dispose()


def test_a_target_that_is_no_revision_is_bad_input(database_url: str) -> None:
    with pytest.raises(BadUserInput, match="9999"):
        upgrade(database_url, "9999")
    with pytest.raises(BadUserInput):
        downgrade(database_url, "-99")


def test_a_program_refuses_a_schema_that_is_not_its_own(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0001")
    engine = engine_from_url(empty_database_url)
    assert schema_revision(engine) == "0001"
    with pytest.raises(SchemaOutOfDate, match="is at schema 0001 and not at"):
        require_expected_schema(engine)
    upgrade(empty_database_url)
    require_expected_schema(engine)
    engine.dispose()


def test_a_database_without_a_register_or_without_an_answer_says_so(empty_database_url: str, cluster: Cluster) -> None:
    engine = engine_from_url(empty_database_url)
    with pytest.raises(SchemaOutOfDate, match="cget-api db upgrade"):
        latest_revision_number(engine)
    engine.dispose()
    for nowhere in ("sqlite:////nowhere/at/all.sqlite", cluster.url("nowhere")):
        with pytest.raises(DatabaseUnavailable):
            current(nowhere)
    for wrong in ("mysql://localhost/x", "register.sqlite", "postgresql+psycopg://localhost/x"):
        with pytest.raises(BadUserInput, match="neither SQLite nor PostgreSQL"):
            current(wrong)


def test_two_processes_that_upgrade_at_once_both_succeed(empty_database_url: str) -> None:
    program = f"from cget_api.store.migration import upgrade; upgrade({empty_database_url!r})"
    processes = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert check(empty_database_url) == ()


def test_sql_text_makes_the_same_database(empty_database_url: str, cluster: Cluster) -> None:
    text = io.StringIO()
    upgrade(empty_database_url, sql=True, output=text)
    run_sql(empty_database_url, text.getvalue(), cluster)
    assert current(empty_database_url) == expected_revision()
    assert check(empty_database_url) == ()
    by_text = catalogue_of(empty_database_url)
    downgrade(empty_database_url, "base")
    upgrade(empty_database_url)
    assert catalogue_of(empty_database_url) == by_text


def test_sql_text_does_not_leave_what_is_recorded_out_of_the_search(database_url: str, cluster: Cluster) -> None:
    engine = engine_from_url(database_url)
    record(engine, whole_world(), "Ada", "First", AT)
    engine.dispose()
    downgrade(database_url, "0003")
    before = catalogue_of(database_url)
    text = io.StringIO()
    upgrade(database_url, "0003:0004", sql=True, output=text)
    with pytest.raises((sqlite3.IntegrityError, subprocess.CalledProcessError)):
        run_sql(database_url, text.getvalue(), cluster)
    assert catalogue_of(database_url) == before
    upgrade(database_url)
    assert check(database_url) == ()


def test_a_downgrade_as_sql_text_is_refused_unless_forced(database_url: str, cluster: Cluster) -> None:
    backwards = f"{expected_revision()}:base"
    with pytest.raises(RecordingRefused, match="cannot see whether recorded data would be lost"):
        downgrade(database_url, backwards, sql=True, output=io.StringIO())
    text = io.StringIO()
    downgrade(database_url, backwards, force=True, sql=True, output=text)
    run_sql(database_url, text.getvalue(), cluster)
    assert catalogue_of(database_url).keys() <= VERSION_TABLE


def run_sql(url: str, text: str, cluster: Cluster) -> None:
    """As a maintainer would: psql stops at the first error."""
    if url.startswith("postgresql"):
        psql = [str(cluster.programs / "psql"), "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", url]
        subprocess.run(psql, input=text.encode(), check=True, stdout=subprocess.DEVNULL)
    else:
        with closing(sqlite3.connect(make_url(url).database or "")) as connection:
            connection.executescript(text)


def test_the_alembic_command_works_in_the_checkout(empty_database_url: str) -> None:
    checkout = location().parent
    for arguments in (["upgrade", "head"], ["downgrade", "base"], ["upgrade", "head"], ["current"], ["check"]):
        command = [sys.executable, "-m", "alembic", "-x", f"url={empty_database_url}", *arguments]
        subprocess.run(command, cwd=checkout, check=True, capture_output=True, timeout=60)
    assert check(empty_database_url) == ()
