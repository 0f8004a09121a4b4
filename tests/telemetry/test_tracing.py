"""Spans: of requests, of what their time is spent on, of reading the register; OpenTelemetry only where asked for."""

import asyncio
import os
import subprocess
import sys

import pytest
from opentelemetry.trace import SpanKind, StatusCode, format_span_id, format_trace_id
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cget_api.api.exchange import exchange_in, operation_in
from cget_api.core.vocabulary import Predicate
from cget_api.keeper import Keeper
from cget_api.store.recording import record
from tests.api.service import NOW
from tests.telemetry.spans import Spans
from tests.telemetry.watched import PATIENCE, application, client_of
from tests.worlds import said, world

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
CHOSEN = {"x-correlation-id": "chosen-by-a-test"}


async def answered(request: Request) -> Response:
    """As the GraphQL endpoint does when it answers."""
    exchange = exchange_in(request.scope)
    with exchange.trace.phase("graphql.parse"), exchange.trace.phase("graphql.validate"):
        exchange.operation_type, exchange.operation_name = "query", "Page"
    with exchange.trace.phase("graphql.execute"):
        exchange.cost, exchange.revision, exchange.from_cache = 42, 7, False
    return Response()


def test_a_request_is_a_span_named_after_its_operation_with_its_phases_below() -> None:
    spans = Spans()
    with client_of(answered, spans.watcher) as client:
        client.post("/graphql?query=a", headers=CHOSEN)
    assert spans.tree == {
        "graphql.parse": "query Page",
        "graphql.validate": "query Page",
        "graphql.execute": "query Page",
        "query Page": None,
    }
    assert spans.attributes["query Page"] == {
        "http.request.method": "POST",
        "http.route": "/graphql",
        "http.response.status_code": 200,
        "url.path": "/graphql",
        "graphql.operation.type": "query",
        "graphql.operation.name": "Page",
        "cget.correlation_id": "chosen-by-a-test",
        "cget.cost": 42,
        "cget.revision": 7,
        "cget.from_cache": False,
    }
    assert spans.ended[-1].kind is SpanKind.SERVER
    assert spans.ended[-1].status.status_code is StatusCode.UNSET


def test_it_is_part_of_the_trace_of_whoever_called() -> None:
    spans = Spans()
    with client_of(answered, spans.watcher) as client:
        client.get("/graphql", headers={"traceparent": f"00-{TRACE}-{CALLER}-01", "tracestate": "a=b"})
        client.get("/graphql", headers={"traceparent": f"00-{TRACE}-{CALLER}-00"})
        client.get("/graphql", headers={"traceparent": "nonsense"})
    first, second = (span for span in spans.ended if span.name == "query Page")
    assert first.parent is not None
    assert format_span_id(first.parent.span_id) == CALLER
    assert {format_trace_id(span.context.trace_id) for span in spans.ended[:4] if span.context} == {TRACE}
    assert first.context is not None
    assert first.context.trace_state.to_header() == "a=b"
    assert (first.attributes or {})["cget.correlation_id"] == TRACE
    assert second.parent is None, "what the caller does not record is not recorded; nonsense is no caller"


def test_what_is_no_operation_is_named_after_its_route() -> None:
    async def plain(_request: Request) -> Response:
        return Response()

    spans = Spans()
    with client_of(plain, spans.watcher) as client:
        client.get("/graphql")
        client.get("/nowhere")
        client.request("BREW\x1b", "/graphql")
    assert [span.name for span in spans.ended] == ["GET /graphql", "GET", "HTTP /graphql"]
    assert spans.attributes["HTTP /graphql"]["http.request.method"] == "_OTHER"


def test_what_fails_is_marked_with_its_kind_and_not_with_its_words() -> None:
    async def broken(request: Request) -> Response:
        with exchange_in(request.scope).trace.phase("graphql.execute"):
            raise ZeroDivisionError("secret")

    async def away(request: Request) -> Response:
        exchange_in(request.scope).refusals = ("DATABASE_UNAVAILABLE",)
        return Response(status_code=503)

    spans = Spans()
    for endpoint in (broken, away):
        with client_of(endpoint, spans.watcher) as client:
            client.get("/graphql")
    assert [(span.status.status_code, dict(span.attributes or {})["error.type"]) for span in spans.ended] == [
        (StatusCode.ERROR, "ZeroDivisionError"),
        (StatusCode.ERROR, "ZeroDivisionError"),
        (StatusCode.ERROR, "503"),
    ]
    assert spans.attributes["GET /graphql"]["cget.refusals"] == ("DATABASE_UNAVAILABLE",)
    assert "secret" not in "".join(span.to_json() for span in spans.ended)


def test_each_operation_on_a_websocket_is_a_span_below_that_of_its_connection() -> None:
    async def operation(socket: WebSocket, name: str) -> None:
        with operation_in(socket.scope) as exchange, exchange.trace.phase("graphql.parse"):
            exchange.operation_type, exchange.operation_name = "query", name
            await asyncio.sleep(0)

    async def endpoint(socket: WebSocket) -> None:
        await socket.accept()
        await asyncio.gather(operation(socket, "First"), operation(socket, "Second"))
        await socket.close()

    spans = Spans()
    app = application([WebSocketRoute("/graphql", endpoint)], spans.watcher)
    with TestClient(app) as client, client.websocket_connect("/graphql") as socket:
        socket.receive()
    assert {name: above for name, above in spans.tree.items() if name != "graphql.parse"} == {
        "query First": "GET /graphql",
        "query Second": "GET /graphql",
        "GET /graphql": None,
    }
    parsed = [span.parent.span_id for span in spans.ended if span.name == "graphql.parse" and span.parent]
    assert sorted(parsed) == sorted(
        span.context.span_id for span in spans.ended if span.name.startswith("query") and span.context
    )
    assert spans.attributes["GET /graphql"]["http.response.status_code"] == 101


def test_reading_what_was_recorded_is_a_span_and_looking_for_it_is_none(engine: Engine) -> None:
    spans = Spans()
    keeper = Keeper(engine, [spans.watcher])
    record(engine, world(said("cget", Predicate.MISSION, "task")), "Ada", "Why", NOW)
    for _ in range(3):
        keeper.refresh()
    (span,) = spans.ended
    assert (span.name, dict(span.attributes or {}), span.parent) == ("read register", {"cget.revision": 1}, None)
    assert 0 < (span.end_time or 0) - (span.start_time or 0) < PATIENCE * 1e9


def python(script: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "CGET_DATABASE_URL": "sqlite:///none.sqlite", **settings},
    )


@pytest.mark.parametrize("tracing", ["false", "true"])
def test_opentelemetry_is_only_imported_where_spans_are_asked_for(tracing: str) -> None:
    script = """
import sys
from cget_api.settings import Settings
from cget_api.core.errors import BadUserInput
import cget_api.app
from cget_api.telemetry.assembly import telemetry_from_settings
try:
    telemetry_from_settings(Settings()).close()
except BadUserInput:
    pass  # the exporter is not installed
print("opentelemetry" in sys.modules)
"""
    done = python(script, CGET_TRACING=tracing)
    assert (done.stdout, done.stderr) == (f"{tracing.title()}\n", "")


@pytest.mark.parametrize("missing", ["opentelemetry", "opentelemetry.exporter"])
def test_where_it_is_not_installed_one_line_says_what_to_install(missing: str) -> None:
    script = f"""
import sys
sys.modules[{missing!r}] = None
from cget_api.settings import Settings
from cget_api.telemetry.assembly import telemetry_from_settings
from cget_api.cli.failures import Commands
import typer
app = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
app.command("one")(lambda: telemetry_from_settings(Settings()))
app.command("two")(lambda: None)
app(["one"])
"""
    done = python(script, CGET_TRACING="true")
    line, _, rest = done.stderr.partition("\n")
    assert (done.returncode, done.stdout, rest) == (1, "", "")
    assert line.startswith("error: BAD_USER_INPUT: CGET_TRACING=true: needs OpenTelemetry, which is not installed (")
    assert line.endswith("Run `pip install 'cget_api[tracing]'`, or unset CGET_TRACING")
