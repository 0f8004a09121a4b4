"""Views: the register through a lens. A view is immutable and reached only by going from another view, so that
nothing in an answer can see another day, another revision or another source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cget_api.core.existence import Existence, existence_on
from cget_api.core.lens import Lens, nearest, preferred, states
from cget_api.core.model import Entity, Revision, Statement
from cget_api.core.register import Held, Register, first_possible_day
from cget_api.core.source_view import CitationView, SourceView, source_in
from cget_api.core.validity import Certainty, DatedSpan, Span, Validity
from cget_api.core.vocabulary import OrganizationKind, Predicate, Standing

EVENT_LINKS = (Predicate.ORIGINAL_ORGANIZATION, Predicate.RESULTING_ORGANIZATION, Predicate.CONCERNS)


class Reached(StrEnum):
    """From where a statement was reached: by itself, from one of its ends, or from the revision that superseded it."""

    ALONE = "a"
    FROM_SUBJECT = "s"
    FROM_OBJECT = "o"
    SUPERSEDED = "x"


_ALONE, _FROM_SUBJECT, _FROM_OBJECT = Reached.ALONE, Reached.FROM_SUBJECT, Reached.FROM_OBJECT


# Views are immutable too, but not frozen: making a frozen one takes four times as long, and an answer makes hundreds.
@dataclass(slots=True, unsafe_hash=True)
class StatementView:
    """A statement through a lens; `lifelong` where it was asked for whatever the day."""

    held: Held
    lens: Lens
    reached: Reached = _ALONE
    lifelong: bool = False

    @property
    def statement(self) -> Statement:
        return self.held.statement

    @property
    def certainty(self) -> Certainty | None:
        """Null where the statement was reached without a day."""
        return None if self.lifelong else self.lens.holds(self.held)

    @property
    def key(self) -> str:
        return self.held.key

    @property
    def predicate(self) -> Predicate:
        return self.statement.predicate

    @property
    def standing(self) -> Standing:
        return self.statement.standing

    @property
    def validity(self) -> DatedSpan:
        return DatedSpan(self.statement.validity, self.held.span)

    @property
    def citations(self) -> tuple[CitationView, ...]:
        return self.lens.shown.citations(self.held)

    @property
    def superseded_in(self) -> int | None:
        """The number of a revision; None in any view but that of the revision that superseded it."""
        return self.held.superseded_in if self.reached is Reached.SUPERSEDED else None

    @property
    def subject(self) -> "EntityView":
        return self._entity(self.held.statement.subject)

    @property
    def object(self) -> "EntityView | None":
        slug = self.held.statement.object
        return None if slug is None else self._entity(slug)

    @property
    def other_end(self) -> "EntityView | None":
        """The subject where it was reached from its object, else the object."""
        return self.subject if self.reached is _FROM_OBJECT else self.object

    def _entity(self, slug: str) -> "EntityView":
        lens = self.lens
        if lens.as_of is None:
            lens = lens.on(first_possible_day(self.held, lens.register))
        return entity_through(lens, slug)


@dataclass(slots=True, unsafe_hash=True)
class EntityView:
    """An entity through a lens that has a day."""

    entity: Entity
    lens: Lens
    as_of: int
    known_from: Register | None = None
    """Where its labels are taken from, if the lens's register does not hold it."""

    @property
    def slug(self) -> str:
        return self.entity.slug

    @property
    def revision(self) -> Revision:
        return self.lens.register.revision

    @property
    def stated_by(self) -> SourceView | None:
        return None if self.lens.stated_by is None else source_in(self.lens.register, self.lens.stated_by)

    def told(self, predicate: Predicate) -> tuple[StatementView, ...]:
        """What is said of it on the day, in order of display."""
        return self._views(self.lens.about(self.entity.slug, predicate), _FROM_SUBJECT)

    def pointed_at(self, predicate: Predicate) -> tuple[StatementView, ...]:
        """What is said of others that points at it on the day, in order of display."""
        return self._views(self.lens.pointing_to(self.entity.slug, predicate), _FROM_OBJECT)

    def told_ever(self, predicate: Predicate) -> tuple[StatementView, ...]:
        """What is said of it whatever the day, in order of time."""
        return self._ever(self.lens.register.about(self.slug, predicate), _FROM_SUBJECT)

    def pointed_at_ever(self, predicate: Predicate) -> tuple[StatementView, ...]:
        """What is said of others that points at it, whatever the day, in order of time."""
        return self._ever(self.lens.register.pointing_to(self.slug, predicate), _FROM_OBJECT)

    def _views(self, statements: Iterable[Held], reached: Reached) -> tuple[StatementView, ...]:
        lens = self.lens
        return tuple([StatementView(held, lens, reached) for held in statements])

    def _ever(self, statements: Iterable[Held], reached: Reached) -> tuple[StatementView, ...]:
        spoken_of = sorted(filter(self.lens.speaks_of, statements), key=lambda held: held.chronology)
        return tuple(StatementView(held, self.lens, reached, lifelong=True) for held in spoken_of)

    @property
    def name(self) -> Statement | None:
        """Its name on the day; before and after its life its first and last one."""
        held = self._label(Predicate.NAME)
        return None if held is None else held.statement

    @property
    def acronym(self) -> Statement | None:
        """Like `name`; None where it exists that day and no acronym of that day is known."""
        held = self._label(Predicate.ACRONYM)
        if held is None:
            return None
        holds = held.span.certainty_on(self.as_of) or self.lens.holds(held)
        return held.statement if holds or not self.exists else None

    @property
    def kind(self) -> OrganizationKind | None:
        held = self._label(Predicate.CLASSIFICATION)
        kind = held and held.statement.kind
        return kind if isinstance(kind, OrganizationKind) else None

    def _label(self, predicate: Predicate) -> Held | None:
        lens = self.lens
        if lens.stated_by is None and self.known_from is None:
            shown = lens.shown.about(self.entity.slug, predicate, self.as_of)
            if len(shown) == 1:
                return shown[0]
        known = lens.identifying((self.known_from or lens.register).about(self.slug, predicate))
        return (
            preferred(known, lens.holds)
            or preferred(known, lambda held: held.span.certainty_on(self.as_of))
            or nearest(known, self.as_of)
        )

    @property
    def lifespan(self) -> DatedSpan | None:
        """From the first start to the last end; None where no existence is known."""
        lives = self.lives
        if not lives:
            return None
        first = min(lives, key=lambda held: (held.span.start_earliest, held.span.start_latest))
        last = max(lives, key=lambda held: (held.span.end_latest, held.span.end_earliest))
        span = Span(first.span.start_earliest, first.span.start_latest, last.span.end_earliest, last.span.end_latest)
        return DatedSpan(Validity(first.statement.validity.start, last.statement.validity.end), span)

    @property
    def lives(self) -> Sequence[Held]:
        """The periods of its existence, in order."""
        known = self.lens.identifying(self.lens.register.about(self.slug, Predicate.EXISTENCE))
        return sorted(known, key=lambda held: held.chronology)

    @property
    def existence(self) -> tuple[Existence, Certainty]:
        """Whether it existed on the day; never filtered by certainty."""
        return existence_on(self.as_of, [held.span for held in self.lives])

    @property
    def exists(self) -> bool:
        return self.existence[0] is Existence.EXISTS

    @property
    def occurrence(self) -> StatementView:
        """Of an event: that it happened, by the best of its standings, or by the best of what the lens's source states.

        Raises LookupError for what is not an event; no event is recorded without one.
        """
        occurrences = self.lens.register.about(self.slug, Predicate.OCCURRED)
        own = [held for held in occurrences if self.lens.stated_by and states(self.lens.stated_by, held.statement)]
        for held in own or occurrences:
            return StatementView(held, self.lens, _FROM_SUBJECT, lifelong=True)
        raise LookupError(self.slug)

    @property
    def code(self) -> str:
        """Of a budget programme: its number; empty where none is known."""
        identifiers = self.lens.identifying(self.lens.register.about(self.slug, Predicate.IDENTIFIER))
        text = identifiers[0].statement.text if identifiers else None
        return text.fr if text else ""

    def events(self) -> tuple["EntityView", ...]:
        """Those that touch it, over its whole life, in the order of the earliest day they may have happened."""
        register = self.lens.register
        touching = {
            held.statement.subject
            for predicate in EVENT_LINKS
            for held in register.pointing_to(self.slug, predicate)
            if self.lens.speaks_of(held)
        }
        return tuple(sorted((entity_through(self.lens, slug) for slug in touching), key=_occurrence_order))

    def predecessors(self) -> tuple[StatementView, ...]:
        """What it resulted from: the links from those events to the organisations they began with."""
        return self._kin(Predicate.RESULTING_ORGANIZATION, Predicate.ORIGINAL_ORGANIZATION)

    def successors(self) -> tuple[StatementView, ...]:
        return self._kin(Predicate.ORIGINAL_ORGANIZATION, Predicate.RESULTING_ORGANIZATION)

    def _kin(self, own_side: Predicate, other_side: Predicate) -> tuple[StatementView, ...]:
        register = self.lens.register
        events = [
            entity_through(self.lens, held.statement.subject)
            for held in register.pointing_to(self.slug, own_side)
            if self.lens.speaks_of(held)
        ]
        happened = [event for event in events if self.lens.identifying(register.about(event.slug, Predicate.OCCURRED))]
        links = (
            held
            for event in sorted(happened, key=_occurrence_order)
            for held in register.about(event.slug, other_side)
            if self.lens.speaks_of(held) and held.statement.object != self.slug
        )
        return tuple(StatementView(held, self.lens, _FROM_SUBJECT, lifelong=True) for held in links)


def entity_through(lens: Lens, slug: str) -> EntityView:
    """The lens must have a day, and the register must hold the entity."""
    entity = lens.register.entity(slug)
    if entity is None or lens.as_of is None:
        raise LookupError(slug)
    return EntityView(entity, lens, lens.as_of)


def _occurrence_order(event: EntityView) -> tuple[int, int, str]:
    span = event.occurrence.held.span
    return span.start_earliest, span.start_latest, event.slug
