"""How much one request may ask, and how much may be asked at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cget_api.core.errors import Overloaded, QueryTooComplex


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; the rest are counts. The settings of the same names describe each."""

    max_body_bytes: int
    max_document_bytes: int
    max_tokens: int
    max_depth: int
    max_root_fields: int
    max_aliases: int
    max_directives: int
    max_page_size: int
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
    """So many places for one kind of thing that is under way; who finds none is refused and not kept waiting."""

    def __init__(self, kind: str, most: int) -> None:
        self._kind = kind
        self._most = most
        self.taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Within the block. Raises Overloaded where all are taken."""
        if self.taken >= self._most:
            problem = f"is busy with {self.taken} {self._kind}, as many as it takes"
            raise Overloaded("service", problem, "Try again a little later")
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1
