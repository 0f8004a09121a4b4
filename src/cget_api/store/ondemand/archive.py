"""Every revision of a register that is read on demand: what all operations share, and what one of them sees."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cget_api.core.index import EMPTY_REVISION, RegisterIndex, revision_numbered
from cget_api.core.model import Revision
from cget_api.core.register import Register, number_known_at
from cget_api.store.ondemand.database import Database
from cget_api.store.ondemand.decoding import Decoder
from cget_api.store.ondemand.foresight import Habits
from cget_api.store.ondemand.kept import Kept
from cget_api.store.ondemand.reading import Reading
from cget_api.store.ondemand.register import RegisterOnDemand


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where all operations read: the `database`, what is `kept` of it, and the `habits` in which it is asked; each
    operation reads at most so many statements."""

    database: Database
    kept: Kept
    most_statements: int
    decoder: Decoder = field(default_factory=Decoder)
    habits: Habits = field(default_factory=Habits)


@dataclass(frozen=True, slots=True)
class State:
    """The register when it was last looked at: its schema, its `revisions` in order, and how many statements were ever
    recorded."""

    schema_revision: str
    revisions: tuple[Revision, ...]
    statement_count: int


class ArchiveOnDemand:
    """The archive as one operation sees it: what it asks for is noted, and read at once by `fetch`."""

    def __init__(self, state: State, shelves: Shelves) -> None:
        self._state = state
        self._reading = Reading(shelves.kept, shelves.database, shelves.decoder, shelves.most_statements)
        self._habits = shelves.habits
        self._may_be_read_whole = state.statement_count <= shelves.most_statements
        self._registers: dict[int, Register] = {}

    @property
    def schema_revision(self) -> str:
        return self._state.schema_revision

    @property
    def latest(self) -> Register:
        return self.register_in(len(self._state.revisions))

    @property
    def lacks_something(self) -> bool:
        return self._reading.lacking > 0

    async def fetch(self, operation: str) -> None:
        """What was derived while something was lacking is forgotten."""
        await self._reading.read(self._habits.of(operation))
        self._registers.clear()

    def revisions(self) -> Sequence[Revision]:
        return self._state.revisions

    def register_in(self, number: int) -> Register:
        register = self._registers.get(number)
        if register is None and number == EMPTY_REVISION.number:
            register = self._registers[number] = RegisterIndex(EMPTY_REVISION, {}, (), ())
        if register is None:
            revision = revision_numbered(self._state.revisions, number)
            register = RegisterOnDemand(revision, self._reading, may_be_read_whole=self._may_be_read_whole)
            self._registers[number] = register
        return register

    def register_known_at(self, instant: datetime) -> Register:
        return self.register_in(number_known_at(self._state.revisions, instant))

    def is_at_hand(self, number: int) -> bool:  # noqa: ARG002  # as Archive has it
        """Nothing is ever put together as a whole."""
        return True
