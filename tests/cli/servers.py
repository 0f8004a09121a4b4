"""`cget-api serve` in a process of its own, asked over the network and stopped by a signal to it alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from cget_api.web.first_question import first_question_url

PATIENCE = 60.0
LAST_LINE = "stop it with Ctrl-C"


@dataclass(frozen=True, slots=True)
class Server:
    """A process that serves at the address `base`; it said `news` before."""

    process: "subprocess.Popen[str]"
    news: tuple[str, ...]
    base: str

    @property
    def workers(self) -> tuple[int, ...]:
        """The processes that answer for it, in the order in which they were started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return tuple(int(child) for child in children if b"spawn_main" in _command_of(int(child)))

    def ask(self, address: str) -> httpx2.Response:
        with httpx2.Client(trust_env=False, timeout=PATIENCE) as client:
            return client.get(address)

    def stopped_by(self, number: signal.Signals) -> tuple[int, str, str]:
        """Its exit status, and what else it printed and complained of."""
        self.process.send_signal(number)
        printed, complained = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, printed, complained


def _command_of(process: int) -> bytes:
    """Empty where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def is_alive(process: int) -> bool:
    return _command_of(process) != b""


def until(holds: Callable[[], bool]) -> None:
    """Waits for it."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """On a free port; stopped at the end of the block, by a signal to this one process."""
    with subprocess.Popen(
        [sys.executable, "-m", "cget_api", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CGET_ACCESS_LOG": "false"},
    ) as process:
        try:
            yield _started(process)
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=PATIENCE)


def _started(process: "subprocess.Popen[str]") -> Server:
    assert process.stdout is not None
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stdout:
        if line.rstrip() == LAST_LINE:
            break
        lines.append(line.rstrip())
    else:
        raise AssertionError(process.stderr.read())
    *news, serving_on, question = lines
    base = serving_on.removeprefix("serving on ").removesuffix("/")
    assert question == f"a first question: {first_question_url(base)}"
    return Server(process, tuple(news), base)


def sqlite_in(folder: Path) -> tuple[Path, str]:
    return folder / "register.sqlite", f"sqlite:///{folder / 'register.sqlite'}"
