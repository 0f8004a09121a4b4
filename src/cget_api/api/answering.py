"""From the text of a document to the result, or the results, of one of its operations, whichever way it came."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import Any, TypeGuard

from graphql import ExecutionResult as GraphQLExecutionResult
from graphql import GraphQLError, OperationDefinitionNode, OperationType
from graphql.execution import (
    Executor,
    create_source_event_stream,
    execute_root_selection_set,
    execute_subscription_event,
)
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from cget_api.api.asking import Asking, Service
from cget_api.api.compiled.plans import Plans
from cget_api.api.documents.document import Document
from cget_api.api.documents.limits import out_of_time
from cget_api.api.documents.measures import require_short_lists
from cget_api.api.errors import error_from_refusal, made_public
from cget_api.api.exchange import Exchange
from cget_api.api.execution import BoundedExecutor
from cget_api.api.recalling import NotAtHand
from cget_api.core.errors import RegisterError

_READ_AT_ONCE_CHARACTERS = 500
_CHEAP = 500
_CHEAP_BY_PLAN = 1_500
"""In milliseconds as much as what is cheap without one: two for most operations, five at the worst."""


@dataclass(frozen=True, slots=True)
class Question:
    """One `operation` of a `document` without errors, the values of its variables, uncoerced, and what it costs."""

    document: Document
    operation: OperationDefinitionNode
    variables: Mapping[str, object] | None
    cost: int


class Answering:
    """Answers what is asked of a `service`: what is cheap at once, what is dear beside the event loop."""

    def __init__(self, service: Service, plans: Plans | None = None) -> None:
        self.service = service
        self._plans = plans
        self._documents = service.documents
        self._working = service.working

    async def document(self, text: str, exchange: Exchange) -> Document:
        """Raises Overloaded where too much is under way to read a long one that is not known."""
        document = self._documents.known(text)
        if document is not None:
            return document
        with exchange.trace.phase("graphql.read"):
            if len(text) <= _READ_AT_ONCE_CHARACTERS:
                return self._documents.read(text)
            return await self._working.beside(partial(self._documents.read, text))

    def operation(self, document: Document, name: str | None, exchange: Exchange) -> OperationDefinitionNode:
        """Raises BadUserInput where no name chooses one of several, or it names none."""
        operation = document.operation(name)
        exchange.operation_name = operation.name.value if operation.name else None
        exchange.operation_type = operation.operation.value
        return operation

    def question(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object] | None,
        exchange: Exchange,
    ) -> Question:
        """Raises QueryTooComplex where it may not be asked with these values."""
        limits = self.service.limits
        require_short_lists(variables, limits)
        exchange.cost = document.price(operation, variables, limits)
        return Question(document, operation, variables, exchange.cost)

    async def result(self, question: Question, asking: Asking) -> ExecutionResult:
        """Of a query, executed again as long as something has to be read first. Raises Overloaded where too many dear
        ones are under way, or this one took too long."""
        result = await self._attempt(question, asking)
        if result is not None:
            return result
        try:
            async with asyncio.timeout(asking.limits.timeout_seconds):
                while result is None:
                    await asking.archive.fetch(question.document.text)
                    result = await self._attempt(question, asking)
                return result
        except TimeoutError:
            raise out_of_time(asking.limits.timeout_seconds) from None

    async def _attempt(self, question: Question, asking: Asking) -> ExecutionResult | None:
        """None where something has to be read first."""
        work = self._executed
        try:
            with asking.archive.only_what_is_at_hand():
                if question.cost <= _CHEAP:
                    return self._executed(question, asking)
                if question.cost <= _CHEAP_BY_PLAN:
                    planned = self._planned(question, asking)
                    if planned is not None or asking.archive.lacks_something:
                        return planned
                    work = self._by_reference
        except NotAtHand:
            pass
        return await self._working.beside(partial(work, question, asking))

    async def results(
        self,
        document: Document,
        operation: OperationDefinitionNode | None,
        variables: Mapping[str, object] | None,
        asking: Asking,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """Of a subscription, one for each event; of anything else the only one, for which it is refused if need be."""
        exchange = asking.exchange
        if document.errors or operation is None:
            yield PreExecutionError(None, made_public(document.errors, exchange))
            return
        try:
            question = self.question(document, operation, variables, exchange)
            if operation.operation is not OperationType.SUBSCRIPTION:
                yield await self.result(question, asking)
                return
            async with aclosing(self._events(question, asking)) as results:
                async for result in results:
                    yield result
        except RegisterError as refusal:
            yield result_of_refusal(refusal, exchange)

    def _executed(self, question: Question, asking: Asking) -> ExecutionResult | None:
        planned = self._planned(question, asking)
        if planned is not None or asking.archive.lacks_something:
            return planned
        return self._by_reference(question, asking)

    def _planned(self, question: Question, asking: Asking) -> ExecutionResult | None:
        """None where the reference executor is to answer."""
        if self._plans is None:
            return None
        with asking.exchange.trace.phase("graphql.execute"):
            result = self._plans.result(question.document, question.operation, question.variables, asking)
        return None if result is None else _executed(result, question, asking)

    def _by_reference(self, question: Question, asking: Asking) -> ExecutionResult | None:
        with asking.exchange.trace.phase("graphql.execute"):
            executor = self._executor(question, asking)
            if isinstance(executor, list):
                return _unfit(executor, question, asking)
            return _executed(execute_root_selection_set(executor), question, asking)

    async def _events(self, question: Question, asking: Asking) -> AsyncGenerator[ExecutionResult, None]:
        """Each waits for its turn, so that however many listen, others are answered too."""
        executor = self._executor(question, asking)
        if isinstance(executor, list):
            yield _unfit(executor, question, asking)
            return
        events: Any = create_source_event_stream(executor)
        if isawaitable(events):
            events = await events
        if isinstance(events, GraphQLExecutionResult):
            yield _told(events, question, asking)
            return
        async with aclosing(events):
            async for event in events:
                work = partial(_executed_event, executor, event)
                result = await self._working.in_turn(work)
                while asking.archive.lacks_something:
                    await asking.archive.fetch(question.document.text)
                    result = await self._working.in_turn(work)
                yield _told(result, question, asking)

    def _executor(self, question: Question, asking: Asking) -> Executor[Any] | list[GraphQLError]:
        """Errors, where the values of variables are not those of their types."""
        subscribes = question.operation.operation is OperationType.SUBSCRIPTION
        return BoundedExecutor.build(
            self._documents.schema,
            question.document.parsed,
            context_value=asking,
            raw_variable_values=None if question.variables is None else dict(question.variables),
            operation_name=question.operation.name.value if question.operation.name else None,
            is_awaitable=None if subscribes else _is_awaitable,
            hide_suggestions=not self._documents.suggestions,
        )


def _executed_event(executor: Executor[Any], event: object) -> object:
    return execute_subscription_event(executor.build_per_event_executor(event))


def _is_awaitable(_value: object) -> TypeGuard[Awaitable[Any]]:
    """No resolver of a query waits for anything."""
    return False


def result_of_refusal(refusal: RegisterError, exchange: Exchange) -> PreExecutionError:
    return PreExecutionError(None, made_public([error_from_refusal(refusal)], exchange))


def _unfit(errors: list[GraphQLError], question: Question, asking: Asking) -> PreExecutionError:
    """Where the values of variables are not those of their types, or nothing could be answered within bounds."""
    return PreExecutionError(None, made_public(errors, asking.exchange), {"cost": question.cost})


def _executed(result: Any, question: Question, asking: Asking) -> ExecutionResult | None:
    """None where something has to be read first: then it counts for nothing."""
    if asking.archive.lacks_something:
        return None
    if result.data is None and all(error.path is None for error in result.errors or ()):
        return _unfit(result.errors or [], question, asking)
    return _told(result, question, asking)


def _told(result: Any, question: Question, asking: Asking) -> ExecutionResult:
    errors: list[GraphQLError] | None = result.errors
    public = made_public(errors, asking.exchange) if errors else None
    return ExecutionResult(result.data, public, {"cost": question.cost})
