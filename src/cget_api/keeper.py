"""Keeps the register that requests are answered from up to date with what other processes record."""

import asyncio
import gc
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import Engine

from cget_api.core.errors import RegisterError
from cget_api.core.register import Archive
from cget_api.holding import Holding
from cget_api.store.watching import watching

logger = logging.getLogger(__name__)

THREAD_NAME = "keeper"

_LISTEN_SECONDS = 0.1
_COLLECT_AFTER = 20_000
"""How many objects more are made than freed before the young ones are looked through: what a large register is read
into is many, and stays."""
_COLLECT_SECONDS = 60.0
"""How often, at most, what earlier revisions left behind is looked for: all requests wait meanwhile."""


class ReadingWatcher(Protocol):
    """Is told, in the thread that reads, how reading went; what it does must not fail, and must not take long."""

    def has_read(self, revision: int, seconds: float, *, news: bool) -> None:
        """The database answered; whether with `news`, and the number of the latest revision that is held since."""

    def has_failed(self) -> None:
        """It could not be read, and is tried again."""


class Keeper:
    """The latest archive read from a database. Requests under way keep the archive that they began with."""

    def __init__(self, engine: Engine, watchers: Sequence[ReadingWatcher] = (), holding: Holding | None = None) -> None:
        self._engine = engine
        self._watchers = tuple(watchers)
        self._holding = Holding(engine) if holding is None else holding
        self._waiting: set[asyncio.Future[None]] = set()
        self._collected = time.monotonic()

    @property
    def archive(self) -> Archive | None:
        """As an operation that begins sees it; None until the database answered with the schema that this program
        expects."""
        return self._holding.archive()

    def refresh(self) -> bool:
        """Reads what was recorded since; whether that is something. Requests under way keep what they have.

        Raises RegisterError where the database does not answer, or its schema is not the expected one.
        """
        began = time.perf_counter()
        news = self._holding.refresh()
        for watcher in self._watchers:
            watcher.has_read(self._holding.latest_number, time.perf_counter() - began, news=news)
        return news

    async def archive_after(self, number: int) -> Archive:
        """The latest archive, once it holds a revision after this number."""
        while (archive := self.archive) is None or archive.latest.revision.number <= number:
            news = asyncio.get_running_loop().create_future()
            self._waiting.add(news)
            try:
                await news
            finally:
                self._waiting.discard(news)
        return archive

    async def close(self) -> None:
        await self._holding.close()

    @contextmanager
    def kept_fresh(self, seconds: float) -> Iterator[None]:
        """Within the block, hears of new revisions in a thread of its own, off the path of requests, and looks for them
        every so many seconds besides; a database that is away is tried again."""
        loop, stop = asyncio.get_running_loop(), threading.Event()
        thresholds = gc.get_threshold()
        gc.set_threshold(_COLLECT_AFTER, *thresholds[1:])
        self._set_aside()
        listener = threading.Thread(target=self._listen, args=(loop, stop, seconds), name=THREAD_NAME, daemon=True)
        listener.start()
        try:
            yield
        finally:
            stop.set()
            listener.join()
            gc.unfreeze()
            gc.set_threshold(*thresholds)

    def _listen(self, loop: asyncio.AbstractEventLoop, stop: threading.Event, seconds: float) -> None:
        away = False
        while not stop.is_set():
            try:
                with watching(self._engine) as watch:
                    self._refresh_and_tell(loop)
                    if away:
                        logger.info("The database answers again")
                    away = False
                    looked = time.monotonic()
                    while not stop.is_set():
                        if watch.wait(_LISTEN_SECONDS) or time.monotonic() - looked >= seconds:
                            self._refresh_and_tell(loop)
                            looked = time.monotonic()
            except Exception as error:
                for watcher in self._watchers:
                    watcher.has_failed()
                if not away:
                    expected = isinstance(error, RegisterError)
                    logger.warning(
                        "Cannot look for new revisions, and will keep trying: %s", error, exc_info=not expected
                    )
                away = True
                stop.wait(seconds)

    def _refresh_and_tell(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.refresh():
            self._set_aside()
            loop.call_soon_threadsafe(self._tell)

    def _set_aside(self) -> None:
        """What is held by now stays: were the garbage collector to walk it again and again, requests would wait."""
        if time.monotonic() - self._collected >= _COLLECT_SECONDS:
            gc.unfreeze()
            gc.collect()
            self._collected = time.monotonic()
        gc.freeze()

    def _tell(self) -> None:
        for news in self._waiting:
            if not news.done():
                news.set_result(None)
