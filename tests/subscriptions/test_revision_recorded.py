"""Revisions are seen as they are recorded, by whatever process, without a gap and without repeating one."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from cget_api.core.model import Dataset
from cget_api.core.vocabulary import Predicate
from tests.api.service import record_at
from tests.subscriptions.live import Live, listening
from tests.worlds import said, world

RECORDED = "subscription { revisionRecorded { number message added { nodes { subject { slug } } } } }"
AFTER = "subscription {{ revisionRecorded(after: {0}) {{ number }} }}"
WITHIN = 2.0

Subscribe = Callable[[Live, str], AbstractContextManager[Iterator[Any]]]


def dataset(number: int) -> Dataset:
    """Each of them holds one mission more."""
    return world(*(said("cget", Predicate.MISSION, f"mission {index}", "2014", "2019") for index in range(number)))


def record_elsewhere(url: str, number: int) -> float:
    """In another process; the moment at which it was done."""
    process = multiprocessing.get_context("spawn").Process(target=_record, args=(url, number))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    return time.monotonic()


def _record(url: str, number: int) -> None:
    record_at(url, dataset(number), first=number)


@pytest.fixture(params=[Live.subscribed, Live.streamed], ids=["websocket", "server-sent-events"])
def subscribe(request: pytest.FixtureRequest) -> Subscribe:
    chosen: Subscribe = request.param
    return chosen


def test_what_another_process_records_is_told_within_two_seconds(database_url: str, subscribe: Subscribe) -> None:
    record_at(database_url, dataset(1))
    with listening(database_url) as live, subscribe(live, RECORDED) as told:
        time.sleep(0.5)
        done = record_elsewhere(database_url, 2)
        payload = next(told)
        assert time.monotonic() - done < WITHIN
    assert payload["data"]["revisionRecorded"] == {
        "number": 2,
        "message": "Revision 2",
        "added": {"nodes": [{"subject": {"slug": "cget"}}]},
    }


def test_a_client_that_resumes_misses_none_and_sees_none_twice(database_url: str, subscribe: Subscribe) -> None:
    record_at(database_url, dataset(1), dataset(2), dataset(3))
    with listening(database_url) as live:
        with subscribe(live, AFTER.format(0)) as told:
            assert [next(told)["data"]["revisionRecorded"]["number"] for _ in range(3)] == [1, 2, 3]
            record_at(database_url, dataset(4), first=4)
            assert next(told)["data"]["revisionRecorded"]["number"] == 4
        record_at(database_url, dataset(5), dataset(6), first=5)
        with subscribe(live, AFTER.format(4)) as told:
            assert [next(told)["data"]["revisionRecorded"]["number"] for _ in range(2)] == [5, 6]


def test_a_running_service_answers_from_the_new_revision_without_a_restart(database_url: str) -> None:
    record_at(database_url, dataset(1))
    latest = "{ register { latestRevision { number } statementCount } }"
    with listening(database_url) as live, live.subscribed(RECORDED) as told:
        before = live.ask(latest).json()["data"]["register"]
        record_elsewhere(database_url, 2)
        next(told)
        after = live.ask(latest).json()["data"]["register"]
    assert before == {"latestRevision": {"number": 1}, "statementCount": 1}
    assert after == {"latestRevision": {"number": 2}, "statementCount": 2}


def test_resuming_after_what_was_never_recorded_is_refused(database_url: str) -> None:
    record_at(database_url, dataset(1))
    with listening(database_url) as live, live.streamed(AFTER.format(7)) as told:
        (error,) = next(told)["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"] == "after: 7: was never recorded. Resume after a number from 0 to 1"


def test_a_subscription_that_asks_for_no_stream_is_told_how_to_ask(database_url: str) -> None:
    record_at(database_url, dataset(1))
    with listening(database_url) as live:
        answer = live.ask(RECORDED)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["message"] == (
        "subscription: is not answered once. Ask for a stream (Accept: text/event-stream) or use graphql-transport-ws"
    )


def test_a_plain_query_is_never_answered_by_a_stream_to_a_client_that_also_takes_json(database_url: str) -> None:
    record_at(database_url, dataset(1))
    accepts = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"
    with listening(database_url) as live:
        answer = live.ask("{ register { statementCount } }", accept=accepts)
        with live.streamed(AFTER.format(0), accept=accepts) as told:
            assert next(told)["data"]["revisionRecorded"]["number"] == 1
    assert answer.headers["content-type"].startswith("application/graphql-response+json")
    assert answer.json()["data"] == {"register": {"statementCount": 1}}
