"""Answers to requests that get no further than the door, in the form that GraphQL gives to errors."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from cget_api.core.errors import BadUserInput, NotFound, RegisterError

_SHOWN = 80
"""How much of what was asked is repeated."""
_NOT_KEPT = {"Cache-Control": "no-store"}


def refusal(error: RegisterError, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """Not for caches: whoever is refused may be let in by another setting, or under another name."""
    extensions = {"code": error.code, "subject": error.subject, "remedy": error.remedy}
    body = {"errors": [{"message": str(error), "extensions": extensions}]}
    return JSONResponse(body, status, {**_NOT_KEPT, **(headers or {})})


async def not_served(request: Request, exception: Exception) -> Response:
    """Handles 404 and 405: an error for programs, which accept JSON, and a sentence for people."""
    assert isinstance(exception, HTTPException)
    status = HTTPStatus(exception.status_code)
    error: RegisterError
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        error = BadUserInput(f"method {request.method[:_SHOWN]}", "is not for this address", "Read it by GET")
    else:
        error = NotFound(f"address {request.url.path[:_SHOWN]}", "leads nowhere", "Questions are asked at /graphql")
    if "json" in request.headers.get("accept", ""):
        return refusal(error, status, exception.headers)
    return PlainTextResponse(str(error), status, {**_NOT_KEPT, **(exception.headers or {})})
