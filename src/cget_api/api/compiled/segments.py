"""The fields of a selection, in turn: those that say something, and those that lead to what has pieces of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import orjson

from cget_api.api.compiled.pieces import Part, Piece
from cget_api.api.compiled.running import Counting, Run
from cget_api.api.compiled.surprises import NotAnswered
from cget_api.core.lens import Lens

Functions: TypeAlias = Mapping[str, Callable[[Any, Any], Any]]
"""Those of a program, by name."""


class HasPieces(Protocol):
    def piece_of(self, view: Any, lens: Lens) -> Piece:
        """Raises NotAnswered for anything but what is seen through the lens."""


@dataclass(frozen=True, slots=True)
class Said:
    """Fields from which nothing hangs: the function called `show` shows them and counts their values. What is not
    `fixed` depends on more than the register."""

    show: str
    fixed: bool

    def parts(self, view: object, run: Counting, functions: Functions) -> Iterator[Part]:
        """Raises NotAnswered, or whatever else comes in between, where they are to be shown anew each time."""
        if not self.fixed:
            raise NotAnswered(view)
        yield orjson.dumps(functions[self.show](view, run))[1:-1]


@dataclass(frozen=True, slots=True)
class Leading:
    """A field from which something hangs, to be shown under a `key`: the views that the function called `give` gives
    (`several`, or one), each as `shape` has it. The one called `show` shows it all, and counts its values."""

    show: str
    give: str
    key: bytes
    shape: HasPieces
    several: bool
    nullable: bool

    def parts(self, view: Any, run: Counting, functions: Functions) -> Iterator[Part]:
        """Raises NotAnswered, or whatever else comes in between, where it is to be shown anew each time."""
        found = functions[self.give](view, run)
        run.left -= 1
        yield self.key
        if found is None and self.nullable:
            yield b"null"
        elif not self.several:
            yield self.shape.piece_of(found, view.lens)
        elif isinstance(found, (list, tuple)):
            for number, below in enumerate(found):
                yield b"," if number else b"["
                yield self.shape.piece_of(below, view.lens)
            yield b"]" if found else b"[]"
        else:
            raise NotAnswered(found)


Segment: TypeAlias = Said | Leading
Segments: TypeAlias = Callable[[], tuple[Segment, ...]]


@dataclass(frozen=True, slots=True)
class ShownAnew:
    """Fields that a function shows each time."""

    show: Callable[[Any, Run], object]

    def written(self, view: object, run: Run) -> bytes:
        return orjson.dumps(self.show(view, run))[1:-1]


def parts_of(segments: tuple[Segment, ...], view: object, run: Counting, functions: Functions) -> tuple[Part, ...]:
    """Of an object, JSON beside JSON made one; the values counted that are not shown anew each time."""
    parts: list[Part] = []
    said = b"{"
    for number, segment in enumerate(segments):
        left = run.left
        try:
            added = list(segment.parts(view, run, functions))
        except Exception:  # noqa: BLE001  # whatever it is, what is shown anew meets it too
            run.left = left
            added = [ShownAnew(functions[segment.show])]
        if number:
            said += b","
        for part in added:
            if isinstance(part, bytes):
                said += part
            else:
                parts += (said, part)
                said = b""
    return (*parts, said + b"}")
