"""An operation as Python functions, for one choice of what it skips and includes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any, TypeAlias

import orjson
from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLOutputType,
    is_object_type,
)
from graphql.execution.collect_fields import (
    FieldDetailsList,
    GroupedFieldSet,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues
from graphql.type import GraphQLLeafType

from cget_api.api.asking import Asking
from cget_api.api.compiled.arguments import Argument, Arguments, arguments_of
from cget_api.api.compiled.expressions import Written, expression_from_selection
from cget_api.api.compiled.leaves import Leaf, leaf_of
from cget_api.api.compiled.operations import Operation
from cget_api.api.compiled.resolvers import Wants, attribute_of, definition_of, resolver_from
from cget_api.api.compiled.running import Given, Run
from cget_api.api.compiled.segments import Said, Segment, Segments
from cget_api.api.compiled.shapes import KeptShape, Room
from cget_api.api.compiled.shaping import Shaping
from cget_api.api.compiled.surprises import NotAnswered, NotUnderstood, OrdinaryTypes, require_list
from cget_api.api.compiled.writing import Function
from cget_api.api.nodes import Node

Showing: TypeAlias = Callable[[Any, Run], dict[str, object]]

_ALWAYS = getattr(Node.is_type_of, "__func__")  # noqa: B009  # of a class method, typed without it
"""Answers that any value is of its type."""

MOST_FIELDS = 2_000
"""How many fields a program may have; one that a person writes has some hundreds."""


class Program:
    """Answers an operation, where the variables on which `@skip` and `@include` depend have the values `conditions`.

    What a field of an abstract type may lead to is compiled when it first does. Raises NotUnderstood.
    """

    def __init__(self, operation: Operation, conditions: VariableValues, room: Room) -> None:
        self._operation = operation
        self._conditions = conditions
        self._room = room
        self._shaping = Shaping(self)
        self._lock = threading.RLock()
        self._ordinary = OrdinaryTypes()
        self._varying: list[Argument] = []
        self._values: dict[tuple[str, int, str], tuple[str, GraphQLOutputType]] = {}
        self._functions: dict[object, Written] = {}
        self._leaves: dict[str, Leaf] = {}
        self._names: dict[tuple[str, int], str] = {}
        self._numbers = 0
        self._waiting: list[str] = []
        self._namespace: dict[str, Any] = {
            "NotAnswered": NotAnswered,
            "examine": self._ordinary.examine,
            "isfinite": isfinite,
            "ordinary": self._ordinary,
            "require_list": require_list,
        }
        self.fields = 0
        self.source = ""
        collected = collect_fields(
            operation.schema, operation.fragments, conditions, operation.root, operation.node, hide_suggestions=True
        )
        if collected.new_defer_usages:
            raise NotUnderstood("deferred fields")
        root = self.showing(operation.root, collected.grouped_field_set)
        self._compile()
        self._root: Showing = self._namespace[root]

    def written(self, variables: VariableValues, asking: Asking) -> bytes:
        """As JSON. Raises NotAnswered, or whatever else came in between, where the reference executor is to answer."""
        return orjson.dumps(self._root(None, Run(asking, Given(self._varying, variables))))

    # What functions are written with: the methods of `writing.Names`.

    def value(self, type_: GraphQLObjectType, node: FieldNode, view: str) -> tuple[str, GraphQLOutputType]:
        key = (type_.name, id(node), view)
        value = self._values.get(key)
        if value is None:
            value = self._values[key] = self._value(type_, node, view)
        return value

    def _value(self, type_: GraphQLObjectType, node: FieldNode, view: str) -> tuple[str, GraphQLOutputType]:
        field = self._operation.schema.get_field(type_, node.name.value)
        if field is None or node.name.value.startswith("_"):
            # What begins so is asked by machines: by tools of the schema, by gateways of entities.
            raise NotUnderstood(f"{type_}.{node.name.value}")
        definition = definition_of(field)
        if definition.base_resolver is None:
            return f"{view}.{attribute_of(definition)}", field.type
        resolver = resolver_from(definition.base_resolver, definition)
        hint = f"{type_.name}_{definition.python_name}"
        given = arguments_of(field, node, definition, resolver, self._operation.converter)
        arguments = (self._argument(hint, name, wants, given, view) for name, wants in resolver.parameters.items())
        return f"{self.named(hint, resolver.function)}({', '.join(arguments)})", field.type

    def _argument(self, hint: str, name: str, wants: Wants, given: Arguments, view: str) -> str:
        if wants is Wants.PARENT:
            return view
        if wants is Wants.INFO:
            return "run.info"
        if name in given.constant:
            return self.named(f"{hint}_{name}", given.constant[name])
        self._varying.append(given.varying[name])
        return f"run.given[{len(self._varying) - 1}]"

    def leaf(self, type_: GraphQLLeafType) -> Leaf:
        leaf = self._leaves.get(type_.name)
        if leaf is None:
            leaf = self._leaves[type_.name] = leaf_of(type_, self._ordinary)
        return leaf

    def function(self, type_: GraphQLObjectType, details: FieldDetailsList) -> Written:
        key = (type_.name, *(id(detail.node) for detail in details))
        written = self._functions.get(key)
        if written is None:
            written = self._functions[key] = self._function(type_, details)
        return written

    def _function(self, type_: GraphQLObjectType, details: FieldDetailsList) -> Written:
        selection = self.fields_below(type_, details)
        expression = expression_from_selection(type_, selection, self)
        if expression is not None:
            return Written("", expression.values, expression)
        shape = self._shaping.shape(type_, details)
        if shape is not None:
            return Written(self.named(f"{type_.name}_shown", shape.shown), 0)
        return self._written(type_, selection, counts=False)

    def fields_below(self, type_: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet:
        operation = self._operation
        selection = collect_subfields(
            operation.schema, operation.fragments, self._conditions, operation.node, type_, details
        )
        if selection.new_defer_usages:
            raise NotUnderstood("deferred fields")
        return selection.grouped_field_set

    def _written(self, type_: GraphQLObjectType, fields: GroupedFieldSet, *, counts: bool) -> Written:
        """A function that `counts` its own values, or leaves that to whoever calls it."""
        self.fields += len(fields)
        if self.fields > MOST_FIELDS:
            raise NotUnderstood(f"more than {MOST_FIELDS} fields")
        name = self._new_name(f"show_{type_.name}")
        function = Function(name, type_, fields, self)
        self._waiting.append(function.source(counts=counts))
        return Written(name, function.values)

    # What shapes are made of: the methods of `shaping.Writer`.

    def showing(self, type_: GraphQLObjectType, selection: GroupedFieldSet) -> str:
        return self._written(type_, selection, counts=True).name

    def giving(self, value: str) -> str:
        name = self._new_name("give")
        self._waiting.append(f"def {name}(view, run):\n    return {value}\n")
        return name

    def shape(self, show: str, segments: Segments) -> KeptShape:
        def written() -> tuple[Segment, ...]:
            try:
                with self._later():
                    return segments()
            except Exception:  # noqa: BLE001  # pieces may be missing, never wrong
                return (Said(show, fixed=False),)

        return KeptShape(show, written, self._namespace, self._room)

    def _new_name(self, hint: str) -> str:
        self._numbers += 1
        return f"{hint}_{self._numbers}"

    def cases(self, type_: GraphQLAbstractType, details: FieldDetailsList) -> tuple[str, str]:
        if type_.resolve_type is None:
            raise NotUnderstood(f"the type of what {type_} stands for")
        cases = Cases(self, type_, details)
        return self.named(f"{type_.name}_type", type_.resolve_type), self.named(f"{type_.name}_cases", cases)

    def is_type_of(self, type_: GraphQLObjectType) -> str | None:
        if type_.is_type_of is None or getattr(type_.is_type_of, "__func__", None) is _ALWAYS:
            return None
        return self.named(f"is_{type_.name}", type_.is_type_of)

    def named(self, hint: str, value: object) -> str:
        name = self._names.get((hint, id(value)))
        if name is None:
            name = self._names[hint, id(value)] = f"{hint}_{len(self._names)}"
            self._namespace[name] = value
        return name

    def _compile(self) -> None:
        """All that was written."""
        source = "\n\n".join(self._waiting)
        self._waiting.clear()
        if source:
            exec(compile(source, "<compiled operation>", "exec"), self._namespace)
            self.source += source

    @contextmanager
    def _later(self) -> Iterator[None]:
        """Within the block, one thread at a time writes more, which is compiled when it is left; or forgotten, where
        that fails."""
        with self._lock:
            known = dict(self._functions)
            try:
                yield
                self._compile()
            except Exception:
                self._functions, self._shaping = known, Shaping(self)
                self._waiting.clear()
                raise

    def case(self, abstract: GraphQLAbstractType, name: object, details: FieldDetailsList) -> Showing:
        """For objects of the type of this name. Raises NotAnswered for what is no such type."""
        schema = self._operation.schema
        type_ = schema.get_type(name) if isinstance(name, str) else None
        if not is_object_type(type_) or not schema.is_sub_type(abstract, type_):
            raise NotAnswered(name)
        try:
            with self._later():
                function = self.showing(type_, self.fields_below(type_, details))
        except Exception:  # noqa: BLE001  # a function may be missing, never wrong
            return _not_understood
        showing: Showing = self._namespace[function]
        return showing


class Cases(dict[str, Showing]):
    """By the name of a type, the function that shows objects of it; compiled when it is first asked for."""

    def __init__(self, program: Program, type_: GraphQLAbstractType, details: FieldDetailsList) -> None:
        super().__init__()
        self._program = program
        self._type = type_
        self._details = details

    def __missing__(self, name: str) -> Showing:
        function = self[name] = self._program.case(self._type, name, self._details)
        return function


def _not_understood(view: object, _run: Run) -> dict[str, object]:
    raise NotAnswered(view)
