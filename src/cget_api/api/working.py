"""Where operations are executed: cheap ones at once, dear ones beside, so that the service goes on answering."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from cget_api.api.documents.limits import Limits, Places, out_of_time

Result = TypeVar("Result")

_CHEAP = 500
_THREADS = 2


class Working:
    """Bounds how many dear operations are under way, whichever way they came, and how long each may take, waiting
    included."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.timeout_seconds
        self._places = Places("queries", limits.max_queries)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="query")

    async def result(self, work: Callable[[], Result], cost: int) -> Result:
        """Raises Overloaded where too many are under way, or this one took too long."""
        if cost <= _CHEAP:
            return work()
        with self._places.one():
            loop = asyncio.get_running_loop()
            try:
                async with asyncio.timeout(self._seconds):
                    return await loop.run_in_executor(self._threads, work)
            except TimeoutError:
                raise out_of_time(self._seconds) from None
