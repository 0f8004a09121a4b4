"""What stands between a document and its execution, whichever way it came: read once, measured, priced."""

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)
from strawberry.extensions import SchemaExtension

from cget_api.api.asking import Asking
from cget_api.core.errors import RegisterError


class Prepared(SchemaExtension):
    """Lets an operation run only if its document may, and tells its cost."""

    def __init__(self) -> None:
        self._errors: list[GraphQLError] = []
        self._cost: int | None = None

    @property
    def _asking(self) -> Asking:
        asking: Asking = self.execution_context.context
        return asking

    def on_parse(self) -> Iterator[None]:
        """A document that may not run is stood in for, so that its errors are told like those of validation."""
        context, asking = self.execution_context, self._asking
        service, exchange = asking.service, asking.exchange
        text = context.query or ""
        try:
            service.persisted.require_trusted(text)
            with exchange.trace.phase("graphql.read"):
                document = service.documents.read(text)
            self._errors = list(document.errors)
            if not self._errors:
                operation = document.operation(context.operation_name)
                context.graphql_document = document.ast
                exchange.operation_name = operation.name.value if operation.name else None
                exchange.operation_type = operation.operation.value
                self._cost = exchange.cost = document.price(operation, context.variables, service.limits)
        except RegisterError as refusal:
            self._errors = [GraphQLError(str(refusal), original_error=refusal)]
        if self._errors:
            context.graphql_document = _nothing_asked(context.operation_name)
        yield

    def on_validate(self) -> Iterator[None]:
        self.execution_context.pre_execution_errors = self._errors
        yield

    def get_results(self) -> dict[str, object]:
        return {} if self._cost is None else {"cost": self._cost}


def _nothing_asked(operation_name: str | None) -> DocumentNode:
    """A document whose one operation has this name, whatever it is."""
    name = None if operation_name is None else NameNode(value=operation_name)
    nothing = SelectionSetNode(selections=(FieldNode(name=NameNode(value="__typename")),))
    return DocumentNode(
        definitions=(OperationDefinitionNode(operation=OperationType.QUERY, name=name, selection_set=nothing),)
    )
