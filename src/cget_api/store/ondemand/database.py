"""How statements reach the database without keeping the event loop waiting: what the two databases have in common."""

from collections.abc import Sequence
from typing import Protocol

from cget_api.store.ondemand.sql import Dialect, Question

Told = Sequence[tuple[str, str]]


class Database(Protocol):
    """A database to read from, each time in one statement that sees one moment of it."""

    @property
    def dialect(self) -> Dialect: ...

    async def told(self, question: Question) -> Told:
        """The rows that answer it.

        Raises DatabaseUnavailable where the database does not answer, Overloaded where too many wait for it already.
        """

    async def close(self) -> None: ...
