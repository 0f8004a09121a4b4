"""Errors as GraphQL shows them: the register's own with their code and remedy, everything else masked and logged."""

import logging
import uuid
from collections.abc import Iterator

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
            result.errors = [public_error(error) for error in result.errors]
        elif context.pre_execution_errors:
            context.pre_execution_errors = [public_error(error) for error in context.pre_execution_errors]

    def on_stream_result(self, result: StreamExecutionResult) -> Iterator[None]:
        """Each payload of a stream has errors of its own."""
        if isinstance(result, ExecutionResult) and result.errors:
            result.errors = [public_error(error) for error in result.errors]
        yield


def public_error(error: GraphQLError) -> GraphQLError:
    """The same error with `extensions.code`; a defect of ours becomes one sentence and the id under which it was
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
    correlation = uuid.uuid4().hex
    logger.error("Unexpected error %s at %s", correlation, error.path, exc_info=cause)
    sentence = f"The service failed. Report it with the correlation id {correlation}"
    return _with(error, sentence, {"code": INTERNAL, "correlationId": correlation})


def _with(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
