"""Which selections pieces are kept of: those that show of an entity or a statement what the register alone decides."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import orjson
from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet

from cget_api.api.compiled.shapes import KeptShape, Leading, Said, Segment

_SEEN_THROUGH_A_LENS = {"Entity", "Statement"}
"""The interfaces of what has pieces of its own."""
_OF_THE_EXECUTION = "run."

_Key: TypeAlias = tuple[str, tuple[int, ...]]


class Writer(Protocol):
    """Where the functions of a program are written; each method gives the name of one, or what it is written from."""

    def value(self, type_: GraphQLObjectType, node: FieldNode, view: str) -> tuple[str, GraphQLOutputType]: ...

    def fields_below(self, type_: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet: ...

    def showing(self, type_: GraphQLObjectType, selection: GroupedFieldSet) -> str:
        """A function that shows an object as the selection asks, and counts its values."""

    def giving(self, value: str) -> str:
        """A function that gives the value of an expression over `view`."""

    def shape(self, show: str, segments: Sequence[Segment]) -> KeptShape: ...


class Shaping:
    """Makes the shapes of one program; what it found once it knows."""

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
            self._shapes[key] = None
            self._shapes[key] = self._made(type_, self._writer.fields_below(type_, details))
        return self._shapes[key]

    def _made(self, type_: GraphQLObjectType, selection: GroupedFieldSet) -> KeptShape | None:
        writer = self._writer
        segments: list[Segment] = []
        said: GroupedFieldSet = {}
        for name, details in selection.items():
            if self._is_said(type_, details):
                said[name] = details
                continue
            leading = self._leading(name, type_, details)
            if leading is None:
                return None
            if said:
                segments.append(Said(writer.showing(type_, said)))
                said = {}
            segments.append(leading)
        show = writer.showing(type_, selection)
        if said:
            segments.append(Said(writer.showing(type_, said) if segments else show))
        return writer.shape(show, segments)

    def _leading(self, name: str, type_: GraphQLObjectType, details: FieldDetailsList) -> Leading | None:
        value, value_type = self._writer.value(type_, details[0].node, "view")
        present = _present(value_type)
        item = _present(present.of_type) if is_list_type(present) else present
        if _OF_THE_EXECUTION in value or not is_object_type(item):
            return None
        if is_list_type(present) and not is_non_null_type(present.of_type):
            return None
        shape = self.shape(item, details)
        if shape is None:
            return None
        nullable = not is_non_null_type(value_type)
        return Leading(self._writer.giving(value), orjson.dumps(name) + b":", shape, is_list_type(present), nullable)

    def _is_said(self, type_: GraphQLObjectType, details: FieldDetailsList) -> bool:
        """Whether a field, to the last that is below it, says what is said wherever the view is seen; without a list of
        what has pieces of its own."""
        node = details[0].node
        if node.name.value == "__typename":
            return True
        value, value_type = self._writer.value(type_, node, "view")
        if _OF_THE_EXECUTION in value:
            return False
        present = _present(value_type)
        item = _present(present.of_type) if is_list_type(present) else present
        if is_leaf_type(item):
            return True
        if not is_object_type(item) or (is_list_type(present) and _has_pieces(item)):
            return False
        key = _key(item, details)
        if key not in self._fixed:
            selection = self._writer.fields_below(item, details)
            self._fixed[key] = all(self._is_said(item, below) for below in selection.values())
        return self._fixed[key]


def _has_pieces(type_: GraphQLObjectType) -> bool:
    return any(interface.name in _SEEN_THROUGH_A_LENS for interface in type_.interfaces)


def _key(type_: GraphQLObjectType, details: FieldDetailsList) -> _Key:
    return type_.name, tuple(id(detail.node) for detail in details)


def _present(type_: GraphQLOutputType) -> GraphQLOutputType:
    return type_.of_type if is_non_null_type(type_) else type_
