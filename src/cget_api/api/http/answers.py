"""Answers given before, kept for those who ask the same of the same revision on the same day."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from cget_api.api.answering import Question
from cget_api.api.asking import Asking
from cget_api.api.exchange import Exchange
from cget_api.core.errors import QueryTooComplex

_LARGEST_SHARE = 16
"""No answer takes more than this part of the room."""
_OVERHEAD_BYTES = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """The `body` of an answer without errors, and what is told of the operation that it answers."""

    body: bytes
    operation_name: str | None = None
    operation_type: str | None = None
    cost: int | None = None
    revision: int | None = None

    def tell(self, exchange: Exchange) -> None:
        """What there is to tell of an exchange for which nothing was executed."""
        exchange.operation_name, exchange.operation_type = self.operation_name, self.operation_type
        exchange.cost, exchange.revision, exchange.from_cache = self.cost, self.revision, True


def answer_from_exchange(body: bytes, exchange: Exchange) -> Answer:
    return Answer(body, exchange.operation_name, exchange.operation_type, exchange.cost, exchange.revision)


class Answers:
    """Up to so many bytes of answers without errors, the ones asked longest ago forgotten first. What a revision says
    never changes, so an answer is never wrong, only unused."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> Answer | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        return kept[0]

    def keep(self, key: Hashable, answer: Answer, key_bytes: int) -> None:
        """An answer kept under two keys counts twice: one of them may be forgotten."""
        size = key_bytes + len(answer.body) + _OVERHEAD_BYTES
        if size > self._most // _LARGEST_SHARE:
            return
        _, before = self._kept.pop(key, (None, 0))
        self._kept[key] = (answer, size)
        self._bytes += size - before
        while self._bytes > self._most:
            _, (_, forgotten) = self._kept.popitem(last=False)
            self._bytes -= forgotten


class Key(NamedTuple):
    """Equal for questions that have the same answer."""

    revision: str
    today: int
    document: str
    operation: str | None
    variables: bytes

    @property
    def size(self) -> int:
        return len(self.document) + len(self.variables)


def key_of(question: Question, asking: Asking) -> Key:
    """Raises QueryTooComplex for variables nested deeper than JSON is written: no argument takes such a value."""
    try:
        variables = orjson.dumps(question.variables or {}, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        raise QueryTooComplex("variables", "are nested too deep", "Send values as their types have them") from None
    name = question.operation.name.value if question.operation.name else None
    return Key(asking.archive.latest.revision.digest, asking.today, question.document.text, name, variables)
