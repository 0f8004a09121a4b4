"""What the worst questions cost the service: generated ones and those made by hand to hurt, beside the README's first.

Run with `.venv/bin/python -m benchmarks.hostile [--examples 10000]`. Each question is read, checked and answered anew,
over the shipped register and with the limits that are set by default; the processor's time is a multiple of what the
README's first question takes in the same run. It prints the worst, and exits with 1 where one is over the bound.
"""

import asyncio
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import typer
from graphql import GraphQLSchema, build_schema, parse, print_ast, visit
from graphql.language import ArgumentNode, IntValueNode, ObjectFieldNode, StringValueNode, ValueNode, Visitor
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries
from rich.console import Console
from rich.table import Table
from starlette.types import Message, Scope

from benchmarks.hostile_by_hand import BY_HAND, Question
from cget_api.api.schema import sdl
from cget_api.core.model import Dataset
from cget_api.dataset.loading import dataset_from_folder
from cget_api.dataset.location import seeds_folder
from cget_api.graphql import graphql_routes
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.migration import upgrade
from cget_api.store.recording import record

README = Path(__file__).parents[1] / "README.md"
BOUND = 50
LARGEST_BYTES = 20_000
SHOWN = 15
SLUGS = frozenset({"slug", "root", "subject", "statedBy", "object", "source"})
DAYS = frozenset({"asOf", "from", "to", "date", "sourcePublishedBy"})
SIZES = frozenset({"first", "last"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the processor's seconds that it took, and what came of it."""

    name: str
    question: Question
    seconds: float
    outcome: str


class Service:
    """GraphQL over the shipped register, asked without a network; answers are not kept."""

    def __init__(self, folder: Path, dataset: Dataset) -> None:
        url = f"sqlite:///{folder / 'register.sqlite'}"
        upgrade(url)
        engine = engine_from_url(url)
        record(engine, dataset, "Benchmark", "The shipped register", datetime(2026, 1, 1, tzinfo=UTC))
        keeper = Keeper(engine)
        keeper.refresh()
        clock = datetime(2026, 11, 22, 12, tzinfo=UTC)
        route = graphql_routes(keeper, lambda: clock, Settings(database_url=url, answer_cache_bytes=0))[0]
        self._app: Any = getattr(route, "app")  # noqa: B009  # a route of starlette is typed without it
        self._loop = asyncio.new_event_loop()
        self._engine = engine
        self._asked = 0

    def close(self) -> None:
        self._loop.close()
        self._engine.dispose()

    def ask(self, question: Question, name: str = "generated") -> Asked:
        """As a document that was never seen before."""
        self._asked += 1
        document = f"{question.query}\n#{self._asked}"
        body = orjson.dumps({"query": document, "variables": question.variables})
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(b"content-type", b"application/json")]
        scope: Scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
        begun = time.process_time()
        self._loop.run_until_complete(self._app(scope, receive, send))
        seconds = time.process_time() - begun
        return Asked(name, question, seconds, _outcome(sent))


def _outcome(sent: list[Message]) -> str:
    answer = json.loads(b"".join(message.get("body", b"") for message in sent[1:]))
    if "data" not in answer:
        return str(answer["errors"][0]["extensions"]["code"])
    return f"cost {answer['extensions']['cost']}"


class MadeReal(Visitor):
    """Puts what the register holds where a generated question has words of no meaning."""

    def __init__(self, chance: random.Random, slugs: list[str]) -> None:
        super().__init__()
        self._chance = chance
        self._slugs = slugs

    def enter_argument(self, node: ArgumentNode, *_: object) -> ArgumentNode:
        return ArgumentNode(name=node.name, value=self._made_real(node.name.value, node.value))

    def enter_object_field(self, node: ObjectFieldNode, *_: object) -> ObjectFieldNode:
        return ObjectFieldNode(name=node.name, value=self._made_real(node.name.value, node.value))

    def _made_real(self, name: str, value: ValueNode) -> ValueNode:
        if name in SLUGS and isinstance(value, StringValueNode):
            return StringValueNode(value=self._chance.choice(self._slugs))
        if name in DAYS and isinstance(value, StringValueNode):
            return StringValueNode(value=_some_day(self._chance))
        if name in SIZES and isinstance(value, IntValueNode):
            return IntValueNode(value=str(self._chance.choice((1, 5, 20, 50, 100, 500))))
        return value


def _some_day(chance: random.Random) -> str:
    return date.fromordinal(chance.randint(date(1958, 1, 1).toordinal(), date(2026, 1, 1).toordinal())).isoformat()


def generated(schema: GraphQLSchema, examples: int, slugs: list[str]) -> Iterator[Question]:
    """Questions that the schema allows, real values in them; the same in each run."""
    found: list[str] = []
    chance = random.Random(20191231)
    scalars = {
        "Date": st.just("2016-08-11").map(nodes.String),
        "DateTime": st.just("2026-06-01T00:00:00Z").map(nodes.String),
        "EDTF": st.just("2016").map(nodes.String),
    }

    @seed(2019)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(queries(schema, custom_scalars=scalars, allow_null=False))
    def collect(query: str) -> None:
        found.append(query)

    collect()
    for query in found:
        document = parse(query)
        text = print_ast(visit(document, MadeReal(chance, slugs)))
        if len(text.encode()) <= LARGEST_BYTES:
            yield Question(text)


def first_question() -> Question:
    blocks = re.findall(r"```graphql\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    return Question(blocks[0])


def main(examples: int = 10_000) -> None:
    console = Console()
    dataset = dataset_from_folder(seeds_folder())
    slugs = [entity.slug for entity in dataset.entities]
    with tempfile.TemporaryDirectory() as folder, closing(Service(Path(folder), dataset)) as service:
        readme = first_question()
        usual = statistics.median(service.ask(readme).seconds for _ in range(200))
        asked = [service.ask(question, name) for name, question in BY_HAND.items()]
        asked += [service.ask(question) for question in generated(build_schema(sdl()), examples, slugs)]
        # The interpreter's own housekeeping falls on any question: what seems slow is asked again.
        asked.sort(key=lambda one: one.seconds, reverse=True)
        again = [
            min(one, *(service.ask(one.question, one.name) for _ in range(3)), key=lambda o: o.seconds)
            for one in asked[:100]
        ]
        worst = sorted(again, key=lambda one: one.seconds, reverse=True)
    table = Table("question", "bytes", "CPU, ms", "times the README's first", "outcome")
    for one in worst[:SHOWN]:
        times = one.seconds / usual
        table.add_row(one.name, str(len(one.question.query)), f"{one.seconds * 1e3:.1f}", f"{times:.1f}", one.outcome)
    console.print(table)
    times = worst[0].seconds / usual
    verdict = "met" if times <= BOUND else "missed"
    console.print(f"{len(asked):,} questions; the README's first takes {usual * 1e3:.2f} ms")
    console.print(f"the worst takes {times:.1f} times as long, where {BOUND} are allowed: {verdict}")
    if times > BOUND:
        console.print(worst[0].question.query[:4000])
        sys.exit(1)


if __name__ == "__main__":
    typer.run(main)
