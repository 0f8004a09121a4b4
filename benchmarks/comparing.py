"""Servers asked side by side in one run: each in turn, round after round, so that what slows one slows all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.pace import Pace
from benchmarks.targets import Outcome, Target, median_ratio
from benchmarks.wrk import BenchmarkFailed, Generator, Load

MOST_HITS = 0.01
LONGEST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Side:
    """The address that is asked, and who asks it. So many of its `first` questions count for nothing: what they leave
    behind is there for the others."""

    url: str
    generator: Generator
    first: int = 1

    def warmed_up(self, connections: int) -> float:
        """How many of the first questions it answered in a second."""
        loads: list[Load] = []
        while not loads or (sum(load.requests for load in loads) < self.first and len(loads) < LONGEST_SECONDS):
            loads.append(self.generator.load(self.url, connections, 1))
        return sum(load.requests for load in loads) / sum(load.seconds for load in loads)


@dataclass(frozen=True, slots=True)
class Measured:
    """What each side answered, by its name and the number of connections, round by round; and how many of its first
    questions it answered in a second."""

    loads: Mapping[tuple[str, int], Sequence[Load]]
    first: Mapping[str, float] = field(default_factory=dict)

    def ratios(self, one: str, other: str) -> dict[int, float]:
        """By the number of connections."""
        return {
            connections: median_ratio(self._rates(one, connections), self._rates(other, connections))
            for name, connections in self.loads
            if name == one
        }

    def outcome(self, target: Target, one: str, other: str, beside: str | None = None) -> Outcome:
        """The worst of the ratios counts; the ratio to `beside` is told and counts for nothing."""
        ratios = self.ratios(one, other)
        details = [f"{_listed(ratios)}; {self.rate(one):,.0f} beside {self.rate(other):,.0f} a second"]
        if beside is not None:
            details.append(f"beside the route without middleware {_listed(self.ratios(one, beside))}")
        return Outcome(target, target.worst(ratios.values()), "; ".join(details))

    def rate(self, name: str) -> float:
        """Of the fastest round."""
        return max(load.rate for (side, _), loads in self.loads.items() for load in loads if side == name)

    def _rates(self, name: str, connections: int) -> list[float]:
        return [load.rate for load in self.loads[name, connections]]


def compared(sides: Mapping[str, Side], pace: Pace) -> Measured:
    """Each side is asked for a second at least that counts for nothing, so that what is made once is made."""
    first = {name: side.warmed_up(pace.connections[0]) for name, side in sides.items()}
    loads: dict[tuple[str, int], list[Load]] = {
        (name, connections): [] for connections in pace.connections for name in sides
    }
    for _ in range(pace.rounds):
        for (name, connections), measured in loads.items():
            side = sides[name]
            measured.append(side.generator.load(side.url, connections, pace.slice_seconds))
    return Measured(loads, first)


def require_no_hits(before: str, after: str) -> None:
    """From what /metrics told before and after. Raises BenchmarkFailed where answers kept from earlier helped."""
    hits, misses = (_counted(after, outcome) - _counted(before, outcome) for outcome in ("hit", "miss"))
    if hits > MOST_HITS * (hits + misses):
        raise BenchmarkFailed(f"{hits:.0f} of {hits + misses:.0f} answers came from the cache")


def _counted(metrics: str, outcome: str) -> float:
    prefix = f'cget_cache_answers_total{{outcome="{outcome}"}} '
    return math.fsum(float(line.removeprefix(prefix)) for line in metrics.splitlines() if line.startswith(prefix))


def _listed(ratios: Mapping[int, float]) -> str:
    return ", ".join(f"{ratio:.2f} with {connections} connections" for connections, ratio in ratios.items())
