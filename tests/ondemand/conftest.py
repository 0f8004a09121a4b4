"""One register, served twice: held whole, and read where it is asked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from cget_api.core.model import Dataset
from cget_api.store.ondemand.database import Told
from cget_api.store.ondemand.postgresql import PostgresqlDatabase
from cget_api.store.ondemand.sql import Question
from cget_api.store.ondemand.sqlite import SqliteDatabase
from tests.api.service import Service, record_at, serving

NO_ANSWERS_KEPT: dict[str, Any] = {"answer_cache_bytes": 0}


@dataclass(frozen=True, slots=True)
class Twice:
    """The same register `whole` and `on_demand`; `asked` is every statement that read it on demand."""

    url: str
    whole: Service
    on_demand: Service
    asked: list[str]

    def bodies(self, query: str, variables: dict[str, Any] | None = None) -> tuple[bytes, bytes]:
        content = {"query": query, "variables": variables}
        return (
            self.whole.client.post("/graphql", json=content).content,
            self.on_demand.client.post("/graphql", json=content).content,
        )

    def levels(self, query: str) -> int:
        """How many statements it takes to answer, besides those whose answers are kept."""
        self.asked.clear()
        self.on_demand.ask(query)
        return len(self.asked)


ServeTwice = Callable[..., Twice]


@pytest.fixture
def serve_twice(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServeTwice]:
    """Serves what it is given, each dataset as one more revision, until the test ends; with settings of its own."""
    asked = _listening(monkeypatch)
    with ExitStack() as running:

        def start(*recorded: Dataset, **settings: Any) -> Twice:
            record_at(database_url, *recorded)
            whole = running.enter_context(serving(database_url, **NO_ANSWERS_KEPT))
            chosen: dict[str, Any] = {"indexed_statements": 0, **NO_ANSWERS_KEPT, **settings}
            return Twice(database_url, whole, running.enter_context(serving(database_url, **chosen)), asked)

        yield start


def _listening(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    for database in (SqliteDatabase, PostgresqlDatabase):

        def told(self: Any, question: Question, answer: Any = database.told) -> Told:
            asked.append(question.sql)
            return answer(self, question)  # type: ignore[no-any-return]

        monkeypatch.setattr(database, "told", told)
    return asked
