"""What one request may see: the register and the time as they were when it began, and the lens its arguments make."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import strawberry
from strawberry.types.unset import UnsetType

from cget_api.api.scalars import Date, DateTime
from cget_api.core.errors import BadUserInput
from cget_api.core.lens import Lens
from cget_api.core.register import Archive, Register
from cget_api.core.validity import Certainty

PARIS = ZoneInfo("Europe/Paris")
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Asking:
    """One request: the `archive` and the aware instant `now` with which it began and which it keeps until answered."""

    archive: Archive
    now: datetime

    @property
    def today(self) -> int:
        """The day in Paris."""
        return self.now.astimezone(PARIS).date().toordinal()

    def register(self, known_at: DateTime | None, revision: int | None) -> Register:
        """Raises BadUserInput where both are given, and for a revision that was never recorded."""
        if known_at is not None and revision is not None:
            raise BadUserInput(
                "knownAt and revision", "were both given", "Give one of them: they choose the same thing"
            )
        if known_at is not None:
            return self.archive.register_known_at(known_at)
        if revision is None:
            return self.archive.latest
        if revision == 0:
            raise BadUserInput("revision 0", "is the empty register, before the first revision", "Choose from 1 on")
        return self.archive.register_in(revision)

    def lens(
        self,
        as_of: Date | None,
        known_at: DateTime | None,
        revision: int | None,
        stated_by: str | None,
        certainty: Certainty,
    ) -> Lens:
        """Raises BadUserInput for an unknown source, except where nothing had been recorded yet."""
        register = self.register(known_at, revision)
        if stated_by is not None and register.revision.number > 0:
            require_source(register, stated_by)
        day = self.today if as_of is None else as_of
        return Lens(register, day, stated_by, certainty is Certainty.CERTAIN)


Info: TypeAlias = strawberry.Info[Asking, None]


def require_source(register: Register, slug: str) -> None:
    if register.source(slug) is None:
        raise BadUserInput(
            f"source {slug!r}", "is not known in this revision", "Choose the slug of a source that `sources` lists"
        )


def given(value: Given | UnsetType | None) -> Given | None:
    """An argument that was left out means the same as null."""
    return None if isinstance(value, UnsetType) else value
