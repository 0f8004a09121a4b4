"""What strawberry calls to resolve a field, and with what, found once so that it can be called directly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from inspect import Parameter

from graphql import GraphQLField
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from cget_api.api.compiled.surprises import NotUnderstood


class Wants(Enum):
    """What a parameter of a resolver takes."""

    PARENT = auto()
    INFO = auto()
    ARGUMENT = auto()


@dataclass(frozen=True, slots=True)
class Resolver:
    """A `function` with what each of its `parameters` wants, in order, and what stands for those left out."""

    function: Callable[..., object]
    parameters: Mapping[str, Wants]
    defaults: Mapping[str, object]


def definition_of(field: GraphQLField) -> StrawberryField:
    """Raises NotUnderstood for a field that is not resolved simply by a function or an attribute."""
    definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(definition, StrawberryField):
        raise NotUnderstood("a field that strawberry did not define")
    if definition.extensions or definition.is_subscription or definition.is_async:
        raise NotUnderstood(f"what is done around the resolver of {definition.python_name}")
    return definition


def attribute_of(definition: StrawberryField) -> str | None:
    """The attribute that a field without a resolver shows; None where it has a resolver."""
    if definition.base_resolver is not None:
        return None
    if definition.default_resolver is not getattr or not definition.python_name.isidentifier():
        raise NotUnderstood(f"how {definition.python_name} is resolved by default")
    return definition.python_name


def resolver_from(resolver: StrawberryResolver[object], definition: StrawberryField) -> Resolver:
    """Raises NotUnderstood where it wants something that only the reference executor has."""
    parameters = resolver.signature.parameters.values()
    arguments = {argument.python_name for argument in definition.arguments}
    wanted = {parameter.name: _wanted(parameter, resolver, arguments) for parameter in parameters}
    defaults = {
        parameter.name: parameter.default for parameter in parameters if parameter.default is not Parameter.empty
    }
    if not callable(resolver.wrapped_func):
        raise NotUnderstood(f"the resolver of {definition.python_name}")
    return Resolver(resolver.wrapped_func, wanted, defaults)


def _wanted(parameter: Parameter, resolver: StrawberryResolver[object], arguments: set[str]) -> Wants:
    if parameter.kind is Parameter.POSITIONAL_OR_KEYWORD:
        if resolver.parent_parameter is not None and parameter.name == resolver.parent_parameter.name:
            return Wants.PARENT
        if resolver.info_parameter is not None and parameter.name == resolver.info_parameter.name:
            return Wants.INFO
        if parameter.name in arguments:
            return Wants.ARGUMENT
    raise NotUnderstood(f"the parameter {parameter.name} of {resolver.name}")
