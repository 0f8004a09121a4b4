"""The body of a request, up to so many bytes and in so many seconds."""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from cget_api.api.documents.limits import Limits, too_complex
from cget_api.api.http.refusals import CLOSE, Refused, body_too_slow

_WHOLE = "cget_api.body"


def leave_body(scope: Scope, body: bytes) -> None:
    """The whole of it, for whoever reads the body of this request."""
    scope[_WHOLE] = body


async def body_from_client(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    """Raises Refused for one that is too long, or too long in coming, and ClientDisconnect."""
    _require_short(scope["headers"], limits)
    whole: bytes | None = scope.get(_WHOLE)
    if whole is not None:
        if len(whole) > limits.max_body_bytes:
            raise _too_long(len(whole), limits)
        return whole
    try:
        async with asyncio.timeout(limits.body_seconds):
            return await _received(receive, limits)
    except TimeoutError:
        raise body_too_slow(limits.body_seconds) from None


def _require_short(headers: Iterable[tuple[bytes, bytes]], limits: Limits) -> None:
    """Raises Refused for a length that is announced, and is too much."""
    for name, value in headers:
        if name == b"content-length" and value.isdigit() and len(value) < 20 and int(value) > limits.max_body_bytes:
            raise _too_long(int(value), limits)


async def _received(receive: Receive, limits: Limits) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size > limits.max_body_bytes:
            raise _too_long(size, limits)
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _too_long(size: int, limits: Limits) -> Refused:
    """What is still to come is not read, so the connection is of no more use."""
    error = too_complex("bytes of the body", size, limits.max_body_bytes, "Ask for less at a time")
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error, CLOSE)
