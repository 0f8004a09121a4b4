"""Selections of which pieces are kept, and where they are kept."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast
from weakref import WeakKeyDictionary, WeakSet

import orjson

from cget_api.api.compiled.compared import ComparedDay
from cget_api.api.compiled.pieces import Piece, Stretch, Thing, thing_of, view_of, write
from cget_api.api.compiled.running import Run, Unbounded
from cget_api.api.compiled.surprises import NotAnswered
from cget_api.core.index import RegisterIndex
from cget_api.core.lens import Lens

MOST_KEPT_BYTES = 16_000_000
"""How much all pieces of all plans may take together."""
_OF_A_PIECE = 400
_OF_A_PART = 100

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
    """Fields from which nothing hangs, shown by the `function` of this name."""

    function: str

    def parts(self, shown: dict[str, object], _lens: Lens) -> Iterator[bytes | Piece]:
        yield orjson.dumps(shown)[1:-1]


@dataclass(frozen=True, slots=True)
class Leading:
    """A field, to be shown under a `key`, from which something hangs: the views that the `function` of this name gives
    (`several`, or one), each as `shape` has it."""

    function: str
    key: str
    shape: "KeptShape"
    several: bool
    nullable: bool

    def parts(self, found: object, lens: Lens) -> Iterator[bytes | Piece]:
        """Raises NotAnswered for anything but what is seen through the lens."""
        yield orjson.dumps(self.key) + b":"
        if found is None and self.nullable:
            yield b"null"
        elif not self.several:
            yield self.shape.piece_of(found, lens)
        elif isinstance(found, (list, tuple)):
            yield b"["
            for number, view in enumerate(found):
                if number:
                    yield b","
                yield self.shape.piece_of(view, lens)
            yield b"]"
        else:
            raise NotAnswered(found)


Segment: TypeAlias = Said | Leading


class KeptShape:
    """A selection of `values` fields, which the function called `show` shows; of its `segments` pieces are kept, for
    each register that is held in memory: there, nothing stands in for what has yet to be read."""

    def __init__(
        self, show: str, values: int, segments: Sequence[Segment], functions: Mapping[str, Function], room: Room
    ) -> None:
        self._show = show
        self._values = values
        self._segments = tuple(segments)
        self._functions = functions
        self._room = room
        self.forget()
        room.add(self)

    @property
    def leads_on(self) -> bool:
        return any(isinstance(segment, Leading) for segment in self._segments)

    def forget(self) -> None:
        self._pieces: WeakKeyDictionary[RegisterIndex, dict[Thing, Piece]] = WeakKeyDictionary()

    def show(self, view: Any, run: Run) -> object:
        return self._functions[self._show](view, run)

    def shown(self, view: Any, run: Run) -> object:
        """What is shown of a view: JSON, where there are pieces to put it together of."""
        thing = thing_of(view)
        if thing is None:
            return self.show(view, run)
        lens: Lens = view.lens
        day, register = lens.as_of, lens.register
        if type(day) is not int or lens.stated_by is not None or lens.only_certain:
            return self.show(view, run)
        if not isinstance(register, RegisterIndex):
            return self.show(view, run)
        out: list[bytes] = []
        write(self._piece(thing, register), day, lens, run, out)
        return orjson.Fragment(b"".join(out))

    def piece_of(self, view: Any, lens: Lens) -> Piece:
        """Raises NotAnswered for what is not seen through this lens."""
        thing = thing_of(view)
        if thing is None or view.lens is not lens or not isinstance(lens.register, RegisterIndex):
            raise NotAnswered(view)
        return self._piece(thing, lens.register)

    def _piece(self, thing: Thing, register: RegisterIndex) -> Piece:
        pieces = self._pieces.get(register)
        if pieces is None:
            pieces = self._pieces.setdefault(register, {})
        piece = pieces.get(thing)
        if piece is None:
            self._room.take(_OF_A_PIECE)
            piece = pieces.setdefault(thing, Piece(self, thing))
        return piece

    def stretch(self, thing: Thing, day: int, lens: Lens) -> Stretch:
        """To be shown anew each time, where it depends on more than how the day compares with others, or surprises."""
        compared = ComparedDay(day)
        try:
            values, parts = self._made(thing, Lens(lens.register, cast("int", compared)))
        except Exception:  # noqa: BLE001  # whatever it is, what is shown anew meets it too
            self._room.take(_OF_A_PIECE)
            return Stretch((compared.first, compared.end))
        days = compared.first, compared.end
        self._room.take(_OF_A_PIECE + sum(_OF_A_PART + len(part) for part in parts if isinstance(part, bytes)))
        if len(parts) == 1 and isinstance(parts[0], bytes):
            return Stretch(days, values, said=parts[0])
        return Stretch(days, values, parts=parts)

    def _made(self, thing: Thing, lens: Lens) -> tuple[int, tuple[bytes | Piece, ...]]:
        """How many values it has of its own, and its parts."""
        view, run = view_of(thing, lens), Unbounded()
        values = self._values
        parts: list[bytes | Piece] = []
        for number, segment in enumerate(self._segments):
            shown = self._functions[segment.function](view, run)
            if isinstance(segment, Said):
                values += _values_in(shown) - len(shown)
            parts.append(b"," if number else b"{")
            parts += segment.parts(shown, lens)
        return values, _joined([*parts, b"}"])


def _values_in(shown: object) -> int:
    """As BoundedExecutor counts them: the fields of every object."""
    match shown:
        case dict():
            return len(shown) + sum(map(_values_in, shown.values()))
        case list():
            return sum(map(_values_in, shown))
    return 0


def _joined(parts: list[bytes | Piece]) -> tuple[bytes | Piece, ...]:
    """The same, JSON beside JSON made one."""
    joined: list[bytes | Piece] = []
    for part in parts:
        if joined and isinstance(part, bytes) and isinstance(joined[-1], bytes):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)
