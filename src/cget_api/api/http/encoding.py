"""Results as JSON."""

import orjson
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError


def encoded(body: object) -> bytes:
    return orjson.dumps(body)


def body_of(result: ExecutionResult) -> dict[str, object]:
    """Without `data` where the operation was not executed, as the specification has it for request errors."""
    body: dict[str, object] = {}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if not isinstance(result, PreExecutionError):
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    return body
