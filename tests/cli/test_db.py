"""`cget-api db`: the schema moves up and down, and says where it is."""

import sqlite3
from pathlib import Path

import pytest

from cget_api.store.versions import current, expected_revision
from tests.cli.conftest import Run
from tests.clients import stranger

HEAD = expected_revision()
NOWHERE = "postgresql://nobody@/nothing?host=/nowhere"


def test_upgrading_twice_does_it_once(run: Run, empty_database_url: str) -> None:
    told = [run("db", "upgrade", "--database-url", empty_database_url) for _ in range(2)]
    assert [(result.exit_code, result.stdout, result.stderr) for result in told] == [
        (0, f"schema {HEAD}, was nothing\n", ""),
        (0, f"schema {HEAD}, nothing to do\n", ""),
    ]


def test_the_schema_moves_to_any_version_and_says_where_it_is(run: Run, empty_database_url: str) -> None:
    steps = [
        ("upgrade", "0001"),
        ("current",),
        ("upgrade", "+1"),
        ("upgrade",),
        ("current",),
        ("downgrade", "-1"),
        ("downgrade", "base"),
        ("current",),
    ]
    assert [run("db", *step, "--database-url", empty_database_url).stdout for step in steps] == [
        "schema 0001, was nothing\n",
        f"0001, expected {HEAD}\n",
        "schema 0002, was 0001\n",
        f"schema {HEAD}, was 0002\n",
        f"{HEAD}\n",
        f"schema {int(HEAD) - 1:04d}, was {HEAD}\n",
        f"schema nothing, was {int(HEAD) - 1:04d}\n",
        f"nothing, expected {HEAD}\n",
    ]


def test_going_down_never_loses_what_is_recorded_unless_forced(run: Run, register: str) -> None:
    refused = run("db", "downgrade", "base", "--database-url", register)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("error: RECORDING_REFUSED: downgrade: would lose 1 recorded revisions. ")
    assert current(register) == HEAD
    forced = run("db", "downgrade", "base", "--force", "--database-url", register)
    assert (forced.exit_code, forced.stdout) == (0, f"schema nothing, was {HEAD}\n")


def test_a_target_that_is_none_is_refused_in_one_line(run: Run, database_url: str) -> None:
    for command in ("upgrade", "downgrade"):
        result = run("db", command, "0815", "--database-url", database_url)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
        assert result.stderr.startswith("error: BAD_USER_INPUT: '0815': ")


@pytest.mark.parametrize("url", ["sqlite:///nowhere/register.sqlite", NOWHERE], ids=["sqlite", "postgresql"])
def test_the_sql_is_printed_without_a_database(run: Run, url: str) -> None:
    result = run("db", "upgrade", "--sql", "--database-url", url)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "CREATE TABLE statement (" in result.stdout
    assert result.stdout.rstrip().endswith("COMMIT;")


def test_the_sql_of_going_down_must_be_forced(run: Run) -> None:
    refused = run("db", "downgrade", "head:base", "--sql", "--database-url", NOWHERE)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("error: RECORDING_REFUSED: downgrade: as SQL text ")
    forced = run("db", "downgrade", "head:base", "--sql", "--force", "--database-url", NOWHERE)
    assert (forced.exit_code, "DROP TABLE statement;" in forced.stdout) == (0, True)


def test_a_check_tells_every_difference_and_whether_there_is_one(run: Run, database_url: str) -> None:
    agreeing = run("db", "check", "--database-url", database_url)
    assert (agreeing.exit_code, agreeing.stdout) == (0, f"schema {HEAD}, as the migrations and the models have it\n")
    with stranger(database_url) as client:
        client.execute("DROP VIEW mission")
    differing = run("db", "check", "--database-url", database_url)
    assert (differing.exit_code, differing.stdout.splitlines()[-1]) == (
        2,
        "the migrations differ: view mission is missing",
    )


@pytest.mark.parametrize(
    "command",
    [("db", "upgrade"), ("db", "downgrade", "-1"), ("seed", "plan"), ("show",), ("verify",)],
    ids=" ".join,
)
def test_a_schema_made_by_a_newer_program_is_left_alone(
    command: tuple[str, ...], run: Run, database_url: str, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CGET_SEEDS", str(seeds))
    with stranger(database_url) as client:
        client.execute("UPDATE alembic_version SET version_num = '9999'")
    result = run(*command, "--database-url", database_url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: SCHEMA_OUT_OF_DATE: the database: was made by a newer program: its schema is 9999, and this one knows "
        f"no later than {HEAD}. Install the newer program, or name another with --database-url or CGET_DATABASE_URL\n"
    )


def test_a_schema_of_another_program_is_not_taken_for_a_newer_one(run: Run, database_url: str) -> None:
    with stranger(database_url) as client:
        client.execute("UPDATE alembic_version SET version_num = 'fe12ab34'")
    result = run("db", "upgrade", "--database-url", database_url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: SCHEMA_OUT_OF_DATE: the database: was made by another program: its schema is fe12ab34, which this one "
        "never had. Leave it, and name another with --database-url or CGET_DATABASE_URL\n"
    )


def test_a_database_that_holds_something_else_is_left_alone(run: Run, empty_database_url: str) -> None:
    with stranger(empty_database_url) as client:
        client.execute("CREATE TABLE invoice (amount INTEGER)")
    result = run("db", "upgrade", "--database-url", empty_database_url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: BAD_USER_INPUT: the database: holds something else. Name an empty one, or another with "
        "CGET_DATABASE_URL\n"
    )


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://localhost/cget", "BAD_USER_INPUT: the database URL: is neither SQLite nor PostgreSQL"),
        ("nonsense", "BAD_USER_INPUT: the database URL: is neither SQLite nor PostgreSQL"),
        ("sqlite://", "BAD_USER_INPUT: the database URL: names no file"),
        (
            "sqlite:///nowhere/register.sqlite",
            "DATABASE_UNAVAILABLE: nowhere/register.sqlite: there is no folder nowhere",
        ),
        ("sqlite:////proc/register.sqlite", "DATABASE_UNAVAILABLE: /proc/register.sqlite: cannot be written"),
        ("sqlite:///letter.txt", "DATABASE_UNAVAILABLE: letter.txt: is not a SQLite database"),
        (NOWHERE, "DATABASE_UNAVAILABLE: "),
    ],
)
def test_a_database_that_cannot_be_one_is_told_in_one_line(url: str, told: str, run: Run) -> None:
    Path("letter.txt").write_text("Dear registrar,\n")
    result = run("db", "upgrade", "--database-url", url)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"error: {told}")


@pytest.mark.parametrize("command", [("db", "current"), ("db", "check"), ("seed", "plan"), ("show",), ("verify",)])
def test_looking_for_a_register_makes_none(command: tuple[str, ...], run: Run, seeds: Path) -> None:
    seeds.rename("seeds-of-the-test")
    result = run(*command, *(["--seeds", "seeds-of-the-test"] if command[0] == "seed" else []))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: DATABASE_UNAVAILABLE: register.sqlite: there is no such file. Make it with `cget-api db upgrade` or "
        "`cget-api serve`, or name another with --database-url or CGET_DATABASE_URL\n"
    )
    assert not Path("register.sqlite").exists()


def test_a_variable_that_cannot_be_understood_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGET_PORT", "eighty")
    result = run("serve")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith("error: BAD_USER_INPUT: CGET_PORT=eighty: cannot be understood: ")


def test_what_the_system_refuses_is_told_by_its_path(run: Run) -> None:
    Path("register.sqlite").mkdir()
    result = run("seed", "format", "--seeds", "register.sqlite/" + "a" * 300)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"error: register.sqlite/{'a' * 300}: File name too long\n"


def test_the_default_database_is_a_file_where_one_stands(run: Run) -> None:
    assert run("db", "upgrade").exit_code == 0
    with sqlite3.connect("register.sqlite") as opened:
        assert opened.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    opened.close()
