"""What is counted and measured, and the page on which it is read."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cget_api.api.exchange import Exchange, exchange_in, operation_in
from cget_api.core.vocabulary import Predicate
from cget_api.keeper import Keeper
from cget_api.store.recording import record
from cget_api.telemetry.assembly import Telemetry
from cget_api.telemetry.metrics import Metrics
from tests.api.service import NOW
from tests.telemetry.watched import application, client_of, counted, samples_in, samples_on, until
from tests.worlds import said, world

OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def counted_of(status: int = 200, **filled: Any) -> dict[str, float]:
    """What one request counts whose exchange is `filled` so."""

    async def endpoint(request: Request) -> Response:
        for name, value in filled.items():
            setattr(exchange_in(request.scope), name, value)
        return Response(status_code=status)

    metrics = Metrics()
    with client_of(endpoint, metrics) as client:
        client.get("/graphql")
    counts = counted(samples_in(metrics.registry), "cget_")
    for name in counts:
        if "duration_seconds_sum" in name:
            counts[name] = 0.0
    return counts


def test_a_request_counts_by_route_and_status_and_its_operation_by_type_and_cost() -> None:
    assert counted_of(operation_type="query", operation_name="Page", cost=42, revision=7, from_cache=False) == {
        "cget_requests_total method=GET route=/graphql status=200": 1,
        "cget_request_duration_seconds_count operation=query": 1,
        "cget_request_duration_seconds_sum operation=query": 0,
        "cget_operation_cost_count": 1,
        "cget_operation_cost_sum": 42,
        "cget_cache_answers_total outcome=miss": 1,
    }


@pytest.mark.parametrize(
    ("status", "from_cache", "outcome"),
    [(200, True, "hit"), (200, False, "miss"), (304, None, "not_modified"), (304, True, "not_modified")],
)
def test_each_answer_comes_from_the_cache_in_one_way(status: int, from_cache: bool | None, outcome: str) -> None:
    counts = counted_of(status, from_cache=from_cache)
    assert {name: value for name, value in counts.items() if "cache" in name} == {
        f"cget_cache_answers_total outcome={outcome}": 1
    }


def test_refusals_count_by_code_and_what_is_no_code_of_ours_as_other() -> None:
    counts = counted_of(refusals=("QUERY_TOO_COMPLEX", "BAD_USER_INPUT", 'no code"} of ours', "NOR_THIS"))
    assert {name: value for name, value in counts.items() if "refusals" in name} == {
        "cget_refusals_total code=QUERY_TOO_COMPLEX": 1,
        "cget_refusals_total code=BAD_USER_INPUT": 1,
        "cget_refusals_total code=OTHER": 2,
    }


def test_no_client_makes_a_series_of_its_own() -> None:
    async def endpoint(request: Request) -> Response:
        exchange = exchange_in(request.scope)
        exchange.operation_name = exchange.operation_type = request.path_params["rest"]
        exchange.refusals = (request.path_params["rest"],)
        return Response()

    metrics = Metrics()
    methods = ["GET", "BREW", "WHEN"]
    app = application([Mount("/pages", routes=[Route("/{rest:path}", endpoint, methods=methods)])], metrics)
    with TestClient(app) as client:
        for number in range(20):
            client.get(f"/pages/{number}")
            client.get(f"/nowhere/{number}")
            client.request(f"BREW{number}", "/nowhere")
    counts = counted(samples_in(metrics.registry), "cget_requests_total", "cget_refusals", "cget_request_duration")
    assert {name for name in counts if "_sum" not in name} == {
        "cget_requests_total method=GET route=/{rest:path} status=200",
        "cget_requests_total method=GET route=OTHER status=404",
        "cget_requests_total method=OTHER route=OTHER status=404",
        "cget_request_duration_seconds_count operation=none",
        "cget_refusals_total code=OTHER",
    }


def test_what_is_under_way_is_counted_while_it_is() -> None:
    seen: list[dict[str, float]] = []

    def look() -> None:
        gauges = ("cget_requests_in_flight", "cget_subscriptions_open", "cget_websockets_open")
        seen.append({name: value for name, value in samples_in(metrics.registry).items() if name in gauges})

    async def query(_request: Request) -> Response:
        look()
        return Response()

    async def events(exchange: Exchange) -> AsyncIterator[str]:
        exchange.operation_type = "subscription"
        look()
        yield "event: complete\n\n"

    async def stream(request: Request) -> Response:
        return StreamingResponse(events(exchange_in(request.scope)), media_type="text/event-stream")

    async def converse(socket: WebSocket) -> None:
        await socket.accept()
        with operation_in(socket.scope) as exchange:
            exchange.operation_type = "subscription"
            look()
        with operation_in(socket.scope):
            look()
        await socket.close()

    metrics = Metrics()
    routes = [Route("/query", query), Route("/stream", stream), WebSocketRoute("/socket", converse)]
    with TestClient(application(routes, metrics)) as client:
        client.get("/query")
        client.get("/stream")
        with client.websocket_connect("/socket") as socket:
            socket.receive()
    look()
    assert [tuple(int(value) for value in gauges.values()) for gauges in seen] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 1, 1),
        (1, 0, 1),
        (0, 0, 0),
    ]
    assert counted(samples_in(metrics.registry), "cget_requests_total", "cget_request_duration_seconds_count") == {
        "cget_requests_total method=GET route=/query status=200": 1,
        "cget_requests_total method=GET route=/stream status=200": 1,
        "cget_requests_total method=GET route=/socket status=101": 1,
        "cget_request_duration_seconds_count operation=none": 2,
        "cget_request_duration_seconds_count operation=subscription": 2,
    }


def test_what_was_never_counted_is_nought_and_not_missing() -> None:
    samples = samples_in(Metrics().registry)
    assert samples["cget_refusals_total code=OVERLOADED"] == 0
    assert samples["cget_cache_answers_total outcome=hit"] == 0
    assert samples["cget_request_duration_seconds_bucket le=0.0005 operation=query"] == 0
    assert samples["cget_database_up"] == 0


def test_two_applications_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.has_failed()
    assert samples_in(one.registry)["cget_database_failures_total"] == 1
    assert samples_in(other.registry)["cget_database_failures_total"] == 0


def page_asked(accept: str) -> Any:
    telemetry = Telemetry(metrics=Metrics())
    with TestClient(application(telemetry.routes)) as client:
        return client.get("/metrics", headers={"accept": accept})


@pytest.mark.parametrize(
    ("accept", "content_type", "end"),
    [
        ("*/*", PROMETHEUS, ""),
        ("", PROMETHEUS, ""),
        ("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", OPENMETRICS, "# EOF\n"),
        ("application/openmetrics-text; version=one", OPENMETRICS, "# EOF\n"),
        ("text/plain; version=one; escaping=two", PROMETHEUS, ""),
    ],
)
def test_the_page_is_written_in_the_format_that_is_asked_for(accept: str, content_type: str, end: str) -> None:
    answer = page_asked(accept)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"] == content_type
    assert answer.text.endswith(end)
    assert samples_on(answer.text.removesuffix("# EOF\n"))["cget_revision"] == 0


def test_the_page_tells_of_the_process_but_not_which_python_runs_it() -> None:
    page = page_asked("*/*").text
    assert "process_resident_memory_bytes" in page
    assert "python_gc_collections_total" in page
    assert "python_info" not in page


def test_the_page_is_only_read() -> None:
    telemetry = Telemetry(metrics=Metrics())
    with TestClient(application(telemetry.routes)) as client:
        assert client.post("/metrics").status_code == 405


def test_without_metrics_there_is_no_page() -> None:
    with TestClient(application(Telemetry().routes)) as client:
        assert client.get("/metrics").status_code == 404


def test_what_the_keeper_reads_is_counted_with_the_revision_that_it_brought(engine: Engine) -> None:
    metrics = Metrics()
    keeper = Keeper(engine, [metrics])
    begun = time.time()
    for number in (1, 2):
        record(engine, world(said("cget", Predicate.MISSION, f"task {number}")), "Ada", "Why", NOW)
        assert keeper.refresh()
        assert not keeper.refresh()
    samples = samples_in(metrics.registry)
    assert {name: samples[name] for name in samples if "_count news" in name} == {
        "cget_database_read_duration_seconds_count news=true": 2,
        "cget_database_read_duration_seconds_count news=false": 2,
    }
    assert [samples[f"cget_{name}"] for name in ("revision", "database_up", "database_failures_total")] == [2, 1, 0]
    learnt, answered = (
        samples[f"cget_{name}_timestamp_seconds"] for name in ("revision_learnt", "database_last_answer")
    )
    assert begun - 1 <= learnt <= answered <= time.time() + 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_away_is_down_until_it_answers_again(engine: Engine) -> None:
    metrics = Metrics()

    def state() -> tuple[float, float]:
        samples = samples_in(metrics.registry)
        return samples["cget_database_up"], samples["cget_database_failures_total"]

    def alter(command: str) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql(command)
            connection.commit()

    async def scenario() -> None:
        with Keeper(engine, [metrics]).kept_fresh(0.05):
            await asyncio.to_thread(until, lambda: state() == (1, 0))
            alter("ALTER TABLE revision RENAME TO elsewhere")
            await asyncio.to_thread(until, lambda: state()[0] == 0 and state()[1] >= 2)
            alter("ALTER TABLE elsewhere RENAME TO revision")
            await asyncio.to_thread(until, lambda: state()[0] == 1)

    asyncio.run(scenario())
