"""How much one request may ask, and how much may be asked at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cget_api.core.errors import Overloaded, QueryTooComplex


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; the rest are counts. The settings of the same names describe each."""

    max_body_bytes: int
    body_seconds: float
    max_document_bytes: int
    max_tokens: int
    max_depth: int
    max_root_fields: int
    max_aliases: int
    max_directives: int
    max_page_size: int
    max_list_items: int
    max_revisions: int
    max_cost: int
    timeout_seconds: float
    max_queries: int
    max_subscriptions: int


def too_complex(what: str, count: int, most: int, remedy: str) -> QueryTooComplex:
    return QueryTooComplex(what, f"{count:,} where {most:,} are allowed", remedy)


def out_of_time(seconds: float) -> Overloaded:
    return Overloaded("answer", f"took longer than {seconds:g} s", "Ask for less at a time, or try again later")


class Places:
    """So many places for one kind of thing that is under way; who finds none is refused and not kept waiting. Several
    threads may take and free them."""

    def __init__(self, kind: str, most: int) -> None:
        self._kind = kind
        self._most = most
        self._lock = threading.Lock()
        self.taken = 0

    def take(self) -> None:
        """Raises Overloaded where all are taken."""
        with self._lock:
            if self.taken >= self._most:
                problem = f"has no place left for {self._kind}: {self.taken} of {self._most} are taken"
                raise Overloaded("service", problem, "Try again a little later")
            self.taken += 1

    def free(self) -> None:
        with self._lock:
            self.taken -= 1

    @contextmanager
    def one(self) -> Iterator[None]:
        """Within the block. Raises Overloaded where all are taken."""
        self.take()
        try:
            yield
        finally:
            self.free()
