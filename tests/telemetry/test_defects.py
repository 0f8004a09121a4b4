"""A defect that nobody caught: logged under the id that the client is told, answered without what it says."""

import logging
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cget_api.api.exchange import operation_in
from cget_api.telemetry.metrics import Metrics
from tests.telemetry.watched import Log, application, broken, client_of, counted, event, on_a_port, samples_in

CHOSEN = {"x-correlation-id": "chosen-by-a-test"}
TOLD = "Unexpected error chosen-by-a-test"


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, object]]:
    """What was logged, under which id; always with the traceback."""
    records = [record for record in caplog.records if record.name == "cget_api.telemetry.defects"]
    assert all(record.exc_info and record.exc_info[0] is ZeroDivisionError for record in records)
    assert all(record.levelno == logging.ERROR for record in records)
    return [(record.getMessage(), vars(record)["correlation_id"]) for record in records]


def test_before_anything_is_answered_it_is_answered_masked(caplog: pytest.LogCaptureFixture) -> None:
    log, metrics = Log(), Metrics()
    with client_of(broken, log.watcher, metrics) as client:
        answer = client.get("/graphql", headers=CHOSEN)
    assert (answer.status_code, answer.headers["x-correlation-id"], answer.json()) == (
        500,
        "chosen-by-a-test",
        {
            "errors": [
                {
                    "message": "The service failed. Report it with the correlation id chosen-by-a-test",
                    "extensions": {"code": "INTERNAL_SERVER_ERROR", "correlationId": "chosen-by-a-test"},
                }
            ]
        },
    )
    assert logged(caplog) == [(TOLD, "chosen-by-a-test")]
    assert log.events == [
        event(
            correlation_id="chosen-by-a-test",
            status=500,
            bytes=len(answer.content),
            refusals=["INTERNAL_SERVER_ERROR"],
        )
    ]
    assert counted(samples_in(metrics.registry), "cget_requests_total", "cget_refusals") == {
        "cget_requests_total method=GET route=/graphql status=500": 1,
        "cget_refusals_total code=INTERNAL_SERVER_ERROR": 1,
    }


def test_amid_an_answer_the_answer_is_broken_off_and_counts_as_failed(caplog: pytest.LogCaptureFixture) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield b"half"
        raise ZeroDivisionError("what was asked")

    async def endpoint(_request: Request) -> Response:
        return StreamingResponse(half(), media_type="application/json")

    log, metrics = Log(), Metrics()
    with (
        on_a_port(application([Route("/graphql", endpoint)], log.watcher, metrics)) as address,
        httpx2.Client(trust_env=False) as client,
        pytest.raises(httpx2.RemoteProtocolError),
    ):
        client.get(f"http://{address}/graphql", headers=CHOSEN)
    assert logged(caplog) == [(TOLD, "chosen-by-a-test")]
    assert log.waited_for(1) == [
        event(
            correlation_id="chosen-by-a-test", status=500, bytes=4, complete=False, refusals=["INTERNAL_SERVER_ERROR"]
        )
    ]
    assert counted(samples_in(metrics.registry), "cget_requests_total") == {
        "cget_requests_total method=GET route=/graphql status=500": 1
    }


def test_in_an_operation_on_a_websocket_it_has_the_id_of_that_operation(caplog: pytest.LogCaptureFixture) -> None:
    async def endpoint(socket: WebSocket) -> None:
        await socket.accept()
        with operation_in(socket.scope):
            raise ZeroDivisionError("what was asked")

    log = Log()
    app = application([WebSocketRoute("/graphql", endpoint)], log.watcher)
    with TestClient(app) as client, pytest.raises(ZeroDivisionError), client.websocket_connect("/graphql"):
        pass
    operation, connection = log.waited_for(2)
    assert [(one["status"], one["complete"], one["refusals"]) for one in (operation, connection)] == [
        (None, False, ["INTERNAL_SERVER_ERROR"]),
        (500, False, ["INTERNAL_SERVER_ERROR"]),
    ]
    assert [correlation for _, correlation in logged(caplog)] == [
        operation["correlation_id"],
        connection["correlation_id"],
    ]
