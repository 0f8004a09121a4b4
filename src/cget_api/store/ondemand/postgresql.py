"""Reading PostgreSQL through a few connections, never keeping the event loop waiting."""

import asyncio
from typing import Final

import asyncpg  # type: ignore[import-untyped]

from cget_api.core.errors import Overloaded
from cget_api.store.ondemand.address import CONNECTING_SECONDS
from cget_api.store.ondemand.connections import Connections, unavailable
from cget_api.store.ondemand.database import Told
from cget_api.store.ondemand.sql import POSTGRESQL, Dialect, Question

_WAITING_FOR_EACH: Final = 16
_CONNECTION_LOST: Final = (
    asyncpg.InterfaceError,
    # So asyncpg calls it where the server had said goodbye while nothing was asked.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    OSError,
)
# Anything else that PostgreSQL refuses is a defect of ours.
_NOT_OUR_DEFECTS: Final = (
    *_CONNECTION_LOST,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)


class PostgresqlDatabase:
    """At most so many `connections`, each opened within `to_connect` seconds; whoever would wait behind too many others
    is sent away, and waits at most so many `seconds` for an answer."""

    dialect: Dialect = POSTGRESQL

    def __init__(self, url: str, connections: int, seconds: float, to_connect: float = CONNECTING_SECONDS) -> None:
        self._connections = Connections(url, connections, seconds, to_connect)
        self._most_under_way = connections * (1 + _WAITING_FOR_EACH)
        self._seconds = seconds
        self._under_way = 0

    async def told(self, question: Question) -> Told:
        if self._under_way >= self._most_under_way:
            raise Overloaded("the database", "is asked by too many at once", "Try again in a moment")
        self._under_way += 1
        try:
            async with asyncio.timeout(self._seconds):
                return await self._told(question)
        except (TimeoutError, asyncpg.QueryCanceledError):
            raise Overloaded(
                "the database", f"did not answer within {self._seconds:g} seconds", "Try again later, or ask for less"
            ) from None
        except _NOT_OUR_DEFECTS as error:
            raise unavailable(error) from error
        finally:
            self._under_way -= 1

    async def _told(self, question: Question) -> Told:
        """On another connection where one was lost that had answered before: a server that restarted closed them
        all."""
        while True:
            is_new = True
            try:
                async with self._connections.lent() as connection:
                    is_new = connection.is_new
                    return await connection.told(question)
            except _CONNECTION_LOST:
                if is_new:
                    raise

    async def close(self) -> None:
        await self._connections.close()
