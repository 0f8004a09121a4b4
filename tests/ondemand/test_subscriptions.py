"""What a subscription tells is the same whether the register is held whole or read where it is asked."""

from typing import Any

import pytest

from cget_api import holding
from cget_api.core.model import Dataset
from cget_api.core.vocabulary import Predicate
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.service import Service
from tests.ondemand.conftest import ServeTwice
from tests.worlds import said, world

QUERY = """subscription { revisionRecorded(after: 0) { number
  added(first: 5) { totalCount nodes { key subject { __typename id } citations { source { title } } } }
  superseded(first: 5) { totalCount nodes { key } } } }"""


ADDED = "subscription { revisionRecorded(after: 0) { number added { nodes { key subject { id } } } } }"
REVISIONS = 12


def first_events(service: Service, count: int, query: str = QUERY) -> list[Any]:
    with service.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": query}})
        return [socket.receive_json() for _ in range(count)]


def test_the_events_of_a_subscription_are_the_same(serve_twice: ServeTwice) -> None:
    served = serve_twice(RECORDED_FIRST, CORRECTED)
    events = first_events(served.whole, 2)
    assert [event["payload"]["data"]["revisionRecorded"]["number"] for event in events] == [1, 2]
    assert all(event["payload"]["data"]["revisionRecorded"]["added"]["nodes"] for event in events)
    assert first_events(served.on_demand, 2) == events


def grown(missions: int) -> Dataset:
    return world(*(said("cget", Predicate.MISSION, f"mission {number}", "2014", "2019") for number in range(missions)))


def test_each_event_is_bounded_by_itself_however_many_came_before(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the revisions that are recalled nor the statements that are read add up."""
    monkeypatch.setattr(holding, "MOST_STATEMENTS", 2 * REVISIONS)
    served = serve_twice(*(grown(number * 2) for number in range(1, REVISIONS + 1)))
    events = first_events(served.whole, REVISIONS, ADDED)
    assert [event["payload"]["data"]["revisionRecorded"]["number"] for event in events] == [*range(1, REVISIONS + 1)]
    assert all(len(event["payload"]["data"]["revisionRecorded"]["added"]["nodes"]) == 2 for event in events)
    assert first_events(served.on_demand, REVISIONS, ADDED) == events
