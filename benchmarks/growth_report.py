"""Growth as a table, and as a plot in SVG for the page on performance."""

import math
import os
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import Final

from benchmarks.growth import Growth, Taken

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
PLOT: Final = PAGE.with_name("growth.svg")
_MEASURED: Final = re.compile(r"(<!-- growth -->\n).*?(<!-- end -->)", re.DOTALL)
_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 530, 20, 350
_COLOURS: Final = ("#1b6ca8", "#d1495b", "#3a7d44", "#8d6a9f", "#c77f2a", "#2a9d8f", "#555555", "#111111")
_VERSIONS: Final = ("strawberry-graphql", "graphql-core", "starlette", "uvicorn", "sqlalchemy", "orjson")


def table(growth: Growth) -> str:
    """In Markdown: statements sent and milliseconds taken."""
    sizes = _sizes(growth)
    lines = [
        f"| question | {' | '.join(f'×{size:,}' for size in sizes)} |",
        f"|---|{'---|' * len(sizes)}",
        *(f"| {name} | {' | '.join(_cell(taken[size]) for size in sizes)} |" for name, taken in growth.items()),
    ]
    return "\n".join(lines)


def _cell(taken: Taken) -> str:
    milliseconds = taken.seconds * 1000
    return f"{taken.statements:g} / {milliseconds:,.{0 if milliseconds >= 100 else 1}f} ms"


def write(growth: Growth) -> None:
    """Onto the page on performance, and beside it."""
    PLOT.write_text(svg(growth), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    plot = f"![Milliseconds for each question, by the size of the register]({PLOT.name})"
    told = f"{made_with()}\n\n{table(growth)}\n\n{plot}\n"
    PAGE.write_text(_MEASURED.sub(lambda found: f"{found[1]}{told}{found[2]}", page), encoding="utf-8")


def made_with() -> str:
    """The machine and the versions, and nothing that names the machine."""
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    versions = ", ".join(f"{name} {version(name)}" for name in _VERSIONS)
    python = f"Python {'.'.join(map(str, sys.version_info[:3]))}"
    return f"Made on {_cores()} of {processor}, with {python}, {versions}, PostgreSQL 18."


def _cores() -> str:
    cores = os.cpu_count() or 1
    return f"{cores} core{'s' if cores > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Axes:
    """Both logarithmic: sizes from 1 to `largest`, seconds between the powers of ten `low` and `high`."""

    largest: int
    low: int
    high: int

    def x(self, size: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * math.log10(size) / (math.log10(self.largest) or 1)

    def y(self, seconds: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (math.log10(seconds) - self.low) / ((self.high - self.low) or 1)


def svg(growth: Growth) -> str:
    """A line for each question; what grows like the register rises by a power of ten with each of its own."""
    sizes = _sizes(growth)
    seconds = [taken.seconds for by_size in growth.values() for taken in by_size.values()]
    axes = Axes(sizes[-1], math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds))))
    view = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12" role="img"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view}>',
        "<title>Milliseconds for each question, by the size of the register</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        *_grid(axes, sizes),
        *_lines(axes, growth, sizes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(axes: Axes, sizes: Sequence[int]) -> Iterator[str]:
    for power in range(axes.low, axes.high + 1):
        y = axes.y(10.0**power)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#dddddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0 ** (power + 3):g} ms</text>'
    for size in sizes:
        x = axes.x(size)
        yield f'<path d="M{x:.1f} {_TOP}V{_BOTTOM}" stroke="#eeeeee"/>'
        yield f'<text x="{x:.1f}" y="{_BOTTOM + 20}" text-anchor="middle">×{size:,}</text>'


def _lines(axes: Axes, growth: Growth, sizes: Sequence[int]) -> Iterator[str]:
    """Each named at its end, the names far enough from one another to be read."""
    ends = sorted(growth, key=lambda name: -growth[name][sizes[-1]].seconds)
    free = float(_TOP)
    for colour, name in zip(cycle(_COLOURS), ends, strict=False):
        points = " ".join(f"{axes.x(size):.1f},{axes.y(growth[name][size].seconds):.1f}" for size in sizes)
        place = max(axes.y(growth[name][sizes[-1]].seconds), free)
        free = place + 15
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield f'<text x="{_RIGHT + 8}" y="{place + 4:.1f}" fill="{colour}">{escape(name)}</text>'


def _sizes(growth: Growth) -> list[int]:
    return sorted(next(iter(growth.values())))
