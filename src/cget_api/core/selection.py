"""Which statements, organisations and events a list holds; what is None restricts nothing."""

from collections.abc import Callable, Set
from dataclasses import dataclass

from cget_api.core.existence import Existence
from cget_api.core.register import Held, Register
from cget_api.core.validity import FIRST_DAY, LAST_DAY
from cget_api.core.vocabulary import EventKind, OrganizationKind, Predicate, Standing


@dataclass(frozen=True, slots=True)
class Selection:
    """Statements under a `key`, about a `subject`, pointing at an `object`, saying one of the `predicates`, for which a
    `source` itself vouches, of one of the `standings`, that may hold on the day `as_of`, said by a source that was out
    by the day `out_by`; those that one revision recorded or superseded."""

    key: str | None = None
    subject: str | None = None
    object: str | None = None
    predicates: Set[Predicate] | None = None
    source: str | None = None
    standings: Set[Standing] | None = None
    as_of: int | None = None
    out_by: int | None = None
    recorded_in: int | None = None
    superseded_in: int | None = None

    def test(self, register: Register) -> Callable[[Held], bool]:
        """Whether a statement of the register is selected."""

        def was_out(held: Held, day: int) -> bool:
            # All are asked for, though one would do: what has to be read is then read at once.
            asked = [_was_out(register, each.source, day) for each in held.statement.citations]
            return any(asked)

        def selects(held: Held) -> bool:
            statement = held.statement
            return (
                (self.key is None or self.key == held.key)
                and (self.subject is None or self.subject == statement.subject)
                and (self.object is None or self.object == statement.object)
                and (self.predicates is None or statement.predicate in self.predicates)
                and (self.standings is None or statement.standing in self.standings)
                and (self.recorded_in is None or self.recorded_in == held.recorded_in)
                and (self.superseded_in is None or self.superseded_in == held.superseded_in)
                and (self.as_of is None or held.span.certainty_on(self.as_of) is not None)
                and (self.source is None or any(each.source == self.source for each in statement.citations))
                and (self.out_by is None or was_out(held, self.out_by))
            )

        return selects


EVERYTHING = Selection()


def _was_out(register: Register, slug: str, day: int) -> bool:
    source = register.source(slug)
    out = source and (source.wording_dated or source.published_on or source.signed_on)
    return bool(out and out.earliest <= day)


@dataclass(frozen=True, slots=True)
class Choice:
    """Organisations seen on the day `as_of`, those of which the source `stated_by` speaks, of one of the `kinds`, in
    one of the `existences`, with folded `words` in a name or a mission."""

    as_of: int
    stated_by: str | None = None
    only_certain: bool = False
    kinds: Set[OrganizationKind] | None = None
    existences: Set[Existence] | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Events of one of the `kinds` that may have happened between two days, inclusive."""

    kinds: Set[EventKind] | None = None
    first: int = FIRST_DAY
    last: int = LAST_DAY
