"""What a client keeps to itself is told nowhere: neither in the log, nor by the metrics, nor in spans."""

from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cget_api.api.exchange import Exchange, exchange_in, operation_in
from cget_api.settings import LogFormat
from cget_api.telemetry.metrics import Metrics
from cget_api.telemetry.passage import Watcher
from tests.telemetry.spans import Spans
from tests.telemetry.watched import Log, application, samples_in

SECRET = "s3cr3t"
QUESTION = {
    "query": f'query Page($code: String) {{ organization(slug: "{SECRET}") {{ name }} }}',
    "variables": {"code": SECRET},
    "operationName": "Page",
    "extensions": {"token": SECRET},
}
HEADERS = {
    "authorization": f"Bearer {SECRET}",
    "cookie": f"session={SECRET}",
    "user-agent": SECRET,
    "referer": f"https://example.org/?{SECRET}",
    "x-correlation-id": f"{SECRET} {SECRET}",
    "traceparent": SECRET,
    "baggage": f"token={SECRET}",
}


def fill(exchange: Exchange) -> None:
    exchange.operation_type, exchange.operation_name, exchange.cost = "query", "Page", 42
    with exchange.trace.phase("graphql.execute"):
        pass


async def over_http(request: Request) -> Response:
    body = await request.body()
    assert SECRET.encode() in body or SECRET in str(request.url)
    fill(exchange_in(request.scope))
    return Response(SECRET)


async def by_websocket(socket: WebSocket) -> None:
    await socket.accept()
    question = await socket.receive_json()
    assert question == QUESTION
    with operation_in(socket.scope) as exchange:
        fill(exchange)
        await socket.send_text(SECRET)
    await socket.close(reason=SECRET)


def _post(client: TestClient) -> None:
    client.post(f"/graphql?token={SECRET}", json=QUESTION, headers=HEADERS)


def _get(client: TestClient) -> None:
    client.get("/graphql", params={"query": QUESTION["query"], "variables": SECRET}, headers=HEADERS)  # type: ignore[dict-item]


def _converse(client: TestClient) -> None:
    with client.websocket_connect(f"/graphql?token={SECRET}", headers=HEADERS) as socket:
        socket.send_json(QUESTION)
        assert socket.receive_text() == SECRET
        socket.receive()


@pytest.mark.parametrize("ask", [_post, _get, _converse])
def test_neither_variables_nor_document_nor_query_string_nor_headers_are_told(
    ask: Callable[[TestClient], None], capfd: pytest.CaptureFixture[str]
) -> None:
    told, metrics, spans = [Log(form) for form in LogFormat], Metrics(), Spans()
    watchers: list[Watcher] = [*(log.watcher for log in told), metrics, spans.watcher]
    routes = [Route("/graphql", over_http, methods=["GET", "POST"]), WebSocketRoute("/graphql", by_websocket)]
    with TestClient(application(routes, *watchers)) as client:
        ask(client)
    said = [log.text for log in told] + [str(samples_in(metrics.registry))] + [span.to_json() for span in spans.ended]
    assert all("Page" in text for text in said[:2])
    assert len(spans.ended) >= 2
    assert [text for text in said if SECRET in text] == []
    assert SECRET not in "".join(capfd.readouterr())
