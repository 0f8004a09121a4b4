"""The service under test: a register in a real database, asked through the front door at a moment that stands still."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.core.model import Dataset
from cget_api.core.register import Archive
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.recording import record

_LIMITS = ("max_document_bytes", "max_body_bytes", "max_tokens", "max_cost", "max_aliases", "max_root_fields")
WITHOUT_LIMITS = dict.fromkeys(_LIMITS, 10**18)
"""For tests that ask for everything there is; what a limit refuses is asked with the limit alone put back."""

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
FIRST_RECORDED_AT = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
Clock = Callable[[], datetime]


def recorded_at(number: int) -> datetime:
    """The revisions of a test are a day apart."""
    return FIRST_RECORDED_AT + timedelta(days=number - 1)


def instant(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as a client reads it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: `ask` it for data, `refusals` for what it says to a question that it cannot answer."""

    client: TestClient

    def body(self, query: str, **variables: object) -> dict[str, Any]:
        content = json.dumps({"query": query, "variables": variables})
        answer = self.client.post("/graphql", content=content, headers={"content-type": "application/json"})
        assert answer.headers["content-type"].startswith("application/json")
        body: dict[str, Any] = answer.json()
        return body

    def ask(self, query: str, **variables: object) -> Any:
        body = self.body(query, **variables)
        assert "errors" not in body, body["errors"]
        return body["data"]

    def refusals(self, query: str, **variables: object) -> list[Refusal]:
        body = self.body(query, **variables)
        return [Refusal(error["extensions"]["code"], error["message"]) for error in body["errors"]]

    def refusal(self, query: str, **variables: object) -> Refusal:
        """The only one."""
        (refusal,) = self.refusals(query, **variables)
        return refusal


@dataclass(slots=True)
class Standing:
    """An archive to which nothing is ever added."""

    archive: Archive | None

    async def archive_after(self, number: int) -> Archive:
        if self.archive is None or self.archive.latest.revision.number <= number:
            raise AssertionError(f"nothing is recorded after revision {number}")
        return self.archive


@contextmanager
def serving(
    url: str, *recorded: Dataset, clock: Clock = lambda: NOW, poll_seconds: float = 3600, **settings: Any
) -> Iterator[Service]:
    """Over the database at `url`, in which each of `recorded` is one more revision; with these other settings."""
    record_at(url, *recorded)
    app = create_app(Settings(database_url=url, poll_seconds=poll_seconds, **{**WITHOUT_LIMITS, **settings}), clock)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Service(client)


def record_at(url: str, *recorded: Dataset, first: int = 1) -> None:
    """From the engine of another process, as far as the service can tell."""
    engine = engine_from_url(url)
    for number, dataset in enumerate(recorded, first):
        revision = record(engine, dataset, "Ada", f"Revision {number}", recorded_at(number))
        assert revision is not None
        assert revision.number == number
    engine.dispose()


def database_beside(migrated_file: Path, folder: Path) -> str:
    """A SQLite register that holds nothing, for tests to which the engine makes no difference."""
    file = folder / "register.sqlite"
    shutil.copyfile(migrated_file, file)
    return f"sqlite:///{file}"
