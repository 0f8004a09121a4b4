"""Whether a worker's memory grows with what it was asked."""

import time
from dataclasses import dataclass
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
LITTLE_KEPT: Final = {"kept_bytes": 32 << 20}
"""A seventh of what the pages take that are asked for: what was read for one is forgotten for others."""
LITTLE_SHARE: Final = 10


@dataclass(frozen=True, slots=True)
class Grown:
    """Memory in bytes after so many `first` requests, and after `all` of them."""

    first: int
    early: int
    all: int
    late: int

    @property
    def ratio(self) -> float:
        return self.late / self.early

    def __str__(self) -> str:
        return f"{self.late >> 20} MB after {self.all:,} requests, {self.early >> 20} MB after {self.first:,}"


def measured(kept: Kept, pace: Pace) -> list[Outcome]:
    """As shipped; and, with a tenth of the requests, where so little is kept that it is replaced all the while. The
    worse of the two counts."""
    shipped = _grown(kept, pace.memory_requests)
    replaced = _grown(kept, max(pace.memory_requests // LITTLE_SHARE, 2 * FIRST), **LITTLE_KEPT)
    detail = f"{shipped}; where 32 MB are kept, {replaced}"
    return [Outcome(L_MEMORY, max(shipped.ratio, replaced.ratio), detail)]


def _grown(kept: Kept, requests: int, **settings: object) -> Grown:
    """After the first thousand requests or a few more, and again after all of them."""
    with (
        servers.serving(kept.postgresql(registers.L), **settings) as server,
        generator(another_organization_each_time()) as asking,
    ):
        first_page.answer(server.url)
        answered, until = 0, time.monotonic() + LONGEST_SECONDS
        while answered < FIRST:
            answered += asking.load(server.url, CONNECTIONS, 1).requests
        first, early = answered, server.memory_bytes
        while answered < requests:
            answered += asking.load(server.url, CONNECTIONS, SLICE_SECONDS).requests
            if time.monotonic() > until and answered < requests:
                raise BenchmarkFailed(f"in {LONGEST_SECONDS} s, only {answered:,} requests were answered")
        return Grown(first, early, answered, server.memory_bytes)
