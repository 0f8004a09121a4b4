"""The values of an operation's variables, coerced as graphql-core coerces them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLSchema, Undefined, VariableDefinitionNode, get_nullable_type, is_leaf_type
from graphql.execution import get_variable_values
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource


@dataclass(frozen=True, slots=True)
class _Single:
    """A variable whose value is that of a scalar or an enum."""

    signature: GraphQLVariableSignature
    coerce: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Variables:
    """Those of one operation, by their `definitions`; and by their names, where each is a `single` value."""

    schema: GraphQLSchema
    definitions: Collection[VariableDefinitionNode]
    single: Mapping[str, _Single] | None

    def values(self, sent: Mapping[str, object]) -> VariableValues | None:
        """None where they are not of their types."""
        values = None if self.single is None else _values_of_single(self.single, sent)
        if values is not None:
            return values
        found = get_variable_values(self.schema, self.definitions, dict(sent), hide_suggestions=True)
        return found if isinstance(found, VariableValues) else None


def variables_from_definitions(schema: GraphQLSchema, definitions: Collection[VariableDefinitionNode]) -> Variables:
    single: dict[str, _Single] = {}
    for definition in definitions:
        signature = get_variable_signature(schema, definition)
        if not isinstance(signature, GraphQLVariableSignature):
            return Variables(schema, definitions, None)
        type_ = get_nullable_type(signature.type)
        if not is_leaf_type(type_):
            return Variables(schema, definitions, None)
        single[signature.name] = _Single(signature, type_.coerce_input_value)
    return Variables(schema, definitions, single)


def _values_of_single(single: Mapping[str, _Single], sent: Mapping[str, object]) -> VariableValues | None:
    """None where one of them was not sent, or is null, or not of its type."""
    sources: dict[str, VariableValueSource] = {}
    coerced: dict[str, object] = {}
    for name, variable in single.items():
        value = sent.get(name)
        if value is None:
            return None
        sources[name] = VariableValueSource(variable.signature, value)
        try:
            found = variable.coerce(value)
        except Exception:  # noqa: BLE001  # graphql-core goes on from any, too
            return None
        if found is Undefined:
            return None
        coerced[name] = found
    return VariableValues(sources, coerced)
