"""Answers given before, kept for those who ask the same of the same revision on the same day."""

from collections import OrderedDict

import orjson

from cget_api.api.answering import Question
from cget_api.api.asking import Asking
from cget_api.api.ids import revision_token
from cget_api.core.errors import QueryTooComplex

_LARGEST_SHARE = 16
"""No answer takes more than this part of the room."""
_OVERHEAD_BYTES = 500


class Answers:
    """Up to so many bytes of answers without errors, the ones asked longest ago forgotten first. What a revision says
    never changes, so an answer is never wrong, only unused."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: bytes) -> bytes | None:
        answer = self._kept.get(key)
        if answer is not None:
            self._kept.move_to_end(key)
        return answer

    def keep(self, key: bytes, answer: bytes) -> None:
        size = _size(key, answer)
        if key in self._kept or size > self._most // _LARGEST_SHARE:
            return
        self._kept[key] = answer
        self._bytes += size
        while self._bytes > self._most:
            self._bytes -= _size(*self._kept.popitem(last=False))


def _size(key: bytes, answer: bytes) -> int:
    return len(key) + len(answer) + _OVERHEAD_BYTES


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
