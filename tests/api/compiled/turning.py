"""Operations whose day is a variable, and the days on which something changes."""

from collections.abc import Sequence
from typing import Any

from graphql import (
    ArgumentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    StringValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from cget_api.core.register import Register
from cget_api.core.validity import text_from_day

TURNING = "turning"
_VARIABLE = VariableNode(name=NameNode(value=TURNING))


class _OnAnyDay(Visitor):
    """Puts the variable wherever a day is written."""

    def __init__(self) -> None:
        super().__init__()
        self.days = 0

    def enter_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        if node.name.value != "asOf" or not isinstance(node.value, StringValueNode):
            return None
        self.days += 1
        return ArgumentNode(name=node.name, value=_VARIABLE)

    def leave_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> OperationDefinitionNode:
        type_ = NamedTypeNode(name=NameNode(value="Date"))
        definition = VariableDefinitionNode(variable=_VARIABLE, type=type_, directives=())
        return OperationDefinitionNode(
            operation=node.operation,
            name=node.name,
            variable_definitions=(*(node.variable_definitions or ()), definition),
            directives=node.directives,
            selection_set=node.selection_set,
        )


def on_any_day(text: str) -> str | None:
    """The same document with the variable for its days; None where it names none, or holds several operations."""
    document = parse(text)
    if sum(isinstance(definition, OperationDefinitionNode) for definition in document.definitions) != 1:
        return None
    visitor = _OnAnyDay()
    changed = print_ast(visit(document, visitor))
    return changed if visitor.days else None


def turning_days(register: Register) -> Sequence[str]:
    """Those on which anything begins or ends to be possible or certain, and those before."""
    spans = [held.span for held in register.statements()]
    bounds = {
        day for span in spans for day in (span.start_earliest, span.start_latest, span.end_earliest, span.end_latest)
    }
    days = sorted({day for bound in bounds for day in (bound - 1, bound) if 700_000 < day < 740_000})
    return [text_from_day(day) for day in days]
