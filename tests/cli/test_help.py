"""`--help` is enough to work with each command, and takes no time."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from cget_api import __version__
from cget_api.cli import app
from cget_api.settings import Settings
from tests.cli.conftest import Run

SETTINGS_PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
HEAVY = {"alembic", "pydantic", "rich", "sqlalchemy", "starlette", "strawberry", "uvicorn", "yaml"}


def _commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], TyperCommand]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, (*path, name))
        else:
            assert isinstance(command, TyperCommand)
            yield (*path, name), command


def _whole() -> TyperGroup:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group


COMMANDS = dict(_commands(_whole()))


def test_these_are_the_commands() -> None:
    assert [" ".join(path) for path in COMMANDS] == [
        "serve",
        "show",
        "diff",
        "timeline",
        "contradictions",
        "log",
        "check",
        "verify",
        "schema",
        "settings",
        "seed plan",
        "seed apply",
        "seed format",
        "db upgrade",
        "db downgrade",
        "db current",
        "db check",
        "erase statement",
        "erase slug",
    ]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_command_explains_itself_with_an_example_of_its_own(path: tuple[str, ...], run: Run) -> None:
    result = run(*path, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    usage, _, explained = result.stdout.partition("\n\n")
    assert usage.startswith(f"Usage: cget-api {' '.join(path)}")
    assert re.search(rf"Examples?:\n.*cget-api {' '.join(path)}", explained, flags=re.DOTALL)
    for parameter in COMMANDS[path].params:
        assert getattr(parameter, "help", None), f"{parameter.name} is not explained"


@pytest.mark.parametrize("path", [(), ("seed",), ("db",), ("erase",)], ids=" ".join)
def test_a_group_lists_its_commands_with_a_whole_sentence_each(path: tuple[str, ...], run: Run) -> None:
    result = run(*path, "--help")
    commands = result.stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert result.exit_code == 0
    assert len(commands) > 1
    assert all(line.endswith(".") and not line.endswith("...") for line in commands)


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"cget-api {__version__}\n"


def test_a_command_written_wrongly_exits_with_2_and_says_where_help_is(run: Run) -> None:
    result = run("seed", "apply", "--author", "Ada")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Usage: cget-api seed apply [OPTIONS]\n"
        "Try 'cget-api seed apply -h' for help.\n"
        "\n"
        "Error: Missing option '--message'.\n"
    )


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_told_with_its_default_where_one_looks_for_it(field: str, run: Run) -> None:
    setting = Settings.model_fields[field]
    assert setting.description is not None
    default = _written(setting.default)
    told = " ".join(run("settings").stdout.split())
    assert f"CGET_{field.upper()} {setting.description}{f' Default: {default}' if default else ''} " in f"{told} "
    (row,) = (line for line in SETTINGS_PAGE.splitlines() if line.startswith(f"| `CGET_{field.upper()}` |"))
    _, _, _, described, default_told, _ = (cell.strip() for cell in row.split("|"))
    assert (described, default_told) == (setting.description, "" if setting.default in (None, "") else f"`{default}`")


def _written(default: object) -> str:
    if default is None:
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default) or "nothing"


@pytest.mark.parametrize("option", ["host", "port", "workers", "database_url", "seeds"])
def test_the_command_that_serves_tells_the_settings_of_its_options(option: str, run: Run) -> None:
    help_ = run("serve", "--help").stdout.partition("Settings in the environment")[2]
    assert f"CGET_{option.upper()} " in help_
    assert "`cget-api settings`" in " ".join(help_.split())


def test_the_settings_are_listed_as_they_are_set_now_without_the_password(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CGET_MAX_DEPTH", "7")
    monkeypatch.setenv("CGET_METRICS", "false")
    url = "postgresql://ada:secret@localhost/cget?sslkey=key.pem&sslpassword=secret&password=secret"
    monkeypatch.setenv("CGET_DATABASE_URL", url)
    told = " ".join(run("settings").stdout.split())
    assert "Default: 20 Set to: 7 " in told
    assert "Default: true Set to: false " in told
    assert "Set to: postgresql://ada:***@localhost/cget?password=***&sslkey=key.pem&sslpassword=*** " in told
    assert "secret" not in told


def test_an_address_that_is_none_of_a_database_is_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGET_DATABASE_URL", "mysql://ada:secret@localhost/cget")
    result = run("settings")
    assert result.exit_code == 1
    assert result.stderr == (
        "error: BAD_USER_INPUT: the database URL: is neither SQLite nor PostgreSQL. Write sqlite:///FILE or "
        "postgresql://…\n"
    )
    assert "secret" not in result.stdout


@pytest.mark.parametrize("setting", ["poll_seconds", "body_seconds", "timeout_seconds"])
@pytest.mark.parametrize("value", ["inf", "nan", "-1", "0"])
def test_a_time_is_a_number_of_seconds(setting: str, value: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"CGET_{setting.upper()}", value)
    result = run("settings")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: BAD_USER_INPUT: CGET_{setting.upper()}={value}: cannot be understood: ")


def test_help_imports_nothing_that_takes_long() -> None:
    code = "import sys, cget_api.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert HEAVY & set(done.stdout.split()) == set()


def test_the_package_is_run_like_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "cget_api", "--version"], check=True, capture_output=True, text=True)
    assert done.stdout == f"cget-api {__version__}\n"
