"""Every metric of the service: its name, what it means, its labels and buckets. docs/observability.md lists them."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from cget_api.api.errors import INTERNAL
from cget_api.core.errors import ErrorCode

OTHER: Final = "OTHER"
NO_OPERATION: Final = "none"
OPERATION_TYPES: Final = ("query", "mutation", "subscription", NO_OPERATION)
CACHE_OUTCOMES: Final = ("hit", "miss", "not_modified")
CODES: Final = (*ErrorCode, INTERNAL, OTHER)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})

_SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SECONDS_OF_READING: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_COSTS: Final = (10, 50, 100, 500, 1_000, 2_500, 5_000, 10_000, 20_000)


class Instruments:
    """The metrics of one process, in a registry of its own. Labels have few values, none of them a client's words.

    Where several processes count together, the mode of each gauge says what becomes of their values.
    """

    def __init__(self) -> None:
        # The versions of Python and of its platform are nobody's business: without PlatformCollector.
        self.registry = CollectorRegistry(auto_describe=True)
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = Counter(
            "cget_requests_total",
            "Requests answered and WebSocket connections ended, by the template of the path and the status.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        durations = Histogram(
            "cget_request_duration_seconds",
            "From the first byte of a request to the last of its answer; operations on a WebSocket each count as one.",
            ["operation"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.requests_in_flight = Gauge(
            "cget_requests_in_flight",
            "Requests and operations that are being answered, subscriptions left out.",
            multiprocess_mode="livesum",
            registry=self.registry,
        )
        self.subscriptions_open = Gauge(
            "cget_subscriptions_open",
            "Subscriptions that are open, over event streams and WebSockets.",
            multiprocess_mode="livesum",
            registry=self.registry,
        )
        self.websockets_open = Gauge(
            "cget_websockets_open",
            "WebSocket connections that are open.",
            multiprocess_mode="livesum",
            registry=self.registry,
        )
        self.operation_cost = Histogram(
            "cget_operation_cost",
            "What operations cost, as told in extensions.cost and bounded by CGET_MAX_COST.",
            buckets=_COSTS,
            registry=self.registry,
        )
        answers = Counter(
            "cget_cache_answers_total",
            "Requests for which the cache of answers was asked, or that were answered with 304, by what came of it.",
            ["outcome"],
            registry=self.registry,
        )
        refusals = Counter(
            "cget_refusals_total",
            "Requests and operations that were refused or failed, by the code of the error; one counts for each of its"
            " codes.",
            ["code"],
            registry=self.registry,
        )
        self.revision = Gauge(
            "cget_revision",
            "The number of the latest revision that this process answers from; 0 before the first.",
            multiprocess_mode="livemin",
            registry=self.registry,
        )
        self.revision_learnt = Gauge(
            "cget_revision_learnt_timestamp_seconds",
            "When this process read that revision, in Unix time.",
            multiprocess_mode="livemax",
            registry=self.registry,
        )
        self.database_up = Gauge(
            "cget_database_up",
            "Whether the database answered when it was last asked for new revisions.",
            multiprocess_mode="livemin",
            registry=self.registry,
        )
        self.database_answered = Gauge(
            "cget_database_last_answer_timestamp_seconds",
            "When the database last answered that question, in Unix time.",
            multiprocess_mode="livemin",
            registry=self.registry,
        )
        self.database_failures = Counter(
            "cget_database_failures_total",
            "How often new revisions could not be asked for, or not be read.",
            registry=self.registry,
        )
        reads = Histogram(
            "cget_database_read_duration_seconds",
            "How long it took to ask the database for new revisions and, where there was news, to read and index them.",
            ["news"],
            buckets=_SECONDS_OF_READING,
            registry=self.registry,
        )
        # Each is there from the start: a rate over what is not there yet misses the first of its kind.
        self.duration_of = {type_: durations.labels(type_) for type_ in OPERATION_TYPES}
        self.answers_by = {outcome: answers.labels(outcome) for outcome in CACHE_OUTCOMES}
        self.refusals_by = {str(code): refusals.labels(str(code)) for code in CODES}
        self.reads_by = {news: reads.labels(str(news).lower()) for news in (True, False)}
