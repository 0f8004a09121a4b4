"""What a subscription tells is the same whether the register is held whole or read where it is asked."""

from typing import Any

from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.service import Service
from tests.ondemand.conftest import ServeTwice

QUERY = """subscription { revisionRecorded(after: 0) { number
  added(first: 5) { totalCount nodes { key subject { __typename id } citations { source { title } } } }
  superseded(first: 5) { totalCount nodes { key } } } }"""


def first_events(service: Service, count: int) -> list[Any]:
    with service.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": QUERY}})
        return [socket.receive_json() for _ in range(count)]


def test_the_events_of_a_subscription_are_the_same(serve_twice: ServeTwice) -> None:
    served = serve_twice(RECORDED_FIRST, CORRECTED)
    events = first_events(served.whole, 2)
    assert [event["payload"]["data"]["revisionRecorded"]["number"] for event in events] == [1, 2]
    assert all(event["payload"]["data"]["revisionRecorded"]["added"]["nodes"] for event in events)
    assert first_events(served.on_demand, 2) == events
