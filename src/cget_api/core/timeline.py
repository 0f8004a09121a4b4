"""Events in the order of the earliest day they may have happened."""

from collections.abc import Collection
from dataclasses import dataclass

from cget_api.core.lens import Lens
from cget_api.core.register import Held, Register, first_possible_day
from cget_api.core.validity import FIRST_DAY, LAST_DAY
from cget_api.core.view import EVENT_LINKS, EntityView, entity_through
from cget_api.core.vocabulary import EntityType, EventKind, Predicate

Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event `slug` and the statement, the best of its standings, that it `occurred`."""

    slug: str
    occurred: Held

    @property
    def place(self) -> Place:
        """No two events of one revision share it."""
        return self.occurred.span.start_earliest, self.occurred.span.start_latest, self.slug

    def may_fall_between(self, first: int, last: int) -> bool:
        """Both days inclusive."""
        return self.occurred.span.start_earliest <= last and self.occurred.span.end_latest > first


def timeline(
    register: Register,
    subject: str | None = None,
    kinds: Collection[EventKind] | None = None,
    first: int = FIRST_DAY,
    last: int = LAST_DAY,
) -> tuple[TimelineEvent, ...]:
    """Those that touch the `subject` or are it, of one of the `kinds`, that may have happened between two days,
    inclusive."""
    events = [
        event
        for slug in _touching(register, subject)
        if (event := event_in(register, slug)) is not None
        and (kinds is None or event.occurred.statement.kind in kinds)
        and event.may_fall_between(first, last)
    ]
    return tuple(sorted(events, key=lambda event: event.place))


def event_in(register: Register, slug: str) -> TimelineEvent | None:
    """None for what is not an event of this revision."""
    occurred = register.about(slug, Predicate.OCCURRED)
    return TimelineEvent(slug, occurred[0]) if occurred else None


def _touching(register: Register, subject: str | None) -> Collection[str]:
    if subject is None:
        return [event.slug for event in register.entities(EntityType.EVENT)]
    links = (held for predicate in EVENT_LINKS for held in register.pointing_to(subject, predicate))
    return {subject, *(held.statement.subject for held in links)}


def event_view(event: TimelineEvent, register: Register) -> EntityView:
    """Seen on the first day on which it may have happened."""
    return entity_through(Lens(register).on(first_possible_day(event.occurred, register)), event.slug)
