"""Applications under observation, in memory and on a real port, and what was told of them."""

import io
import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient

from cget_api.settings import LogFormat
from cget_api.telemetry.access_log import AccessLog
from cget_api.telemetry.defects import Masking
from cget_api.telemetry.middleware import Observing
from cget_api.telemetry.passage import Watcher

PATIENCE = 20.0


async def plain(_request: Request) -> Response:
    return Response("élément")


async def broken(_request: Request) -> Response:
    raise ZeroDivisionError("what was asked")


def application(routes: Sequence[BaseRoute], *watchers: Watcher) -> Starlette:
    return Starlette(routes=routes, middleware=[Middleware(Observing, watchers=watchers), Middleware(Masking)])


def client_of(endpoint: Callable[..., Any], *watchers: Watcher) -> TestClient:
    """Of an application that answers at /graphql; what it raises reaches the client as from a server."""
    methods = ["GET", "POST", "BREW"]
    app = application([Route("/graphql", endpoint, methods=methods)], *watchers)
    return TestClient(app, raise_server_exceptions=False)


class Log:
    """An access log that can be read."""

    def __init__(self, form: LogFormat = LogFormat.JSON) -> None:
        self._stream = io.StringIO()
        self.watcher = AccessLog(self._stream, form)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event_from_line(line) for line in self.text.splitlines()]

    def waited_for(self, number: int) -> list[dict[str, Any]]:
        """So many events: the client of a real server has its answer before the log has its line."""
        until(lambda: self.text.count("\n") >= number)
        return self.events


def event_from_line(line: str) -> dict[str, Any]:
    """Without what differs from one run to the next, which is what it should be."""
    event: dict[str, Any] = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event.pop("timestamp"))
    assert 0 <= event.pop("duration_ms") < PATIENCE * 1000
    return event


def event(**said: object) -> dict[str, Any]:
    """As it is logged of an answered request that said nothing of itself, apart from what is `said`."""
    return {
        "level": "info",
        "logger": "cget_api.access",
        "event": "request",
        "connection_id": None,
        "protocol": "http",
        "method": "GET",
        "path": "/graphql",
        "status": 200,
        "complete": True,
        "operation_type": None,
        "operation_name": None,
        "cost": None,
        "revision": None,
        "from_cache": None,
        "refusals": [],
        **said,
    }


def samples_on(page: str) -> dict[str, float]:
    return _samples(text_string_to_metric_families(page))


def samples_in(registry: CollectorRegistry) -> dict[str, float]:
    return _samples(registry.collect())


def _samples(metrics: Iterable[Metric]) -> dict[str, float]:
    """The value of each series under its name with its labels, in the order of their names."""
    return {
        sample.name + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for metric in metrics
        for sample in metric.samples
    }


def counted(samples: dict[str, float], *prefixes: str) -> dict[str, float]:
    """Of these metrics, what is not zero; neither buckets, nor when counting began."""
    return {
        name: value
        for name, value in samples.items()
        if name.startswith(prefixes) and value and "_bucket " not in name and "_created" not in name
    }


@contextmanager
def on_a_port(app: Any) -> Iterator[str]:
    """The address of a real server on loopback, without its scheme."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="websockets-sansio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.01)
