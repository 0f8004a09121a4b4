"""What was read of a register, kept while there is room for it: an answer is never wrong, only forgotten."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cget_api.core.index import RegisterIndex
from cget_api.core.model import Entity, Recorded, Source, Statement
from cget_api.core.register import Held
from cget_api.store.ondemand.decoding import Relation, Thing
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.searching import Found


@dataclass(slots=True)
class Answer:
    """What answers a need, of all revisions at once, and about how many bytes it takes: the part that the sort of the
    need asks for is filled in. `held` is what a revision holds of `statements`, and `indexes` of everything, found out
    once for each of a few."""

    size: int
    statements: tuple[Recorded[Statement], ...] = ()
    thing: Thing | None = None
    descriptions: tuple[Recorded[Source], ...] = ()
    relations: tuple[Relation, ...] = ()
    entities: tuple[Entity, ...] = ()
    candidates: tuple[Found, ...] = ()
    numbers: tuple[int | None, ...] = ()
    held: dict[int, tuple[Held, ...]] = field(default_factory=dict)
    indexes: dict[int, RegisterIndex] = field(default_factory=dict)


class Kept:
    """Answers by need, up to `most_bytes` of them, those asked for last. Several threads may ask."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Need, Answer] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0
        self.generation = 0

    def get(self, need: Need) -> Answer | None:
        with self._lock:
            answer = self._answers.get(need)
            if answer is not None:
                self._answers.move_to_end(need)
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
                _, forgotten = self._answers.popitem(last=False)
                self.bytes -= forgotten.size

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
