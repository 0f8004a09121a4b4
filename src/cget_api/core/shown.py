"""What a register shows by itself, narrowed to no source: worked out once for all the days on which it is the same."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import TypeVar

from cget_api.core.register import Held, Register
from cget_api.core.source_view import CitationView
from cget_api.core.vocabulary import Predicate, Standing

Key = TypeVar("Key")
Value = TypeVar("Value")

SHOWN = frozenset({Standing.ACCEPTED, Standing.DISPUTED})
"""What a view shows unless it is narrowed to what one source states."""

MOST_KEPT = 10_000
"""Of each kind, before all are forgotten."""

MOST_SHOWN_KEPT = 20_000
"""Of the stretches of some statements, how many are remembered to be shown, before all are forgotten."""


class Stretches:
    """Which of these statements are shown on a day, in order of display; between two days on which one begins or ends
    to be possible, they are the same."""

    __slots__ = ("_days", "_shown", "_shown_together", "_statements")

    def __init__(self, statements: Iterable[Held]) -> None:
        shown = [held for held in statements if held.statement.standing in SHOWN]
        self._statements = sorted(shown, key=order_of_display)
        self._days = sorted({day for held in shown for day in (held.span.start_earliest, held.span.end_latest)})
        self._shown: dict[int, tuple[Held, ...]] = {}
        self._shown_together = 0

    def on(self, day: int) -> tuple[Held, ...]:
        place = bisect_right(self._days, day)
        try:
            return self._shown[place]
        except KeyError:
            shown = self._from(self._days[place - 1]) if place else ()
            self._remember(place, shown)
            return shown

    def _remember(self, place: int, shown: tuple[Held, ...]) -> None:
        self._shown_together += len(shown)
        if self._shown_together > MOST_SHOWN_KEPT:
            self._shown, self._shown_together = {}, len(shown)
        self._shown[place] = shown

    def _from(self, first: int) -> tuple[Held, ...]:
        """From the first day between two such days."""
        return tuple(held for held in self._statements if held.span.certainty_on(first) is not None)


class Shown:
    """What a `register` shows about a thing, and of others pointing at it, on a day. Several threads may ask."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._about: dict[tuple[str, Predicate], Stretches] = {}
        self._pointing_to: dict[tuple[str, Predicate], Stretches] = {}
        self._citations: dict[Held, tuple[CitationView, ...]] = {}

    def about(self, slug: str, predicate: Predicate, day: int) -> tuple[Held, ...]:
        try:
            stretches = self._about[slug, predicate]
        except KeyError:
            stretches = Stretches(self._register.about(slug, predicate))
            _keep(self._about, (slug, predicate), stretches)
        return stretches.on(day)

    def pointing_to(self, slug: str, predicate: Predicate, day: int) -> tuple[Held, ...]:
        try:
            stretches = self._pointing_to[slug, predicate]
        except KeyError:
            stretches = Stretches(self._register.pointing_to(slug, predicate))
            _keep(self._pointing_to, (slug, predicate), stretches)
        return stretches.on(day)

    def citations(self, held: Held) -> tuple[CitationView, ...]:
        """Of a statement that the register holds, in their order."""
        views = self._citations.get(held)
        if views is None:
            views = tuple(CitationView(citation, self._register) for citation in held.statement.citations)
            _keep(self._citations, held, views)
        return views


def order_of_display(held: Held) -> tuple[int, int, tuple[int, int, int, str]]:
    """Sorts by standing, display position and time."""
    return held.preference[0], held.statement.position, held.chronology


def _keep(kept: dict[Key, Value], key: Key, value: Value) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
