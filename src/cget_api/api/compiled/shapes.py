"""Selections of which pieces are kept, and where they are kept."""

import threading
from typing import Any, cast
from weakref import WeakKeyDictionary, WeakSet

import orjson

from cget_api.api.compiled.compared import ComparedDay
from cget_api.api.compiled.pieces import Piece, Stretch, Thing, thing_of, view_of, write
from cget_api.api.compiled.running import Counting, Run
from cget_api.api.compiled.segments import Functions, Segment, Segments, parts_of
from cget_api.api.compiled.surprises import NotAnswered
from cget_api.core.index import RegisterIndex
from cget_api.core.lens import Lens

MOST_KEPT_BYTES = 16_000_000
"""How much all pieces of all plans may take together."""
_OF_A_THING = 300


class Room:
    """How much pieces take; where those that are still there take too much, all of them are forgotten."""

    def __init__(self) -> None:
        self._taken = 0
        self._shapes: WeakSet[KeptShape] = WeakSet()
        self._lock = threading.Lock()

    def add(self, shape: "KeptShape") -> None:
        with self._lock:
            self._shapes.add(shape)

    def take(self, shape: "KeptShape", size: int) -> None:
        with self._lock:
            shape.taken += size
            self._taken += size
            if self._taken <= MOST_KEPT_BYTES:
                return
            # What shapes took that are gone since is free.
            shapes = tuple(self._shapes)
            self._taken = sum(each.taken for each in shapes)
            if self._taken > MOST_KEPT_BYTES:
                self._taken = 0
                for each in shapes:
                    each.forget()


class KeptShape:
    """A selection that the function called `show` shows; of its `segments` pieces are kept, for each register that is
    held in memory as a whole: there, nothing stands in for what has yet to be read."""

    def __init__(self, show: str, segments: Segments, functions: Functions, room: Room) -> None:
        self._show = show
        self._segments = segments
        self._known_segments: tuple[Segment, ...] | None = None
        self._functions = functions
        self._room = room
        self.forget()
        room.add(self)

    def forget(self) -> None:
        self.taken = 0
        self._pieces: WeakKeyDictionary[RegisterIndex, dict[Thing, Piece | None]] = WeakKeyDictionary()

    def show(self, view: Any, run: Run) -> object:
        return self._functions[self._show](view, run)

    def shown(self, view: Any, run: Run) -> object:
        """What is shown of a view: JSON, put together of pieces, where its thing was asked for before."""
        thing = thing_of(view)
        if thing is None:
            return self.show(view, run)
        lens: Lens = view.lens
        day, register = lens.as_of, lens.register
        if type(day) is not int or lens.stated_by is not None or lens.only_certain:
            return self.show(view, run)
        if not isinstance(register, RegisterIndex):
            return self.show(view, run)
        pieces = self._of(register)
        if thing not in pieces:
            self._room.take(self, _OF_A_THING)
            pieces[thing] = None
            return self.show(view, run)
        out: list[bytes] = []
        write(self._piece(thing, pieces), day, lens, run, out)
        return orjson.Fragment(b"".join(out))

    def piece_of(self, view: Any, lens: Lens) -> Piece:
        """Raises NotAnswered for anything but what is seen through the lens."""
        thing = thing_of(view)
        if thing is None or view.lens is not lens or not isinstance(lens.register, RegisterIndex):
            raise NotAnswered(view)
        return self._piece(thing, self._of(lens.register))

    def _of(self, register: RegisterIndex) -> dict[Thing, Piece | None]:
        pieces = self._pieces.get(register)
        return self._pieces.setdefault(register, {}) if pieces is None else pieces

    def _piece(self, thing: Thing, pieces: dict[Thing, Piece | None]) -> Piece:
        piece = pieces.get(thing)
        if piece is None:
            self._room.take(self, _OF_A_THING)
            piece = pieces[thing] = Piece(self, thing)
        return piece

    def stretch(self, thing: Thing, day: int, lens: Lens) -> Stretch:
        """The same on all days that compare with others as this one did while it was worked out."""
        compared, run = ComparedDay(day), Counting()
        view = view_of(thing, Lens(lens.register, cast("int", compared)))
        if self._known_segments is None:
            self._known_segments = self._segments()
        parts = parts_of(self._known_segments, view, run, self._functions)
        stretch = Stretch((compared.first, compared.end), run.counted, parts)
        self._room.take(self, stretch.size)
        return stretch
