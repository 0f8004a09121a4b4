"""Earlier revisions as one operation sees them: a few, since each has to be put together when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cget_api.core.errors import QueryTooComplex
from cget_api.core.model import Revision
from cget_api.core.register import Archive, Held, Register


@dataclass(slots=True)
class Recalling:
    """An `archive` from which one operation may recall `most` revisions besides the latest.

    Every question for a register raises QueryTooComplex for one more.
    """

    archive: Archive
    most: int
    _recalled: set[int] = field(init=False, default_factory=set)

    @property
    def latest(self) -> Register:
        return self.archive.latest

    @property
    def schema_revision(self) -> str:
        return self.archive.schema_revision

    def revisions(self) -> Sequence[Revision]:
        return self.archive.revisions()

    def register_in(self, number: int) -> Register:
        self._recall(number)
        return self.archive.register_in(number)

    def register_known_at(self, instant: datetime) -> Register:
        register = self.archive.register_known_at(instant)
        self._recall(register.revision.number)
        return register

    def recorded_by(self, number: int) -> Sequence[Held]:
        self._recall(number)
        return self.archive.recorded_by(number)

    def superseded_by(self, number: int) -> Sequence[Held]:
        self._recall(number - 1)
        return self.archive.superseded_by(number)

    def _recall(self, number: int) -> None:
        if number <= 0 or number == self.latest.revision.number:
            return
        self._recalled.add(number)
        if len(self._recalled) > self.most:
            raise QueryTooComplex(
                "query", f"asks for more than {self.most} earlier revisions", "Ask for them in several requests"
            )
