"""`cget-api seed`: what would change is told, recorded once, and the files are kept in canonical form."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from cget_api.core.errors import ErrorCode
from cget_api.dataset.loading import dataset_from_folder
from cget_api.store.reading import read_history
from tests.cli.conftest import Run
from tests.cli.world import CGET, FILES, said, write_seeds

CHANGED = FILES[CGET].replace("text: {fr: Conseiller le Gouvernement", "text: {fr: Conseiller l'État").replace(
    "terms: sous l'autorité", "terms: placé auprès"
).replace("attests: 2016-08-11", "attests: 2016-08-12").replace(
    "fr: Le décret le dit.", "fr: Le décret le dit bien."
).replace(said("AUTHORITY", "object: minister", "start: 2018-01-01", "end: 2019-12-31"), "") + said(
    "PARTNER", "text: {fr: associations, en: associations}", "start: 2015"
)


def _options(url: str, seeds: Path) -> tuple[str, ...]:
    return ("--database-url", url, "--seeds", str(seeds))


def test_a_plan_tells_what_would_be_added_to_an_empty_register(run: Run, database_url: str, tmp_path: Path) -> None:
    seeds = write_seeds(
        tmp_path / "seeds", {name: None for name in FILES if not name.startswith(("persons", "sources"))}
    )
    result = run("seed", "plan", *_options(database_url, seeds))
    assert (result.exit_code, result.stderr) == (2, "")
    assert result.stdout == (
        "decree, a new source\n"
        "  + LEGAL_ACT “Décret n° 2014-394”\n"
        "jane, a new person\n"
        "  + NAME “Jane Doe”\n"
        "john, a new person\n"
        "  + NAME “John Roe”\n"
        "page, a new source\n"
        "  + OFFICIAL_PAGE “Le CGET”\n"
        "report, a new source\n"
        "  + REPORT “Rapport”\n"
        "To record: 5 entities added, 2 statements added, 3 sources added.\n"
    )


def test_a_plan_tells_of_a_correction_what_differs_field_by_field(
    run: Run, register: str, engine: Engine, tmp_path: Path
) -> None:
    before = read_history(engine)
    seeds = write_seeds(
        tmp_path / "seeds",
        {
            CGET: CHANGED,
            "sources/page.yaml": FILES["sources/page.yaml"].replace("Le CGET", "Le Commissariat")
            + "url: https://a.org\n",
        },
    )
    result = run("seed", "plan", *_options(register, seeds))
    assert (result.exit_code, result.stderr) == (2, "")
    assert result.stdout == (
        "cget\n"
        "  - MISSION “Conseiller le Gouvernement”, from 2014-04-03\n"
        "  + MISSION “Conseiller l'État”, from 2014-04-03\n"
        "  + PARTNER “associations”, from 2015\n"
        "  ~ AUTHORITY prime-minister “sous l'autorité”, from [2014-03-31..2014-04-03] to 2017-12-31\n"
        "      terms: sous l'autorité becomes placé auprès\n"
        "      note, fr: Le décret le dit. becomes Le décret le dit bien.\n"
        "      citations: {source: page, evidence: SECONDARY, attests: 2016-08-11} is left out\n"
        "      citations: {source: page, evidence: SECONDARY, attests: 2016-08-12} is new\n"
        "  - AUTHORITY minister, from 2018-01-01 to 2019-12-31\n"
        "page\n"
        "  ~ OFFICIAL_PAGE “Le CGET”\n"
        "      title: Le CGET becomes Le Commissariat\n"
        "      url: https://a.org is new\n"
        "To record: 2 statements added, 1 statement corrected, 2 statements superseded, 1 source corrected.\n"
    )
    assert read_history(engine) == before


def test_a_plan_is_empty_where_the_register_holds_the_seed_files(run: Run, register: str, seeds: Path) -> None:
    result = run("seed", "plan", *_options(register, seeds))
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "nothing differs: 55 statements are held as the seed files have them\n",
        "",
    )


def test_citations_in_another_order_differ(run: Run, register: str, tmp_path: Path) -> None:
    page = "  - {source: page, evidence: SECONDARY, attests: 2016-08-11}\n"
    decree = "  - {source: decree, locator: art. 1, evidence: OFFICIAL}\n"
    seeds = write_seeds(tmp_path / "seeds", {CGET: FILES[CGET].replace(page + decree, decree + page)})
    result = run("seed", "plan", *_options(register, seeds))
    assert (result.exit_code, result.stdout.splitlines()[2:]) == (
        2,
        ["      citations: in another order", "To record: 1 statement corrected."],
    )


def test_applying_records_once(run: Run, database_url: str, engine: Engine, seeds: Path) -> None:
    signed = ("--author", "Ada", "--message", "Record the tiny world")
    first = run("seed", "apply", *signed, *_options(database_url, seeds))
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("revision 1, 55 statements (read in ")
    recorded = read_history(engine)
    (revision,) = recorded.revisions
    assert (revision.author, revision.message) == ("Ada", "Record the tiny world")
    assert len(recorded.statements) == len(dataset_from_folder(seeds).statements)

    second = run("seed", "apply", *signed, *_options(database_url, seeds))
    assert (second.exit_code, second.stdout, second.stderr) == (0, "nothing differs, nothing is recorded\n", "")
    assert read_history(engine) == recorded


def test_applying_without_an_author_is_refused(run: Run, database_url: str, seeds: Path) -> None:
    result = run("seed", "apply", "--author", " ", "--message", "Because", *_options(database_url, seeds))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"error: {ErrorCode.RECORDING_REFUSED}: author: is empty. Say who records\n"


@pytest.mark.parametrize(
    "command", [("plan",), ("apply", "--author", "Ada", "--message", "Because")], ids=["plan", "apply"]
)
def test_every_error_in_the_seed_files_is_told_on_a_line_of_its_own(
    command: tuple[str, ...], run: Run, register: str, tmp_path: Path
) -> None:
    wrong = FILES[CGET].replace("object: minister", "object: minster").replace("value: 1300.5", "value: many")
    seeds = write_seeds(tmp_path / "seeds", {CGET: wrong})
    result = run("seed", *command, *_options(register, seeds))
    assert (result.exit_code, result.stdout) == (1, "")
    first, *errors = result.stderr.splitlines()
    assert first == f"error: {ErrorCode.INVALID_SEEDS}: {seeds}: the seed files hold 3 errors. Mend them:"
    assert [error.split(": ")[:2] for error in errors] == [
        ["organizations/cget.yaml", "statement 7 (FIGURE)"],
        ["organizations/cget.yaml", "statement 9 (AUTHORITY)"],
        ["organizations/cget.yaml", "statement 10 (AUTHORITY)"],
    ]


def test_a_folder_that_is_none_is_named(run: Run, register: str) -> None:
    result = run("seed", "plan", "--database-url", register, "--seeds", "nowhere")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: INVALID_SEEDS: nowhere: the seed files hold 1 error. Mend them:\n")


def test_the_environment_names_the_seeds_and_the_database(
    run: Run, register: str, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CGET_SEEDS", str(seeds))
    monkeypatch.setenv("CGET_DATABASE_URL", register)
    assert run("seed", "plan").exit_code == 0


def test_a_register_without_a_schema_is_told_what_to_run(run: Run, empty_database_url: str, seeds: Path) -> None:
    if empty_database_url.startswith("sqlite"):
        Path(make_url(empty_database_url).database or "").touch()
    result = run("seed", "plan", *_options(empty_database_url, seeds))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: SCHEMA_OUT_OF_DATE: the database: is not a register yet. Run `cget-api db upgrade`, then "
        "`cget-api seed apply --author NAME --message WHY`\n"
    )


def test_formatting_rewrites_and_then_finds_nothing_to_do(run: Run, tmp_path: Path) -> None:
    loose = FILES["persons/jane.yaml"].replace("fr: Jane Doe", "fr: 'Jane Doe'")
    seeds = write_seeds(tmp_path / "seeds", {"persons/jane.yaml": loose})
    told = [
        (result.exit_code, result.stdout)
        for arguments in (("--check",), (), ("--check",), ())
        for result in [run("seed", "format", *arguments, "--seeds", str(seeds))]
    ]
    assert told == [
        (2, "not in canonical form: persons/jane.yaml\n"),
        (0, "rewritten: persons/jane.yaml\n"),
        (0, "every seed file is in canonical form\n"),
        (0, "every seed file is in canonical form\n"),
    ]
    assert (seeds / "persons/jane.yaml").read_text(encoding="utf-8") == FILES["persons/jane.yaml"]


def test_a_locked_database_is_told_of_and_left_as_it_was(
    run: Run, tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cget_api.store.engine.BUSY_TIMEOUT", 0.1)
    url = f"sqlite:///{tmp_path / 'register.sqlite'}"
    assert run("db", "upgrade", "--database-url", url).exit_code == 0
    other = sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    result = run("seed", "apply", "--author", "Ada", "--message", "Because", *_options(url, seeds))
    other.execute("ROLLBACK")
    other.close()
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: DATABASE_UNAVAILABLE: {url}: database is locked. ")
    assert result.stderr.count("\n") == 1


def test_a_terminal_sees_the_progress_and_the_same_result(
    run: Run, database_url: str, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run("seed", "apply", "--author", "Ada", "--message", "Because", *_options(database_url, seeds))
    assert (result.exit_code, result.stdout.startswith("revision 1, 55 statements (")) == (0, True)
    assert [what for what in ("entities", "sources", "statements", "citations") if what in result.stderr] == [
        "entities",
        "sources",
        "statements",
        "citations",
    ]
