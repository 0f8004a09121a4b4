"""Earlier revisions as one operation sees them: a few, since each has to be put together when it is asked for."""

from collections.abc import Sequence
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
    in_haste: bool = field(init=False, default=False)

    def only_what_is_at_hand(self) -> "_InHaste":
        """Within the block."""
        return _InHaste(self)

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
        if self.in_haste and not self.archive.is_at_hand(number):
            raise NotAtHand


class _InHaste:
    """A block; made by hand, for each operation enters one."""

    __slots__ = ("_recalling",)

    def __init__(self, recalling: Recalling) -> None:
        self._recalling = recalling

    def __enter__(self) -> None:
        self._recalling.in_haste = True

    def __exit__(self, *_: object) -> None:
        self._recalling.in_haste = False
