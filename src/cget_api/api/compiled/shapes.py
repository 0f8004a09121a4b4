"""Selections of which pieces are kept, and where they are kept."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast
from weakref import WeakKeyDictionary, WeakSet

import orjson

from cget_api.api.compiled.compared import ComparedDay
from cget_api.api.compiled.pieces import Piece, Stretch, Thing, thing_of, view_of, write
from cget_api.api.compiled.running import Counting, Run
from cget_api.api.compiled.surprises import NotAnswered
from cget_api.core.index import RegisterIndex
from cget_api.core.lens import Lens

MOST_KEPT_BYTES = 16_000_000
"""How much all pieces of all plans may take together."""
_OF_A_THING = 300

Function: TypeAlias = Callable[[Any, Any], Any]


class Room:
    """How much pieces take; where that is too much, all of them are forgotten."""

    def __init__(self) -> None:
        self._taken = 0
        self._shapes: WeakSet[KeptShape] = WeakSet()
        self._lock = threading.Lock()

    def add(self, shape: "KeptShape") -> None:
        with self._lock:
            self._shapes.add(shape)

    def take(self, size: int) -> None:
        with self._lock:
            self._taken += size
            if self._taken > MOST_KEPT_BYTES:
                self._taken = 0
                for shape in tuple(self._shapes):
                    shape.forget()


@dataclass(frozen=True, slots=True)
class Said:
    """Fields from which nothing hangs, shown by the `function` of this name, which counts their values."""

    function: str


@dataclass(frozen=True, slots=True)
class Leading:
    """A field, shown under a `key`, from which something hangs: the views that the `function` of this name gives
    (`several`, or one), each as `shape` has it."""

    function: str
    key: bytes
    shape: "KeptShape"
    several: bool
    nullable: bool

    def add_to(self, draft: "_Draft", found: object, lens: Lens) -> None:
        """Raises NotAnswered for anything but what is seen through the lens."""
        draft.say(self.key)
        if found is None and self.nullable:
            draft.say(b"null")
        elif not self.several:
            draft.lead_to(self.shape.piece_of(found, lens))
        elif isinstance(found, (list, tuple)):
            for number, view in enumerate(found):
                draft.say(b"," if number else b"[")
                draft.lead_to(self.shape.piece_of(view, lens))
            draft.say(b"]" if found else b"[]")
        else:
            raise NotAnswered(found)


class _Draft:
    """The parts of a stretch, JSON and pieces in turn, JSON last."""

    def __init__(self) -> None:
        self._parts: list[bytes | Piece] = []
        self._said = b"{"

    def say(self, text: bytes) -> None:
        self._said += text

    def lead_to(self, piece: Piece) -> None:
        self._parts += (self._said, piece)
        self._said = b""

    def stretch(self, days: tuple[int, int], values: int) -> Stretch:
        said = self._said + b"}"
        return Stretch(days, values, parts=(*self._parts, said)) if self._parts else Stretch(days, values, said=said)


Segment: TypeAlias = Said | Leading


class KeptShape:
    """A selection that the function called `show` shows; of its `segments` pieces are kept, for
    each register that is held in memory: there, nothing stands in for what has yet to be read."""

    def __init__(self, show: str, segments: Sequence[Segment], functions: Mapping[str, Function], room: Room) -> None:
        self._show = show
        self._segments = tuple(segments)
        self._functions = functions
        self._room = room
        self.forget()
        room.add(self)

    def forget(self) -> None:
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
            self._room.take(_OF_A_THING)
            pieces[thing] = None
            return self.show(view, run)
        out: list[bytes] = []
        write(self._piece(thing, pieces), day, lens, run, out)
        return orjson.Fragment(b"".join(out))

    def piece_of(self, view: Any, lens: Lens) -> Piece:
        """Raises NotAnswered for what is not seen through this lens."""
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
            self._room.take(_OF_A_THING)
            piece = pieces[thing] = Piece(self, thing)
        return piece

    def stretch(self, thing: Thing, day: int, lens: Lens) -> Stretch:
        """To be shown anew each time, where it depends on more than how the day compares with others, or surprises."""
        compared, run = ComparedDay(day), Counting()
        try:
            draft = self._draft(thing, Lens(lens.register, cast("int", compared)), run)
            stretch = draft.stretch((compared.first, compared.end), run.counted)
        except Exception:  # noqa: BLE001  # whatever it is, what is shown anew meets it too
            stretch = Stretch((compared.first, compared.end))
        self._room.take(stretch.size)
        return stretch

    def _draft(self, thing: Thing, lens: Lens, run: Counting) -> _Draft:
        """Of what it shows, with the values counted that are its own."""
        view, draft = view_of(thing, lens), _Draft()
        for number, segment in enumerate(self._segments):
            if number:
                draft.say(b",")
            shown = self._functions[segment.function](view, run)
            if isinstance(segment, Said):
                draft.say(orjson.dumps(shown)[1:-1])
            else:
                run.left -= 1
                segment.add_to(draft, shown, lens)
        return draft
