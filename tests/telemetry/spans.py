"""Spans that stay in memory."""

from typing import Any

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from cget_api.telemetry.tracing import Tracing


class Spans:
    """A tracing whose spans can be read once they have ended."""

    def __init__(self) -> None:
        provider, self._exporter = TracerProvider(shutdown_on_exit=False), InMemorySpanExporter()
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.watcher = Tracing(provider)

    @property
    def ended(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    @property
    def attributes(self) -> dict[str, dict[str, Any]]:
        """Of each span, under its name."""
        return {span.name: dict(span.attributes or {}) for span in self.ended}

    @property
    def tree(self) -> dict[str, str | None]:
        """The name of each span with that of the one above it."""
        names = {span.context.span_id: span.name for span in self.ended if span.context}
        return {span.name: names.get(span.parent.span_id, "caller") if span.parent else None for span in self.ended}
