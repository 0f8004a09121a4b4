"""Sees each request from its first byte to the last one of its answer, and tells those who watch. It reads no body."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.websockets import WebSocketDisconnect

from cget_api.api.exchange import Exchange, Scope, begin_exchange
from cget_api.telemetry.correlation import HEADER, correlation_id_from_headers
from cget_api.telemetry.defects import note_defect
from cget_api.telemetry.passage import NO_ANSWER, Passage, Watcher


class Observing:
    """Begins the exchange of each request and connection, gives its correlation id to the client, and tells `watchers`
    how it went."""

    def __init__(self, app: ASGIApp, watchers: Sequence[Watcher]) -> None:
        self._app = app
        self._watchers = tuple(watchers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connection(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(correlation_id_from_headers(scope["headers"]))
        passage = Passage("request", "http", scope, exchange)
        answer = _Answer(passage, send)
        begin_exchange(scope, exchange)
        self._begin(passage)
        try:
            await self._app(scope, receive, answer.send)
        except ClientDisconnect:
            pass  # nobody is left to be answered
        except Exception as error:
            if exchange.defect is not error:
                note_defect(exchange, error)
            passage.status = 500
            raise
        finally:
            passage.status = passage.status or NO_ANSWER
            self._end(passage)

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(correlation_id_from_headers(scope["headers"]))
        passage = Passage("connection", "websocket", scope, exchange)
        begin_exchange(scope, exchange, _Operations(self, passage))
        self._begin(passage)
        try:
            await self._app(scope, receive, _Conversation(passage, send).send)
        except WebSocketDisconnect:
            pass  # nobody is left to be told
        except Exception as error:
            note_defect(exchange, error)
            passage.status = 500
            raise
        else:
            passage.complete = True
        finally:
            passage.status = passage.status or NO_ANSWER
            self._end(passage)

    def _begin(self, passage: Passage) -> None:
        for watcher in self._watchers:
            watcher.began(passage)

    def _end(self, passage: Passage) -> None:
        if passage.seconds is None:
            passage.seconds = time.perf_counter() - passage.began
        for watcher in self._watchers:
            watcher.ended(passage)

    @contextmanager
    def operation(self, connection: Passage, exchange: Exchange) -> Iterator[Exchange]:
        """One operation of a connection; it is complete where nobody and nothing cut it short."""
        passage = Passage("operation", "websocket", connection.scope, exchange, within=connection)
        self._begin(passage)
        try:
            yield exchange
            passage.complete = True
        except WebSocketDisconnect:
            raise
        except Exception as error:
            note_defect(exchange, error)
            raise
        finally:
            self._end(passage)


class _ClientGone(ClientDisconnect, OSError):
    """Some servers tell it when something is sent, and some of those who send look for it."""


class _Answer:
    """What is sent of the answer to a request, on its way to the client."""

    __slots__ = ("_headers", "_passage", "_send")

    def __init__(self, passage: Passage, send: Send) -> None:
        self._passage = passage
        self._send = send
        self._headers: Sequence[tuple[bytes, bytes]] = ()

    async def send(self, message: Message) -> None:
        passage, kind = self._passage, message["type"]
        last = False
        if kind == "http.response.start":
            passage.status = message["status"]
            # A list of its own: who answers may keep theirs, and answer with it again.
            self._headers = [*message.get("headers", ()), (HEADER, passage.exchange.correlation_id.encode())]
            message = {**message, "headers": self._headers}
        elif kind == "http.response.body":
            passage.bytes += len(message.get("body", b""))
            last = not message.get("more_body", False)
            if not last and self._headers:
                # Only what comes in parts can be a stream of events, and its first part tells.
                passage.protocol = "sse" if _is_event_stream(self._headers) else "http"
                self._headers = ()
        elif kind == "http.response.pathsend":
            last = True
        try:
            await self._send(message)
        except OSError as error:
            raise _ClientGone from error
        if last:
            passage.sent_all()


class _Conversation:
    """What is sent to the client of a WebSocket."""

    __slots__ = ("_passage", "_send")

    def __init__(self, passage: Passage, send: Send) -> None:
        self._passage = passage
        self._send = send

    async def send(self, message: Message) -> None:
        passage, kind = self._passage, message["type"]
        if kind == "websocket.send":
            passage.bytes += len(message.get("bytes") or (message.get("text") or "").encode())
        elif kind == "websocket.close":
            # Before it was accepted, the handshake is answered so.
            passage.status = passage.status or 403
        elif kind in ("websocket.accept", "websocket.http.response.start"):
            passage.status = message.get("status", 101)
            named = (HEADER, passage.exchange.correlation_id.encode())
            message = {**message, "headers": [*message.get("headers", ()), named]}
        await self._send(message)


class _Operations:
    """The operations of one connection, as the endpoint tells of them."""

    __slots__ = ("_connection", "_middleware")

    def __init__(self, middleware: Observing, connection: Passage) -> None:
        self._middleware = middleware
        self._connection = connection

    def operation(self, exchange: Exchange) -> AbstractContextManager[Exchange]:
        return self._middleware.operation(self._connection, exchange)


def _is_event_stream(headers: Sequence[tuple[bytes, bytes]]) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/event-stream") for name, value in headers)
