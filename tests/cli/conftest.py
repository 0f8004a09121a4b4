"""The command line over the tiny world: its seed files, a register that holds them, and a way to run a command."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from cget_api.cli import app
from cget_api.dataset.loading import dataset_from_folder
from cget_api.settings import Settings
from cget_api.store.recording import record
from tests.cli.world import write_seeds

RECORDED_AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting, 80 signs a line, and nothing where the default database would be."""
    for field in Settings.model_fields:
        monkeypatch.delenv(f"CGET_{field.upper()}", raising=False)
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    """Runs a command as the shell would; an exception that it lets out is the test's."""

    def invoke(*arguments: str, answer: str | None = None) -> Result:
        return CliRunner().invoke(app, arguments, input=answer, catch_exceptions=False, prog_name="cget-api")

    return invoke


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return write_seeds(tmp_path / "seeds")


@pytest.fixture
def register(database_url: str, engine: Engine, seeds: Path) -> str:
    """The address of a database that holds the tiny world, recorded on 2026-11-01."""
    record(engine, dataset_from_folder(seeds), "Ada", "Record the tiny world", RECORDED_AT)
    return database_url
