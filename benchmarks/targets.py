"""The targets, what was measured of them, and the verdict."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Bound(StrEnum):
    """On which side of the target a figure must be."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Target:
    """Under a `name` by which it can be measured alone: `what` it says, in words, and the figure that it allows."""

    name: str
    what: str
    bound: Bound
    figure: float

    def is_met_by(self, figure: float) -> bool:
        return figure >= self.figure if self.bound is Bound.AT_LEAST else figure <= self.figure

    def worst(self, figures: Iterable[float]) -> float:
        return min(figures) if self.bound is Bound.AT_LEAST else max(figures)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one target: the `figure`, or None with the `error` that kept it from being measured; `detail` is told too."""

    target: Target
    figure: float | None
    detail: str = ""
    error: str = ""

    @property
    def is_met(self) -> bool:
        return self.figure is not None and self.target.is_met_by(self.figure)

    @property
    def verdict(self) -> str:
        if self.figure is None:
            return f"error: {self.error}"
        return "met" if self.is_met else "missed"


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """1 where a target is missed or could not be measured, or where nothing was."""
    return 0 if outcomes and all(outcome.is_met for outcome in outcomes) else 1


def median_ratio(measured: Sequence[float], beside: Sequence[float]) -> float:
    """The median of the ratios within each round: what slows a round down slows both."""
    return statistics.median(one / other for one, other in zip(measured, beside, strict=True))


_LEAST: Final = Bound.AT_LEAST
_MOST: Final = Bound.AT_MOST

S_COLD: Final = Target("S-cold", "S, another day each time, beside a Starlette route of the same bytes", _LEAST, 0.40)
S_HOT: Final = Target("S-hot", "S, the same request, beside that route", _LEAST, 1.0)
S_FAST_PATH: Final = Target("S-fast-path", "S, another day each time, beside the reference executor", _LEAST, 12)
L_COLD: Final = Target(
    "L-cold", "L on PostgreSQL, another organisation and day each time, beside S read on demand", _LEAST, 0.6
)
L_ROUTE: Final = Target("L-route", "the same, beside a Starlette route of the same bytes", _LEAST, 0.08)
L_MEMORY: Final = Target(
    "L-memory", "L, memory of a worker after 100,000 different requests, beside after 1,000", _MOST, 1.2
)
S_START: Final = Target(
    "S-start", "S, from process start to ready, beside importing strawberry, sqlmodel, starlette", _MOST, 1.6
)
S_NEWS: Final = Target(
    "S-news", "failed or wrong answers while a revision is recorded each second, 32 connections", _MOST, 0
)
S_NEWS_P99: Final = Target("S-news-p99", "p99 latency meanwhile, beside a quiet register", _MOST, 3)

TARGETS: Final = (S_COLD, S_HOT, S_FAST_PATH, L_COLD, L_ROUTE, L_MEMORY, S_START, S_NEWS, S_NEWS_P99)
