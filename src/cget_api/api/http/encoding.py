"""Results as JSON."""

import orjson
from strawberry.types import ExecutionResult


def encoded(body: object) -> bytes:
    return orjson.dumps(body)


def body_of(result: ExecutionResult) -> dict[str, object]:
    """Without `data` where the operation was never executed, as the specification has it for request errors."""
    body: dict[str, object] = {}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if not refused(result):
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    return body


def refused(result: ExecutionResult) -> bool:
    """Whether nothing was executed: an error of a field has a path."""
    errors = result.errors or ()
    return result.data is None and bool(errors) and all(error.path is None for error in errors)
