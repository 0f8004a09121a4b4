"""Lists that are read a part at a time, as far as an operation goes through them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cget_api.core.ordered import Place
from cget_api.store.ondemand.kept import Answer
from cget_api.store.ondemand.lists_sql import Window
from cget_api.store.ondemand.needs import can_be_written
from cget_api.store.ondemand.reading import Reading
from cget_api.store.ondemand.sql import Asking, Question

Item = TypeVar("Item")

_MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """Some `items` of a list in its order, those left out that are not wanted, and the `last` place that was looked at:
    None where nothing follows."""

    items: Sequence[Item]
    last: Place | None


@dataclass(frozen=True, slots=True)
class ReadInParts(Generic[Item]):
    """A list each `part` of which begins at a place (itself too, or not), goes forwards or backwards, and is of about
    as many items as wanted; None while it has to be read. `counted` asks for the number of all where that is told
    without reading them."""

    reading: Reading
    place: Callable[[Item], Place]
    part: Callable[["PartWanted"], Part[Item] | None]
    counted: Callable[[Asking], Question] | None

    def first(self, most: int, after: Place | None = None, before: Place | None = None) -> Sequence[Item]:
        return self._walk(most, after, before, backwards=False)

    def last(self, most: int, after: Place | None = None, before: Place | None = None) -> Sequence[Item]:
        return self._walk(most, before, after, backwards=True)[::-1]

    def count(self) -> int:
        if self.counted is None:
            return len(self._walk(_ALL, None, None, backwards=False))
        answer = self.reading.answer_to(self.counted(Asking(self.reading.dialect)))
        return 0 if answer is None else answer.numbers[0] or 0

    def _walk(self, most: int, start: Place | None, stop: Place | None, *, backwards: bool) -> Sequence[Item]:
        """As far as it has been read."""
        found: list[Item] = []
        here, inclusive, size = _writable(start), True, max(1, min(most, _MOST_AT_ONCE))
        while len(found) < most:
            lacking = self.reading.lacking
            part = self.part(PartWanted(here, inclusive, backwards, size))
            if part is None:
                break
            for item in part.items:
                place = self.place(item)
                if start is not None and (place >= start if backwards else place <= start):
                    continue
                if stop is not None and (place <= stop if backwards else place >= stop):
                    return found[:most]
                found.append(item)
            if part.last is None or self.reading.lacking > lacking:
                break
            here, inclusive, size = part.last, False, min(size * 4, _MOST_AT_ONCE)
        return found[:most]


def _writable(place: Place | None) -> Place | None:
    """A place may be made up, with a NUL in it: what stands in for that comes after and before the same slugs."""
    if place is None:
        return None
    return tuple(
        part if isinstance(part, int) or can_be_written(part) else f"{part.partition(_NUL)[0]}\x01" for part in place
    )


_ALL = 1_000_000_000
_NUL = "\0"


@dataclass(frozen=True, slots=True)
class PartWanted:
    """From the place `start` on, itself too if `inclusive`."""

    start: Place | None
    inclusive: bool
    backwards: bool
    size: int

    def window(self, slug: str | None) -> Window:
        return Window(slug, self.inclusive, self.backwards, self.size)


def last_looked_at(answer: Answer, wanted: PartWanted, places: Sequence[Place]) -> Place | None:
    """Of the places of all candidates, the farthest; None where there were fewer than could be."""
    if not places or (answer.numbers[0] or 0) < wanted.size:
        return None
    return min(places) if wanted.backwards else max(places)
