"""Several processes that answer on one socket, started and watched over by this one."""

import gc
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from prometheus_client.multiprocess import mark_process_dead
from uvicorn.supervisors import Multiprocess

from cget_api.cli.server import PATIENCE, config_of
from cget_api.settings import Settings
from cget_api.telemetry.log import log_to

if TYPE_CHECKING:
    from starlette.applications import Starlette

logger = logging.getLogger(__name__)

_TO_START = 60
_TO_END = 3 * PATIENCE
_TOGETHER = "PROMETHEUS_MULTIPROC_DIR"


def answer_with_workers(settings: Settings, listener: socket, announce: Callable[[], None]) -> bool:
    """Until it is told to stop, by SIGTERM or SIGINT; False where a worker could not start.

    A worker that dies is replaced, and SIGHUP replaces all of them one by one. None outlives this process, however it
    ends.
    """
    with _counting_together() as folder:
        workers = AnnouncingWorkers(settings, listener, announce, folder)
        workers.run()
        return not workers.have_failed


class AnnouncingWorkers(Multiprocess):
    """Calls `announce` once all workers answer; tells of those that died, and counts them out of what is under way."""

    def __init__(self, settings: Settings, listener: socket, announce: Callable[[], None], folder: Path) -> None:
        application = partial(application_of_worker, settings)
        config = config_of(application, settings.max_body_bytes, factory=True, workers=settings.workers)
        super().__init__(config, [listener])
        self._announce = announce
        self._folder = folder
        self._known: set[int] = set()
        self.have_failed = False

    def init_processes(self) -> None:
        super().init_processes()
        self._known = self._pids()
        started = [process.wait_until_ready(_TO_START, self.should_exit) for process in self.processes]
        if all(started):
            self._announce()

    def keep_subprocess_alive(self) -> None:
        running = not self.should_exit.is_set()
        super().keep_subprocess_alive()
        self.have_failed = running and self.should_exit.is_set()
        pids = self._pids()
        for pid in self._known - pids:
            logger.warning("Worker %d has ended, and another takes its place", pid)
            mark_process_dead(pid, str(self._folder))  # type: ignore[no-untyped-call]
        self._known = pids

    def join_all(self) -> None:
        for process in self.processes:
            process.process.join(_TO_END)
            if process.process.is_alive():
                process.process.kill()
                process.process.join()

    def _pids(self) -> set[int]:
        return {process.pid for process in self.processes if process.pid is not None}


def application_of_worker(settings: Settings) -> "Starlette":
    """In the worker's own process, which it ends when the one that started it has ended without a word."""
    gc.disable()
    from cget_api.app import create_app

    log_to(sys.stderr, settings.log_format)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    app = create_app(settings)
    gc.enable()
    return app


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def _counting_together() -> Iterator[Path]:
    """In a folder that the workers find in their environment, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="cget-metrics-"))
    os.environ[_TOGETHER] = str(folder)
    try:
        yield folder
    finally:
        del os.environ[_TOGETHER]
        shutil.rmtree(folder, ignore_errors=True)
