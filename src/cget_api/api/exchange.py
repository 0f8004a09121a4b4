"""What one request turned out to be, told to those who watch the service."""

import uuid
from collections.abc import MutableMapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]

_KEY = "cget_api.exchange"
_OBSERVER = "cget_api.observer"
_NOTHING: Final = nullcontext()


class Trace(Protocol):
    """Where the time of one exchange went."""

    def phase(self, name: str) -> AbstractContextManager[None]:
        """What is done within the block; the name is one of a few, such as `graphql.validate`."""


class Untraced:
    """Nobody asks where the time went."""

    def phase(self, name: str) -> AbstractContextManager[None]:  # noqa: ARG002  # as Trace has it
        return _NOTHING


UNTRACED: Final = Untraced()


def _correlation_id() -> str:
    return uuid.uuid4().hex


@dataclass(slots=True)
class Exchange:
    """One request and its answer, filled in while it is answered; never with variables, which are the asker's own.

    `correlation_id` is the one that a masked error shows. `refusals` are the codes of the errors answered, in order and
    each once; `defect` is what nobody caught; `from_cache` is None where no cache was asked. `trace` is told what the
    time is spent on.
    """

    correlation_id: str = field(default_factory=_correlation_id)
    operation_name: str | None = None
    operation_type: str | None = None
    cost: int | None = None
    revision: int | None = None
    from_cache: bool | None = None
    refusals: tuple[str, ...] = ()
    defect: Exception | None = field(default=None, repr=False, compare=False)
    trace: Trace = field(default=UNTRACED, repr=False, compare=False)


class Observer(Protocol):
    """Watches the operations of a connection that carries several."""

    def operation(self, exchange: Exchange) -> AbstractContextManager[Exchange]:
        """One operation, from the first to the last that is done for it; the block is given the same exchange."""


def begin_exchange(scope: Scope, exchange: Exchange, observer: Observer | None = None) -> None:
    """From here on `exchange_in` gives this one, and the observer is told of the operations of a connection."""
    scope[_KEY], scope[_OBSERVER] = exchange, observer


def exchange_in(scope: Scope) -> Exchange:
    """The exchange of this ASGI scope; begun here where nobody began it before."""
    exchange: Exchange | None = scope.get(_KEY)
    if exchange is None:
        exchange = scope[_KEY] = Exchange()
    return exchange


def operation_in(scope: Scope) -> AbstractContextManager[Exchange]:
    """The exchange of one operation: the request's own, or one of its own on a connection that carries several."""
    if scope["type"] != "websocket":
        return nullcontext(exchange_in(scope))
    observer: Observer | None = scope.get(_OBSERVER)
    exchange = Exchange()
    return nullcontext(exchange) if observer is None else observer.operation(exchange)
