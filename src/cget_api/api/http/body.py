"""The body of a request, up to so many bytes and in so many seconds."""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from cget_api.api.documents.limits import Limits, too_complex
from cget_api.api.http.at_once import Begun
from cget_api.api.http.refusals import CLOSE, Refused, body_too_slow


async def body_from_client(headers: Iterable[tuple[bytes, bytes]], receive: Receive, limits: Limits) -> bytes:
    """`headers` are those of the ASGI scope. Raises Refused for one that is too long, or too long in coming, and
    ClientDisconnect."""
    _require_short(headers, limits)
    coming = Begun(_received(receive, limits))
    if coming.is_over:
        return coming.result
    try:
        async with asyncio.timeout(limits.body_seconds):
            return await coming.awaited()
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
