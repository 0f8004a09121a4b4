"""From an operation to its result, or its results, whichever way it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from strawberry.schema.schema import StreamResult
from strawberry.types import ExecutionResult

from cget_api.api.asking import Asking, Service
from cget_api.api.schema import Schema


@dataclass(frozen=True, slots=True)
class Question:
    """A document, which of its operations is meant, and the values of its variables, uncoerced."""

    text: str
    operation_name: str | None
    variables: Mapping[str, object] | None


class Answering:
    """Executes what is asked of a `service` through its `schema`."""

    def __init__(self, schema: Schema, service: Service) -> None:
        self.schema = schema
        self.service = service

    async def result(self, question: Question, asking: Asking, cost: int) -> ExecutionResult:
        """Of a query. Raises Overloaded where too many dear ones are under way, or this one took too long."""
        return await self.service.working.result(partial(self._executed, question, asking), cost)

    def _executed(self, question: Question, asking: Asking) -> ExecutionResult:
        with asking.exchange.trace.phase("graphql.execute"):
            return self.schema.execute_sync(
                question.text,
                variable_values=None if question.variables is None else dict(question.variables),
                context_value=asking,
                operation_name=question.operation_name,
            )

    async def results(self, question: Question, asking: Asking) -> StreamResult:
        """Of a subscription."""
        return await self.schema.stream(
            question.text,
            variable_values=None if question.variables is None else dict(question.variables),
            context_value=asking,
            operation_name=question.operation_name,
        )
