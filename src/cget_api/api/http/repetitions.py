"""The same request again, to the byte: answered before it is looked at, by the same bytes.

All that stands between here and the endpoint decides by what the request holds and by settings, and would decide the
same. So this room can be taken out without changing an answer.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cget_api.api.asking import Service
from cget_api.api.exchange import exchange_in
from cget_api.api.http.answers import Answer, Answers, Key
from cget_api.api.http.at_once import Begun
from cget_api.api.http.body import leave_body
from cget_api.core.validity import day_in_paris

_REPEATABLE = "cget_api.repeatable"
_ONLY_TOLD = frozenset({b"traceparent", b"tracestate", b"x-correlation-id", b"x-request-id"})
"""Headers that are read by those who watch, who stand outside."""
_REPLY_BYTES = 1_500

Moment: TypeAlias = tuple[str, int]
"""The digest of the latest revision, and the day in Paris: while they are the same, so is the answer."""


@dataclass(frozen=True, slots=True)
class Repeatable(Answer):
    """An answer as it was `sent` to a request by this `route`, which at this `moment` is answered so again."""

    moment: Moment | None = None
    sent: tuple[Message, ...] = ()
    route: object = None


def leave_repeatable(scope: Scope, key: Key, answer: Answer) -> None:
    """For whoever sees the same request again before it comes here."""
    told = (answer.operation_name, answer.operation_type, answer.cost, answer.revision)
    scope[_REPEATABLE] = Repeatable(answer.body, *told, (key.revision, key.today))


class Repetitions:
    """Gives to a POST that repeats one the answer that this one was given, kept among `answers`. It waits for nothing:
    what is not there at once it leaves to `app`, as all that is no such answer."""

    def __init__(self, app: ASGIApp, service: Service, answers: Answers) -> None:
        self._app = app
        self._service = service
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        first = Begun(_first_message(receive))
        body = _whole_body(first.result) if first.is_over else None
        if body is None:
            await self._app(scope, _Replayed(first, receive).receive, send)
            return
        told = tuple([(name, value) for name, value in scope["headers"] if name not in _ONLY_TOLD])
        key = (body, scope["path"], scope["query_string"], told)
        kept = self._answers.get(key)
        if isinstance(kept, Repeatable) and kept.moment == self._moment():
            scope["route"] = kept.route
            kept.tell(exchange_in(scope))
            for message in kept.sent:
                await send(message)
            return
        leave_body(scope, body)
        sent: list[Message] = []

        async def noting(message: Message) -> None:
            sent.append(message)
            await send(message)

        await self._app(scope, _Replayed(first, receive).receive, noting)
        left: Repeatable | None = scope.get(_REPEATABLE)
        if left is not None:
            size = len(body) + sum(len(name) + len(value) for name, value in told) + _REPLY_BYTES
            self._answers.keep(key, replace(left, sent=tuple(sent), route=scope.get("route")), size)

    def _moment(self) -> Moment | None:
        archive = self._service.live.archive
        return None if archive is None else (archive.latest.revision.digest, day_in_paris(self._service.clock()))


def _whole_body(message: Message) -> bytes | None:
    """None where this is not all of it."""
    body: bytes = message.get("body", b"")
    return body if body and not message.get("more_body", False) else None


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
        return await first.awaited()
