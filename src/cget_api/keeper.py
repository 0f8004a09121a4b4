"""Keeps the register that requests are answered from: read once, then extended by what other processes record."""

import asyncio
import logging

from sqlalchemy import Engine

from cget_api.core.errors import RegisterError
from cget_api.core.index import ArchiveInMemory
from cget_api.store.migration import require_expected_schema, schema_revision
from cget_api.store.reading import EMPTY_HISTORY, History, read_since

logger = logging.getLogger(__name__)


class Keeper:
    """The latest `archive` read from a database; None until the database answered with the schema that this program
    expects."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._history: History = EMPTY_HISTORY
        self.archive: ArchiveInMemory | None = None

    def refresh(self) -> None:
        """Reads what was recorded since; requests under way keep the archive they began with.

        Raises RegisterError where the database does not answer, or its schema is not the expected one.
        """
        history = read_since(self._engine, self._history)
        if self.archive is not None and history is self._history:
            return
        require_expected_schema(self._engine)
        self.archive = ArchiveInMemory(
            schema_revision(self._engine) or "",
            history.revisions,
            history.entities,
            history.statements,
            history.sources,
        )
        self._history = history

    async def keep_fresh(self, seconds: float) -> None:
        """Looks for new revisions for ever, off the path of requests; a database that is away is tried again."""
        away = False
        while True:
            await asyncio.sleep(seconds)
            try:
                await asyncio.to_thread(self.refresh)
            except RegisterError as error:
                if not away:
                    logger.warning("Cannot look for new revisions, and will keep trying: %s", error)
                away = True
            else:
                if away:
                    logger.info("The database answers again")
                away = False
