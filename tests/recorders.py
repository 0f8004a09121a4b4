"""Recording in processes of their own, so that they can be killed, or set off at once."""

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from cget_api.core.model import Dataset
from cget_api.core.vocabulary import Predicate
from cget_api.store.engine import engine_from_url
from cget_api.store.reading import latest_revision_number
from cget_api.store.recording import record
from tests.worlds import said, whole_world

AT = datetime(2020, 1, 1, tzinfo=UTC)
STATEMENTS = 150

# Children are forked from a server that has everything imported and no thread, instead of starting Python anew each
# time.
PROCESSES: Final = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.recorders"])


def dataset_of(number: int) -> Dataset:
    """Of which each holds half of what the one before it holds, and as much that is new."""
    whole = whole_world()
    first = number * STATEMENTS // 2
    missions = (said("datar", Predicate.MISSION, f"task {task}") for task in range(first, first + STATEMENTS))
    return replace(whole, statements=(*whole.statements, *missions))


def record_the_next(url: str, signal: Connection) -> None:
    """Says when it is ready, waits for the word, and says when it has done."""
    engine = engine_from_url(url)
    number = latest_revision_number(engine) + 1
    dataset = dataset_of(number)
    signal.send("ready")
    signal.recv()
    revision = record(engine, dataset, "Ada", f"Number {number}", AT)
    signal.send(revision and revision.number)


def record_this(url: str, signal: Connection, number: int) -> None:
    engine = engine_from_url(url)
    dataset = dataset_of(number)
    signal.send("ready")
    signal.recv()
    revision = record(engine, dataset, "Ada", "At once", AT)
    signal.send(revision and revision.number)


def started(target: Callable[..., None], url: str, *arguments: object) -> tuple[BaseProcess, Connection]:
    """Ready, and waiting for the word."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=target, args=(url, theirs, *arguments))
    process.start()
    theirs.close()
    assert ours.recv() == "ready"
    return process, ours
