"""What was read of a register, kept while there is room for it: an answer is never wrong, only forgotten."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from cget_api.core.index import RegisterIndex
from cget_api.core.model import Entity, Recorded, Source, Statement
from cget_api.core.register import Held
from cget_api.core.shown import Stretches
from cget_api.store.ondemand.decoding import Relation, Thing
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.searching import Found

_MOST_WALKED: Final = 32 << 20
"""How many bytes are kept before they are set aside from what the garbage collector walks."""


@dataclass(slots=True)
class Seen:
    """What one `revision` holds of the statements of an answer, and which of it is shown on which days: worked out when
    that is first asked."""

    revision: int
    held: tuple[Held, ...]
    stretches: Stretches | None = None


@dataclass(slots=True)
class Answer:
    """What answers a need, of all revisions at once, and about how many bytes it takes: the part that the sort of the
    need asks for is filled in. It was `seen` in a few revisions, and is `indexes` of everything in some. `is_asked`
    since it was last looked at whether it may be forgotten."""

    size: int
    statements: tuple[Recorded[Statement], ...] = ()
    thing: Thing | None = None
    descriptions: tuple[Recorded[Source], ...] = ()
    relations: tuple[Relation, ...] = ()
    entities: tuple[Entity, ...] = ()
    candidates: tuple[Found, ...] = ()
    numbers: tuple[int | None, ...] = ()
    seen: tuple[Seen, ...] = ()
    indexes: tuple[RegisterIndex, ...] = ()
    is_asked: bool = False


class Kept:
    """Answers by need, up to `most_bytes` of them; those that nobody asked for lately are forgotten first. Several
    threads may ask."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Need, Answer] = OrderedDict()
        self._lock = threading.Lock()
        self._walked = 0
        self.bytes = 0
        self.generation = 0

    def get(self, need: Need) -> Answer | None:
        answer = self._answers.get(need)
        if answer is not None:
            answer.is_asked = True
        return answer

    def keep(self, answers: Mapping[Need, Answer], generation: int) -> None:
        """Unless something was forgotten since that generation: they may have been read before it was recorded."""
        with self._lock:
            if generation != self.generation:
                return
            for need, answer in answers.items():
                known = self._answers.pop(need, None)
                self.bytes += answer.size - (0 if known is None else known.size)
                self._answers[need] = answer
            while self.bytes > self._most_bytes:
                need, answer = self._answers.popitem(last=False)
                if answer.is_asked:
                    answer.is_asked = False
                    self._answers[need] = answer
                else:
                    self.bytes -= answer.size
            self._walked += sum(answer.size for answer in answers.values())
            if self._walked > _MOST_WALKED:
                self._set_aside()

    def _set_aside(self) -> None:
        """There is no circle in it that the garbage collector could free: were it to walk it again and again, requests
        would wait, half a second for 256 MB."""
        gc.collect(1)
        gc.freeze()
        self._walked = 0

    def forget(self, touched: Collection[str] | None) -> None:
        """What tells of these slugs and keys, of which something else was recorded; None means all of it."""
        with self._lock:
            self.generation += 1
            if touched is None:
                self._answers.clear()
                self.bytes = 0
                return
            for need in [
                need
                for need in self._answers
                if need.sort in (Sort.WHOLE, Sort.LIST)
                or need.slug in touched
                or (need.sort is Sort.KEY and need.word in touched)
            ]:
                self.bytes -= self._answers.pop(need).size
