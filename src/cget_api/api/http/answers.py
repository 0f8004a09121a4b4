"""Answers given before, kept for those who ask the same of the same revision on the same day."""

from dataclasses import dataclass
from typing import NamedTuple

import orjson

from cget_api.api.answering import Question
from cget_api.api.asking import Asking
from cget_api.api.exchange import Exchange
from cget_api.api.http.bounded import Bounded
from cget_api.core.errors import QueryTooComplex

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


class Answers:
    """Up to so many bytes of answers without errors, the ones asked longest ago forgotten first. What a revision says
    never changes, so an answer is never wrong, only unused."""

    def __init__(self, most_bytes: int) -> None:
        self._kept = Bounded[Answer](most_bytes)

    def get(self, key: Key) -> Answer | None:
        return self._kept.get(key)

    def keep(self, key: Key, answer: Answer) -> None:
        self._kept.keep(key, answer, key.size + len(answer.body) + _OVERHEAD_BYTES)
