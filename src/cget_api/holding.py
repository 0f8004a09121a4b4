"""How the register is held: whole in memory while it is small enough, read where it is asked once it is larger."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine

from cget_api.core.index import ArchiveInMemory
from cget_api.core.register import Archive
from cget_api.settings import Settings
from cget_api.store.ondemand.archive import ArchiveOnDemand, Shelves, State
from cget_api.store.ondemand.following import recorded_since, statements_recorded
from cget_api.store.ondemand.kept import Kept
from cget_api.store.ondemand.opening import database_of
from cget_api.store.reading import EMPTY_HISTORY, History, read_since
from cget_api.store.versions import require_expected_schema, schema_revision

MOST_STATEMENTS: Final = 20_000
"""How many statements one operation may have read: an answer of 10,000 values is made of no more."""


@dataclass(frozen=True, slots=True)
class Room:
    """A register of up to `indexed_statements`, superseded ones counted, is held whole. Of a larger one `kept_bytes`
    are kept of what was read, by at most so many `connections`, each question waiting at most so many `seconds`."""

    indexed_statements: int
    kept_bytes: int
    connections: int
    seconds: float


def room_from_settings(settings: Settings) -> Room:
    return Room(
        settings.indexed_statements, settings.kept_bytes, settings.database_connections, settings.timeout_seconds
    )


class Holding:
    """The register of a database as it was last read: whole, or what there is to know before it is asked."""

    def __init__(self, engine: Engine, room: Room | None = None) -> None:
        self._engine = engine
        self._room = room_from_settings(Settings()) if room is None else room
        self._history: History = EMPTY_HISTORY
        self._state: State | None = None
        self._shelves: Shelves | None = None
        self._archive: Callable[[], Archive] | None = None
        self.latest_number = 0

    def archive(self) -> Archive | None:
        """As an operation that begins sees it; None until it could be read."""
        return None if self._archive is None else self._archive()

    def refresh(self) -> bool:
        """Whether something was recorded since. Raises RegisterError where the database does not answer, or its schema
        is not the expected one."""
        if self._shelves is None and self._is_small():
            return self._refresh_whole()
        return self._refresh_on_demand()

    def _is_small(self) -> bool:
        most = self._room.indexed_statements
        return most > 0 and statements_recorded(self._engine, most + 1) <= most

    def _refresh_whole(self) -> bool:
        history = read_since(self._engine, self._history)
        if self._archive is not None and history is self._history:
            return False
        require_expected_schema(self._engine)
        archive = ArchiveInMemory(
            schema_revision(self._engine) or "",
            history.revisions,
            history.entities,
            history.statements,
            history.sources,
        )
        self._history = history
        self._archive, self.latest_number = lambda: archive, len(history.revisions)
        return True

    def _refresh_on_demand(self) -> bool:
        known = () if self._state is None else self._state.revisions
        revisions, touched = recorded_since(self._engine, known)
        if self._state is not None and revisions is known:
            return False
        require_expected_schema(self._engine)
        if self._shelves is None:
            room = self._room
            database = database_of(self._engine, room.connections, room.seconds)
            self._shelves = Shelves(database, Kept(room.kept_bytes), MOST_STATEMENTS)
        shelves = self._shelves
        state = State(
            schema_revision(self._engine) or "", revisions, statements_recorded(self._engine, MOST_STATEMENTS + 1)
        )
        # Before anybody asks in the new revision: what is read from here on tells of it.
        shelves.kept.forget(touched)
        self._history = EMPTY_HISTORY
        self._state = state
        self._archive, self.latest_number = lambda: ArchiveOnDemand(state, shelves), len(revisions)
        return True

    async def close(self) -> None:
        if self._shelves is not None:
            await self._shelves.database.close()
