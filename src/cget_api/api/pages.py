"""Pages of lists by keyset: a cursor says where it stood and with what the list was asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from cget_api.api.ids import Token, decoded, encoded, fingerprint, register_from_token, revision_token
from cget_api.core.errors import BadUserInput
from cget_api.core.model import Revision
from cget_api.core.ordered import Ordered
from cget_api.core.ordered import Place as Key
from cget_api.core.register import Archive, Register

DEFAULT_SIZE = 50
LARGEST_SIZE = 500

Item = TypeVar("Item")


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
    """A whole list, sorted by `key`, which no two items share and whose parts are of the types of `shape`: what it
    holds in `revision`, `asked` with these words; each item is shown by `show`."""

    items: Ordered[Item]
    key: Callable[[Item], Key]
    shape: tuple[type, ...]
    show: Callable[[Item], object]
    revision: Revision
    asked: tuple[Token, ...]

    def page(self, arguments: PageArguments) -> "Page[Item]":
        """Raises BadUserInput for a cursor of another list."""
        after = None if arguments.after is None else self._key_from_cursor(arguments.after)
        before = None if arguments.before is None else self._key_from_cursor(arguments.before)
        if arguments.last is not None:
            found = self.items.last(arguments.last + 1, after, before)
            more = len(found) > arguments.last
            shown = found[1:] if more else found
            return Page(self, shown, has_next_page=before is not None, has_previous_page=more or after is not None)
        usual = min(DEFAULT_SIZE, arguments.most)
        size = usual if arguments.first is None else arguments.first
        found = self.items.first(size + 1, after, before)
        more = len(found) > size
        return Page(self, found[:size], has_next_page=more or before is not None, has_previous_page=after is not None)

    @property
    def fingerprint(self) -> str:
        return fingerprint(*self.asked)

    def cursor(self, item: Item) -> str:
        return encoded([revision_token(self.revision), self.fingerprint, list[Token](self.key(item))])

    def _key_from_cursor(self, cursor: str) -> Key:
        revision = revision_token(self.revision)
        match decoded(cursor, "cursor"):
            case [made_in, self.fingerprint, [*parts]] if (
                made_in == revision and tuple(type(part) for part in parts) == self.shape
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
    """Some `items` of a `listing` that follow one another, as a Relay connection and page information at once.

    A cursor that was given stands for an item, so there is something on its other side.
    """

    listing: Listing[Item]
    items: Sequence[Item]
    has_next_page: bool
    has_previous_page: bool

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(Edge(self.listing.cursor(item), self.listing.show(item)) for item in self.items)

    @property
    def nodes(self) -> tuple[Any, ...]:
        return tuple(edge.node for edge in self.edges)

    @property
    def revision(self) -> Revision:
        return self.listing.revision

    @cached_property
    def total_count(self) -> int:
        return self.listing.items.count()

    @property
    def page_info(self) -> "Page[Item]":
        return self

    @property
    def start_cursor(self) -> str | None:
        return self.edges[0].cursor if self.edges else None

    @property
    def end_cursor(self) -> str | None:
        return self.edges[-1].cursor if self.edges else None
