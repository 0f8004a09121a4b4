"""What docs/operations.md tells a maintainer to do, done."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from cget_api.store.engine import engine_from_url
from cget_api.store.migration import check, downgrade, upgrade
from cget_api.store.reading import read_history
from cget_api.store.recording import record
from cget_api.store.verification import verify
from cget_api.store.versions import current, expected_revision, location
from tests.clients import Refused, stranger
from tests.cluster import Cluster
from tests.migrations.test_chain import catalogue_of
from tests.worlds import whole_world, world

CHECKOUT = location().parent
AT = datetime(2020, 1, 1, tzinfo=UTC)
LAST, NEXT = expected_revision(), f"{int(expected_revision()) + 1:04d}"


def told_under(heading: str, language: str) -> list[str]:
    """The blocks of one language under one heading of the page, in order."""
    page = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = re.split(r"^#+ ", page.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Checkout:
    """A copy in which migrations may be written, and the command of Alembic in it."""

    directory: Path
    url: str

    def alembic(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "alembic", "-x", f"url={self.url}", *arguments]
        return subprocess.run(command, cwd=self.directory, capture_output=True, text=True, check=False, timeout=60)

    def written(self) -> Path:
        (file,) = (self.directory / "migrations" / "versions").glob(f"*_{NEXT}_*.py")
        return file


@pytest.fixture
def checkout(tmp_path: Path, database_url: str) -> Checkout:
    directory = tmp_path / "checkout"
    shutil.copytree(CHECKOUT / "migrations", directory / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "alembic.ini", directory)
    return Checkout(directory, database_url)


def test_a_new_migration_carries_the_law_and_the_next_number(checkout: Checkout) -> None:
    (command,) = told_under("Write one", "bash")
    title = re.fullmatch(r'alembic revision -m "(.*)"\n', command)
    assert title is not None
    done = checkout.alembic("revision", "-m", title[1])
    assert done.returncode == 0, done.stderr
    file = checkout.written()
    assert re.fullmatch(
        rf"\d{{4}}-\d{{2}}-\d{{2}}_{NEXT}_a_statement_says_which_archive_box_it_came_from\.py", file.name
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f'"""{title[1]}.\n\nRevision ID: {NEXT}\nRevises: {LAST}\n')
    assert "Write `sa.*` by hand and name every constraint and index" in text
    assert checkout.alembic("upgrade", "head").returncode == 0
    assert current(checkout.url) == NEXT
    assert checkout.alembic("downgrade", "-1").returncode == 0
    assert check(checkout.url) == ()


def write_migration(checkout: Checkout, upgrading: str, downgrading: str) -> None:
    assert checkout.alembic("revision", "-m", "a text is folded for searching").returncode == 0
    file = checkout.written()
    text = file.read_text(encoding="utf-8").replace("import is_postgresql", "import append_only_lifted")
    head = text[: text.index("def upgrade()")]
    file.write_text(f"{head}{upgrading}\n\ndef downgrade() -> None:\n    {downgrading}\n", encoding="utf-8")


def test_a_backfill_leaves_every_digest_and_the_triggers_as_they_were(checkout: Checkout, engine: Engine) -> None:
    record(engine, whole_world(), "Ada", "First", AT)
    record(engine, world(), "Ada", "Second", AT)
    before, catalogue_before = read_history(engine), catalogue_of(checkout.url)
    engine.dispose()
    (upgrading,) = told_under("Backfill", "python")
    write_migration(checkout, upgrading, 'op.drop_column("statement", "folded_text")')

    for _ in range(2):
        done = checkout.alembic("upgrade", "head")
        assert done.returncode == 0, done.stderr
        verify(engine)
        assert read_history(engine) == before
        engine.dispose()
        with stranger(checkout.url) as client:
            texts, folded = client.execute("SELECT count(text_fr), count(folded_text) FROM statement").fetchone()
            assert texts == folded > 0
            with pytest.raises(Refused, match="tg_statement_only_superseded"):
                client.execute("UPDATE statement SET text_fr = 'x' WHERE text_fr IS NOT NULL")
        assert checkout.alembic("downgrade", "-1").returncode == 0
        verify(engine)
        engine.dispose()
        assert catalogue_of(checkout.url) == catalogue_before
    assert check(checkout.url) == ()


@pytest.mark.parametrize(
    ("backfill", "trigger"),
    [("standing = 'GUESSED'", "tg_statement_only_superseded"), ("position = position", "tg_statement_no_such_rule")],
)
def test_a_backfill_that_fails_leaves_nothing_behind(
    checkout: Checkout, engine: Engine, backfill: str, trigger: str
) -> None:
    record(engine, whole_world(), "Ada", "First", AT)
    engine.dispose()
    before = catalogue_of(checkout.url)
    upgrading = f"""def upgrade() -> None:
    op.add_column("statement", sa.Column("folded_text", sa.Text(), nullable=True))
    with append_only_lifted("statement", "{trigger}"):
        op.execute("UPDATE statement SET {backfill}")
"""
    write_migration(checkout, upgrading, "pass")
    assert checkout.alembic("upgrade", "head").returncode != 0
    assert catalogue_of(checkout.url) == before
    assert current(checkout.url) == LAST
    verify(engine)


def test_a_backfill_is_sql_text_for_postgresql_alone(checkout: Checkout) -> None:
    (upgrading,) = told_under("Backfill", "python")
    write_migration(checkout, upgrading, 'op.drop_column("statement", "folded_text")')
    done = checkout.alembic("upgrade", f"{LAST}:{NEXT}", "--sql")
    if checkout.url.startswith("sqlite"):
        assert done.returncode != 0
        assert "cannot be lifted in SQL text for SQLite" in done.stderr
    else:
        lines = [line for line in done.stdout.splitlines() if "TRIGGER" in line or "folded_text =" in line]
        assert lines == [
            "ALTER TABLE statement DISABLE TRIGGER tg_statement_only_superseded;",
            "UPDATE statement SET folded_text = lower(text_fr) WHERE text_fr IS NOT NULL;",
            "ALTER TABLE statement ENABLE TRIGGER tg_statement_only_superseded;",
        ]


def test_a_migration_is_reviewed_as_sql(checkout: Checkout) -> None:
    review, *_ = told_under("Review one", "bash")[0].splitlines()
    arguments = review.partition("#")[0].split()[1:]
    done = checkout.alembic(*arguments)
    assert done.returncode == 0, done.stderr
    assert "CREATE VIEW mission" in done.stdout
    assert "CREATE TABLE statement" not in done.stdout


def test_a_migration_is_applied_and_rolled_back(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    assert (current(empty_database_url), check(empty_database_url)) == (LAST, ())
    downgrade(empty_database_url, "-1")
    assert current(empty_database_url) != LAST
    upgrade(empty_database_url)
    assert check(empty_database_url) == ()


def test_a_backup_is_restored_and_verifies(database_url: str, engine: Engine, cluster: Cluster, tmp_path: Path) -> None:
    record(engine, whole_world(), "Ada", "First", AT)
    record(engine, world(), "Ada", "Second", AT)
    before = read_history(engine)
    kind = make_url(database_url).get_backend_name()
    backup, restore = told_under({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind], "bash")
    programs = f"{cluster.programs}:{Path(sys.executable).parent}:{os.environ['PATH']}"

    if kind == "sqlite":
        in_shell(backup, tmp_path, PATH=programs)
        record(engine, whole_world(), "Ada", "After the backup", AT)
        engine.dispose()
        in_shell(restore, tmp_path, PATH=programs)
        assert_restored(database_url, before)
    else:
        in_shell(backup, tmp_path, PATH=programs, CGET_DATABASE_URL=database_url)
        with cluster.database("restored") as restored_url:
            in_shell(restore, tmp_path, PATH=programs, RESTORED_URL=restored_url)
            assert_restored(restored_url, before)


def in_shell(commands: str, directory: Path, **environment: str) -> None:
    subprocess.run(["bash", "-euc", commands], cwd=directory, env=environment, check=True, timeout=60)


def assert_restored(url: str, history: object) -> None:
    engine = engine_from_url(url)
    verify(engine)
    assert read_history(engine) == history
    engine.dispose()
    assert check(url) == ()
    with stranger(url) as client, pytest.raises(Refused, match="tg_statement_no_delete"):
        client.execute("DELETE FROM statement")


def test_the_view_in_the_documentation_answers(database_url: str, engine: Engine) -> None:
    record(engine, whole_world(), "Ada", "First", AT)
    engine.dispose()
    (query,) = told_under("Reading with SQL", "sql")
    if database_url.startswith("sqlite"):
        query = query.replace("DATE '", "'")
    with stranger(database_url) as client:
        rows = client.execute(query).fetchall()
    assert rows == [("prime-minister", "ACCEPTED", "decree (art. 1); page (§ 1); decree via page")]
