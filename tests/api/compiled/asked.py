"""Operations asked of a register with the fast path on and off."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from graphql import ExecutionResult, OperationDefinitionNode
from orjson import dumps, loads
from starlette.types import Message

from cget_api.api.answering import Answering
from cget_api.api.asking import Asking, Service
from cget_api.api.compiled.plan import Plan, plan_for
from cget_api.api.compiled.plans import Plans
from cget_api.api.documents.document import Document
from cget_api.api.exchange import Exchange, begin_exchange
from cget_api.api.http.answers import Answers
from cget_api.api.http.endpoint import GraphQLOverHTTP
from cget_api.core.model import Dataset
from cget_api.core.vocabulary import EntityType
from cget_api.graphql import service_from_settings
from cget_api.holding import Holding, room_from_settings
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from tests.api.service import NOW, instant, record_at

Variables = Mapping[str, object]

TYPES = {
    "organizations": EntityType.ORGANIZATION,
    "posts": EntityType.POST,
    "persons": EntityType.PERSON,
    "sites": EntityType.SITE,
    "events": EntityType.EVENT,
    "sources": EntityType.SOURCE,
}
NAMED_BY_ID = """{
  statements(first: 500) { nodes { key id subject { id } recordedIn { id } citations { source { id } } } }
}"""
MANY = 10**6
WIDE: Mapping[str, Any] = {
    "max_body_bytes": MANY,
    "max_document_bytes": MANY,
    "max_tokens": MANY,
    "max_depth": 30,
    "max_root_fields": MANY,
    "max_aliases": MANY,
    "max_directives": MANY,
    "max_revisions": 3,
    "max_cost": 20_000,
    "timeout_seconds": 60.0,
}
"""Settings for operations that are larger than most."""


class Told(Plans):
    """Plans that tell how many answers they gave."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def result(
        self, document: Document, operation: OperationDefinitionNode, variables: Variables | None, asking: Asking
    ) -> ExecutionResult | None:
        result = super().result(document, operation, variables, asking)
        self.given += result is not None
        return result


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole of an answer over HTTP, and what those who watch are told of it."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    exchange: Exchange

    @property
    def json(self) -> Any:
        return loads(self.body)


@dataclass(frozen=True, slots=True)
class Asked:
    """A register that can be asked, as the settings of its `service` have it."""

    service: Service
    _running: asyncio.Runner
    _plans: Told = field(default_factory=Told)

    def document(self, text: str) -> Document:
        """Raises AssertionError for one that may not run."""
        document = self.service.documents.read(text)
        assert not document.errors, (text, document.errors)
        return document

    def plan(self, text: str) -> Plan | None:
        document = self.document(text)
        return plan_for(document, document.operation(None))

    def asking(self) -> Asking:
        return Asking(self.service, Exchange())

    def reference(self, text: str, variables: Variables | None = None) -> Answer:
        """With the fast path off."""
        return self._running.run(self._answer(None, text, variables))

    def answer(self, text: str, variables: Variables | None = None) -> tuple[Answer, bool]:
        """With the fast path on, and whether a plan gave it. Of an operation that was asked before, or it is none."""
        before = self._plans.given
        answer = self._running.run(self._answer(self._plans, text, variables))
        return answer, self._plans.given > before

    def answer_to_asked_again(self, text: str, variables: Variables | None = None) -> tuple[Answer, bool]:
        self.answer(text, variables)
        return self.answer(text, variables)

    async def _answer(self, plans: Plans | None, text: str, variables: Variables | None) -> Answer:
        """What is masked in it is masked under the same id as in any other."""
        endpoint = GraphQLOverHTTP(Answering(self.service, plans), Answers(0), max_age_seconds=10)
        exchange, sent = Exchange(correlation_id="0"), list[Message]()
        scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": "/graphql",
            "query_string": b"",
            "headers": [(b"content-type", b"application/json")],
        }
        begin_exchange(scope, exchange)

        async def receive() -> Message:
            return {"type": "http.request", "body": dumps({"query": text, "variables": variables})}

        async def send(message: Message) -> None:
            sent.append(message)

        await endpoint(scope, receive, send)
        start, body = sent
        return Answer(start["status"], tuple(start["headers"]), body["body"], exchange)

    def words(self) -> dict[str, list[str | int]]:
        """What can be asked of it with some sense, by what it is; and a little that has none."""
        asking = self.asking()
        register = asking.archive.latest
        slugs: dict[str, list[str | int]] = {
            name: [entity.slug for entity in register.entities(type_)] for name, type_ in TYPES.items()
        }
        statements = self.reference(NAMED_BY_ID).json["data"]["statements"]["nodes"]
        few = statements[:: len(statements) // 30 + 1]
        return {
            **slugs,
            "organizations": slugs["organizations"] + ["cget"] * len(slugs["organizations"]),
            "slugs": [slug for named in slugs.values() for slug in named],
            "keys": [statement["key"] for statement in few],
            "ids": ["AA", *(found["id"] for statement in few for found in _nodes(statement))],
            "revisions": list(range(1, register.revision.number + 2)),
            "instants": [instant(revision.recorded_at) for revision in asking.archive.revisions()],
            "days": ["1963-03-01", "2014-04-01", "2016-08-11", "2017-03-03", "2018-01-01", "2020-01-01"],
            "texts": ["com", "dele", "égalité", "nothing of the kind"],
            "sizes": [0, 1, 5, 20],
        }


def _nodes(statement: dict[str, Any]) -> Iterator[dict[str, str]]:
    yield statement
    yield statement["subject"]
    yield statement["recordedIn"]
    yield from (citation["source"] for citation in statement["citations"])


@contextmanager
def asked(url: str, *recorded: Dataset, **settings: Any) -> Iterator[Asked]:
    """The database at `url`, in which each of `recorded` is one more revision, with other settings than WIDE."""
    record_at(url, *recorded)
    engine = engine_from_url(url)
    chosen = Settings(**{**WIDE, **settings})
    keeper = Keeper(engine, holding=Holding(engine, room_from_settings(chosen)))
    keeper.refresh()
    with asyncio.Runner() as running:
        service = service_from_settings(keeper, lambda: NOW, chosen)
        yield Asked(service, running)
        running.run(keeper.close())
    engine.dispose()
