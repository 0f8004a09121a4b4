"""The same request again, to the byte: answered before it is looked at.

All that stands between here and the endpoint decides by what the request holds and by settings, and would decide the
same. So this room can be taken out without changing an answer.
"""

from collections.abc import Hashable
from dataclasses import replace

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cget_api.api.asking import Service
from cget_api.api.exchange import exchange_in
from cget_api.api.http.answers import Answers, repeatable_in
from cget_api.api.http.at_once import Begun
from cget_api.core.validity import day_in_paris

_ONLY_TOLD = frozenset({b"traceparent", b"tracestate", b"x-correlation-id", b"x-request-id"})
"""Headers that are read by those who watch, who stand outside."""


class Repetitions:
    """Gives to a POST that repeats one the answer that this one was given out of `answers`, as long as neither the
    revision nor the day is another. Whatever it has to wait for, it leaves to `app`, and whatever is no such answer."""

    def __init__(self, app: ASGIApp, service: Service, answers: Answers) -> None:
        self._app = app
        self._service = service
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        first = Begun(_first_message(receive))
        message = await first.result() if first.is_over else {}
        key = self._key(scope, message)
        answer = None if key is None else self._answers.get(key)
        if answer is not None and answer.reply is not None:
            scope["route"] = answer.route
            answer.tell(exchange_in(scope))
            await answer.reply(scope, receive, send)
            return
        await self._app(scope, _Replayed(first, receive).receive, send)
        repeatable = repeatable_in(scope)
        # Both only go on: where they are what they were, so they were all the while.
        if key is not None and repeatable is not None and key == self._key(scope, message):
            sent = sum(len(name) + len(value) for name, value in scope["headers"]) + len(message["body"])
            self._answers.keep(key, replace(repeatable, route=scope.get("route")), sent)

    def _key(self, scope: Scope, message: Message) -> Hashable | None:
        """Everything that the answer depends on; None where the request is not all there."""
        archive = self._service.live.archive
        if archive is None or not message.get("body") or message.get("more_body", False):
            return None
        return (
            archive.latest.revision.digest,
            day_in_paris(self._service.clock()),
            scope["path"],
            scope["query_string"],
            tuple([(name, value) for name, value in scope["headers"] if name not in _ONLY_TOLD]),
            message["body"],
        )


async def _first_message(receive: Receive) -> Message:
    return await receive()


class _Replayed:
    """Gives the `first` message of a request again, and then what follows."""

    __slots__ = ("_first", "_receive")

    def __init__(self, first: Begun[Message], receive: Receive) -> None:
        self._first: Begun[Message] | None = first
        self._receive = receive

    async def receive(self) -> Message:
        if self._first is None:
            return await self._receive()
        first, self._first = self._first, None
        return await first.result()
