"""What an operation costs, told before it runs: one for each value it may have to give, more for what is worked out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)
from graphql.language import ValueNode

from cget_api.api.pages import DEFAULT_SIZE, LARGEST_SIZE

USUAL_SIZE = 2
"""How many items a list is taken to have that no argument bounds; SIZES tells of those that are longer."""

SIZES: Mapping[str, float] = {
    "Change.causes": 8,
    "Comparison.changes": 130,
    "Organization.contradictions": 6,
    "Organization.descriptions": 3,
    "Organization.events": 16,
    "Organization.fieldsOfAction": 12,
    "Organization.figures": 6,
    "Organization.missions": 7,
    "Organization.partners": 8,
    "Organization.territories": 8,
    "Organization.units": 5,
    "Query.contradictions": 27,
    "Structure.members": 12,
    "citations": 3,
    "concerns": 3,
    "succession": 3,
    "__Schema.types": 50,
    "__Schema.directives": 6,
    "__Type.fields": 5.5,
    "__Type.enumValues": 2,
    "__Type.inputFields": 0.3,
    "__Type.interfaces": 1,
    "__Type.possibleTypes": 1,
    "__Type.ofType": 0.4,
    "__Field.args": 0.3,
    "__Directive.locations": 2,
    "__Directive.args": 1,
}
"""Of lists that no argument bounds, about as many as those of the shipped register have that are not empty; and how
often there is what most often is not. A bare name is that field of any type. What introspection gives takes half the
time of anything else, so its lists count half."""

WEIGHTS: Mapping[str, int] = {
    "Query.organizations": 600,
    "Query.structure": 100,
    "Query.compare": 1_200,
    "Query.timeline": 50,
    "Query.contradictions": 100,
    "Query.statements": 1_000,
    "Organization.contradictions": 20,
    "Organization.previousChange": 40,
    "Organization.nextChange": 40,
    "Revision.added": 500,
    "Revision.superseded": 500,
    "totalCount": 100,
    "id": 2,
    "cursor": 2,
}
"""Of fields that look at much to give little, in values that could be given in the time; a bare name is that field of
any type."""

_SIZING_ARGUMENTS = ("first", "last", "ids", "representations")
_PAGED = ("edges", "nodes")


@dataclass(slots=True)
class Pricing:
    """Prices the operations of a document with these `fragments` for the values of their `variables`, as far as the
    `schema` knows their fields; the rest is refused by validation."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]
    _priced: dict[tuple[str, int], float] = field(init=False, default_factory=dict)

    def operation(self, operation: OperationDefinitionNode) -> int:
        root = self.schema.get_root_type(operation.operation)
        return ceil(self._selection(operation.selection_set, root, 1))

    def _selection(self, selected: SelectionSetNode | None, parent: GraphQLNamedType | None, page: int) -> float:
        """Of one object of the type `parent`, which is a connection where it holds more than one item a `page`."""
        cost = 0.0
        for selection in selected.selections if selected else ():
            match selection:
                case FieldNode():
                    cost += self._field(selection, parent, page)
                case InlineFragmentNode(type_condition=condition):
                    type_ = parent if condition is None else self.schema.get_type(condition.name.value)
                    cost += self._selection(selection.selection_set, type_, page)
                case FragmentSpreadNode():
                    cost += self._fragment(selection.name.value, page)
        return cost

    def _fragment(self, name: str, page: int) -> float:
        priced = self._priced.get((name, page))
        if priced is None:
            fragment = self.fragments.get(name)
            self._priced[name, page] = 0.0
            priced = self._priced[name, page] = (
                self._selection(fragment.selection_set, self.schema.get_type(fragment.type_condition.name.value), page)
                if fragment
                else 0
            )
        return priced

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int) -> float:
        name = node.name.value
        definition = self.schema.get_field(parent, name) if is_composite_type(parent) else None
        if definition is None or parent is None:
            return 1
        weight = _told_of(WEIGHTS, parent, name, 1)
        if node.selection_set is None:
            return weight
        inside = get_named_type(definition.type)
        if not is_list_type(get_nullable_type(definition.type)):
            asked = self._asked(node, definition)
            page = DEFAULT_SIZE if asked is None else asked
            return weight + _told_of(SIZES, parent, name, 1) * self._selection(node.selection_set, inside, page)
        asked = page if name in _PAGED and not definition.args else self._asked(node, definition)
        size = _told_of(SIZES, parent, name, USUAL_SIZE) if asked is None else asked
        return weight + size * (1 + self._selection(node.selection_set, inside, 1))

    def _asked(self, node: FieldNode, definition: GraphQLField) -> int | None:
        """How many items the arguments of a field ask for; None where they leave it open."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in _SIZING_ARGUMENTS:
            if name in definition.args and name in given:
                size = self._size(given[name])
                if size is not None:
                    return max(0, min(size, LARGEST_SIZE))
        return None

    def _size(self, value: ValueNode) -> int | None:
        match value:
            case IntValueNode(value=digits):
                return int(digits) if len(digits) <= len(str(LARGEST_SIZE)) else LARGEST_SIZE
            case ListValueNode(values=values):
                return len(values)
            case VariableNode(name=name):
                given = self.variables.get(name.value)
                if isinstance(given, list):
                    return len(given)
                # `500.0` is an Int too.
                return int(given) if isinstance(given, int | float) else None
        return None


def _told_of(told: Mapping[str, float], parent: GraphQLNamedType, field_name: str, usual: float) -> float:
    found = told.get(f"{parent.name}.{field_name}")
    return told.get(field_name, usual) if found is None else found


def sizing_variables(document: DocumentNode) -> frozenset[str]:
    """The variables on whose values the cost of an operation depends."""
    return frozenset(
        argument.value.name.value
        for node in _fields(document)
        for argument in node.arguments or ()
        if argument.name.value in _SIZING_ARGUMENTS and isinstance(argument.value, VariableNode)
    )


def _fields(document: DocumentNode) -> Iterator[FieldNode]:
    """As they are written, each fragment once."""
    waiting = [
        definition.selection_set
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FieldNode):
                yield selection
            inside = getattr(selection, "selection_set", None)
            if inside is not None:
                waiting.append(inside)
