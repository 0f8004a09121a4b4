"""A SQLite file is read without keeping those waiting who ask for something else."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cget_api.core.errors import DatabaseUnavailable
from cget_api.store.ondemand.sql import Question
from cget_api.store.ondemand.sqlite import SqliteDatabase

PATIENCE = 30.0
STEADY = Question("SELECT 'n', '1'", (), is_steady=True)
COUNTS = """WITH RECURSIVE each_(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each_ LIMIT {})
SELECT 'n', max(n) || '' FROM each_"""
LONG = Question(COUNTS.format(3_000_000), ())
ENDLESS = Question(COUNTS.format(10**15), ())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.sqlite"
    path.touch()
    return path


def test_what_is_quick_is_answered_while_something_long_is_counted(file: Path) -> None:
    async def scenario() -> None:
        database = SqliteDatabase(str(file))
        long = asyncio.ensure_future(database.told(LONG))
        await asyncio.sleep(0)
        assert await database.told(STEADY) == [("n", "1")]
        assert not long.done()
        assert await long == [("n", "3000000")]
        await database.close()

    asyncio.run(scenario())


def test_closing_breaks_off_what_is_under_way(file: Path) -> None:
    async def scenario() -> None:
        database = SqliteDatabase(str(file))
        endless = asyncio.ensure_future(database.told(ENDLESS))
        await asyncio.sleep(0.1)
        await database.close()
        with pytest.raises(DatabaseUnavailable, match="interrupted"):
            await endless

    asyncio.run(scenario())


def test_what_nobody_waits_for_any_more_is_broken_off(file: Path) -> None:
    async def scenario() -> None:
        database = SqliteDatabase(str(file))
        given_up = [asyncio.ensure_future(database.told(ENDLESS)) for _ in range(2)]
        await asyncio.sleep(0.1)
        for answer in given_up:
            answer.cancel()
        try:
            async with asyncio.timeout(PATIENCE):
                assert await database.told(LONG) == [("n", "3000000")]
            assert all(answer.cancelled() for answer in given_up)
        finally:
            await database.close()

    asyncio.run(scenario())


def recorded(path: Path, version: int) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    return path


def test_another_file_in_its_place_is_read(tmp_path: Path) -> None:
    file, other = recorded(tmp_path / "register.sqlite", 1), recorded(tmp_path / "other.sqlite", 2)
    versions = [
        Question("SELECT 'n', user_version || '' FROM pragma_user_version", (), steady) for steady in (True, False)
    ]

    async def scenario() -> None:
        database = SqliteDatabase(str(file))
        assert [await database.told(version) for version in versions] == [[("n", "1")]] * 2
        await asyncio.to_thread(other.replace, file)
        assert [await database.told(version) for version in versions] == [[("n", "2")]] * 2
        await asyncio.to_thread(file.unlink)
        for version in versions:
            with pytest.raises(DatabaseUnavailable, match="No such file"):
                await database.told(version)
        await database.close()

    asyncio.run(scenario())
