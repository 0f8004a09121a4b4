"""How long and how often is measured: enough to be believed, or quickly."""

import os
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """Alternating `rounds` of `slice_seconds` for each side at each number of connections; `starts` of a process;
    `news_seconds` of recording, after `quiet_seconds` without; `memory_requests`; registers of each of `sizes`."""

    rounds: int
    slice_seconds: int
    connections: tuple[int, ...]
    starts: int
    quiet_seconds: int
    news_seconds: int
    memory_requests: int
    sizes: tuple[int, ...]


FULL: Final = Pace(5, 2, (8, 32), 9, 20, 60, 100_000, (1, 10, 100, 1_000))
QUICK: Final = Pace(3, 1, (8,), 3, 5, 8, 5_000, (1, 10))


def pace() -> Pace:
    return QUICK if os.environ.get("BENCH_QUICK") == "1" else FULL
