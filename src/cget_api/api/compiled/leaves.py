"""How values of scalars and enums are shown: by the serializer of their type, or as they are where that is the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)

from cget_api.api.compiled.surprises import NotAnswered, OrdinaryTypes

_CHANGED: Mapping[Callable[[Any], object], str] = {
    GraphQLString.coerce_output_value: "type({0}) is not str",
    GraphQLID.coerce_output_value: "type({0}) is not str",
    GraphQLInt.coerce_output_value: f"type({{0}}) is not int or not {GRAPHQL_MIN_INT} <= {{0}} <= {GRAPHQL_MAX_INT}",
    GraphQLFloat.coerce_output_value: "type({0}) is not float or not isfinite({0})",
    GraphQLBoolean.coerce_output_value: "{0} is not True and {0} is not False",
    str: "type({0}) is not str",
}
"""When a value may not stand as it is: whatever falls under none of these is its own serialization."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Values of one leaf type: `changed` tells in Python when one does not stand as it is (None: always), `serialized`
    gives what then stands for it; for an enum, `names` has it ready."""

    serialized: Callable[[object], object]
    changed: str | None
    names: Mapping[object, str] | None


def leaf_of(type_: GraphQLLeafType, ordinary: OrdinaryTypes) -> Leaf:
    serialize = type_.coerce_output_value

    def serialized(value: object) -> object:
        """Raises NotAnswered, or what the serializer raises, for what is no value of the type."""
        ordinary.examine(value)
        shown = serialize(value)
        if shown is None or shown is Undefined:
            raise NotAnswered(value)
        return shown

    names = _names(type_) if isinstance(type_, GraphQLEnumType) else None
    return Leaf(serialized, _CHANGED.get(serialize), names)


def _names(type_: GraphQLEnumType) -> Mapping[object, str] | None:
    """By value, where a member is the same key as its bare value and both have the same name; else None."""
    wrapped: object = getattr(type_, "wrapped_cls", None)
    if not (isinstance(wrapped, type) and issubclass(wrapped, Enum) and issubclass(wrapped, str)):
        return None
    names: dict[object, str] = {member.value: type_.coerce_output_value(member) for member in wrapped}
    same = all(
        names.get(member) == name == type_.coerce_output_value(value)
        for member, (value, name) in zip(wrapped, names.items(), strict=True)
    )
    return names if same else None
