"""Connections to PostgreSQL, opened as they are needed and lent to one reader at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]

from cget_api.core.errors import DatabaseUnavailable
from cget_api.store.ondemand.sql import Question

_MILLISECONDS: Final = 1_000
_SETTINGS: Final = {"application_name": "cget-api", "jit": "off", "plan_cache_mode": "force_generic_plan"}


class Connection:
    """A connection to PostgreSQL that keeps what the server prepared for it. `is_new` until it answered once."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self._is_steady = True
        self.is_new = True

    @property
    def is_closed(self) -> bool:
        closed: bool = self._opened.is_closed()
        return closed

    async def told(self, question: Question) -> list[tuple[str, str]]:
        """The server plans a steady question once and for all, every other each time."""
        if question.is_steady is not self._is_steady:
            mode = "force_generic_plan" if question.is_steady else "force_custom_plan"
            await self._opened.execute(f"SET plan_cache_mode = {mode}")
            self._is_steady = question.is_steady
        rows = await self._opened.fetch(question.sql, *question.parameters)
        self.is_new = False
        return [(row[0], row[1]) for row in rows]

    def drop(self) -> None:
        self._opened.terminate()

    async def close(self) -> None:
        await self._opened.close()


class Connections:
    """At most so many, of which those that answered last are lent first; on each a question takes at most so many
    `seconds`, after which the server gives it up, and `to_connect` seconds to open it."""

    def __init__(self, url: str, most: int, seconds: float, to_connect: float) -> None:
        self._url = url
        self._to_connect = to_connect
        self._settings = {**_SETTINGS, "statement_timeout": str(max(1, round(seconds * _MILLISECONDS)))}
        self._places = asyncio.Semaphore(most)
        self._idle: list[Connection] = []

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Connection]:
        """Whatever ends the block early leaves the connection in a state that nobody knows: it is dropped."""
        async with self._places:
            connection = self._known() or await self._new()
            try:
                yield connection
            except BaseException:
                connection.drop()
                raise
            self._idle.append(connection)

    def _known(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed:
                return connection
        return None

    async def _new(self) -> Connection:
        try:
            opened = await asyncpg.connect(
                self._url,
                timeout=self._to_connect,
                server_settings=self._settings,
                max_cached_statement_lifetime=0,
            )
        except TimeoutError as error:
            raise unavailable(TimeoutError(f"opened no connection within {self._to_connect:g} seconds")) from error
        except asyncpg.PostgresError as error:
            raise unavailable(error) from error
        return Connection(opened)

    async def close(self) -> None:
        """Those that are not lent."""
        while self._idle:
            await self._idle.pop().close()


def unavailable(error: Exception) -> DatabaseUnavailable:
    return DatabaseUnavailable("the database", str(error), "It is tried again with the next question")
