"""The service as `make serve` runs it: a process of its own, with the shipped register in a file of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Service:
    """A running service at `base`, over the register in `file`."""

    base: str
    file: Path
    process: subprocess.Popen[bytes]

    def ask(self, query: str, **variables: object) -> dict[str, object]:
        answer = httpx2.post(f"{self.base}/graphql", json={"query": query, "variables": variables}, trust_env=False)
        body: dict[str, object] = answer.json()
        assert "errors" not in body, body["errors"]
        data = body["data"]
        assert isinstance(data, dict)
        return data

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def record_another_revision(self, folder: Path) -> None:
        """By another process: what is shipped, and one source more."""
        seeds = folder / "seeds"
        shutil.copytree(ROOT / "seeds", seeds)
        (seeds / "sources" / "un-texte-de-plus.yaml").write_text(
            "source_kind: OTHER\ntitle: Un texte de plus\n", encoding="utf-8"
        )
        command = [sys.executable, "-m", "cget_api", "seed", "apply", "--author", "Ada", "--message", "One source more"]
        environment = {**_environment(self.file), "CGET_SEEDS": str(seeds)}
        subprocess.run(command, check=True, capture_output=True, env=environment, timeout=PATIENCE)


@contextmanager
def serving(file: Path) -> Iterator[Service]:
    """Ready when it yields. The file is made and filled where there is none."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "cget_api", "serve", "--port", str(port)]
    log = file.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(command, env=_environment(file), stdout=output, stderr=output)
        service = Service(f"http://127.0.0.1:{port}", file, process)
        try:
            _wait_until_ready(service, log)
            yield service
        finally:
            service.stop()


def _environment(file: Path) -> dict[str, str]:
    here = {name: value for name, value in os.environ.items() if not name.startswith("CGET_")}
    return {**here, "CGET_DATABASE_URL": f"sqlite:///{file}", "PYTHONPATH": str(ROOT / "src")}


def _wait_until_ready(service: Service, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert service.process.poll() is None, log.read_text()
        try:
            if httpx2.get(f"{service.base}/readyz", trust_env=False).status_code == httpx2.codes.OK:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"not ready: {log.read_text()}")
