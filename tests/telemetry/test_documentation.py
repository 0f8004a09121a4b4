"""The page for those who watch lists every metric and every field, and no other."""

import re
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import Metric

from cget_api.settings import LogFormat, Settings
from cget_api.telemetry.metrics import Metrics
from tests.telemetry.watched import Log, client_of, plain

PAGE = (Path(__file__).parents[2] / "docs" / "observability.md").read_text(encoding="utf-8")
OF_LIBRARIES = ("process_", "python_gc_")


def _metrics() -> list[Metric]:
    """With a sample of each."""
    metrics = Metrics()
    with client_of(plain, metrics) as client:
        client.get("/graphql")
    return [metric for metric in metrics.registry.collect() if not metric.name.startswith(OF_LIBRARIES)]


def _row(metric: Metric) -> str:
    name = f"{metric.name}_total" if metric.type == "counter" else metric.name
    labels = dict.fromkeys(label for sample in metric.samples for label in sample.labels if label != "le")
    cells = (f"`{name}`", metric.type, ", ".join(f"`{label}`" for label in labels), metric.documentation)
    return "| " + " | ".join(cells) + " |"


def _table_under(heading: str) -> list[str]:
    section = PAGE.partition(f"\n{heading}\n")[2].partition("\n#")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def _named(cells: Iterable[str]) -> set[str]:
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell.split("|")[1])}


def test_it_lists_every_metric() -> None:
    assert _table_under("## Metrics") == [_row(metric) for metric in _metrics()]


def test_its_rules_ask_for_series_that_there_are() -> None:
    series = {sample.name for metric in _metrics() for sample in metric.samples}
    assert set(re.findall(r"\bcget_\w+(?=[\[{ )])", PAGE.partition("### Alerts")[2])) - {"cget_api"} <= series


def test_it_lists_every_field_of_the_access_log() -> None:
    log = Log(LogFormat.JSON)
    with client_of(plain, log.watcher) as client:
        client.get("/graphql")
    (event,) = log.events
    assert _named(_table_under("## The log")) == event.keys() - {"level", "logger", "event"} | {"duration_ms"}


def test_it_tells_what_is_set_where_nothing_is() -> None:
    set_ = {
        f"CGET_{name.upper()}": str(getattr(Settings(), name)).lower()
        for name in ("log_format", "access_log", "metrics", "tracing")
    }
    told = dict(re.findall(r"\| `(CGET_\w+)` \|.*\| `(\w+)` \|", PAGE))
    assert told == set_
