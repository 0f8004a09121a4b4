"""Questions that ask for everything, made from the schema so that no field is forgotten; and a client's cache."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

Json: TypeAlias = Any
Seen: TypeAlias = dict[str, dict[str, Json]]

OTHER_DAY = "2016-08-11"
ARGUMENTS = {"date": f'"{OTHER_DAY}"', "number": "1"}
A_PAGE = "(first: 2)"
_SPREAD = re.compile(r"\.\.\.(\w+)_(\d+)")


class Everything:
    """Fragments that select every field of every type but those named in `without`, through at most `hops` nodes; what
    lies behind the last one is named by its id."""

    def __init__(self, schema: GraphQLSchema, hops: int, without: Iterable[str] = ()) -> None:
        self._schema = schema
        self._without = frozenset(without)
        self.hops = hops
        node = schema.type_map["Node"]
        assert isinstance(node, GraphQLInterfaceType)
        self.nodes = frozenset(schema.get_possible_types(node))

    def asked(self, query: str) -> str:
        """`query`, in which `…Type` stands for everything of that type, with the fragments that this takes."""
        spread = re.sub(r"…(\w+)", rf"...\1_{self.hops}", query)
        found: dict[str, str] = {}
        waiting = _SPREAD.findall(spread)
        while waiting:
            name, hops = waiting.pop()
            fragment = f"{name}_{hops}"
            if fragment not in found:
                type_ = self._schema.type_map[name]
                assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
                found[fragment] = f"fragment {fragment} on {name} {{ {self._selection(type_, int(hops))} }}"
                waiting += _SPREAD.findall(found[fragment])
        return "\n".join([spread, *found.values()])

    def _selection(self, type_: GraphQLObjectType | GraphQLInterfaceType, hops: int) -> str:
        if isinstance(type_, GraphQLInterfaceType):
            return " ".join(
                ["__typename", *(f"...{each.name}_{hops}" for each in self._schema.get_possible_types(type_))]
            )
        fields = (self._field(name, field, hops) for name, field in type_.fields.items() if name not in self._without)
        return " ".join(["__typename", *fields])

    def _field(self, name: str, field: GraphQLField, hops: int) -> str:
        target = get_named_type(field.type)
        given = [f"{key}: {ARGUMENTS[key]}" for key, argument in field.args.items() if is_required_argument(argument)]
        asked = f"{name}({', '.join(given)})" if given else name + (A_PAGE if "first" in field.args else "")
        if is_leaf_type(target):
            return asked
        is_node = is_abstract_type(target) or target in self.nodes
        if is_node and hops == 0:
            return f"{asked} {{ __typename id }}"
        return f"{asked} {{ ...{target.name}_{hops - is_node} }}"


def objects(answer: Json) -> Iterator[dict[str, Json]]:
    """Every object in it, at every depth."""
    if isinstance(answer, dict):
        yield answer
        for value in answer.values():
            yield from objects(value)
    elif isinstance(answer, list):
        for item in answer:
            yield from objects(item)


class Cache:
    """What Apollo and Relay keep of answers: one entry for each id, holding what any answer said of it."""

    def __init__(self) -> None:
        self.entries: Seen = {}
        self.conflicts: list[str] = []

    def take(self, answer: Json) -> None:
        self._normalised(answer, "")

    def _normalised(self, value: Json, path: str) -> Json:
        if isinstance(value, list):
            return [self._normalised(item, f"{path}[]") for item in value]
        if not isinstance(value, dict):
            return value
        fields = {name: self._normalised(field, f"{path}.{name}") for name, field in value.items()}
        if "id" not in value:
            return fields
        entry = self.entries.setdefault(value["id"], {})
        self._merge(entry, fields, path)
        return {"ref": value["id"]}

    def _merge(self, known: dict[str, Json], told: dict[str, Json], path: str) -> None:
        for name, value in told.items():
            if name not in known:
                known[name] = value
            elif known[name] != value:
                self.conflicts.append(f"{path}.{name}: {known[name]!r} and {value!r}")
