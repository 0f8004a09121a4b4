"""The correlation id: taken over where it can do no harm, made here otherwise, and told to the client."""

import re

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cget_api.api.exchange import exchange_in
from tests.telemetry.watched import application, client_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


async def endpoint(request: Request) -> Response:
    return Response(exchange_in(request.scope).correlation_id)


def asked(headers: dict[str, str]) -> str:
    """The id that the endpoint sees, which is the one that the client is told."""
    with client_of(endpoint) as client:
        answer = client.get("/graphql", headers=[(name.encode(), value.encode()) for name, value in headers.items()])
    assert answer.headers.get_list("x-correlation-id") == [answer.text]
    return answer.text


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"X-Correlation-Id": "0191e7c2-2bd7-7b5a-9d1e-0d5c3f8e9a10"}, "0191e7c2-2bd7-7b5a-9d1e-0d5c3f8e9a10"),
        ({"X-Request-Id": "a_proxy-s-own-one"}, "a_proxy-s-own-one"),
        ({"traceparent": TRACEPARENT}, TRACE),
        ({"traceparent": TRACEPARENT, "X-Request-Id": "a-proxy-s", "X-Correlation-Id": "a-caller-s"}, "a-caller-s"),
        ({"X-Correlation-Id": "not taken", "X-Request-Id": "a-proxy-s"}, "a-proxy-s"),
    ],
)
def test_the_id_that_the_caller_gave_is_taken_over(headers: dict[str, str], taken: str) -> None:
    assert asked(headers) == taken


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Correlation-Id": "short"},
        {"X-Correlation-Id": "a" * 65},
        {"X-Correlation-Id": "with a space"},
        {"X-Correlation-Id": "élément-élément"},
        {"X-Correlation-Id": "\x1b[31mred\x1b[0m"},
        {"X-Request-Id": "'; DROP TABLE statement; --"},
        {"traceparent": "00-" + "0" * 32 + "-00f067aa0ba902b7-01"},
        {"traceparent": TRACEPARENT.upper()},
        {"traceparent": f"{TRACEPARENT} and more"},
    ],
)
def test_what_could_be_mistaken_is_not_taken_over(headers: dict[str, str]) -> None:
    first, second = asked(headers), asked(headers)
    assert first != second
    assert all(re.fullmatch("[0-9a-f]{32}", made) for made in (first, second))


def test_who_answers_with_the_same_headers_again_gives_each_its_own_id() -> None:
    kept = Response("kept")

    async def keeping(_request: Request) -> Response:
        return kept

    with client_of(keeping) as client:
        told = [client.get("/graphql").headers.get_list("x-correlation-id") for _ in range(3)]
    assert [len(ids) for ids in told] == [1, 1, 1]
    assert len({*map(tuple, told)}) == 3


def test_the_handshake_of_a_websocket_tells_it_too() -> None:
    async def accepted(socket: WebSocket) -> None:
        await socket.accept(headers=[(b"x-own", b"one")])
        await socket.close()

    app = application([WebSocketRoute("/graphql", accepted)])
    given = {"x-correlation-id": "chosen-by-a-test"}
    with TestClient(app) as client, client.websocket_connect("/graphql", headers=given) as socket:
        assert socket.extra_headers == [(b"x-own", b"one"), (b"x-correlation-id", b"chosen-by-a-test")]
