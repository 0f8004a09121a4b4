"""Puts together what the settings ask to be told, in the forms in which an application is made of it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.routing import Route

from cget_api.core.errors import BadUserInput
from cget_api.keeper import ReadingWatcher
from cget_api.settings import Settings
from cget_api.telemetry.access_log import AccessLog
from cget_api.telemetry.metrics import Metrics
from cget_api.telemetry.middleware import Observing
from cget_api.telemetry.passage import Watcher

if TYPE_CHECKING:
    from cget_api.telemetry.tracing import Tracing


@dataclass(frozen=True, slots=True)
class Telemetry:
    """Of one application: its access `log`, its `metrics`, its `tracing`, each None where it is switched off."""

    log: AccessLog | None = None
    metrics: Metrics | None = None
    tracing: "Tracing | None" = None

    @property
    def middleware(self) -> Middleware:
        """To stand before every other, so that what they refuse is told too."""
        # Spans first: whoever is told of a passage may want to know its trace.
        watchers: Sequence[Watcher | None] = (self.tracing, self.metrics, self.log)
        return Middleware(Observing, watchers=[watcher for watcher in watchers if watcher is not None])

    @property
    def reading_watchers(self) -> Sequence[ReadingWatcher]:
        """For the keeper."""
        watchers: Sequence[ReadingWatcher | None] = (self.tracing, self.metrics)
        return [watcher for watcher in watchers if watcher is not None]

    @property
    def routes(self) -> Sequence[Route]:
        return [] if self.metrics is None else [Route("/metrics", self.metrics.page, methods=["GET"])]

    def close(self) -> None:
        """When the application has ended; blocks for as long as OpenTelemetry takes to send its last spans."""
        if self.tracing is not None:
            self.tracing.close()


def telemetry_from_settings(settings: Settings) -> Telemetry:
    """The access log goes to what is stderr now. Raises BadUserInput where spans are asked for and cannot be made."""
    return Telemetry(
        AccessLog(sys.stderr, settings.log_format) if settings.access_log else None,
        Metrics() if settings.metrics else None,
        _tracing() if settings.tracing else None,
    )


def _tracing() -> "Tracing":
    try:
        from cget_api.telemetry.tracing import tracing_from_environment

        return tracing_from_environment()
    except ImportError as error:
        raise BadUserInput(
            "CGET_TRACING=true",
            f"needs OpenTelemetry, which is not installed ({error.name} is missing)",
            "Run `pip install 'cget_api[tracing]'`, or unset CGET_TRACING",
        ) from None
