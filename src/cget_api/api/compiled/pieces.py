"""What one selection shows of one thing or statement, worked out once for all the days on which it is the same.

A piece holds what its object says itself, as JSON, and leads to the pieces of the things and statements that hang from
it, each of which is the same on days of its own: an answer is put together anew for each day, of parts at hand.
"""

from bisect import bisect_right
from typing import Any, Protocol, TypeAlias

import orjson

from cget_api.api.compiled.running import Run
from cget_api.core.lens import Lens
from cget_api.core.register import Held
from cget_api.core.validity import FIRST_DAY
from cget_api.core.view import EntityView, Reached, StatementView, entity_through

Thing: TypeAlias = str | tuple[Held, Reached, bool]
"""What a view shows, whatever the lens: an entity by its slug, or a statement with how it was reached."""


def thing_of(view: object) -> Thing | None:
    """None for what cannot be seen again through another lens."""
    if type(view) is StatementView:
        return view.held, view.reached, view.lifelong
    if type(view) is EntityView and view.known_from is None and view.as_of is view.lens.as_of:
        return view.entity.slug
    return None


def view_of(thing: Thing, lens: Lens) -> EntityView | StatementView:
    """Raises LookupError for an entity that the lens's register does not hold."""
    if isinstance(thing, str):
        return entity_through(lens, thing)
    held, reached, lifelong = thing
    return StatementView(held, lens, reached, lifelong)


_OF_A_STRETCH = 300
_OF_A_PART = 60


class Stretch:
    """What a piece shows from the day `first` to the one before `end`: JSON (`said`) where nothing hangs from it, else
    `parts`, JSON and pieces in turn; neither where it is to be shown anew each time. It has so many
    `values` of its own."""

    __slots__ = ("end", "first", "parts", "said", "values")

    def __init__(
        self,
        days: tuple[int, int],
        values: int = 0,
        said: bytes | None = None,
        parts: "tuple[bytes | Piece, ...] | None" = None,
    ) -> None:
        self.first, self.end = days
        self.values = values
        self.said = said
        self.parts = parts

    @property
    def size(self) -> int:
        """About how many bytes it takes, but for what its pieces take."""
        said = (self.said or b"", *(self.parts or ()))
        return _OF_A_STRETCH + sum(_OF_A_PART + len(part) for part in said if isinstance(part, bytes))


class Shape(Protocol):
    """A selection, of which pieces are made."""

    def stretch(self, thing: Thing, day: int, lens: Lens) -> Stretch:
        """What it shows of a thing on the lens's day, and on which others."""

    def show(self, view: Any, run: Run) -> object:
        """What it shows of a view, made anew."""


_NO_DAY = Stretch((FIRST_DAY, FIRST_DAY))


class Piece:
    """One `thing` as one selection shows it; `stretch` is the one asked for last. Several threads may ask."""

    __slots__ = ("_known", "_shape", "_thing", "stretch")

    def __init__(self, shape: Shape, thing: Thing) -> None:
        self._shape = shape
        self._thing = thing
        self._known: tuple[tuple[int, ...], tuple[Stretch, ...]] = (), ()
        self.stretch = _NO_DAY

    def on(self, day: int, lens: Lens) -> Stretch:
        """The lens is of that day."""
        firsts, stretches = self._known
        place = bisect_right(firsts, day) - 1
        if place >= 0 and day < stretches[place].end:
            stretch = stretches[place]
        else:
            stretch = self._shape.stretch(self._thing, day, lens)
            in_order = sorted([*stretches, stretch], key=lambda known: known.first)
            self._known = tuple(known.first for known in in_order), tuple(in_order)
        self.stretch = stretch
        return stretch

    def shown_anew(self, lens: Lens, run: Run) -> bytes:
        return orjson.dumps(self._shape.show(view_of(self._thing, lens), run))


def write(piece: Piece, day: int, lens: Lens, run: Run, out: list[bytes]) -> None:
    """What it shows on the lens's `day`, and all that hangs from it, to the end of `out`."""
    stretch = piece.stretch
    if not stretch.first <= day < stretch.end:
        stretch = piece.on(day, lens)
    left = run.left = run.left - stretch.values
    if left < run.look_at:
        run.look()
    if stretch.said is not None:
        out.append(stretch.said)
    elif stretch.parts is None:
        out.append(piece.shown_anew(lens, run))
    else:
        for part in stretch.parts:
            if isinstance(part, bytes):
                out.append(part)
            else:
                write(part, day, lens, run, out)
