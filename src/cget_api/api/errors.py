"""Errors as GraphQL shows them: the register's own with their code and remedy, everything else masked and logged."""

import logging
from collections.abc import Iterable, Iterator, Sequence

from graphql import ExecutionResult as GraphQLExecutionResult
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult, StreamExecutionResult

from cget_api.core.errors import ErrorCode, RegisterError

logger = logging.getLogger(__name__)

INTERNAL = "INTERNAL_SERVER_ERROR"


class PublicErrors(SchemaExtension):
    """Gives every error of an operation a code, and hides what only the maintainer should see."""

    def on_operation(self) -> Iterator[None]:
        yield
        context = self.execution_context
        result = context.result
        if isinstance(result, ExecutionResult | GraphQLExecutionResult) and result.errors:
            result.errors = self._public(result.errors)
        elif context.pre_execution_errors:
            context.pre_execution_errors = self._public(context.pre_execution_errors)

    def on_stream_result(self, result: StreamExecutionResult) -> Iterator[None]:
        """Each payload of a stream has errors of its own."""
        if isinstance(result, ExecutionResult) and result.errors:
            result.errors = self._public(result.errors)
        yield

    def _public(self, errors: Sequence[GraphQLError]) -> list[GraphQLError]:
        exchange = self.execution_context.context.exchange
        public = [public_error(error, exchange.correlation_id) for error in errors]
        exchange.refusals = codes_of(public)
        return public


def codes_of(errors: Iterable[GraphQLError]) -> tuple[str, ...]:
    """Of errors made public, each once and in order."""
    return tuple(dict.fromkeys(str((error.extensions or {}).get("code", INTERNAL)) for error in errors))


def public_error(error: GraphQLError, correlation_id: str) -> GraphQLError:
    """The same error with `extensions.code`; a defect of ours becomes one sentence and the id under which it is
    logged."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if cause is None:
        code = str((error.extensions or {}).get("code", ErrorCode.BAD_USER_INPUT))
        return _with(error, error.message, {"code": code})
    if isinstance(cause, RegisterError):
        return _with(error, str(cause), {"code": cause.code, "subject": cause.subject, "remedy": cause.remedy})
    if isinstance(cause, RecursionError):
        sentence = "The query leads too deep to be answered. Ask in several queries"
        return _with(error, sentence, {"code": ErrorCode.QUERY_TOO_COMPLEX})
    logger.error(
        "Unexpected error %s at %s",
        correlation_id,
        error.path,
        exc_info=cause,
        extra={"correlation_id": correlation_id},
    )
    sentence = f"The service failed. Report it with the correlation id {correlation_id}"
    return _with(error, sentence, {"code": INTERNAL, "correlationId": correlation_id})


def _with(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
