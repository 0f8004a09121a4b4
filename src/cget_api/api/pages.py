"""Pages of lists by keyset: a cursor says where it stood and with what the list was asked."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from cget_api.api.ids import Token, decoded, encoded, fingerprint, register_from_token, revision_token
from cget_api.core.errors import BadUserInput
from cget_api.core.model import Revision
from cget_api.core.register import Archive, Register

DEFAULT_SIZE = 50
LARGEST_SIZE = 500

Item = TypeVar("Item")
Key: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PageArguments:
    """`first` after a cursor, or `last` before one; neither means the first DEFAULT_SIZE, or the first `most`.

    Raises BadUserInput where both are given, and for a size that is negative or larger than `most`.
    """

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None
    most: int = LARGEST_SIZE

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None:
            raise BadUserInput("first and last", "were both given", "Give one of them")
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 0 <= size <= self.most:
                raise BadUserInput(f"{name}: {size}", "is out of range", f"Choose from 0 to {self.most}")

    def register(self, archive: Archive) -> Register | None:
        """What the cursor was made in, so that a list stays as it was while others record; None without a cursor.

        Raises BadUserInput where this database does not hold that revision.
        """
        cursor = self.before if self.after is None else self.after
        if cursor is None:
            return None
        match decoded(cursor, "cursor"):
            case [made_in, _, _]:
                return register_from_token(made_in, archive)
        raise not_of_this_list(cursor)


def require_at_most_a_page(count: int, what: str) -> None:
    """Raises BadUserInput for more things asked for at once than the largest page holds."""
    if count > LARGEST_SIZE:
        raise BadUserInput(f"{count} {what}", "are too many", f"Ask for at most {LARGEST_SIZE} at once")


def not_of_this_list(cursor: str) -> BadUserInput:
    return BadUserInput(
        f"cursor {cursor[:80]!r}",
        "belongs to another list",
        "Use it with the arguments and in the revision that gave it; pin `asOf` while you page",
    )


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """A whole list, sorted by `key`, which no two items share: what it holds in `revision`, `asked` with these words;
    each item is shown by `show`."""

    items: Sequence[Item]
    key: Callable[[Item], Key]
    show: Callable[[Item], object]
    revision: Revision
    asked: tuple[Token, ...]

    def page(self, arguments: PageArguments) -> "Page[Item]":
        """Raises BadUserInput for a cursor of another list."""
        start, stop = 0, len(self.items)
        if arguments.after is not None:
            start = bisect_right(self.items, self._key_from_cursor(arguments.after), key=self.key)
        if arguments.before is not None:
            stop = max(start, bisect_left(self.items, self._key_from_cursor(arguments.before), key=self.key))
        if arguments.last is not None:
            start = max(start, stop - arguments.last)
        else:
            usual = min(DEFAULT_SIZE, arguments.most)
            stop = min(stop, start + (usual if arguments.first is None else arguments.first))
        return Page(self, start, stop)

    @property
    def fingerprint(self) -> str:
        return fingerprint(*self.asked)

    def cursor(self, item: Item) -> str:
        return encoded([revision_token(self.revision), self.fingerprint, list[Token](self.key(item))])

    def _key_from_cursor(self, cursor: str) -> Key:
        revision = revision_token(self.revision)
        types = [type(part) for part in self.key(self.items[0])] if self.items else []
        match decoded(cursor, "cursor"):
            case [made_in, self.fingerprint, [*parts]] if (
                made_in == revision and [type(part) for part in parts] == types
            ):
                return tuple(part for part in parts if isinstance(part, str | int))
        raise not_of_this_list(cursor)


@dataclass(frozen=True)
class Edge:
    """One item of a page as it is shown, with its cursor."""

    cursor: str
    node: Any


@dataclass(frozen=True)
class Page(Generic[Item]):
    """The items of a `listing` from `start` to before `stop`, as a Relay connection and page information at once."""

    listing: Listing[Item]
    start: int
    stop: int

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        items = self.listing.items[self.start : self.stop]
        return tuple(Edge(self.listing.cursor(item), self.listing.show(item)) for item in items)

    @property
    def nodes(self) -> tuple[Any, ...]:
        return tuple(edge.node for edge in self.edges)

    @property
    def revision(self) -> Revision:
        return self.listing.revision

    @property
    def total_count(self) -> int:
        return len(self.listing.items)

    @property
    def page_info(self) -> "Page[Item]":
        return self

    @property
    def has_next_page(self) -> bool:
        return self.stop < len(self.listing.items)

    @property
    def has_previous_page(self) -> bool:
        return self.start > 0

    @property
    def start_cursor(self) -> str | None:
        return self.edges[0].cursor if self.edges else None

    @property
    def end_cursor(self) -> str | None:
        return self.edges[-1].cursor if self.edges else None
