"""Python expressions for small objects, of which a function would take longer to call than to run.

What a client wrote stands in them only as quoted response keys; every name is the schema's, and counted.
"""

from dataclasses import dataclass
from typing import Protocol

from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.type import GraphQLLeafType

from cget_api.api.compiled.leaves import Leaf

_MOST_VALUES = 8
_VIEW = "§"
"""Stands for a variable: no name holds it."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What is shown of the object in a variable, `written` with a mark in the variable's place; it gives so many
    `values`. The variables that it sets are named after that one."""

    written: str
    values: int

    def of(self, variable: str) -> str:
        return self.written.replace(_VIEW, variable)


@dataclass(frozen=True, slots=True)
class Written:
    """A function by its name, or the `expression` that does without one; and how many values it gives for one object,
    whatever lists and nulls there are.

    Whoever calls it counts them, but for functions that are chosen by the type of an object: these count their own.
    """

    name: str
    values: int
    expression: Expression | None = None

    def call(self, variable: str) -> str:
        return f"{self.name}({variable}, run)" if self.expression is None else self.expression.of(variable)


class Names(Protocol):
    """The names that a function may use; each method gives one that stands for what it is asked for."""

    def value(self, type_: GraphQLObjectType, node: FieldNode, view: str) -> tuple[str, GraphQLOutputType]:
        """An expression for the value of a field of what the variable `view` holds, and the type of the field."""

    def leaf(self, type_: GraphQLLeafType) -> Leaf: ...

    def function(self, type_: GraphQLObjectType, details: FieldDetailsList) -> Written:
        """The function that shows objects of this type as these fields ask."""

    def cases(self, type_: GraphQLAbstractType, details: FieldDetailsList) -> tuple[str, str]:
        """What tells the type of a value, and by the name of a type the function that shows it as these fields ask."""

    def is_type_of(self, type_: GraphQLObjectType) -> str | None:
        """What tells whether a value is of the type; None where nothing needs telling."""

    def named(self, hint: str, value: object) -> str: ...


def expression_from_selection(type_: GraphQLObjectType, selection: GroupedFieldSet, names: Names) -> Expression | None:
    """None where it would hold lists, nulls of objects or many values, which are a function's. Raises NotUnderstood."""
    if names.is_type_of(type_) is not None or len(selection) > _MOST_VALUES:
        return None
    shown, values = [], len(selection)
    for number, (key, details) in enumerate(selection.items()):
        found = _field(f"{_VIEW}_{number}", type_, details, names)
        if found is None:
            return None
        shown.append(f"{key!r}: {found.written}")
        values += found.values
    return Expression(f"{{{', '.join(shown)}}}", values) if values <= _MOST_VALUES else None


def _field(variable: str, parent: GraphQLObjectType, details: FieldDetailsList, names: Names) -> Expression | None:
    """What is shown of a field, which may be put into `variable`, and the values below it."""
    node = details[0].node
    if node.name.value == "__typename":
        return Expression(repr(parent.name), 0)
    value, type_ = names.value(parent, node, _VIEW)
    set_ = f"({variable} := {value})"
    if is_leaf_type(type_):
        return Expression(f"(None if {set_} is None else {shown_leaf(variable, type_, names)})", 0)
    if not is_non_null_type(type_):
        return None
    present = type_.of_type
    if is_leaf_type(present):
        return Expression(f"({shown_leaf(variable, present, names, set_)})", 0)
    below = names.function(present, details) if is_object_type(present) else None
    if below is None or below.expression is None:
        return None
    return Expression(f"({below.call(variable)} if {ordinary(variable, set_)} else None)", below.values)


def shown_leaf(variable: str, type_: GraphQLLeafType, names: Names, first: str | None = None) -> str:
    """What stands for the value in a variable; `first` where it has yet to be set."""
    leaf = names.leaf(type_)
    value = first or variable
    if leaf.names is not None:
        return f"{names.named(f'{type_.name}_names', leaf.names)}[{value}]"
    serialize = names.named(f"{type_.name}_text", leaf.serialized)
    if leaf.changed is None:
        return f"{serialize}({value})"
    before, _, after = leaf.changed.partition("{0}")
    return f"{serialize}({variable}) if {before}{value}{after.replace('{0}', variable)} else {variable}"


def ordinary(variable: str, first: str | None = None) -> str:
    """A condition that is always met, or ends the plan; `first` where it has yet to be set."""
    return f"type({first or variable}) in ordinary or examine({variable})"


def object_type_of(type_: GraphQLOutputType) -> GraphQLObjectType | None:
    """The type of the object that a value of this type surely is; None where it need not be one of just that type."""
    return type_.of_type if is_non_null_type(type_) and is_object_type(type_.of_type) else None
