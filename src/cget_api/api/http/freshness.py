"""How long an answer stays true, which is how long a cache may keep it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    InlineFragmentNode,
    SelectionSetNode,
)
from graphql.execution import get_argument_values, get_variable_values

from cget_api.api.answering import Question
from cget_api.api.asking import Asking
from cget_api.core.validity import seconds_of_day_left_in_paris

_YEAR_SECONDS = 31_536_000
_SETTLED = timedelta(minutes=15)
"""After which no revision can still appear with an instant before: longer than any recording takes."""

_OF_ANY_DAY = frozenset({"statements"})
"""Fields that take a day, and mean no day where none is given."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """For how many seconds an answer is as good as a new one; `immutable` where it is so for ever."""

    seconds: int
    immutable: bool = False

    @property
    def cache_control(self) -> str:
        if self.immutable:
            return f"public, max-age={self.seconds}, immutable"
        return f"public, max-age={self.seconds}" if self.seconds else "no-cache"


def freshness_of(question: Question, asking: Asking, most: int) -> Freshness:
    """Of an answer without errors: for ever, where each root field is pinned by a revision and a day; otherwise at most
    so many seconds, and not beyond midnight in Paris where a day was left out."""
    schema, operation = question.document.schema, question.operation
    root = schema.get_root_type(operation.operation)
    coerced = get_variable_values(schema, operation.variable_definitions or (), dict(question.variables or {}))
    if root is None or isinstance(coerced, list):
        return Freshness(0)
    selected = _root_fields(operation.selection_set, question.document.fragments)
    nodes = [node for node in selected if node.name.value != "__typename"]
    pinned, daily = bool(nodes), False
    for node in nodes:
        definition = schema.get_field(root, node.name.value)
        if definition is None or node.name.value.startswith("__"):
            pinned = False
            continue
        try:
            arguments = get_argument_values(definition, node, coerced)
        except GraphQLError:
            # It was skipped: a variable that may not be null is.
            pinned, daily = False, True
            continue
        for lens in _lenses(node.name.value, arguments):
            dayless = _takes_a_day(node.name.value, definition) and lens.get("asOf") is None
            daily |= dayless
            pinned &= not dayless and _names_what_was_recorded(node.name.value, lens, asking)
    if pinned:
        return Freshness(_YEAR_SECONDS, immutable=True)
    return Freshness(min(most, seconds_of_day_left_in_paris(asking.now)) if daily else most)


def _root_fields(
    selected: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: frozenset[str] = frozenset()
) -> Iterator[FieldNode]:
    """Those of fragments too, whether or not they are skipped this time."""
    for selection in selected.selections:
        match selection:
            case FieldNode():
                yield selection
            case InlineFragmentNode():
                yield from _root_fields(selection.selection_set, fragments, seen)
            case FragmentSpreadNode(name=name) if name.value not in seen:
                yield from _root_fields(fragments[name.value].selection_set, fragments, seen | {name.value})


def _lenses(name: str, arguments: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [arguments["from"], arguments["to"]] if name == "compare" else [arguments]


def _takes_a_day(name: str, definition: GraphQLField) -> bool:
    """Whether today is meant where none is given. A reference by slug, of a gateway, is to today."""
    return name in ("compare", "_entities") or ("asOf" in definition.args and name not in _OF_ANY_DAY)


def _names_what_was_recorded(name: str, arguments: Mapping[str, Any], asking: Asking) -> bool:
    """Whether the arguments choose one revision, which no later one can take the place of."""
    latest = asking.archive.latest.revision
    if name in ("node", "nodes"):
        return True
    if name == "revision":
        return bool(arguments["number"] <= latest.number)
    known_at = arguments.get("knownAt")
    if known_at is not None:
        return bool(known_at <= latest.recorded_at or known_at < asking.now - _SETTLED)
    return arguments.get("revision") is not None
