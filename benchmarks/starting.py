"""The time from process start to ready, beside the time in which the libraries are imported."""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import servers
from benchmarks.pace import Pace
from benchmarks.targets import S_START, Outcome, median_ratio

LIBRARIES = "import strawberry, sqlmodel, starlette"


def measured(pace: Pace) -> list[Outcome]:
    """As at a second start, on a register that is filled."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'register.sqlite'}"
        _ready(url)
        imports, starts = [], []
        for _ in range(pace.starts):
            imports.append(_imported())
            starts.append(_ready(url))
    detail = f"{statistics.median(starts):.2f} s beside {statistics.median(imports):.2f} s"
    return [Outcome(S_START, median_ratio(starts, imports), detail)]


def _imported() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
    return time.perf_counter() - begun


def _ready(url: str) -> float:
    begun = time.perf_counter()
    with servers.serving(url):
        return time.perf_counter() - begun
