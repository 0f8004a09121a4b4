"""What a register that is read on demand shows on a day: worked out once for each answer that is kept, and forgotten
with it."""

from typing import Protocol

from typing_extensions import override

from cget_api.core.register import Held, Register
from cget_api.core.shown import Shown, Stretches
from cget_api.core.source_view import CitationView
from cget_api.core.vocabulary import Predicate
from cget_api.store.ondemand.needs import Need, Sort


class ShowsOnDemand(Register, Protocol):
    """A register that knows what it shows of what answers a need."""

    def stretches(self, need: Need) -> Stretches: ...


class ShownOnDemand(Shown):
    """Keeps nothing itself."""

    def __init__(self, register: ShowsOnDemand) -> None:
        super().__init__(register)
        self._stretches = register.stretches

    @override
    def about(self, slug: str, predicate: Predicate, day: int) -> tuple[Held, ...]:
        return self._stretches(Need(Sort.ABOUT, slug, predicate)).on(day)

    @override
    def pointing_to(self, slug: str, predicate: Predicate, day: int) -> tuple[Held, ...]:
        return self._stretches(Need(Sort.POINTING_TO, slug, predicate)).on(day)

    @override
    def citations(self, held: Held) -> tuple[CitationView, ...]:
        register = self._register
        return tuple([CitationView(citation, register) for citation in held.statement.citations])
