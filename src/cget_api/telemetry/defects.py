"""Defects that nobody caught: logged under the id that the client is told, and answered without what they say."""

import logging
from contextlib import suppress

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cget_api.api.errors import INTERNAL
from cget_api.api.exchange import Exchange, exchange_in

logger = logging.getLogger(__name__)


def note_defect(exchange: Exchange, error: Exception) -> None:
    """In the log, and for those who watch."""
    exchange.defect = error
    if INTERNAL not in exchange.refusals:
        exchange.refusals = (*exchange.refusals, INTERNAL)
    correlation = exchange.correlation_id
    logger.error("Unexpected error %s", correlation, exc_info=error, extra={"correlation_id": correlation})


class Masking:
    """Answers a request that met a defect like any other masked error, where nothing was answered yet; amid an answer
    it is raised again, so that this is broken off. Stands within what gives answers their headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            raise
        except Exception as error:
            exchange = exchange_in(scope)
            note_defect(exchange, error)
            if begun:
                raise
            with suppress(ClientDisconnect):
                await _answer(exchange, send)


async def _answer(exchange: Exchange, send: Send) -> None:
    correlation = exchange.correlation_id
    sentence = f"The service failed. Report it with the correlation id {correlation}"
    error = {"message": sentence, "extensions": {"code": INTERNAL, "correlationId": correlation}}
    body = orjson.dumps({"errors": [error]})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})
