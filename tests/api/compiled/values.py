"""Arguments for generated operations: words that a register knows, and variables in the place of literals."""

import random
from collections.abc import Mapping, Sequence
from itertools import count

from graphql import (
    ArgumentNode,
    GraphQLArgument,
    GraphQLInputField,
    IntValueNode,
    ListValueNode,
    NameNode,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    get_named_type,
    is_input_object_type,
    is_non_null_type,
    print_ast,
    value_from_ast_untyped,
)

Words = Mapping[str, Sequence[str | int]]
Values = dict[str, object]

WORDS_OF: Mapping[str, str] = {
    "slug": "slugs",
    "root": "organizations",
    "subject": "slugs",
    "object": "slugs",
    "statedBy": "sources",
    "source": "sources",
    "key": "keys",
    "id": "ids",
    "ids": "ids",
    "number": "revisions",
    "revision": "revisions",
    "knownAt": "instants",
    "asOf": "days",
    "date": "days",
    "from": "days",
    "to": "days",
    "sourcePublishedBy": "days",
    "text": "texts",
    "first": "sizes",
    "depth": "sizes",
}
"""Of arguments and of fields of inputs, by their names, the words that mean something to a register."""
SLUGS_OF: Mapping[str, str] = {
    "organization": "organizations",
    "post": "posts",
    "person": "persons",
    "source": "sources",
}
KEPT: Mapping[str, float] = {
    **dict.fromkeys(("last", "after", "before"), 0.02),
    **dict.fromkeys(("knownAt", "revision", "statedBy"), 0.15),
}
"""How often what mostly leads to an error, or to nothing, is kept; everything else is every second time."""

Given = ArgumentNode | ObjectFieldNode
Taken = GraphQLArgument | GraphQLInputField


class Variables:
    """The variables of one operation, as they are defined, and two sets of values for them."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._numbers = count(1)
        self.defined: list[str] = []
        self.values: tuple[Values, Values] = ({}, {})

    def condition(self) -> str:
        """The name of one for `@skip` or `@include`."""
        return self._variable("Boolean", self._chance.choice((None, "true", "false")), (self._coin(), self._coin()))

    def value(self, taken: Taken, values: tuple[ValueNode, ValueNode]) -> str:
        """The name of one for an argument, or for a field of an input, that takes these values."""
        type_ = str(taken.type).removesuffix("!")
        may_be_left_out = not is_non_null_type(taken.type) or taken.default is not None
        default = print_ast(values[0]) if self._chance.random() < 0.3 else None
        json = (value_from_ast_untyped(values[0]), value_from_ast_untyped(values[1]))
        if may_be_left_out and default is None:
            return self._variable(type_, "", json)
        return self._variable(type_, default, json)

    def _coin(self) -> bool:
        return self._chance.random() < 0.5

    def _variable(self, type_: str, default: str | None, values: tuple[object, object]) -> str:
        """With no default it must be given; an empty one stands for none, where it may be left out."""
        name = f"v{next(self._numbers)}"
        ending = "!" if default is None else f" = {default}" if default else ""
        self.defined.append(f"${name}: {type_}{ending}")
        for given, value in zip(self.values, values, strict=True):
            if default is None or self._coin():
                given[name] = value
        return f"${name}"


class Arguments:
    """Writes arguments anew: with `words` that mean something, some left out, some as variables."""

    def __init__(self, words: Words, chance: random.Random, variables: Variables) -> None:
        self._words = words
        self._chance = chance
        self._variables = variables

    def written(self, field_name: str, given: Sequence[Given], taken: Mapping[str, Taken]) -> list[str]:
        kept = [node for node in given if self._is_kept(node.name.value, taken[node.name.value])]
        names = {node.name.value for node in kept}
        without = {"revision"} if "knownAt" in names else set()
        return [
            f"{node.name.value}: {self._value(field_name, node, taken[node.name.value])}"
            for node in kept
            if node.name.value not in without
        ]

    def _is_kept(self, name: str, taken: Taken) -> bool:
        required = is_non_null_type(taken.type) and taken.default is None
        return required or self._chance.random() < KEPT.get(name, 0.5)

    def _value(self, field_name: str, node: Given, taken: Taken) -> str:
        values = (self._real(field_name, node, taken), self._real(field_name, node, taken))
        if self._chance.random() < 0.35:
            return self._variables.value(taken, values)
        type_ = get_named_type(taken.type)
        if is_input_object_type(type_) and isinstance(node.value, ObjectValueNode):
            return f"{{{', '.join(self.written(field_name, node.value.fields, type_.fields))}}}"
        return print_ast(values[0])

    def _real(self, field_name: str, node: Given, taken: Taken) -> ValueNode:
        """A literal without variables."""
        type_, name, value = get_named_type(taken.type), node.name.value, node.value
        if is_input_object_type(type_) and isinstance(value, ObjectValueNode):
            kept = [each for each in value.fields if self._is_kept(each.name.value, type_.fields[each.name.value])]
            fields = [
                ObjectFieldNode(
                    name=NameNode(value=each.name.value),
                    value=self._real(field_name, each, type_.fields[each.name.value]),
                )
                for each in kept
                if each.name.value != "revision" or "knownAt" not in {other.name.value for other in kept}
            ]
            return ObjectValueNode(fields=tuple(fields))
        words = self._words.get(SLUGS_OF.get(field_name, "") if name == "slug" else WORDS_OF.get(name, ""))
        if words is None:
            words = self._words.get(WORDS_OF.get(name, ""))
        if not words:
            return value
        if isinstance(value, ListValueNode):
            return ListValueNode(values=tuple(self._word(words) for _ in range(self._chance.randint(0, 4))))
        return self._word(words)

    def _word(self, words: Sequence[str | int]) -> ValueNode:
        word = self._chance.choice(words)
        return IntValueNode(value=str(word)) if isinstance(word, int) else StringValueNode(value=word)
