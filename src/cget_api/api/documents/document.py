"""A document that has been read: what is wrong with it, or which operations it holds and what each costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
)

from cget_api.api.documents.cost import Pricing, sizing_variables
from cget_api.api.documents.limits import Limits, too_complex
from cget_api.core.errors import BadUserInput

_PRICES_KEPT = 64
_DIGITS = 9


@dataclass(slots=True)
class Document:
    """The `text` of a document, its parsed form `ast` where it has one with its `fragments` by name, and the `errors`
    for which it cannot run."""

    text: str
    schema: GraphQLSchema
    errors: Sequence[GraphQLError] = ()
    ast: DocumentNode | None = None
    fragments: Mapping[str, FragmentDefinitionNode] = field(init=False, default_factory=dict)
    operations: Sequence[OperationDefinitionNode] = field(init=False, default=())
    _sized_by: frozenset[str] = frozenset()
    _prices: dict[object, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ast is not None:
            self.fragments = {
                definition.name.value: definition
                for definition in self.ast.definitions
                if isinstance(definition, FragmentDefinitionNode)
            }
            self.operations = tuple(
                definition for definition in self.ast.definitions if isinstance(definition, OperationDefinitionNode)
            )
            self._sized_by = sizing_variables(self.ast)

    @property
    def parsed(self) -> DocumentNode:
        """Of a document without errors."""
        assert self.ast is not None
        return self.ast

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Raises BadUserInput where no name chooses one of several, or it names none."""
        operations = self.operations
        if name is None:
            if len(operations) == 1:
                return operations[0]
            raise BadUserInput(
                "operationName",
                f"was left out, and the document holds {len(operations)} operations",
                "Name one of them",
            )
        for operation in operations:
            if operation.name is not None and operation.name.value == name:
                return operation
        raise BadUserInput(f"operationName {name!r}", "names no operation of the document", "Name one that it holds")

    def price(self, operation: OperationDefinitionNode, variables: Mapping[str, object] | None, limits: Limits) -> int:
        """What an operation costs. Raises QueryTooComplex where that is more than it may."""
        cost = self.cost(operation, variables)
        if cost > limits.max_cost:
            raise too_complex("cost", cost, limits.max_cost, "Ask for fewer or shorter lists (`first`), or for less")
        return cost

    def cost(self, operation: OperationDefinitionNode, variables: Mapping[str, object] | None) -> int:
        """For these values of the variables, as they were sent."""
        sizes: dict[str, object] = {}
        if self._sized_by:
            sizes = {**_defaults(operation), **(variables or {})}
            sizes = {name: value for name, value in sizes.items() if name in self._sized_by}
        key = (id(operation), tuple((name, _hashable(value)) for name, value in sorted(sizes.items())))
        price = self._prices.get(key)
        if price is None:
            if len(self._prices) >= _PRICES_KEPT:
                self._prices.clear()
            price = self._prices[key] = Pricing(self.schema, self.fragments, sizes).operation(operation)
        return price


def _defaults(operation: OperationDefinitionNode) -> dict[str, object]:
    """Those that may size a list: whole numbers and lists, written in the document."""
    found: dict[str, object] = {}
    for definition in operation.variable_definitions or ():
        match definition.default_value:
            case IntValueNode(value=digits) if len(digits) <= _DIGITS:
                found[definition.variable.name.value] = int(digits)
            case ListValueNode(values=values):
                found[definition.variable.name.value] = list(values)
    return found


def _hashable(value: object) -> object:
    return ("list", len(value)) if isinstance(value, list) else (type(value).__name__, str(value)[:20])
