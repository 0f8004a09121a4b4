"""What is done beside the event loop, so that the service goes on answering: how much of it at once, and how long."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from cget_api.api.documents.limits import Limits, Places, out_of_time

Result = TypeVar("Result")

_THREADS = 2


class Working:
    """Bounds how many pieces of work are under way, and how long whoever asked for one is kept waiting."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.timeout_seconds
        self._places = Places("queries", limits.max_queries)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="query")
        self._turn = asyncio.Semaphore(1)

    async def beside(self, work: Callable[[], Result]) -> Result:
        """Raises Overloaded where too many are under way, or this one took too long; its place is free again only when
        it has ended."""
        self._places.take()
        under_way: Future[Result] = self._threads.submit(work)
        under_way.add_done_callback(lambda _: self._places.free())
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(under_way)
        except TimeoutError:
            raise out_of_time(self._seconds) from None

    async def in_turn(self, work: Callable[[], Result]) -> Result:
        """One after the other, whoever asked for it: it waits for as long as that takes."""
        async with self._turn:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
