"""Answers to requests that get no further than the door, in the form that GraphQL gives to errors."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from cget_api.api.exchange import exchange_in
from cget_api.core.errors import BadUserInput, NotFound, RegisterError

_NOT_KEPT = {"Cache-Control": "no-store"}


class Refusal(JSONResponse):
    """One error, told to whoever watches too.

    Not for caches: whoever is refused may be let in by another setting, or under another name.
    """

    def __init__(self, error: RegisterError, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> None:
        extensions = {"code": error.code, "subject": error.subject, "remedy": error.remedy}
        body = {"errors": [{"message": str(error), "extensions": extensions}]}
        super().__init__(body, status, {**_NOT_KEPT, **(headers or {})})
        self._code = str(error.code)

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange_in(scope).refusals = (self._code,)
        await super().__call__(scope, receive, send)


async def not_served(request: Request, exception: Exception) -> Response:
    """Handles 404 and 405: an error for programs, which accept JSON, and a sentence for people."""
    assert isinstance(exception, HTTPException)
    status = HTTPStatus(exception.status_code)
    error: RegisterError
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        error = BadUserInput(f"method {request.method}", "is not for this address", "Read it by GET")
    else:
        error = NotFound(f"address {request.url.path}", "leads nowhere", "Questions are asked at /graphql")
    if "json" in request.headers.get("accept", ""):
        return Refusal(error, status, exception.headers)
    exchange_in(request.scope).refusals = (str(error.code),)
    return PlainTextResponse(str(error), status, {**_NOT_KEPT, **(exception.headers or {})})
