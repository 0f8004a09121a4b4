"""`cget-api serve --workers`: several processes on one socket, watched over by the one that started them."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from cget_api.core.vocabulary import Predicate
from cget_api.dataset.loading import dataset_from_folder
from cget_api.store.recording import record
from tests.cli.conftest import Run
from tests.cli.servers import Server, is_alive, serving, sqlite_in, until
from tests.worlds import said

TWO = ("--workers", "2")
READY = 'cget_requests_total{method="GET",route="/readyz",status="200"}'


@contextmanager
def halted(process: int) -> Iterator[None]:
    """It does nothing within the block, and lives."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def answers_of_each(server: Server) -> list[object]:
    """The revision that each of two workers answers from, asked while the other is halted."""
    answers = []
    for other in reversed(server.workers):
        with halted(other):
            answers.append(server.ask(f"{server.base}/readyz").json()["revision"])
    return answers


def metric(server: Server, sample: str) -> float:
    """Of the page of whichever worker is asked."""
    (value,) = (
        line.removeprefix(f"{sample} ")
        for line in server.ask(f"{server.base}/metrics").text.splitlines()
        if line.startswith(f"{sample} ")
    )
    return float(value)


def test_each_of_two_workers_answers_on_the_one_address(register: str, seeds: Path) -> None:
    with serving("--database-url", register, "--seeds", str(seeds), *TWO) as server:
        assert len(server.workers) == 2
        assert answers_of_each(server) == [1, 1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_that_dies_is_told_and_replaced(register: str, seeds: Path) -> None:
    with serving("--database-url", register, "--seeds", str(seeds), *TWO) as server:
        first, second = server.workers
        os.kill(first, signal.SIGKILL)
        until(lambda: first not in server.workers and len(server.workers) == 2)
        assert server.workers[0] == second
        assert answers_of_each(server) == [1, 1]
        status, _, log = server.stopped_by(signal.SIGTERM)
    assert (status, log.partition("Z ")[2]) == (
        0,
        f"WARNING cget_api.cli.workers: Worker {first} has ended, and another takes its place\n",
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_of_them_end_when_the_service_is_told_to_stop(register: str, seeds: Path, number: signal.Signals) -> None:
    with serving("--database-url", register, "--seeds", str(seeds), *TWO) as server:
        workers = server.workers
        assert server.stopped_by(number) == (0, "", "")
    assert [process for process in workers if is_alive(process)] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_worker_outlives_the_process_that_started_it(register: str, seeds: Path) -> None:
    with serving("--database-url", register, "--seeds", str(seeds), *TWO) as server:
        workers = server.workers
        server.process.kill()
        until(lambda: not any(map(is_alive, workers)))
        with pytest.raises(httpx2.ConnectError):
            server.ask(f"{server.base}/livez")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hangup_replaces_each_of_them_while_the_service_answers(register: str, seeds: Path) -> None:
    with serving("--database-url", register, "--seeds", str(seeds), *TWO) as server:
        before = server.workers
        server.process.send_signal(signal.SIGHUP)
        until(lambda: not set(before) & set(server.workers) and len(server.workers) == 2)
        assert answers_of_each(server) == [1, 1]


def test_each_learns_of_a_new_revision(register: str, engine: Engine, seeds: Path) -> None:
    dataset = dataset_from_folder(seeds)
    more = replace(dataset, statements=(*dataset.statements, said("cget", Predicate.MISSION, "Another")))
    with serving("--database-url", register, "--seeds", str(seeds), *TWO) as server:
        assert metric(server, "cget_revision") == 1
        record(engine, more, "Ada", "Record a mission", datetime(2026, 11, 2, tzinfo=UTC))
        until(lambda: metric(server, "cget_revision") == 2)
        assert answers_of_each(server) == [2, 2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_they_count_together_whichever_is_asked(register: str, seeds: Path) -> None:
    with serving("--database-url", register, "--seeds", str(seeds), *TWO) as server:
        answers_of_each(server)
        first, second = server.workers
        counted = []
        for other in (first, second):
            with halted(other):
                counted.append(metric(server, READY))
        assert counted == [2, 2]
        os.kill(first, signal.SIGKILL)
        until(lambda: first not in server.workers and len(server.workers) == 2)
        assert metric(server, "cget_requests_in_flight") == 1


def test_what_keeps_one_process_from_starting_keeps_several_and_is_told_once(
    run: Run, tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = sqlite_in(tmp_path)
    monkeypatch.setenv("CGET_TRUSTED_DOCUMENTS_ONLY", "true")
    result = run("serve", "--port", "0", "--database-url", url, "--seeds", str(seeds), *TWO)
    assert result.exit_code == 1
    assert result.stderr == (
        "error: BAD_USER_INPUT: CGET_TRUSTED_DOCUMENTS_ONLY: is set without a manifest. Name one in "
        "CGET_TRUSTED_DOCUMENTS, or unset it\n"
    )
