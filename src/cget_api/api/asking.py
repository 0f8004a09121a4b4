"""What one request may see: the register and the time as they were when it began, and the lens its arguments make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypeVar

import strawberry
from strawberry.types.unset import UnsetType

from cget_api.api.documents.limits import Limits, Places
from cget_api.api.documents.persisted import PersistedDocuments
from cget_api.api.documents.reading import Documents
from cget_api.api.exchange import Exchange
from cget_api.api.pages import PageArguments
from cget_api.api.recalling import Recalling
from cget_api.api.scalars import Date, DateTime
from cget_api.api.working import Working
from cget_api.core.errors import BadUserInput, DatabaseUnavailable
from cget_api.core.lens import Lens
from cget_api.core.register import Archive, LiveArchive, Register
from cget_api.core.validity import Certainty, day_in_paris

Given = TypeVar("Given")
Clock: TypeAlias = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Service:
    """What every operation is answered with: the register as it is now, the time, the documents that may be asked, the
    subscriptions that are open, and where dear operations are executed."""

    live: LiveArchive
    clock: Clock
    documents: Documents
    persisted: PersistedDocuments
    subscriptions: Places
    working: Working

    @property
    def limits(self) -> Limits:
        return self.documents.limits


@dataclass(slots=True)
class Asking:
    """One operation: the `archive` and the aware instant `now` with which it began and which it keeps until answered; a
    subscription goes on with an archive for each of its events."""

    service: Service
    exchange: Exchange
    archive: Recalling = field(init=False)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Raises DatabaseUnavailable while there is no register to ask."""
        archive = self.service.live.archive
        if archive is None:
            raise DatabaseUnavailable("register", "is not loaded yet", "Ask /readyz what it waits for, and try again")
        self.now = self.service.clock()
        self.go_on_with(archive)

    def go_on_with(self, archive: Archive) -> None:
        self.archive = Recalling(archive, self.limits.max_revisions)
        self.exchange.revision = archive.latest.revision.number

    @property
    def limits(self) -> Limits:
        return self.service.limits

    @property
    def today(self) -> int:
        """The day in Paris."""
        return day_in_paris(self.now)

    def register(self, known_at: DateTime | None, revision: int | None, page: PageArguments | None = None) -> Register:
        """Where neither is given, a page is read in the revision that its cursor was made in, else in the latest.

        Raises BadUserInput where both are given, and for a revision that was never recorded.
        """
        if known_at is not None and revision is not None:
            raise BadUserInput(
                "knownAt and revision", "were both given", "Give one of them: they choose the same thing"
            )
        if known_at is not None:
            return self.archive.register_known_at(known_at)
        if revision is None:
            return (page and page.register(self.archive)) or self.archive.latest
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
        page: PageArguments | None = None,
    ) -> Lens:
        """Raises BadUserInput for an unknown source, except where nothing had been recorded yet."""
        register = self.register(known_at, revision, page)
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


def chosen(values: Sequence[Given] | UnsetType | None) -> frozenset[Given] | None:
    """Those that may be; None where any may."""
    wanted = given(values)
    return None if wanted is None else frozenset(wanted)
