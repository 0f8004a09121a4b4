"""Events in the order of the earliest day they may have happened."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
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
    events = register.once(_all_events) if subject is None else _events(register, _touching(register, subject))
    begun = events[: bisect_right(events, last, key=lambda event: event.place[0])]
    if kinds is None and first == FIRST_DAY:
        return begun
    return tuple(
        event
        for event in begun
        if event.may_fall_between(first, last) and (kinds is None or event.occurred.statement.kind in kinds)
    )


def _all_events(register: Register) -> tuple[TimelineEvent, ...]:
    return _events(register, (event.slug for event in register.entities(EntityType.EVENT)))


def _events(register: Register, slugs: Iterable[str]) -> tuple[TimelineEvent, ...]:
    """In the order of their places; what is not an event is left out."""
    occurrences = ((slug, register.about(slug, Predicate.OCCURRED)) for slug in slugs)
    events = (TimelineEvent(slug, occurred[0]) for slug, occurred in occurrences if occurred)
    return tuple(sorted(events, key=lambda event: event.place))


def _touching(register: Register, subject: str) -> set[str]:
    links = (held for predicate in EVENT_LINKS for held in register.pointing_to(subject, predicate))
    return {subject, *(held.statement.subject for held in links)}


def event_view(event: TimelineEvent, register: Register) -> EntityView:
    """Seen on the first day on which it may have happened."""
    return entity_through(Lens(register).on(first_possible_day(event.occurred, register)), event.slug)
