"""The same request again, to the byte: answered before it is looked at, by the same bytes.

All that stands between here and the endpoint decides by what the request holds and by settings, and would decide the
same. So this room can be taken out without changing an answer.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cget_api.api.asking import Service
from cget_api.api.exchange import exchange_in
from cget_api.api.http.answers import Answer, Key
from cget_api.api.http.at_once import Begun
from cget_api.api.http.bounded import Bounded
from cget_api.core.validity import day_in_paris

_REPEATABLE = "cget_api.repeatable"
_ONLY_TOLD = frozenset({b"traceparent", b"tracestate", b"x-correlation-id", b"x-request-id"})
"""Headers that are read by those who watch, who stand outside."""
_MESSAGES_OF_A_REPLY = 2
"""Its start and its body; a stream has no end of them."""
_MOST_SEEN = 10_000
_OVERHEAD_BYTES = 2_000
_OF_A_HEADER_BYTES = 150
_LONGEST_PATH = 100

_Header: TypeAlias = tuple[bytes, bytes]
Moment: TypeAlias = tuple[str, int]
"""The digest of the latest revision, and the day in Paris: while they are the same, so is the answer."""


@dataclass(frozen=True, slots=True)
class _Repeated:
    """An `answer` as it was `sent` to a request by this `route`, which at this `moment` is answered so again."""

    answer: Answer
    moment: Moment
    route: object
    sent: Sequence[Message]


def leave_repeatable(scope: Scope, key: Key, answer: Answer) -> None:
    """For whoever sees the same request again before it comes here."""
    scope[_REPEATABLE] = answer, (key.revision, key.today)


class Repetitions:
    """Gives to a POST that repeats one the answer that this one was given, once it was repeated; up to `most_bytes` are
    kept. It waits for nothing: what is not there at once it leaves to `app`, as all that is no such answer."""

    def __init__(self, app: ASGIApp, service: Service, most_bytes: int) -> None:
        self._app = app
        self._service = service
        self.kept = Bounded[_Repeated](most_bytes)
        self._seen: set[int] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _judged_by(scope)
        if headers is None:
            await self._app(scope, receive, send)
            return
        first = Begun(_first_message(receive))
        body = _whole_body(first.result) if first.is_over else None
        receive = _Replayed(first, receive).receive
        if body is None:
            await self._app(scope, receive, send)
            return
        key = (body, scope["path"], headers)
        kept = self.kept.get(key)
        if kept is not None and kept.moment == self._moment():
            scope["route"] = kept.route
            kept.answer.tell(exchange_in(scope))
            for message in kept.sent:
                await send(message)
            return
        sent: list[Message] = []

        async def noting(message: Message) -> None:
            if len(sent) < _MESSAGES_OF_A_REPLY:
                sent.append(message)
            await send(message)

        await self._app(scope, receive, noting)
        if _REPEATABLE in scope and self._was_seen(key):
            answer, moment = scope[_REPEATABLE]
            size = _OVERHEAD_BYTES + len(body) + len(answer.body)
            size += sum(_OF_A_HEADER_BYTES + len(name) + len(value) for name, value in headers)
            self.kept.keep(key, _Repeated(answer, moment, scope.get("route"), sent), size)

    def _was_seen(self, key: Hashable) -> bool:
        """Before. A proxy may mark each request, and none comes again."""
        mark = hash(key)
        if mark in self._seen:
            return True
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()
        self._seen.add(mark)
        return False

    def _moment(self) -> Moment | None:
        archive = self._service.live.archive
        return None if archive is None else (archive.latest.revision.digest, day_in_paris(self._service.clock()))


def _judged_by(scope: Scope) -> tuple[_Header, ...] | None:
    """The headers by which a request is answered; None for one that is not repeated. Who expects to be told to go on is
    told so by whoever wants the body, and a POST has no query string."""
    if (
        scope["type"] != "http"
        or scope["method"] != "POST"
        or scope["query_string"]
        or len(scope["path"]) > _LONGEST_PATH
    ):
        return None
    headers = tuple([(name, value) for name, value in scope["headers"] if name not in _ONLY_TOLD])
    return None if b"expect" in dict(headers) else headers


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
