"""Runs the register's own commands as a stranger would: from the wheel, in an empty folder and environment."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Installation:
    """The wheel unpacked in `folder`, over the packages of the tests' own environment; `home` is nobody's and empty."""

    folder: Path
    home: Path

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        path = f"{self.folder / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin"
        return {"PATH": path, "PYTHONPATH": str(self.folder), "HOME": str(self.home), **settings}

    def run(self, command: Sequence[str], settings: Mapping[str, str], where: Path) -> str:
        """What it prints; fails with what it complains of."""
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            cwd=where,
            env=self.environment(settings),
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    @contextmanager
    def serving(self, command: Sequence[str], settings: Mapping[str, str], where: Path) -> Iterator[httpx2.Client]:
        """Ready for questions when it yields; stopped when it ends, by a signal to that one process."""
        port = str(_free_port())
        environment = self.environment({**settings, "CGET_HOST": "127.0.0.1", "CGET_PORT": port})
        log = self.home / f"served-on-{port}.log"
        with (
            log.open("w") as output,
            subprocess.Popen(command, cwd=where, env=environment, stdout=output, stderr=output) as server,
            httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=PATIENCE) as client,
        ):
            try:
                _wait_until_ready(client, server, log)
                yield client
            finally:
                server.terminate()
                server.wait(timeout=30)


def answer(client: httpx2.Client, question: str) -> Any:
    return client.post("/graphql", json={"query": question}).json()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_ready(client: httpx2.Client, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, f"it stopped before it was ready: {log.read_text()}"
        try:
            if client.get("/readyz").status_code == httpx2.codes.OK:
                return
        except httpx2.ConnectError:
            pass  # it does not listen yet
        time.sleep(0.1)
    raise AssertionError(f"it is not ready after {PATIENCE} seconds: {log.read_text()}")
