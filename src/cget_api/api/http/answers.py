"""Answers given before, kept for those who ask the same of the same revision on the same day."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

import orjson
from starlette.responses import Response

from cget_api.api.answering import Question
from cget_api.api.asking import Asking
from cget_api.api.exchange import Exchange, Scope
from cget_api.api.ids import revision_token
from cget_api.core.errors import QueryTooComplex

_REPEATABLE = "cget_api.repeatable"
_LARGEST_SHARE = 16
"""No answer takes more than this part of the room."""
_OVERHEAD_BYTES = 500
_REPLY_BYTES = 1_500


@dataclass(frozen=True, slots=True)
class Answer:
    """The `body` of an answer without errors, and what is told of the operation that it answers.

    Where it is kept for the same request again: the `reply` to that, and the `route` that it took."""

    body: bytes
    operation_name: str | None = None
    operation_type: str | None = None
    cost: int | None = None
    revision: int | None = None
    reply: Response | None = None
    route: object = None

    def tell(self, exchange: Exchange) -> None:
        """What there is to tell of an exchange for which nothing was executed."""
        exchange.operation_name, exchange.operation_type = self.operation_name, self.operation_type
        exchange.cost, exchange.revision, exchange.from_cache = self.cost, self.revision, True


def answer_from_exchange(body: bytes, exchange: Exchange) -> Answer:
    return Answer(body, exchange.operation_name, exchange.operation_type, exchange.cost, exchange.revision)


def leave_repeatable(scope: Scope, answer: Answer) -> None:
    """For whoever sees the same request again before it comes here."""
    scope[_REPEATABLE] = answer


def repeatable_in(scope: Scope) -> Answer | None:
    """What was left to a request that was answered."""
    answer: Answer | None = scope.get(_REPEATABLE)
    return answer


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
        size = key_bytes + len(answer.body) + _OVERHEAD_BYTES + (_REPLY_BYTES if answer.reply else 0)
        if key in self._kept or size > self._most // _LARGEST_SHARE:
            return
        self._kept[key] = (answer, size)
        self._bytes += size
        while self._bytes > self._most:
            _, (_, forgotten) = self._kept.popitem(last=False)
            self._bytes -= forgotten


def key_of(question: Question, asking: Asking) -> bytes:
    """Equal for questions that have the same answer. Raises QueryTooComplex for variables nested deeper than JSON is
    written: no argument takes such a value."""
    name = question.operation.name.value if question.operation.name else None
    asked = [
        revision_token(asking.archive.latest.revision),
        asking.today,
        question.document.text,
        name,
        question.variables or {},
    ]
    try:
        return orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        raise QueryTooComplex("variables", "are nested too deep", "Send values as their types have them") from None
