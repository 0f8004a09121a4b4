"""The keeper: it goes on after the database was away, and what a request began with stays as it was."""

import asyncio
import gc
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cget_api.core.vocabulary import Predicate
from cget_api.graphql import graphql_routes
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.erasure import erase
from cget_api.store.migration import upgrade
from cget_api.store.recording import record
from tests.worlds import said, world

AT = datetime(2026, 11, 1, tzinfo=UTC)
NEVER = 3600.0
"""Seconds between looks, so that what is seen was heard and not looked for."""
OFTEN = 0.1
SOON = 5.0
PATIENCE = 20.0
AWAY = "Cannot look for new revisions, and will keep trying"
BACK = "The database answers again"


def record_revision(engine: Engine, number: int) -> None:
    missions = (said("cget", Predicate.MISSION, f"task {task}") for task in range(number))
    revision = record(engine, world(*missions), "Ada", f"Revision {number}", AT)
    assert revision is not None
    assert revision.number == number


def number_held(keeper: Keeper) -> int:
    return 0 if keeper.archive is None else keeper.archive.latest.revision.number


async def until(true: Callable[[], bool], within: float = PATIENCE) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.02)


@asynccontextmanager
async def keeping(keeper: Keeper, seconds: float) -> AsyncIterator[Keeper]:
    with keeper.kept_fresh(seconds):
        yield keeper


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


def listeners_ended(url: str) -> int:
    """How many connections that listened were ended by the server."""
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
        )
        return len(ended.fetchall())


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "cget_api.keeper"]


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "cget_api.keeper")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_it_listens_anew_after_the_server_ended_its_connection(
    database_url: str, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    record_revision(engine, 1)

    async def scenario() -> None:
        async with keeping(Keeper(engine), seconds=OFTEN) as keeper:
            await until(lambda: number_held(keeper) == 1)
            await until(lambda: listeners_ended(database_url) == 1)
            record_revision(engine, 2)
            await until(lambda: number_held(keeper) == 2, within=SOON)
            await until(lambda: BACK in caplog.text, within=SOON)
            record_revision(engine, 3)
            await until(lambda: number_held(keeper) == 3, within=SOON)
            assert listeners_ended(database_url) == 1

    run(scenario())
    told = warnings(caplog)
    assert told[0].startswith(f"{AWAY}: the database: ")
    assert told[1] == BACK
    assert [record.name for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_database_that_becomes_a_register_while_it_is_watched_is_served(
    empty_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = engine_from_url(empty_database_url)

    async def scenario() -> None:
        async with keeping(Keeper(engine), seconds=OFTEN) as keeper:
            await until(lambda: AWAY in caplog.text)
            await asyncio.sleep(3 * OFTEN)
            upgrade(empty_database_url)
            await until(lambda: keeper.archive is not None)
            record_revision(engine, 1)
            await until(lambda: number_held(keeper) == 1, within=SOON)

    run(scenario())
    engine.dispose()
    told = warnings(caplog)
    assert (len(told), told[-1]) == (2, BACK), "what goes on being wrong is told once"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database_url")
def test_a_file_that_another_process_is_writing_to_is_read_as_it_was(engine: Engine) -> None:
    record_revision(engine, 1)

    async def scenario() -> None:
        async with keeping(Keeper(engine), seconds=OFTEN) as keeper:
            await until(lambda: number_held(keeper) == 1)
            with closing(sqlite3.connect(engine.url.database or "", isolation_level=None)) as writer:
                writer.execute("BEGIN IMMEDIATE")
                begun = time.monotonic()
                assert await asyncio.to_thread(keeper.refresh) is False
                assert time.monotonic() - begun < SOON
                writer.execute("ROLLBACK")
            record_revision(engine, 2)
            await until(lambda: number_held(keeper) == 2, within=SOON)

    run(scenario())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database_url")
def test_a_file_that_is_spoilt_and_mended_is_read_again(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    record_revision(engine, 1)

    def alter(command: str) -> None:
        with closing(sqlite3.connect(engine.url.database or "", isolation_level=None)) as other:
            other.execute(command)

    async def scenario() -> None:
        async with keeping(Keeper(engine), seconds=OFTEN) as keeper:
            await until(lambda: number_held(keeper) == 1)
            alter("ALTER TABLE revision RENAME TO elsewhere")
            await until(lambda: AWAY in caplog.text)
            assert number_held(keeper) == 1, "what was read goes on being answered from"
            alter("ALTER TABLE elsewhere RENAME TO revision")
            await until(lambda: BACK in caplog.text)
            record_revision(engine, 2)
            await until(lambda: number_held(keeper) == 2, within=SOON)

    run(scenario())


class Stumbling(Keeper):
    """Fails in a way that nobody foresaw, the second time that it looks."""

    looked = 0

    def refresh(self) -> bool:
        self.looked += 1
        if self.looked == 2:
            raise ZeroDivisionError("a defect")
        return super().refresh()


def test_a_defect_is_logged_with_its_traceback_and_it_goes_on(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    record_revision(engine, 1)

    async def scenario() -> None:
        async with keeping(Stumbling(engine), seconds=OFTEN) as keeper:
            await until(lambda: BACK in caplog.text)
            record_revision(engine, 2)
            await until(lambda: number_held(keeper) == 2, within=SOON)

    run(scenario())
    (warning, _) = (record for record in caplog.records if record.name == "cget_api.keeper")
    assert warning.getMessage() == f"{AWAY}: a defect"
    assert warning.exc_info is not None
    assert warning.exc_info[0] is ZeroDivisionError


def test_what_was_erased_or_restored_under_it_is_read_anew(engine: Engine) -> None:
    record_revision(engine, 1)
    record_revision(engine, 2)
    keeper = Keeper(engine)
    assert keeper.refresh()
    assert keeper.archive is not None
    before = keeper.archive.latest
    erase(engine, before.statements()[0].key, "A court ordered it", "Ada", AT)
    assert keeper.refresh()
    after = keeper.archive.latest
    assert keeper.archive.revisions()[1].digest != before.revision.digest
    erased = {held.key for held in before.statements()} - {held.key for held in after.statements()}
    assert erased == {before.statements()[0].key}
    assert not keeper.refresh()


def test_who_waits_for_a_revision_is_woken_by_it(engine: Engine) -> None:
    record_revision(engine, 1)

    async def scenario() -> None:
        async with keeping(Keeper(engine), seconds=NEVER) as keeper:
            await until(lambda: number_held(keeper) == 1)
            waiting = asyncio.create_task(keeper.archive_after(1))
            await asyncio.sleep(0)
            await asyncio.to_thread(record_revision, engine, 2)
            archive = await asyncio.wait_for(waiting, SOON)
            assert archive.latest.revision.number == 2

    run(scenario())


def test_what_is_held_is_not_walked_by_the_garbage_collector_again_and_again(engine: Engine) -> None:
    record_revision(engine, 1)
    keeper = Keeper(engine)
    assert keeper.refresh()

    async def scenario() -> None:
        async with keeping(keeper, NEVER):
            held_first = gc.get_freeze_count()
            assert held_first > 0
            record_revision(engine, 2)
            await until(lambda: number_held(keeper) == 2 and gc.get_freeze_count() > held_first)

    run(scenario())
    assert gc.get_freeze_count() == 0, "it lasts as long as the service"


def test_a_request_under_way_keeps_the_archive_that_it_began_with(engine: Engine) -> None:
    record_revision(engine, 1)
    keeper = Keeper(engine)
    assert keeper.refresh()

    def clock() -> datetime:
        """Asked when a request begins: in that moment another revision is recorded, and read."""
        record_revision(engine, number_held(keeper) + 1)
        assert keeper.refresh()
        return AT

    app = Starlette(routes=graphql_routes(keeper, clock, Settings()))
    question = "{ register { latestRevision { number } statementCount } revisions { totalCount } }"
    with TestClient(app) as client:
        answer = client.post("/graphql", json={"query": question}).json()["data"]
    number = answer["register"]["latestRevision"]["number"]
    assert 1 <= number < number_held(keeper)
    assert answer == {
        "register": {"latestRevision": {"number": number}, "statementCount": number},
        "revisions": {"totalCount": number},
    }
