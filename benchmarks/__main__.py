"""`python -m benchmarks [NAME ...]`: measures the targets of those names, or all, and prints how each came out."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import growth, growth_report, memory, news, scaling, starting, throughput
from benchmarks.keeping import Kept, kept
from benchmarks.pace import FULL, Pace, pace
from benchmarks.targets import (
    L_COLD,
    L_MEMORY,
    L_ROUTE,
    S_COLD,
    S_FAST_PATH,
    S_HOT,
    S_NEWS,
    S_NEWS_P99,
    S_START,
    TARGETS,
    Outcome,
    Target,
    exit_status,
)
from benchmarks.wrk import BenchmarkFailed

GROWTH = "growth"
WORKERS = "workers"
KNOWN = (*(target.name for target in TARGETS), WORKERS, GROWTH)
Names = Annotated[list[str] | None, typer.Argument(help=", ".join(KNOWN))]

Measuring = Callable[[Kept, Pace, Sequence[Target]], list[Outcome]]
SCENARIOS: tuple[tuple[tuple[Target, ...], Measuring], ...] = (
    ((S_COLD, S_HOT, S_FAST_PATH), throughput.on_s),
    ((L_COLD, L_ROUTE), throughput.on_l),
    ((L_MEMORY,), lambda registers, at, _: memory.measured(registers, at)),
    ((S_START,), lambda _, at, __: starting.measured(at)),
    ((S_NEWS, S_NEWS_P99), lambda registers, at, _: news.measured(registers, at)),
)


def main(names: Names = None) -> None:
    asked = names or KNOWN
    unknown = set(asked) - set(KNOWN)
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: there is no such target")
    begun, at = time.monotonic(), pace()
    with kept() as registers:
        outcomes = [
            outcome
            for targets, measure in SCENARIOS
            if (wanted := [target for target in targets if target.name in asked])
            for outcome in measured(measure, registers, at, wanted)
        ]
        scaled = measured_workers(registers, at) if WORKERS in asked else True
        grown = measured_growth(registers, at) if GROWTH in asked else True
    if outcomes:
        Console(width=160).print(_table(outcomes))
    hurried = "" if at is FULL else "; measured quickly, which tells less"
    sys.stdout.write(f"in {time.monotonic() - begun:.0f} s{hurried}\n")
    sys.exit(exit_status(outcomes) if outcomes and scaled and grown else int(not (scaled and grown)))


def measured_workers(registers: Kept, at: Pace) -> bool:
    """Whether it could be measured; printed."""
    sys.stderr.write(f"measuring {WORKERS} ...\n")
    try:
        sys.stdout.write(f"{scaling.told(registers, at)}\n")
    except (BenchmarkFailed, OSError) as error:
        sys.stdout.write(f"{WORKERS}: error: {error}\n")
        return False
    return True


def measured_growth(registers: Kept, at: Pace) -> bool:
    """Whether no question takes more statements of a larger register; what was measured is printed, and written onto
    its page where BENCH_WRITE is set."""
    sys.stderr.write(f"measuring {GROWTH} ...\n")
    try:
        found = growth.measured(registers, at)
    except (BenchmarkFailed, OSError) as error:
        sys.stdout.write(f"{GROWTH}: error: {error}\n")
        return False
    heading = "statements sent to the database / milliseconds, by how many times the shipped register is asked"
    sys.stdout.write(f"{heading}\n\n{growth_report.table(found)}\n\n")
    if os.environ.get("BENCH_WRITE") == "1":
        growth_report.write(found)
    more = growth.asking_more(found)
    if more:
        sys.stdout.write(f"{GROWTH}: missed: a larger register takes more statements of {', '.join(more)}\n")
    return not more


def measured(measure: Measuring, registers: Kept, at: Pace, wanted: Sequence[Target]) -> list[Outcome]:
    """What could not be measured is an outcome too."""
    sys.stderr.write(f"measuring {', '.join(target.name for target in wanted)} ...\n")
    try:
        found = measure(registers, at, wanted)
    except (BenchmarkFailed, OSError) as error:
        return [Outcome(target, None, error=str(error)) for target in wanted]
    return [outcome for outcome in found if outcome.target in wanted]


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table("target", "what", "allowed", "figure", "verdict", "detail")
    for outcome in outcomes:
        target = outcome.target
        figure = "" if outcome.figure is None else f"{outcome.figure:.2f}"
        table.add_row(
            target.name, target.what, f"{target.bound} {target.figure:g}", figure, outcome.verdict, outcome.detail
        )
    return table


if __name__ == "__main__":
    typer.run(main)
