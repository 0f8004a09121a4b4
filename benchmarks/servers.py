"""Servers of one worker each, in processes of their own on the loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wrk import BenchmarkFailed
from cget_api.settings import Settings

READY = "serving on "
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """Process `pid` answers at the address `base`."""

    pid: int
    base: str

    @property
    def url(self) -> str:
        return f"{self.base}/graphql"

    @property
    def memory_bytes(self) -> int:
        """What of it is in memory, shared libraries included."""
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "VmRSS":
                return int(value.split()[0]) * 1024
        raise BenchmarkFailed("this system does not tell how much memory a process takes")


@contextmanager
def serving(database_url: str, **settings: object) -> Iterator[Server]:
    """`cget-api serve`, with the settings otherwise as shipped. Raises BenchmarkFailed for a setting that there is none
    of, so that nothing is measured that was not asked for."""
    for name in settings:
        if name not in Settings.model_fields:
            raise BenchmarkFailed(f"there is no setting CGET_{name.upper()}")
    environment = {f"CGET_{name.upper()}": str(value).lower() for name, value in settings.items()}
    command = [sys.executable, "-m", "cget_api", "serve", "--port", "0", "--database-url", database_url]
    with _started(command, environment) as server:
        yield server


@contextmanager
def beside(name: str, answer: bytes) -> Iterator[Server]:
    """What the service is compared with: the application of that name in `benchmarks.beside`, which answers so."""
    with _started([sys.executable, "-m", "benchmarks.beside", name], {}, answer) as server:
        yield server


@contextmanager
def _started(command: list[str], settings: Mapping[str, str], told: bytes = b"") -> Iterator[Server]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CGET_")}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment, **settings},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(told)
            process.stdin.close()
            yield Server(process.pid, _address(process.stdout))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _address(output: Iterator[bytes]) -> str:
    for line in output:
        text = line.decode().strip()
        if text.startswith(READY):
            return text.removeprefix(READY).removesuffix("/")
    raise BenchmarkFailed("a server did not start")
