"""Earlier revisions as one operation sees them: a few, since each has to be put together when it is asked for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from cget_api.core.errors import QueryTooComplex
from cget_api.core.model import Revision
from cget_api.core.register import Archive, Register, number_known_at


class NotAtHand(BaseException):
    """Ends an execution that must not take long: the executor makes a null of every other exception, and goes on."""


@dataclass(slots=True)
class Recalling:
    """An `archive` from which one operation may recall `most` revisions besides the latest.

    Every question for a register raises QueryTooComplex for one more, and NotAtHand for one that has to be put together
    first while `only_what_is_at_hand`.
    """

    archive: Archive
    most: int
    _recalled: set[int] = field(init=False, default_factory=set)
    _in_haste: bool = field(init=False, default=False)

    @contextmanager
    def only_what_is_at_hand(self) -> Iterator[None]:
        """Within the block."""
        self._in_haste = True
        try:
            yield
        finally:
            self._in_haste = False

    @property
    def latest(self) -> Register:
        return self.archive.latest

    @property
    def schema_revision(self) -> str:
        return self.archive.schema_revision

    @property
    def lacks_something(self) -> bool:
        return self.archive.lacks_something

    async def fetch(self, operation: str) -> None:
        await self.archive.fetch(operation)

    def revisions(self) -> Sequence[Revision]:
        return self.archive.revisions()

    def register_in(self, number: int) -> Register:
        self._recall(number)
        return self.archive.register_in(number)

    def register_known_at(self, instant: datetime) -> Register:
        self._recall(number_known_at(self.revisions(), instant))
        return self.archive.register_known_at(instant)

    def is_at_hand(self, number: int) -> bool:
        return self.archive.is_at_hand(number)

    def forget(self) -> None:
        """What was recalled: whoever answers anew counts from the first."""
        self._recalled.clear()

    def _recall(self, number: int) -> None:
        if number <= 0 or number == self.latest.revision.number:
            return
        self._recalled.add(number)
        if len(self._recalled) > self.most:
            raise QueryTooComplex(
                "query", f"asks for more than {self.most} earlier revisions", "Ask for them in several requests"
            )
        if self._in_haste and not self.archive.is_at_hand(number):
            raise NotAtHand
