"""The one door to what a revision holds: every question that views ask of the register, whatever keeps it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from cget_api.core.model import Entity, Revision, Source, Statement
from cget_api.core.validity import ALWAYS, DatedSpan, Span
from cget_api.core.vocabulary import EntityType, Predicate, SourceKind, SourceRelationKind, Standing

if TYPE_CHECKING:
    from cget_api.core.ordered import Ordered
    from cget_api.core.selection import Choice, Range, Selection

Derived = TypeVar("Derived")

_STANDINGS = {standing: rank for rank, standing in enumerate(Standing)}
_PREDICATES = {predicate: rank for rank, predicate in enumerate(Predicate)}


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A `statement` as a revision holds it, under its `key`, recorded in and (in a later revision) superseded in the
    revisions of these numbers; `span` is its validity, with open sides reaching no further than its subject and object
    existed."""

    statement: Statement
    key: str
    recorded_in: int
    superseded_in: int | None
    span: Span

    @property
    def preference(self) -> tuple[int, int, str]:
        """Sorts the better value first, certainty aside: standing, display position, key."""
        return _STANDINGS[self.statement.standing], self.statement.position, self.key

    @property
    def chronology(self) -> tuple[int, int, int, str]:
        """Sorts by the first day on which it may have held."""
        return self.span.start_earliest, self.span.start_latest, self.statement.position, self.key

    @property
    def moment(self) -> tuple[int, int, str]:
        """Sorts what occurred by the earliest day; no two events of one revision share it."""
        return self.span.start_earliest, self.span.start_latest, self.statement.subject

    @property
    def place(self) -> tuple[str, int, int, int, str]:
        """Sorts by subject, predicate and order of display; no two statements of one revision share it."""
        statement = self.statement
        return (
            statement.subject,
            _PREDICATES[statement.predicate],
            statement.position,
            self.span.start_earliest,
            self.key,
        )


@dataclass(frozen=True, slots=True)
class RelatedSource:
    """What the source `slug` is to another one; `inverse` where it is `slug` that amends, repeals, copies it."""

    kind: SourceRelationKind
    inverse: bool
    slug: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many organisations, statements and sources are held; and `coverage`, the first and the last day on which any
    statement certainly holds (inclusive), None while there is none."""

    organizations: int
    statements: int
    sources: int
    coverage: tuple[int, int] | None


class Register(Protocol):
    """What one revision holds. Look-ups give None, and lists are empty, where it holds nothing."""

    @property
    def revision(self) -> Revision: ...

    def entity(self, slug: str) -> Entity | None:
        """An entity that is held: one of which some statement or description of a source is."""

    def entities(self, type_: EntityType) -> Sequence[Entity]:
        """In the order of their slugs."""

    def about(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        """Statements whose subject is `slug`, in order of preference."""

    def pointing_to(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        """Statements whose object is `slug`, in order of preference."""

    def citing(self, source: str) -> Sequence[Held]:
        """Statements for which the source itself vouches, in the order of `Held.place`."""

    def statement(self, key: str) -> Held | None: ...

    def statements(self) -> Sequence[Held]:
        """All of them, in the order of `Held.place`."""

    def life(self, slug: str) -> Span:
        """From the first to the last day on which it may have existed; always, for what has no dated existence."""

    def source(self, slug: str) -> Source | None: ...

    def sources(self) -> Sequence[Source]:
        """In the order of their slugs."""

    def select(self, selection: "Selection") -> "Ordered[Held]":
        """Statements in the order of `Held.place`."""

    def choose(self, choice: "Choice") -> "Ordered[tuple[int, Entity]]":
        """Organisations with their ranks, in the order of ranks and slugs."""

    def describe(self, kinds: Set[SourceKind] | None) -> "Ordered[Source]":
        """Sources of one of these kinds, or of any, in the order of their slugs."""

    def happenings(self, range_: "Range") -> "Ordered[Held]":
        """That events occurred, each by the best of its standings, in the order of `Held.moment`."""

    def size(self) -> "Size":
        """How much it holds, and of which days it speaks."""

    def related_sources(self, slug: str) -> Sequence[RelatedSource]:
        """As it says itself, then as others say of it."""

    def once(self, derive: "Callable[[Register], Derived]") -> Derived:
        """What follows from the whole register alone, derived when it is first asked for."""


class Archive(Protocol):
    """Every revision of the register, from the empty one (number 0, before anything was recorded) to the latest."""

    @property
    def latest(self) -> Register: ...

    @property
    def schema_revision(self) -> str: ...

    @property
    def lacks_something(self) -> bool:
        """Whether a question was answered with nothing only because the answer has to be read first: what was made of
        it counts for nothing, and is to be asked again once `fetch` has read it."""

    async def fetch(self, operation: str) -> None:
        """Reads what is lacking, all at once, and what this operation lacked next when it was asked before. Raises
        RegisterError where that cannot be done."""

    def revisions(self) -> Sequence[Revision]:
        """Those recorded, in order."""

    def register_in(self, number: int) -> Register:
        """Raises BadUserInput where no such revision has been recorded. 0 is the empty register."""

    def register_known_at(self, instant: datetime) -> Register:
        """What had been recorded by then; the empty register before the first revision."""

    def is_at_hand(self, number: int) -> bool:
        """Whether the register in the revision of this number need not be put together first."""


class LiveArchive(Protocol):
    """The archive as it goes on: read again whenever something was recorded."""

    @property
    def archive(self) -> Archive | None:
        """The latest; None until one could be read."""

    async def archive_after(self, number: int) -> Archive:
        """The latest, once it holds a revision after this number."""


def number_known_at(revisions: Sequence[Revision], instant: datetime) -> int:
    """Of the last revision recorded by then, of these in order; 0 before the first."""
    return bisect_right(revisions, instant, key=attrgetter("recorded_at"))


def first_possible_day(held: Held, register: Register) -> int:
    """The first day on which it may have held, else the first on which it may have ended, else the revision's own
    (UTC)."""
    dated = DatedSpan(held.statement.validity, held.span)
    for day in (dated.start_earliest, dated.end_earliest):
        if day is not None:
            return day
    return register.revision.recorded_at.date().toordinal()


def widest(spans: Iterable[Span]) -> Span | None:
    """From the first start to the last end; None of nothing."""
    all_ = tuple(spans)
    if not all_:
        return None
    return Span(
        min(span.start_earliest for span in all_),
        min(span.start_latest for span in all_),
        max(span.end_earliest for span in all_),
        max(span.end_latest for span in all_),
    )


def span_within_lives(statement: Statement, life_of: Callable[[str], Span]) -> Span:
    """Its validity, with open sides reaching no further than its subject and its object existed."""
    validity = statement.validity
    if statement.predicate is Predicate.EXISTENCE:
        return validity.span
    life = life_of(statement.subject)
    if statement.object is not None:
        life = _overlap(life, life_of(statement.object))
    return validity.span if life is ALWAYS else validity.within(life)


def _overlap(one: Span, other: Span) -> Span:
    if other is ALWAYS:
        return one
    if one is ALWAYS:
        return other
    return Span(
        max(one.start_earliest, other.start_earliest),
        max(one.start_latest, other.start_latest),
        min(one.end_earliest, other.end_earliest),
        min(one.end_latest, other.end_latest),
    )
