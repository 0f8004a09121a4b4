"""Values of scalars and enums are shown as their serializers show them, whatever they are."""

from enum import Enum, StrEnum
from math import isfinite
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLLeafType, GraphQLScalarType, is_leaf_type
from hypothesis import given
from hypothesis import strategies as st

from cget_api.api.compiled.leaves import leaf_of
from cget_api.api.compiled.surprises import NotAnswered, OrdinaryTypes
from cget_api.api.schema import schema_for
from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import Predicate

SCHEMA = schema_for(federation=False)._schema
LEAVES = [type_ for type_ in SCHEMA.type_map.values() if is_leaf_type(type_)]


class Number(Enum):
    ONE = 1


class Word(StrEnum):
    CERTAIN = "CERTAIN"


anything = (
    st.text()
    | st.integers()
    | st.integers(-(2**31) - 2, 2**31 + 2)
    | st.floats()
    | st.booleans()
    | st.sampled_from((*Certainty, *Predicate, Number.ONE, Word.CERTAIN, "CERTAIN", "1", b"1", (), [], {}, object()))
)


def _serialized(type_: GraphQLLeafType, value: object) -> object:
    """What the serializer gives, or its error as a type."""
    try:
        return type_.coerce_output_value(value)
    except Exception as error:  # noqa: BLE001  # whatever a serializer refuses with
        return type(error)


@pytest.mark.parametrize("type_", LEAVES, ids=str)
@given(value=anything)
def test_a_value_that_stands_as_it_is_is_its_own_serialization(type_: GraphQLLeafType, value: object) -> None:
    leaf = leaf_of(type_, OrdinaryTypes())
    if leaf.changed is None or eval(leaf.changed.format("value"), {"isfinite": isfinite, "value": value}):
        return
    serialized = _serialized(type_, value)
    assert serialized == value
    assert type(serialized) is type(value)


@pytest.mark.parametrize("type_", LEAVES, ids=str)
@given(value=anything)
def test_the_names_of_an_enum_are_those_that_its_serializer_gives(type_: GraphQLLeafType, value: Any) -> None:
    names = leaf_of(type_, OrdinaryTypes()).names
    try:
        name = None if names is None else names.get(value)
    except TypeError:
        name = None
    assert name is None or name == _serialized(type_, value)


def test_the_enums_of_the_schema_have_their_names_ready() -> None:
    ours = [type_ for type_ in LEAVES if isinstance(type_, GraphQLEnumType) and not type_.name.startswith("__")]
    assert len(ours) > 5
    for type_ in ours:
        assert set((leaf_of(type_, OrdinaryTypes()).names or {}).values()) == set(type_.values)


@pytest.mark.parametrize("value", [None, ValueError(), (number for number in range(0))])
def test_what_is_no_value_at_all_is_left_to_the_reference_executor(value: object) -> None:
    with pytest.raises(NotAnswered):
        leaf_of(GraphQLScalarType("Word", serialize=str), OrdinaryTypes()).serialized(value)


def test_a_serializer_that_gives_nothing_is_left_to_the_reference_executor() -> None:
    with pytest.raises(NotAnswered):
        leaf_of(GraphQLScalarType("Nothing", serialize=lambda _: None), OrdinaryTypes()).serialized("word")
