"""The load generator: wrk, told what to ask by a script, and what it says of the answers."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SCRIPT: Final = Path(__file__).with_name("ask.lua")
MISSING: Final = "make bench needs wrk, which loads a server with HTTP requests. Debian has it: apt-get install wrk"


class BenchmarkFailed(Exception):
    """What was to be measured cannot be, or what was answered is not what was asked for."""


@dataclass(frozen=True, slots=True)
class Load:
    """So many requests were answered in so many seconds; half of them within `p50` seconds and 99 in 100 within `p99`.

    Of the answers, so many were `refused` (no status 2xx or 3xx), and so many connections `broken` or too slow."""

    requests: int
    seconds: float
    refused: int
    broken: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """A `question`, the body of a POST with {slug} and {day} in it, of each of the slugs on each of the days."""

    question: str
    slugs: Sequence[str]
    days: Sequence[str]


class Generator:
    """Asks on without asking the same again, however often it is started."""

    def __init__(self, asked: Asked, folder: Path) -> None:
        self._arguments = [str(folder / name) for name in ("question", "slugs", "days")]
        for argument, text in zip(
            self._arguments, (asked.question, "\n".join(asked.slugs), "\n".join(asked.days)), strict=True
        ):
            Path(argument).write_text(text, encoding="utf-8")
        self._number = 0

    def load(self, url: str, connections: int, seconds: float) -> Load:
        """On so many keep-alive connections. Raises BenchmarkFailed where an answer is none."""
        load = self.load_anyhow(url, connections, seconds)
        if load.refused or load.broken or not load.requests:
            raise BenchmarkFailed(f"of {load.requests} answers {load.refused} are errors, {load.broken} broken off")
        return load

    def load_anyhow(self, url: str, connections: int, seconds: float) -> Load:
        program = shutil.which("wrk")
        if program is None:
            raise BenchmarkFailed(MISSING)
        # wrk knows whole seconds and milliseconds are of no use to it: what is asked for is rounded up.
        whole = max(1, round(seconds))
        command = [program, "-t1", f"-c{connections}", f"-d{whole}s", "--timeout", "30s", "-s", str(SCRIPT), url, "--"]
        told = subprocess.run(
            [*command, *self._arguments, str(self._number)], check=True, capture_output=True, text=True
        ).stdout
        load = load_from_output(told)
        self._number += load.requests + connections
        return load


@contextmanager
def generator(asked: Asked) -> Iterator[Generator]:
    with tempfile.TemporaryDirectory(prefix="cget-bench-") as folder:
        yield Generator(asked, Path(folder))


def load_from_output(output: str) -> Load:
    """The last line is the script's. Raises BenchmarkFailed where there is none."""
    lines = output.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        raise BenchmarkFailed(f"wrk told nothing of what it did: {output.strip()[-500:]}")
    told = json.loads(lines[-1])
    return Load(
        told["requests"],
        told["microseconds"] / 1e6,
        told["refused"],
        told["broken"],
        told["p50"] / 1e6,
        told["p99"] / 1e6,
    )
