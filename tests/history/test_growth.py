"""Comparing and paging ask no more of the database when the register is larger."""

import pytest

from benchmarks.history import QUESTIONS, multiplied, serving, statements_sent
from cget_api.core.model import Dataset


@pytest.mark.parametrize("times", [1, 10, 100])
def test_the_database_work_of_history_does_not_grow_with_the_register(dataset: Dataset, times: int) -> None:
    with serving(multiplied(dataset, times)) as client, statements_sent() as sent:
        answers = [client.post("/graphql", json={"query": question}).json() for question in QUESTIONS.values()]
    assert ["errors" in answer for answer in answers] == [False] * len(QUESTIONS)
    assert sent == []
