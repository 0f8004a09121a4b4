"""The plans that a service keeps: the one door to this room."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from graphql import ExecutionResult, OperationDefinitionNode

from cget_api.api.asking import Asking
from cget_api.api.compiled.plan import Plan, plan_for
from cget_api.api.compiled.shapes import Room
from cget_api.api.documents.document import Document
from cget_api.api.errors import error_from_refusal
from cget_api.core.errors import Overloaded

MOST_ASKED = 1_000
"""Of how many operations it is known that they were asked before."""
MOST_TEXT = 300_000
"""How long the documents may be, all together, of which plans are kept: a syntax tree takes a hundred times that."""
MOST_FIELDS = 20_000
"""How many fields the plans may have, all together: each takes one or two kilobytes."""

_Key: TypeAlias = tuple[str, str | None]


@dataclass(slots=True)
class _Kept:
    """A plan, None where there can be none, with the room that it takes."""

    plan: Plan | None
    text: int
    fields: int = 0


class Plans:
    """Of the operations asked lately, the ones asked longest ago forgotten first. To make a plan takes longer than to
    answer once without one, so that it is made when an operation is asked again. Several threads may ask at once."""

    def __init__(self) -> None:
        self._asked: OrderedDict[_Key, None] = OrderedDict()
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._text = 0
        self._fields = 0
        self._room = Room()
        self._lock = threading.Lock()

    def result(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object] | None,
        asking: Asking,
    ) -> ExecutionResult | None:
        """What the reference executor would give, for variables as they were sent; None where it is to be asked, with
        the same `asking`."""
        key = (document.text, operation.name.value if operation.name else None)
        kept = self._kept_under(key) or self._asked_again(key, document, operation)
        if kept is None or kept.plan is None:
            return None
        try:
            data = kept.plan.data(variables, asking)
        except Overloaded as refusal:
            return ExecutionResult(None, [error_from_refusal(refusal)])
        finally:
            if kept.plan.fields != kept.fields:
                self._has_grown(key, kept, kept.plan.fields)
        return None if data is None else ExecutionResult(cast("dict[str, object]", data))

    def _kept_under(self, key: _Key) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _asked_again(self, key: _Key, document: Document, operation: OperationDefinitionNode) -> _Kept | None:
        """None for an operation that is asked for the first time."""
        with self._lock:
            if key not in self._asked:
                self._asked[key] = None
                if len(self._asked) > MOST_ASKED:
                    self._asked.popitem(last=False)
                return None
            del self._asked[key]
            kept = self._kept[key] = _Kept(plan_for(document, operation, self._room), len(document.text))
            self._text += kept.text
            self._forget()
        return kept

    def _has_grown(self, key: _Key, kept: _Kept, fields: int) -> None:
        with self._lock:
            if self._kept.get(key) is kept:
                self._fields += fields - kept.fields
                kept.fields = fields
                self._forget()

    def _forget(self) -> None:
        """The plans asked longest ago, for as long as they take too much room."""
        while self._text > MOST_TEXT or self._fields > MOST_FIELDS:
            _, forgotten = self._kept.popitem(last=False)
            self._text -= forgotten.text
            self._fields -= forgotten.fields
