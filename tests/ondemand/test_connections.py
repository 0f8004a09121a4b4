"""Connections to PostgreSQL are few, are replaced when the server closes them, and nobody waits behind too many."""

import asyncio
import time

import psycopg
import pytest
from sqlalchemy import make_url

from cget_api.core.errors import DatabaseUnavailable, Overloaded
from cget_api.store.engine import engine_from_url
from cget_api.store.ondemand.address import address_for_asyncpg, seconds_to_connect
from cget_api.store.ondemand.opening import database_of
from cget_api.store.ondemand.postgresql import PostgresqlDatabase
from cget_api.store.ondemand.sql import Question
from tests.cluster import Cluster

PATIENCE = 10.0
ONE = Question("SELECT 'n', '1'", ())
SLOW = Question("SELECT 'n', pg_sleep(0.3)::text", ())
MODE = "SELECT 'n', current_setting('plan_cache_mode')"
BUSY = Question("SELECT 'n', (SELECT count(*) FROM generate_series(1, 4000000000))::text", ())
ACTIVE = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cget-api' AND state = 'active'"
CLOSE_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cget-api'"


def close_others(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(CLOSE_OTHERS)


def test_a_question_is_answered_though_the_server_closed_every_connection_since(cluster: Cluster) -> None:
    async def scenario() -> None:
        database = PostgresqlDatabase(cluster.url("postgres"), 2, PATIENCE)
        assert list(await asyncio.gather(database.told(SLOW), database.told(ONE))) == [[("n", "")], [("n", "1")]]
        await asyncio.to_thread(close_others, cluster.url("postgres"))
        assert list(await asyncio.gather(database.told(ONE), database.told(ONE))) == [[("n", "1")], [("n", "1")]]
        await database.close()

    asyncio.run(scenario())


def test_a_question_whose_connection_is_closed_under_it_is_asked_again_on_another(cluster: Cluster) -> None:
    async def scenario() -> None:
        database = PostgresqlDatabase(cluster.url("postgres"), 1, PATIENCE)
        await database.told(ONE)
        answer = asyncio.ensure_future(database.told(SLOW))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(close_others, cluster.url("postgres"))
        assert await answer == [("n", "")]
        await database.close()

    asyncio.run(scenario())


def test_a_server_that_is_away_is_told(cluster: Cluster) -> None:
    async def scenario() -> None:
        database = PostgresqlDatabase(cluster.url("nowhere_to_be_found"), 1, PATIENCE)
        with pytest.raises(DatabaseUnavailable, match="nowhere_to_be_found"):
            await database.told(ONE)

    asyncio.run(scenario())


def test_whoever_would_wait_behind_too_many_is_sent_away_and_the_others_are_answered(cluster: Cluster) -> None:
    async def scenario() -> None:
        database = PostgresqlDatabase(cluster.url("postgres"), 1, PATIENCE)
        waiting = [
            asyncio.ensure_future(database.told(SLOW)),
            *(asyncio.ensure_future(database.told(ONE)) for _ in range(16)),
        ]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded, match="is asked by too many at once"):
            await database.told(ONE)
        assert await asyncio.gather(*waiting) == [[("n", "")], *([("n", "1")] for _ in range(16))]
        assert await database.told(ONE) == [("n", "1")]
        await database.close()

    asyncio.run(scenario())


def test_a_question_that_takes_too_long_is_refused_and_leaves_the_place_to_the_next(cluster: Cluster) -> None:
    async def scenario() -> None:
        database = PostgresqlDatabase(cluster.url("postgres"), 1, 0.1)
        with pytest.raises(Overloaded, match="did not answer within"):
            await database.told(Question("SELECT 'n', pg_sleep(60)::text", ()))
        assert await database.told(ONE) == [("n", "1")]
        await database.close()

    asyncio.run(scenario())


def test_a_question_that_was_given_up_does_not_go_on_in_the_server(cluster: Cluster) -> None:
    async def scenario() -> None:
        database = PostgresqlDatabase(cluster.url("postgres"), 2, 0.3)
        answers = await asyncio.gather(*[database.told(BUSY) for _ in range(2)], return_exceptions=True)
        assert [type(answer) for answer in answers] == [Overloaded] * 2
        await asyncio.to_thread(wait_until_idle, cluster.url("postgres"))
        await database.close()

    asyncio.run(scenario())


def wait_until_idle(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(ACTIVE).fetchone() != (0,):
            assert time.monotonic() < deadline, "what nobody waits for goes on"
            time.sleep(0.05)


LIBPQ_ALONE = (
    "connect_timeout=5&channel_binding=prefer&keepalives=1&keepalives_idle=30&gssencmode=disable&application_name=mine"
    "&sslmode=prefer&client_encoding=utf8&options=-c%20work_mem%3D5MB"
)


def test_an_address_with_parameters_that_only_libpq_understands_is_read_too(cluster: Cluster) -> None:
    async def scenario() -> None:
        url = cluster.url("postgres")
        engine = engine_from_url(f"{url}{'&' if '?' in url else '?'}{LIBPQ_ALONE}")
        database = database_of(engine, 1, PATIENCE)
        assert await database.told(Question("SELECT 'n', current_setting('work_mem')", ())) == [("n", "5MB")]
        await database.close()
        engine.dispose()

    asyncio.run(scenario())


ADDRESSES = {
    "postgresql://ada:secret@db/register?connect_timeout=5&sslmode=require": (
        "postgresql://ada:secret@db/register?sslmode=require",
        5.0,
    ),
    "postgresql:///register?host=one&host=two&connect_timeout=0": ("postgresql:///register?host=one%2Ctwo", 60.0),
    "postgresql:///register?hostaddr=192.0.2.1": ("postgresql:///register?host=192.0.2.1", 60.0),
    "postgresql://db/register?hostaddr=192.0.2.1": ("postgresql://db/register", 60.0),
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_the_address_is_translated_from_that_of_libpq(url: str) -> None:
    parsed = make_url(url)
    assert (address_for_asyncpg(parsed), seconds_to_connect(parsed)) == ADDRESSES[url]


def test_only_what_is_steady_is_planned_once_for_all(cluster: Cluster) -> None:
    async def scenario() -> None:
        database = PostgresqlDatabase(cluster.url("postgres"), 1, PATIENCE)
        modes = [(await database.told(Question(MODE, (), steady)))[0][1] for steady in (True, False, False, True)]
        assert modes == ["force_generic_plan", "force_custom_plan", "force_custom_plan", "force_generic_plan"]
        await database.close()

    asyncio.run(scenario())
