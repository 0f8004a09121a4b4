"""What may be compiled at all, and on what its shape depends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
)
from graphql.execution.collect_fields import FragmentDetails
from strawberry.schema.schema_converter import GraphQLCoreConverter

from cget_api.api.compiled.surprises import NotUnderstood
from cget_api.api.documents.document import Document
from cget_api.api.documents.measures import Measuring

_DEEPEST = 40
"""The reference executor needs a dozen calls for each level: deeper, it might give up where a plan would not."""

_CONDITIONS = (GraphQLSkipDirective.name, GraphQLIncludeDirective.name)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that may be compiled, with the `fragments` of its document; which fields it has depends on the
    variables named in `conditions`."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    conditions: Sequence[str]

    @property
    def root(self) -> GraphQLObjectType:
        root = self.schema.get_root_type(self.node.operation)
        assert root is not None
        return root

    @property
    def converter(self) -> GraphQLCoreConverter:
        """Of the strawberry schema that the schema was made from."""
        converter: GraphQLCoreConverter = self.schema._strawberry_schema.schema_converter  # type: ignore[attr-defined]  # strawberry names it nowhere else
        return converter


def operation_from_document(document: Document, node: OperationDefinitionNode) -> Operation:
    """Raises NotUnderstood for what only the reference executor runs."""
    if node.operation is not OperationType.QUERY or node.directives:
        raise NotUnderstood("more than a query")
    if Measuring(document.fragments).operation(node).depth > _DEEPEST:
        raise NotUnderstood("so deep")
    definitions = document.fragments.values()
    if any(each.variable_definitions or each.directives for each in definitions):
        raise NotUnderstood("more than a fragment")
    selected = [node.selection_set, *(each.selection_set for each in definitions)]
    conditions = dict.fromkeys(name for directive in _directives(selected) for name in _condition(directive))
    return Operation(
        document.schema,
        node,
        {each.name.value: FragmentDetails(each) for each in definitions},
        tuple(conditions),
    )


def _directives(waiting: list[SelectionSetNode]) -> Iterator[DirectiveNode]:
    while waiting:
        for selection in waiting.pop().selections:
            yield from selection.directives or ()
            inside = getattr(selection, "selection_set", None)
            if inside is not None:
                waiting.append(inside)


def _condition(directive: DirectiveNode) -> Iterator[str]:
    """The variable on which it depends, if any."""
    if directive.name.value not in _CONDITIONS:
        raise NotUnderstood(f"@{directive.name.value}")
    for argument in directive.arguments or ():
        if isinstance(argument.value, VariableNode):
            yield argument.value.name.value
