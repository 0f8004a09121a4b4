"""How the questions of history grow with the register: the same questions at 1, 10 and 100 times the shipped one.

Run with `.venv/bin/python -m benchmarks.history`. It prints, for each size, the statements sent to the database and the
milliseconds for each request, medians of several; it measures nothing against a limit.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.core.model import Citation, Dataset, Entity, Source, Statement
from cget_api.dataset.loading import dataset_from_folder
from cget_api.dataset.location import seeds_folder
from cget_api.keeper import THREAD_NAME as KEEPER
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.migration import upgrade
from cget_api.store.recording import record

TIMES = (1, 10, 100)
ROUNDS = 15
NEVER = 3600.0

COMPARE = """{ compare(from: {asOf: "2014-06-01"}, to: {asOf: "2018-01-02"}) {
  changes { kind predicate subject { slug } before { key } after { key } causes { slug } } silences { side } } }"""
QUESTIONS = {
    "compare": COMPARE,
    "timeline, first page": "{ timeline(first: 20) { nodes { name occurred } pageInfo { endCursor } } }",
    "timeline of the CGET": '{ timeline(subject: "cget", first: 20) { nodes { name occurred } } }',
    "contradictions of the CGET": '{ contradictions(subject: "cget") { explanation statements { key } } }',
    "next change": '{ organization(slug: "cget", asOf: "2016-08-11") { nextChange } }',
}


def multiplied(dataset: Dataset, times: int) -> Dataset:
    """The dataset, and copies of it about other things."""
    copies = [dataset, *(_copy(dataset, f"copy{number}-") for number in range(1, times))]
    return Dataset(
        tuple(entity for copy in copies for entity in copy.entities),
        tuple(statement for copy in copies for statement in copy.statements),
        tuple(source for copy in copies for source in copy.sources),
    )


def _copy(dataset: Dataset, mark: str) -> Dataset:
    def named(slug: str | None) -> str | None:
        return None if slug is None else mark + slug

    def cited(citation: Citation) -> Citation:
        return replace(citation, source=mark + citation.source, via=named(citation.via))

    def said(statement: Statement) -> Statement:
        return replace(
            statement,
            subject=mark + statement.subject,
            object=named(statement.object),
            act=named(statement.act),
            citations=tuple(map(cited, statement.citations)),
        )

    def described(source: Source) -> Source:
        relations = tuple(replace(relation, source=mark + relation.source) for relation in source.relations)
        return replace(source, slug=mark + source.slug, relations=relations)

    return Dataset(
        tuple(Entity(mark + entity.slug, entity.type) for entity in dataset.entities),
        tuple(map(said, dataset.statements)),
        tuple(map(described, dataset.sources)),
    )


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """Every statement that any engine sends within the block, but for the keeper's, which no request waits for."""
    sent: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if threading.current_thread().name != KEEPER:
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


@contextmanager
def serving(dataset: Dataset) -> Iterator[TestClient]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'register.sqlite'}"
        upgrade(url)
        engine = engine_from_url(url)
        record(engine, dataset, "The benchmark", "Measure", datetime.now(UTC))
        engine.dispose()
        with TestClient(create_app(Settings(database_url=url, poll_seconds=NEVER))) as client:
            yield client


def milliseconds(client: TestClient, question: str) -> float:
    """Once unmeasured, so that what is derived once for a revision is there."""
    client.post("/graphql", json={"query": question})
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.post("/graphql", json={"query": question})
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def main() -> None:
    shipped = dataset_from_folder(seeds_folder())
    table = Table("question", *(f"x{times}" for times in TIMES), title="statements sent / milliseconds a request")
    rows: dict[str, list[str]] = {name: [] for name in QUESTIONS}
    sizes = []
    for times in TIMES:
        dataset = multiplied(shipped, times)
        sizes.append(f"{len(dataset.statements)}")
        with serving(dataset) as client:
            for name, question in QUESTIONS.items():
                with statements_sent() as sent:
                    taken = milliseconds(client, question)
                rows[name].append(f"{len(sent) // (ROUNDS + 1)} / {taken:.1f}")
    table.add_row("statements in the register", *sizes)
    for name, cells in rows.items():
        table.add_row(name, *cells)
    Console().print(table)


if __name__ == "__main__":
    main()
