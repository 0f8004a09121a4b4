"""What the service counts and measures of itself, and the page on which Prometheus reads it."""

import os
from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import Response

from cget_api.telemetry.instruments import METHODS, NO_OPERATION, OTHER, Instruments
from cget_api.telemetry.passage import Passage

_OPENMETRICS: Final = "application/openmetrics-text"


class Metrics:
    """Counts each passage when it ends, and what the keeper reads.

    Each process counts for itself, unless PROMETHEUS_MULTIPROC_DIR names the folder in which several count together:
    then the page of each tells of all of them, and what the others have under way as it was when they last asked the
    database.
    """

    def __init__(self) -> None:
        self._together = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
        self._under_way: set[Passage] = set()
        self._counters: dict[tuple[str, str | None, int | None], Counter] = {}
        self._instruments = instruments = Instruments()
        self.registry = instruments.registry
        self._under_way_now: tuple[tuple[Gauge, Callable[[], int]], ...] = (
            (instruments.requests_in_flight, lambda: self._count(subscribing=False)),
            (instruments.subscriptions_open, lambda: self._count(subscribing=True)),
            (instruments.websockets_open, self._count_connections),
        )
        if self._together is None:
            for gauge, count in self._under_way_now:
                gauge.set_function(count)

    def began(self, passage: Passage) -> None:
        self._under_way.add(passage)

    def ended(self, passage: Passage) -> None:
        self._under_way.discard(passage)
        exchange, instruments = passage.exchange, self._instruments
        if passage.kind != "operation":
            self._requests_like(passage).inc()
        if passage.kind != "connection":
            durations = instruments.duration_of
            operation = exchange.operation_type or NO_OPERATION
            durations.get(operation, durations[NO_OPERATION]).observe(passage.seconds or 0.0)
        if exchange.cost is not None:
            instruments.operation_cost.observe(exchange.cost)
        if passage.status == 304:
            instruments.answers_by["not_modified"].inc()
        elif exchange.from_cache is not None:
            instruments.answers_by["hit" if exchange.from_cache else "miss"].inc()
        for code in exchange.refusals:
            instruments.refusals_by.get(code, instruments.refusals_by[OTHER]).inc()

    def _requests_like(self, passage: Passage) -> Counter:
        """Held once found: the library takes longer to find it than to count."""
        key = (passage.method, passage.route, passage.status)
        counter = self._counters.get(key)
        if counter is None:
            method = passage.method if passage.method in METHODS else OTHER
            counter = self._instruments.requests.labels(method, passage.route or OTHER, passage.status)
            if method is not OTHER:
                self._counters[key] = counter
        return counter

    def has_read(self, revision: int, seconds: float, *, news: bool) -> None:
        instruments = self._instruments
        instruments.reads_by[news].observe(seconds)
        instruments.database_up.set(1)
        instruments.database_answered.set_to_current_time()
        self._tell_others()
        if news:
            instruments.revision.set(revision)
            instruments.revision_learnt.set_to_current_time()

    def has_failed(self) -> None:
        self._instruments.database_up.set(0)
        self._instruments.database_failures.inc()
        self._tell_others()

    def _tell_others(self) -> None:
        if self._together is not None:
            for gauge, count in self._under_way_now:
                gauge.set(count())

    def page(self, request: Request) -> Response:
        """In the format that is asked for, OpenMetrics or Prometheus text; never from a cache."""
        # Not the header itself: the library fails on a version that is no number.
        encode, content_type = choose_encoder(_OPENMETRICS if _OPENMETRICS in request.headers.get("accept", "") else "")
        registry = self.registry
        if self._together is not None:
            self._tell_others()
            registry = CollectorRegistry()
            MultiProcessCollector(registry, self._together)  # type: ignore[no-untyped-call]
        return Response(encode(registry), headers={"Content-Type": content_type, "Cache-Control": "no-store"})

    def _count(self, *, subscribing: bool) -> int:
        # The list is made in one step, while requests come and go in another thread.
        under_way = [passage for passage in list(self._under_way) if passage.kind != "connection"]
        return sum((passage.exchange.operation_type == "subscription") == subscribing for passage in under_way)

    def _count_connections(self) -> int:
        return sum(passage.kind == "connection" for passage in list(self._under_way))
