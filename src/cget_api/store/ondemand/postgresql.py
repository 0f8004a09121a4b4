"""Reading PostgreSQL through a pool of connections that never keeps the event loop waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from cget_api.core.errors import DatabaseUnavailable, Overloaded
from cget_api.store.ondemand.database import Told
from cget_api.store.ondemand.sql import POSTGRESQL, Dialect

_WAITING_FOR_EACH = 16
# Anything else that PostgreSQL refuses is a defect of ours.
_NOT_OUR_DEFECTS = (
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    OSError,
)
# The planner is to look at what is asked for: how many things point at a ministry, it cannot tell beforehand.
_SETTINGS = {"application_name": "cget-api", "jit": "off", "plan_cache_mode": "force_custom_plan"}


class PostgresqlDatabase:
    """At most `connections`, opened as they are needed; whoever would wait behind too many others is sent away, and
    waits at most so many `seconds` for an answer."""

    dialect: Dialect = POSTGRESQL

    def __init__(self, url: str, connections: int, seconds: float) -> None:
        self._url = url
        self._connections = connections
        self._seconds = seconds
        self._pool: Any = None
        self._opening = asyncio.Lock()
        self._under_way = 0

    async def told(self, sql: str, *parameters: str | int) -> Told:
        if self._under_way >= self._connections * (1 + _WAITING_FOR_EACH):
            raise Overloaded("the database", "is asked by too many at once", "Try again in a moment")
        self._under_way += 1
        try:
            async with asyncio.timeout(self._seconds), self._connection() as connection:
                rows = await connection.fetch(sql, *parameters)
        except TimeoutError:
            raise Overloaded(
                "the database", f"did not answer within {self._seconds:g} seconds", "Try again later, or ask for less"
            ) from None
        except _NOT_OUR_DEFECTS as error:
            raise _unavailable(error) from error
        finally:
            self._under_way -= 1
        return [(row[0], row[1]) for row in rows]

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        pool = await self._opened()
        try:
            connection = await pool.acquire()
        except asyncpg.PostgresError as error:
            raise _unavailable(error) from error
        try:
            yield connection
        finally:
            await pool.release(connection)

    async def _opened(self) -> Any:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url, min_size=0, max_size=self._connections, server_settings=_SETTINGS
                )
            return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None


def _unavailable(error: Exception) -> DatabaseUnavailable:
    return DatabaseUnavailable("the database", str(error), "It is tried again with the next question")
