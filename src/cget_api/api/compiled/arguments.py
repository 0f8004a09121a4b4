"""The arguments of a field as its resolver takes them: those that are always the same, and those that vary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from graphql import FieldNode, GraphQLField, ListValueNode, ObjectValueNode, VariableNode
from graphql.execution import get_argument_values
from graphql.execution.values import VariableValues
from graphql.language import ValueNode
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import StrawberryArgument, convert_argument
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UnsetType

from cget_api.api.compiled.resolvers import Resolver
from cget_api.api.compiled.surprises import NotAnswered, NotUnderstood

_SHARED = (str, int, float, datetime, Enum, UnsetType, type(None))
"""Values of these types cannot be changed, so that every execution may be given the same."""

_NONE_GIVEN = object()


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a field, coerced by graphql-core from what `node` gives, then converted by strawberry unless it
    `stands` as it is; without one, the resolver's `default`. `field` and `node` have this argument only; `variable` is
    the name of the one that is all it gives."""

    name: str
    field: GraphQLField
    node: FieldNode
    definition: StrawberryArgument
    converter: GraphQLCoreConverter
    stands: bool
    default: object
    variable: str | None

    def value(self, variables: VariableValues | None) -> object:
        """Raises what the reference executor raises where it is not of its type, and NotAnswered where none is given
        and there is no default."""
        sent = None if self.variable is None or variables is None else variables.coerced.get(self.variable)
        if sent is not None:
            return self._taken(sent)
        coerced = get_argument_values(self.field, self.node, variables)
        if self.name in coerced:
            return self._taken(coerced[self.name])
        if self.default is _NONE_GIVEN:
            raise NotAnswered(self.name)
        return self.default

    def _taken(self, value: object) -> object:
        return value if self.stands else _converted(value, self.definition, self.converter)


@dataclass(frozen=True, slots=True)
class Arguments:
    """By the names of the resolver's parameters: values that are always the same, and arguments whose value the
    variables make, or no two executions may share."""

    constant: Mapping[str, object]
    varying: Mapping[str, Argument]


def arguments_of(
    field: GraphQLField,
    node: FieldNode,
    definition: StrawberryField,
    resolver: Resolver,
    converter: GraphQLCoreConverter,
) -> Arguments:
    """Raises NotUnderstood where the reference executor finds something wrong with them."""
    given = {argument.name.value: argument for argument in node.arguments or ()}
    constant: dict[str, object] = {}
    varying: dict[str, Argument] = {}
    for taken in definition.arguments:
        name = converter.config.name_converter.from_argument(taken)
        here = (given[name],) if name in given else ()
        argument = Argument(
            name,
            GraphQLField(field.type, {name: field.args[name]}),
            FieldNode(name=node.name, arguments=here),
            taken,
            converter,
            _stands(taken, converter),
            resolver.defaults.get(taken.python_name, _NONE_GIVEN),
            next((node.value.name.value for node in here if isinstance(node.value, VariableNode)), None),
        )
        if any(_varies(node.value) for node in here):
            varying[taken.python_name] = argument
            continue
        try:
            value = argument.value(None)
        except Exception as error:
            raise NotUnderstood(name) from error
        if isinstance(value, _SHARED):
            constant[taken.python_name] = value
        else:
            varying[taken.python_name] = argument
    return Arguments(constant, varying)


def _converted(value: object, definition: StrawberryArgument, converter: GraphQLCoreConverter) -> object:
    return convert_argument(value, definition.type, converter.scalar_registry, converter.config)


def _stands(definition: StrawberryArgument, converter: GraphQLCoreConverter) -> bool:
    """Whether strawberry leaves values of its type as they are, whatever they are."""
    anything = object()
    try:
        return _converted(anything, definition, converter) is anything
    except Exception:  # noqa: BLE001  # it looked into the value, and so would not leave it
        return False


def _varies(value: ValueNode) -> bool:
    match value:
        case VariableNode():
            return True
        case ListValueNode(values=values):
            return any(map(_varies, values))
        case ObjectValueNode(fields=fields):
            return any(_varies(field.value) for field in fields)
    return False
