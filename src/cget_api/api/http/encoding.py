"""Results as JSON."""

import orjson
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from cget_api.api.compiled.written import Written


def encoded(body: object) -> bytes:
    return orjson.dumps(body, default=_as_written)


def _as_written(part: object) -> orjson.Fragment:
    """Raises TypeError for what is no JSON yet."""
    if isinstance(part, Written):
        return orjson.Fragment(part.written)
    raise TypeError(type(part))


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
