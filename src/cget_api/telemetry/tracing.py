"""OpenTelemetry spans of requests, of what their time is spent on, and of reading the register; never with variables.

Only imported where spans are asked for: it needs what `cget_api[tracing]` installs.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Final, TypeAlias

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from cget_api import __version__
from cget_api.telemetry.instruments import METHODS
from cget_api.telemetry.log import bounded
from cget_api.telemetry.passage import Passage

Attributes: TypeAlias = dict[str, str | int | bool | list[str]]

_EXPORTER: Final = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
_BORNE: Final = frozenset({b"traceparent", b"tracestate"})


def tracing_from_environment() -> "Tracing":
    """Sends spans where OpenTelemetry's own variables say. Raises ImportError where it is not installed."""
    exporter = import_module(_EXPORTER).OTLPSpanExporter()
    name = os.environ.get("OTEL_SERVICE_NAME", "cget-api")
    provider = TracerProvider(resource=Resource.create({"service.name": name, "service.version": __version__}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider)


class Tracing:
    """Makes a span of each passage, below the one that the caller's `traceparent` names, and of each read of news."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("cget_api", __version__)

    def began(self, passage: Passage) -> None:
        within = passage.within
        if within is None:
            span = self._tracer.start_span(_method(passage), _caller(passage), SpanKind.SERVER)
        else:
            span = self._tracer.start_span(passage.kind, _span_of(within).context)
        passage.exchange.trace = _SpanOfPassage(self._tracer, span)

    def ended(self, passage: Passage) -> None:
        span = _span_of(passage).span
        if span.is_recording():
            span.update_name(_name(passage))
            span.set_attributes(_attributes(passage))
            if passage.failed is not None or (passage.status or 0) >= 500:
                span.set_status(StatusCode.ERROR)
        span.end()

    def has_read(self, revision: int, seconds: float, *, news: bool) -> None:
        """Only of news: it is looked for again and again."""
        if news:
            ended = time.time_ns()
            began = ended - round(seconds * 1e9)
            attributes = {"cget.revision": revision}
            self._tracer.start_span("read register", Context(), attributes=attributes, start_time=began).end(ended)

    def has_failed(self) -> None:
        """The log tells it once, and the metrics how often."""

    def close(self) -> None:
        """Sends what is left to be sent, and makes no more."""
        self._provider.shutdown()


class _SpanOfPassage:
    """The `span` of a passage, below which its phases are."""

    __slots__ = ("_tracer", "context", "span")

    def __init__(self, tracer: Tracer, span: Span) -> None:
        self._tracer = tracer
        self.span = span
        # Held here and not made the current one: one operation may go through several tasks.
        self.context = set_span_in_context(span, Context())

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        span = self._tracer.start_span(name, self.context)
        try:
            yield
        except Exception as error:
            # Its words may quote what was asked, its kind does not.
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(StatusCode.ERROR)
            raise
        finally:
            span.end()


def _span_of(passage: Passage) -> _SpanOfPassage:
    trace = passage.exchange.trace
    assert isinstance(trace, _SpanOfPassage)
    return trace


def _caller(passage: Passage) -> Context:
    """As W3C's Trace Context has it; empty where the caller is not traced, or says it in a way that means nothing."""
    borne = {name.decode(): value.decode("latin-1") for name, value in passage.scope["headers"] if name in _BORNE}
    return TraceContextTextMapPropagator().extract(borne, Context()) if borne else Context()


def _method(passage: Passage) -> str:
    return passage.method if passage.method in METHODS else "HTTP"


def _name(passage: Passage) -> str:
    type_, name = passage.exchange.operation_type, passage.exchange.operation_name
    if type_ is not None:
        return type_ if name is None else f"{type_} {bounded(name)}"
    if passage.within is not None:
        return passage.kind
    return _method(passage) if passage.route is None else f"{_method(passage)} {passage.route}"


def _attributes(passage: Passage) -> Attributes:
    """As the semantic conventions for HTTP and GraphQL name them; what is not known is left out."""
    exchange, of_its_own = passage.exchange, passage.within is None
    known = {
        "http.request.method": (passage.method if passage.method in METHODS else "_OTHER") if of_its_own else None,
        "http.route": passage.route if of_its_own else None,
        "http.response.status_code": passage.status,
        "url.path": bounded(passage.path) if of_its_own else None,
        "error.type": _kind_of_failure(passage),
        "graphql.operation.type": exchange.operation_type,
        "graphql.operation.name": None if exchange.operation_name is None else bounded(exchange.operation_name),
        "cget.correlation_id": exchange.correlation_id,
        "cget.cost": exchange.cost,
        "cget.revision": exchange.revision,
        "cget.from_cache": exchange.from_cache,
        "cget.refusals": [bounded(code) for code in exchange.refusals] or None,
    }
    return {key: value for key, value in known.items() if value is not None}


def _kind_of_failure(passage: Passage) -> str | None:
    if passage.failed is not None:
        return type(passage.failed).__qualname__
    return str(passage.status) if (passage.status or 0) >= 500 else None
