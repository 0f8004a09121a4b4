"""Comparing and paging ask no more of the database when the register is larger."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from benchmarks.registers import multiplied, recorded
from cget_api.app import create_app
from cget_api.core.model import Dataset
from cget_api.keeper import THREAD_NAME as KEEPER
from cget_api.settings import Settings

NEVER = 3600.0
QUESTIONS = (
    """{ compare(from: {asOf: "2014-06-01"}, to: {asOf: "2018-01-02"}) {
      changes { kind predicate subject { slug } before { key } after { key } causes { slug } } silences { side } } }""",
    "{ timeline(first: 20) { nodes { name occurred } pageInfo { endCursor } } }",
    '{ timeline(subject: "cget", first: 20) { nodes { name occurred } } }',
    '{ contradictions(subject: "cget") { explanation statements { key } } }',
    '{ organization(slug: "cget", asOf: "2016-08-11") { nextChange } }',
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


@pytest.mark.parametrize("times", [1, 10, 100])
def test_the_database_work_of_history_does_not_grow_with_the_register(
    dataset: Dataset, tmp_path: Path, times: int
) -> None:
    url = f"sqlite:///{tmp_path / 'register.sqlite'}"
    recorded(url, multiplied(dataset, times))
    with TestClient(create_app(Settings(database_url=url, poll_seconds=NEVER))) as client, statements_sent() as sent:
        answers = [client.post("/graphql", json={"query": question}).json() for question in QUESTIONS]
    assert ["errors" in answer for answer in answers] == [False] * len(QUESTIONS)
    assert sent == []
