"""What one selection shows of one thing or statement, worked out once for all the days on which it is the same.

A piece holds what its object says itself, as JSON, and leads to the pieces of the things and statements that hang from
it, each of which is the same on days of its own: an answer is put together anew for each day, of parts at hand.
"""

from bisect import bisect_right
from typing import Any, Protocol, TypeAlias, cast

from cget_api.api.compiled.running import Run
from cget_api.core.lens import Lens
from cget_api.core.register import Held
from cget_api.core.validity import FIRST_DAY
from cget_api.core.view import EntityView, Reached, StatementView, entity_through

Thing: TypeAlias = str | tuple[Held, Reached, bool]
"""What a view shows, whatever the lens: an entity by its slug, or a statement with how it was reached."""

_OF_A_STRETCH = 300
_OF_A_PART = 60


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


class Anew(Protocol):
    """Fields that are shown anew each time."""

    def written(self, view: Any, run: Run) -> bytes:
        """As a part of an object; their values are counted."""


class Shape(Protocol):
    """A selection, of which pieces are made."""

    def stretch(self, thing: Thing, day: int, lens: Lens) -> "Stretch":
        """What it shows of a thing on the lens's day, and on which others."""


class Piece:
    """One `thing` as one selection shows it; `stretch` is the one asked for last. Several threads may ask."""

    __slots__ = ("_known", "_shape", "stretch", "thing")

    def __init__(self, shape: Shape, thing: Thing) -> None:
        self.thing = thing
        self.stretch = _NO_DAY
        self._shape = shape
        self._known: tuple[tuple[int, ...], tuple[Stretch, ...]] = (), ()

    def on(self, day: int, lens: Lens) -> "Stretch":
        """The lens is of that day."""
        firsts, stretches = self._known
        place = bisect_right(firsts, day) - 1
        if place >= 0 and day < stretches[place].end:
            stretch = stretches[place]
        else:
            stretch = self._shape.stretch(self.thing, day, lens)
            in_order = sorted([*stretches, stretch], key=lambda known: known.first)
            self._known = tuple(known.first for known in in_order), tuple(in_order)
        self.stretch = stretch
        return stretch


Part: TypeAlias = bytes | Piece | Anew
"""JSON, what follows it, or what has to be shown before it is JSON."""


class Stretch:
    """What a piece shows from the day `first` to the one before `end`: its `parts`, or what it has `said` where that is
    all. So many `values` of it are its own, those aside that are shown anew each time."""

    __slots__ = ("end", "first", "parts", "said", "values")

    def __init__(self, days: tuple[int, int], values: int, parts: tuple[Part, ...]) -> None:
        self.first, self.end = days
        self.values = values
        self.parts = parts
        self.said = parts[0] if len(parts) == 1 and isinstance(parts[0], bytes) else None

    @property
    def size(self) -> int:
        """About how many bytes it takes, but for what its pieces take."""
        return _OF_A_STRETCH + sum(_OF_A_PART + len(part) for part in self.parts if isinstance(part, bytes))


_NO_DAY = Stretch((FIRST_DAY, FIRST_DAY), 0, ())


def write(piece: Piece, day: int, lens: Lens, run: Run, out: list[bytes]) -> None:
    """What it shows on the lens's `day`, and all that hangs from it, to the end of `out`."""
    stretch = piece.stretch
    if not stretch.first <= day < stretch.end:
        stretch = piece.on(day, lens)
    values = stretch.values
    for part in stretch.parts:
        if type(part) is bytes:
            out.append(part)
        elif type(part) is Piece:
            below = part.stretch
            if below.said is not None and below.first <= day < below.end:
                values += below.values
                out.append(below.said)
            else:
                write(part, day, lens, run, out)
        else:
            out.append(cast("Anew", part).written(view_of(piece.thing, lens), run))
    left = run.left = run.left - values
    if left < run.look_at:
        run.look()
