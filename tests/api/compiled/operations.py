"""Operations for comparing two ways of answering: hypothesis-graphql makes documents of the schema; these are varied.

What one selects of a type is added to what another selects of it, so that operations grow deep and selections meet
under one response key; words that mean nothing become what a register holds; literals become variables; selections
become fragments, stand twice, are skipped or included.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
    visit,
)
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from tests.api.compiled.values import Arguments, Values, Variables, Words

Selections = dict[str, list[SelectionSetNode]]

ADDITIONS = 5
"""How often in an operation something is added that another document selects."""
GROWTH = 30
"""How many fields more an operation may have."""


@dataclass(frozen=True, slots=True)
class Made:
    """An operation, with two sets of values for its variables."""

    text: str
    values: Sequence[Values]


@dataclass(frozen=True, slots=True)
class Documents:
    """So many documents for each root field of a schema, the same in each run; and by type what they select of it."""

    schema: GraphQLSchema
    documents: Sequence[DocumentNode]
    selections: Selections

    def operations(self, words: Words, chance: random.Random) -> Iterator[Made]:
        """One of each document."""
        for document in self.documents:
            yield Varied(self.schema, words, self.selections, chance).operation(document)


def documents_of(schema: GraphQLSchema, examples: int) -> Documents:
    assert schema.query_type is not None
    documents = [document for name in schema.query_type.fields for document in _documents_of(schema, name, examples)]
    selections: Selections = defaultdict(list)
    for document in documents:
        info = TypeInfo(schema)
        visit(document, TypeInfoVisitor(info, _Selected(info, selections)))
    return Documents(schema, documents, selections)


def _documents_of(schema: GraphQLSchema, root_field: str, examples: int) -> list[DocumentNode]:
    found: list[DocumentNode] = []
    scalars = {
        "Date": st.just("2016-08-11").map(nodes.String),
        "DateTime": st.just("2026-01-31T00:00:00Z").map(nodes.String),
        "ID": st.just("AA").map(nodes.String),
        "String": st.sampled_from(("cget", "é")).map(nodes.String),
    }

    @seed(2019)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(queries(schema, fields=[root_field], custom_scalars=scalars, allow_null=False, print_ast=lambda made: made))
    def collect(document: DocumentNode) -> None:
        found.append(document)

    collect()
    return found


class _Selected(Visitor):
    """Notes by type what is selected of it."""

    def __init__(self, info: TypeInfo, selections: Selections) -> None:
        super().__init__()
        self._info = info
        self._selections = selections

    def enter_selection_set(self, node: SelectionSetNode, *_: object) -> None:
        type_ = self._info.get_parent_type()
        assert type_ is not None
        self._selections[type_.name].append(node)


class Varied:
    """Writes one operation anew."""

    def __init__(self, schema: GraphQLSchema, words: Words, selections: Selections, chance: random.Random) -> None:
        self._schema = schema
        self._selections = selections
        self._additions_left = ADDITIONS
        self._growth_left = chance.randint(0, GROWTH)
        self._chance = chance
        self._numbers = count(1)
        self._fragments: list[str] = []
        self._variables = Variables(chance)
        self._arguments = Arguments(words, chance, self._variables)
        self._heads: dict[int, str] = {}

    def operation(self, document: DocumentNode) -> Made:
        (definition,) = document.definitions
        assert isinstance(definition, OperationDefinitionNode)
        root = self._schema.query_type
        assert root is not None
        asked = self._inside(definition.selection_set, root)
        variables = self._variables
        defined = f"({', '.join(variables.defined)})" if variables.defined else ""
        return Made("\n".join([f"query {defined} {{ {asked} }}", *self._fragments]), variables.values)

    def _may(self, probability: float) -> bool:
        return self._chance.random() < probability

    def _definition(self, parent: GraphQLNamedType, node: FieldNode) -> GraphQLField:
        assert is_composite_type(parent)
        definition = self._schema.get_field(parent, node.name.value)
        assert definition is not None
        return definition

    def _head(self, node: FieldNode, definition: GraphQLField) -> str:
        """A field with its arguments and an alias of its own, if it has any: two of one name would not merge."""
        if id(node) not in self._heads:
            name = node.name.value
            given = self._arguments.written(name, node.arguments or (), definition.args)
            alias = f"asked{next(self._numbers)}: " if given else f"{node.alias.value}: " if node.alias else ""
            self._heads[id(node)] = f"{alias}{name}({', '.join(given)})" if given else f"{alias}{name}"
        return self._heads[id(node)]

    def _selection(self, selected: SelectionSetNode | None, definition: GraphQLField) -> str:
        if selected is None:
            return ""
        type_ = get_named_type(definition.type)
        inside = [self._inside(selected, type_)]
        if self._additions_left and self._may(0.8):
            self._additions_left -= 1
            inside.append(self._inside(self._chance.choice(self._selections[type_.name]), type_))
        inside += self._grown(type_)
        return f"{{ {' '.join(inside)} }}"

    def _grown(self, type_: GraphQLNamedType) -> Iterator[str]:
        """Fields that nobody selected, and what lies below them."""
        while self._growth_left and self._may(0.85):
            self._growth_left -= 1
            if is_abstract_type(type_) and self._may(0.6):
                concrete = self._chance.choice(self._schema.get_possible_types(type_))
                yield f"... on {concrete.name} {self._condition()} {{ __typename {' '.join(self._grown(concrete))} }}"
            else:
                assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
                name, field = self._chance.choice(list(type_.fields.items()))
                inside = get_named_type(field.type)
                if any(map(is_required_argument, field.args.values())):
                    continue
                below = f"{{ __typename {' '.join(self._grown(inside))} }}" if is_composite_type(inside) else ""
                yield f"{name} {self._condition()} {below}"

    def _inside(self, selected: SelectionSetNode, parent: GraphQLNamedType) -> str:
        parts = []
        for node in selected.selections:
            if isinstance(node, FieldNode):
                parts += [self._field(node, parent) for _ in range(2 if self._may(0.15) else 1)]
            elif isinstance(node, InlineFragmentNode) and node.type_condition is not None:
                name = node.type_condition.name.value
                inside = self._inside(node.selection_set, self._schema.type_map[name])
                parts.append(f"... on {name} {self._condition()} {{ {inside} }}")
        if self._may(0.1):
            parts.append(self._chance.choice(("__typename", "kind_of_it: __typename")))
        if self._may(0.3):
            cut = self._chance.randint(0, len(parts) - 1)
            parts = [*parts[:cut], self._fragment(" ".join(parts[cut:]), parent)]
        return " ".join(parts)

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> str:
        definition = self._definition(parent, node)
        head = self._head(node, definition)
        return f"{head} {self._condition()} {self._selection(node.selection_set, definition)}"

    def _fragment(self, inside: str, parent: GraphQLNamedType) -> str:
        if self._may(0.3):
            return f"... {self._condition()} {{ {inside} }}"
        name = f"Fragment{next(self._numbers)}"
        self._fragments.append(f"fragment {name} on {parent.name} {{ {inside} }}")
        return " ".join(f"...{name} {self._condition()}" for _ in range(2 if self._may(0.3) else 1))

    def _condition(self) -> str:
        if not self._may(0.08):
            return ""
        value = self._variables.condition() if self._may(0.7) else self._chance.choice(("true", "false"))
        return f"@{self._chance.choice(('skip', 'include'))}(if: {value})"
