"""Whether a worker's memory grows with what it was asked."""

import time
from typing import Final

from benchmarks import first_page, registers, servers
from benchmarks.keeping import Kept
from benchmarks.pace import Pace
from benchmarks.targets import L_MEMORY, Outcome
from benchmarks.throughput import another_organization_each_time
from benchmarks.wrk import BenchmarkFailed, generator

FIRST: Final = 1_000
CONNECTIONS: Final = 8
SLICE_SECONDS: Final = 5
LONGEST_SECONDS: Final = 300


def measured(kept: Kept, pace: Pace) -> list[Outcome]:
    """After the first thousand requests or a few more, and again after all of them."""
    with (
        servers.serving(kept.postgresql(registers.L)) as server,
        generator(another_organization_each_time()) as asking,
    ):
        first_page.answer(server.url)
        answered, until = 0, time.monotonic() + LONGEST_SECONDS
        while answered < FIRST:
            answered += asking.load(server.url, CONNECTIONS, 1).requests
        early, early_requests = server.memory_bytes, answered
        while answered < pace.memory_requests:
            answered += asking.load(server.url, CONNECTIONS, SLICE_SECONDS).requests
            if time.monotonic() > until and answered < pace.memory_requests:
                raise BenchmarkFailed(f"in {LONGEST_SECONDS} s, only {answered:,} requests were answered")
        late = server.memory_bytes
    detail = f"{late >> 20} MB after {answered:,} requests, {early >> 20} MB after {early_requests:,}"
    return [Outcome(L_MEMORY, late / early, detail)]
