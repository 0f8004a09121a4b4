"""One request, connection or operation as it is seen from outside, and who is told of it."""

import time
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from cget_api.api.exchange import Exchange, Scope

Kind: TypeAlias = Literal["request", "connection", "operation"]
Carrier: TypeAlias = Literal["http", "sse", "websocket"]

NO_ANSWER = 499
"""The status of what ended before anything was answered, most often because the client had gone."""


@dataclass(slots=True, eq=False)
class Passage:
    """A request over HTTP, a WebSocket connection, or one operation `within` such a connection.

    `seconds` go from its first byte to the last one of its answer, and `bytes` are those of the answer's body. It is
    `complete` where nothing was left to be sent, `failed` is the defect that ended it. An operation has no `status` and
    no `bytes` of its own.
    """

    kind: Kind
    protocol: Carrier
    scope: Scope
    exchange: Exchange
    within: "Passage | None" = None
    began: float = field(default_factory=time.perf_counter)
    seconds: float | None = None
    status: int | None = None
    bytes: int = 0
    complete: bool = False

    @property
    def failed(self) -> Exception | None:
        return self.exchange.defect

    @property
    def method(self) -> str:
        """As the client wrote it; a WebSocket is opened by GET."""
        method: str = self.scope.get("method", "GET")
        return method

    @property
    def path(self) -> str:
        """As the client wrote it, without the query string, which can hold variables."""
        path: str = self.scope["path"]
        return path

    @property
    def route(self) -> str | None:
        """The template that the path was found to follow; None where there is no such page."""
        return getattr(self.scope.get("route"), "path", None)

    def sent_all(self) -> None:
        self.complete, self.seconds = True, time.perf_counter() - self.began


class Watcher(Protocol):
    """Is told when a passage begins and when it has ended; what it does must not fail, and must not take long."""

    def began(self, passage: Passage) -> None: ...

    def ended(self, passage: Passage) -> None: ...
