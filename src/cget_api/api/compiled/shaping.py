"""Which selections pieces are kept of, and of what segments: those that show entities and statements."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from itertools import groupby
from typing import Protocol, TypeAlias, cast

import orjson
from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet

from cget_api.api.compiled.segments import Leading, Said, Segment, Segments
from cget_api.api.compiled.shapes import KeptShape

_SEEN_THROUGH_A_LENS = {"Entity", "Statement"}
"""The interfaces of what has pieces of its own."""
_MAY_TELL_THE_DAY = {"Date", "ID"}
_OF_THE_EXECUTION = "run."

_Key: TypeAlias = tuple[str, tuple[int, ...]]


class Writer(Protocol):
    """What writes the functions of a program, and gives them names."""

    def value(self, type_: GraphQLObjectType, node: FieldNode, view: str) -> tuple[str, GraphQLOutputType]:
        """An expression for the value of a field of what the variable `view` holds, and the type of the field."""

    def fields_below(self, type_: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet: ...

    def showing(self, type_: GraphQLObjectType, selection: GroupedFieldSet) -> str:
        """A function that shows an object as the selection asks, and counts its values."""

    def giving(self, value: str) -> str:
        """A function that gives the value of an expression over `view`."""

    def shape(self, show: str, segments: Segments) -> KeptShape:
        """Its segments are written when it has its first piece."""


class _Kind(Enum):
    """Of a field: what it shows is fixed; or, of itself, perhaps the day; or leads to what has pieces of its own; or
    depends on more than the register."""

    FIXED = auto()
    OF_THE_DAY = auto()
    LEADING = auto()
    VARYING = auto()


class Shaping:
    """Makes the shapes of one program, each once."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._shapes: dict[_Key, KeptShape | None] = {}
        self._fixed: dict[_Key, bool] = {}

    def shape(self, type_: GraphQLObjectType, details: FieldDetailsList) -> KeptShape | None:
        """None where no pieces are kept of such a selection."""
        if not _has_pieces(type_):
            return None
        key = _key(type_, details)
        if key not in self._shapes:
            self._shapes[key] = self._made(type_, self._writer.fields_below(type_, details))
        return self._shapes[key]

    def _made(self, type_: GraphQLObjectType, selection: GroupedFieldSet) -> KeptShape | None:
        kinds = {name: self._kind(type_, details) for name, details in selection.items()}
        if _Kind.FIXED not in kinds.values() and _Kind.LEADING not in kinds.values():
            return None
        show = self._writer.showing(type_, selection)
        return self._writer.shape(show, lambda: tuple(self._segments(type_, selection, kinds)))

    def _segments(
        self, type_: GraphQLObjectType, selection: GroupedFieldSet, kinds: Mapping[str, _Kind]
    ) -> Iterator[Segment]:
        for kind, names in groupby(kinds, kinds.__getitem__):
            if kind is _Kind.LEADING:
                yield from [self._leading(type_, name, selection[name]) for name in names]
            else:
                fields = {name: selection[name] for name in names}
                yield Said(self._writer.showing(type_, fields), kind is not _Kind.VARYING)

    def _kind(self, type_: GraphQLObjectType, details: FieldDetailsList) -> _Kind:
        node = details[0].node
        if node.name.value == "__typename":
            return _Kind.FIXED
        value, value_type = self._writer.value(type_, node, "view")
        item, several = _item_of(value_type)
        if _OF_THE_EXECUTION in value:
            return _Kind.VARYING
        if is_leaf_type(item):
            of_the_day = _has_pieces(type_) and item.name in _MAY_TELL_THE_DAY
            return _Kind.OF_THE_DAY if of_the_day else _Kind.FIXED
        if not is_object_type(item):
            return _Kind.VARYING
        if not (several and _is_about_others(item)) and self._is_fixed(item, details):
            return _Kind.FIXED
        return _Kind.VARYING if self.shape(item, details) is None else _Kind.LEADING

    def _is_fixed(self, type_: GraphQLObjectType, details: FieldDetailsList) -> bool:
        """Whether all that is shown of an object is, without a list of others."""
        key = _key(type_, details)
        if key not in self._fixed:
            selection = self._writer.fields_below(type_, details)
            self._fixed[key] = all(self._kind(type_, below) is _Kind.FIXED for below in selection.values())
        return self._fixed[key]

    def _leading(self, type_: GraphQLObjectType, name: str, details: FieldDetailsList) -> Leading:
        value, value_type = self._writer.value(type_, details[0].node, "view")
        item, several = _item_of(value_type)
        shape = self.shape(cast("GraphQLObjectType", item), details)
        assert shape is not None
        return Leading(
            show=self._writer.showing(type_, {name: details}),
            give=self._writer.giving(value),
            key=orjson.dumps(name) + b":",
            shape=shape,
            several=several,
            nullable=not is_non_null_type(value_type),
        )


def _has_pieces(type_: GraphQLObjectType) -> bool:
    return any(interface.name in _SEEN_THROUGH_A_LENS for interface in type_.interfaces)


def _is_about_others(type_: GraphQLObjectType) -> bool:
    """Whether it has pieces of its own, or a field of what has."""
    shown = [get_named_type(field.type) for field in type_.fields.values()]
    return any(_has_pieces(one) for one in (type_, *shown) if is_object_type(one))


def _item_of(type_: GraphQLOutputType) -> tuple[GraphQLOutputType, bool]:
    """Of what type it is, and whether it is a list of that."""
    present = _present(type_)
    return (_present(present.of_type), True) if is_list_type(present) else (present, False)


def _key(type_: GraphQLObjectType, details: FieldDetailsList) -> _Key:
    return type_.name, tuple(id(detail.node) for detail in details)


def _present(type_: GraphQLOutputType) -> GraphQLOutputType:
    return type_.of_type if is_non_null_type(type_) else type_
