"""Questions that were made, or found, to cost much: what each makes the service do stays within bounds.

Work is counted in calls of functions, which are the same on every machine; `benchmarks/hostile.py` measures it in time.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType

import pytest

from benchmarks.hostile import BOUND, Service, first_question
from benchmarks.hostile_by_hand import BY_HAND, Question
from cget_api.dataset.loading import dataset_from_folder
from cget_api.dataset.location import seeds_folder


class Calls:
    """Of functions, in this thread and in those that are started."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, _frame: FrameType, event: str, _argument: object) -> None:
        self.count += event in {"call", "c_call"}


@contextmanager
def counted() -> Iterator[Calls]:
    calls = Calls()
    threading.setprofile(calls)
    sys.setprofile(calls)
    try:
        yield calls
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


Count = Callable[[Question], tuple[int, str]]


@pytest.fixture(scope="module")
def count(tmp_path_factory: pytest.TempPathFactory) -> Count:
    """The calls that a question takes of a service just begun, so that its threads are counted; and the outcome."""
    dataset = dataset_from_folder(seeds_folder())

    def calls_of(question: Question) -> tuple[int, str]:
        with closing(Service(tmp_path_factory.mktemp("hostile"), dataset)) as service:
            service.ask(first_question())
            with counted() as calls:
                asked = service.ask(question)
        return calls.count, asked.outcome

    return calls_of


@pytest.fixture(scope="module")
def usual(count: Count) -> int:
    calls, outcome = count(first_question())
    assert outcome.startswith("cost ")
    return calls


@pytest.mark.parametrize("name", BY_HAND)
def test_no_question_costs_more_than_fifty_of_the_first_in_the_readme(name: str, count: Count, usual: int) -> None:
    calls, outcome = count(BY_HAND[name])
    assert outcome.startswith("cost ") or outcome in {"QUERY_TOO_COMPLEX", "BAD_USER_INPUT"}
    assert calls <= BOUND * usual


def test_the_count_tells_much_work_from_little(count: Count, usual: int) -> None:
    calls, _ = count(BY_HAND["introspection"])
    assert calls > 5 * usual
