"""Errors as GraphQL shows them: the register's own with their code and remedy, everything else masked and logged."""

import logging
from collections.abc import Iterable

from graphql import GraphQLError

from cget_api.api.exchange import Exchange
from cget_api.core.errors import ErrorCode, RegisterError

logger = logging.getLogger(__name__)

INTERNAL = "INTERNAL_SERVER_ERROR"


def error_from_refusal(refusal: RegisterError) -> GraphQLError:
    return GraphQLError(str(refusal), original_error=refusal)


def made_public(errors: Iterable[GraphQLError], exchange: Exchange) -> list[GraphQLError]:
    """As they are told, and their codes noted in the exchange."""
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
