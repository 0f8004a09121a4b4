"""Lists in an order, a part at a time, whatever holds them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

Place: TypeAlias = tuple[str | int, ...]
Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)


class Ordered(Protocol[Item_co]):
    """Items in the order of a place that no two of them share."""

    def first(self, most: int, after: Place | None = None, before: Place | None = None) -> Sequence[Item_co]:
        """At most so many, in order: the first of those strictly between the two places."""

    def last(self, most: int, after: Place | None = None, before: Place | None = None) -> Sequence[Item_co]:
        """At most so many, in order: the last of those strictly between the two places."""

    def count(self) -> int:
        """How many there are altogether; not told for nothing where the list is not at hand."""


@dataclass(frozen=True, slots=True)
class InOrder(Generic[Item]):
    """All `items` of a list, sorted by their `place`."""

    items: Sequence[Item]
    place: Callable[[Item], Place]

    def first(self, most: int, after: Place | None = None, before: Place | None = None) -> Sequence[Item]:
        start, stop = self._between(after, before)
        return self.items[start : min(stop, start + most)]

    def last(self, most: int, after: Place | None = None, before: Place | None = None) -> Sequence[Item]:
        start, stop = self._between(after, before)
        return self.items[max(start, stop - most) : stop]

    def count(self) -> int:
        return len(self.items)

    def _between(self, after: Place | None, before: Place | None) -> tuple[int, int]:
        start = 0 if after is None else bisect_right(self.items, after, key=self.place)
        stop = len(self.items) if before is None else bisect_left(self.items, before, key=self.place)
        return start, max(start, stop)
