"""The access log: one line for each request, connection and operation, which nobody but the service can write."""

import asyncio
import io
import json
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from cget_api.api.exchange import exchange_in, operation_in
from cget_api.settings import LogFormat
from cget_api.telemetry.access_log import AccessLog
from tests.telemetry.watched import Log, application, broken, client_of, event, on_a_port, plain

CHOSEN = {"x-correlation-id": "chosen-by-a-test"}
FORGED = "Page\n2026-01-01T00:00:00Z INFO cget_api.access: request status=200 \x1b[31m\x9b31m\u202e\u2028\r"


async def answered(request: Request) -> Response:
    """As the GraphQL endpoint does when it answers."""
    exchange = exchange_in(request.scope)
    exchange.operation_type, exchange.operation_name = "query", "Page"
    exchange.cost, exchange.revision, exchange.from_cache = 42, 7, True
    exchange.refusals = ("BAD_USER_INPUT", "NOT_FOUND")
    return JSONResponse({"data": None})


def named(name: str) -> Log:
    """What is logged of an operation of this name."""

    async def endpoint(request: Request) -> Response:
        exchange_in(request.scope).operation_name = name
        return Response()

    log = Log(LogFormat.TEXT)
    with client_of(endpoint, log.watcher) as client:
        client.get("/graphql")
    return log


def test_a_request_is_one_line_of_json_that_tells_what_it_turned_out_to_be() -> None:
    log = Log()
    with client_of(answered, log.watcher) as client:
        client.post("/graphql?query=%7Ba%7D", headers=CHOSEN, json={"query": "{ a }"})
    assert log.events == [
        event(
            correlation_id="chosen-by-a-test",
            method="POST",
            bytes=len('{"data":null}'),
            operation_type="query",
            operation_name="Page",
            cost=42,
            revision=7,
            from_cache=True,
            refusals=["BAD_USER_INPUT", "NOT_FOUND"],
        )
    ]


def test_what_is_no_operation_says_nothing_of_one() -> None:
    log = Log()
    with client_of(plain, log.watcher) as client:
        client.get("/graphql", headers=CHOSEN)
        client.get("/élément", headers=CHOSEN)
    assert log.events == [
        event(correlation_id="chosen-by-a-test", bytes=len("élément".encode())),
        event(correlation_id="chosen-by-a-test", path="/élément", status=404, bytes=len("Not Found")),
    ]


def test_a_person_reads_the_same_in_one_line_without_what_is_unknown() -> None:
    log = Log(LogFormat.TEXT)
    with client_of(answered, log.watcher) as client:
        client.post("/graphql?query=%7Ba%7D", headers=CHOSEN, json={"query": "{ a }"})
        client.get("/a page", headers=CHOSEN)
    lines = re.sub(r"^\S+Z ", "", re.sub(r"duration_ms=[\d.]+", "duration_ms=1.5", log.text), flags=re.MULTILINE)
    assert lines == (
        "INFO cget_api.access: request correlation_id=chosen-by-a-test protocol=http method=POST path=/graphql "
        "status=200 duration_ms=1.5 bytes=13 complete=True operation_type=query operation_name=Page cost=42 revision=7 "
        "from_cache=True refusals=BAD_USER_INPUT,NOT_FOUND\n"
        "INFO cget_api.access: request correlation_id=chosen-by-a-test protocol=http method=GET path='/a page' "
        "status=404 duration_ms=1.5 bytes=9 complete=True\n"
    )


@pytest.mark.parametrize("form", LogFormat)
def test_nobody_writes_lines_of_their_own_by_a_name_or_a_path(form: LogFormat) -> None:
    async def endpoint(request: Request) -> Response:
        exchange_in(request.scope).operation_name = FORGED
        exchange_in(request.scope).refusals = (FORGED,)
        return Response()

    log = Log(form)
    app = application([Mount("/", Route("/{rest:path}", endpoint))], log.watcher)
    with TestClient(app) as client:
        client.get("/one%0Atwo%1B%5B31m%C2%9B%E2%80%AE")
    (line,) = log.text.splitlines()
    assert line.isprintable()
    assert r"/one\ntwo\x1b[31m\x9b\u202e" in log.text.replace("\\\\", "\\")


def test_half_of_a_sign_is_logged_and_not_choked_on() -> None:
    assert r"operation_name='half \\ud83d'" in named("half \ud83d").text


def test_a_name_without_end_is_cut() -> None:
    assert f"operation_name={'a' * 200}\n" in named("a" * 10_000).text


def test_a_stream_of_events_is_one_line_when_it_ends() -> None:
    seen_while_open: list[str] = []

    async def events() -> AsyncIterator[str]:
        yield "event: next\n\n"
        await asyncio.sleep(0.02)
        seen_while_open.append(log.text)
        yield "event: complete\n\n"

    async def endpoint(request: Request) -> Response:
        exchange_in(request.scope).operation_type = "subscription"
        return StreamingResponse(events(), media_type="text/event-stream")

    log = Log()
    with client_of(endpoint, log.watcher) as client:
        client.post("/graphql", headers=CHOSEN)
    assert seen_while_open == [""]
    assert json.loads(log.text)["duration_ms"] >= 20
    assert log.events == [
        event(
            correlation_id="chosen-by-a-test",
            method="POST",
            protocol="sse",
            bytes=len("event: next\n\nevent: complete\n\n"),
            operation_type="subscription",
        )
    ]


async def conversation(socket: WebSocket) -> None:
    """Every message is an operation of its name; `end` ends it, and an operation of that name is never over."""
    await socket.accept()
    while (name := await socket.receive_text()) != "end":
        with operation_in(socket.scope) as exchange:
            exchange.operation_type, exchange.operation_name, exchange.revision = "query", name, 7
            await socket.send_text("é")
            if name == "Endless":
                await socket.receive_text()
    await socket.close()


def test_on_a_websocket_each_operation_is_a_line_and_then_the_connection() -> None:
    log = Log()
    app = application([WebSocketRoute("/graphql", conversation)], log.watcher)
    with TestClient(app) as client, client.websocket_connect("/graphql?token=secret", headers=CHOSEN) as socket:
        for name in ("First", "Second"):
            socket.send_text(name)
            assert socket.receive_text() == "é"
        assert len(log.waited_for(2)) == 2
        socket.send_text("end")
    operations, connection = log.waited_for(3)[:2], log.events[2]
    ids = {operation.pop("correlation_id") for operation in operations}
    assert len(ids) == 2
    assert "chosen-by-a-test" not in ids
    common = event(event="operation", protocol="websocket", connection_id="chosen-by-a-test", bytes=None, status=None)
    assert operations == [
        {**common, "operation_type": "query", "operation_name": name, "revision": 7} for name in ("First", "Second")
    ]
    assert connection == event(
        event="connection", protocol="websocket", correlation_id="chosen-by-a-test", status=101, bytes=4
    )


def test_an_operation_that_the_client_leaves_open_is_not_complete() -> None:
    log = Log()
    app = application([WebSocketRoute("/graphql", conversation)], log.watcher)
    with TestClient(app) as client, client.websocket_connect("/graphql") as socket:
        socket.send_text("Endless")
        socket.receive_text()
    assert [(one["event"], one["complete"], one["refusals"]) for one in log.waited_for(2)] == [
        ("operation", False, []),
        ("connection", False, []),
    ]


def test_a_websocket_that_is_refused_is_told_as_refused() -> None:
    async def refused(socket: WebSocket) -> None:
        await socket.close(1008)

    log = Log()
    app = application([WebSocketRoute("/graphql", refused)], log.watcher)
    with pytest.raises(WebSocketDisconnect), TestClient(app) as client, client.websocket_connect("/graphql"):
        pass
    assert [(one["event"], one["status"]) for one in log.events] == [("connection", 403)]


def test_a_client_that_goes_away_amid_its_answer_is_told_not_to_have_it_all() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"event: next\n\n"
            await asyncio.sleep(0.01)

    async def endpoint(_request: Request) -> Response:
        return StreamingResponse(endless(), media_type="text/event-stream")

    log = Log()
    with on_a_port(application([Route("/graphql", endpoint)], log.watcher)) as address:
        with (
            httpx2.Client(trust_env=False) as client,
            client.stream("GET", f"http://{address}/graphql", headers=CHOSEN) as answer,
        ):
            assert next(answer.iter_lines()) == "event: next"
        (told,) = log.waited_for(1)
    assert told.pop("bytes") >= len("event: next\n\n")
    assert told == event(correlation_id="chosen-by-a-test", protocol="sse", complete=False)


def test_a_client_that_goes_away_amid_its_question_had_no_answer() -> None:
    async def endpoint(request: Request) -> Response:
        return Response(await request.body())

    log = Log()
    with on_a_port(application([Route("/graphql", endpoint, methods=["POST"])], log.watcher)) as address:
        host, _, port = address.partition(":")
        with socket.create_connection((host, int(port))) as client:
            head = (
                "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\nX-Correlation-Id: chosen-by-a-test\r\n\r\n"
            )
            client.sendall(f"{head}half".encode())
        (told,) = log.waited_for(1)
    assert told == event(correlation_id="chosen-by-a-test", method="POST", status=499, bytes=0, complete=False)


@pytest.mark.parametrize("endpoint", [plain, broken])
def test_a_server_that_says_that_the_client_has_gone_is_heard(
    endpoint: Callable[[Request], Awaitable[Response]], caplog: pytest.LogCaptureFixture
) -> None:
    async def send(_message: Message) -> None:
        raise BrokenPipeError

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    log = Log()
    app = application([Route("/graphql", endpoint)], log.watcher)
    asyncio.run(app({"type": "http", "method": "GET", "path": "/graphql", "headers": []}, receive, send))
    assert [one["complete"] for one in log.events] == [False]
    assert [record.getMessage()[:16] for record in caplog.records] == ["Unexpected error"] * (endpoint is broken)


def test_that_nobody_can_read_the_log_is_no_reason_not_to_answer() -> None:
    stream = io.StringIO()
    stream.close()
    with client_of(plain, AccessLog(stream, LogFormat.JSON)) as client:
        assert client.get("/graphql").text == "élément"
