"""A lens: what is shown of a register on one day, in one revision, perhaps narrowed to one source, and how surely."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cget_api.core.model import Entity, Statement
from cget_api.core.register import Held, Register
from cget_api.core.shown import SHOWN, Shown, order_of_display
from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import EntityType, Predicate


@dataclass(frozen=True, slots=True)
class Lens:
    """What to look through: a register in one revision, on one day (None: on none in particular), narrowed to what one
    source states, and to what is certain. What is `shown` narrowed to no source is the register's own."""

    register: Register
    as_of: int | None = None
    stated_by: str | None = None
    only_certain: bool = False
    shown: Shown = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", self.register.once(Shown))

    def on(self, day: int) -> "Lens":
        return replace(self, as_of=day)

    def holds(self, held: Held) -> Certainty | None:
        """How surely it holds on the lens's day, whatever its standing; None where it does not, or there is no day."""
        if self.as_of is None:
            return None
        if self.stated_by is None:
            return held.span.certainty_on(self.as_of)
        return self._stated(held, self.as_of, self.stated_by)

    def _stated(self, held: Held, day: int, source: str) -> Certainty | None:
        """On every day of its validity, every day that the source attests, and the day printed on the source; CERTAIN
        only on days for which the source vouches."""
        answered = held.span.certainty_on(day)
        vouched = [
            citation.attests.certainty_on(day) if citation.attests else answered
            for citation in held.statement.citations
            if citation.source == source
        ]
        if not vouched:
            return None
        if Certainty.CERTAIN in vouched:
            return Certainty.CERTAIN
        if answered is not None or Certainty.POSSIBLE in vouched or self._was_printed_on(day, source):
            return Certainty.POSSIBLE
        return None

    def _was_printed_on(self, day: int, source: str) -> bool:
        description = self.register.source(source)
        printed = description and description.published_on
        return bool(printed and printed.certainty_on(day))

    def speaks_of(self, held: Held) -> bool:
        """Whether the statement is shown through the lens on some day: as the source states it, or by its standing."""
        if self.stated_by is None:
            return held.statement.standing in SHOWN
        return states(self.stated_by, held.statement)

    def sees(self, held: Held) -> bool:
        """Whether the statement is shown through the lens on its day."""
        if not self.speaks_of(held):
            return False
        certainty = self.holds(held)
        return certainty is Certainty.CERTAIN or (certainty is Certainty.POSSIBLE and not self.only_certain)

    def about(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        """What is shown of a thing on the lens's day, in order of display."""
        if self.as_of is None:
            return ()
        if self.stated_by is None:
            return self._surely(self.shown.about(slug, predicate, self.as_of))
        return self._seen(self.register.about(slug, predicate))

    def pointing_to(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        """What is shown of others that points at a thing on the lens's day, in order of display."""
        if self.as_of is None:
            return ()
        if self.stated_by is None:
            return self._surely(self.shown.pointing_to(slug, predicate, self.as_of))
        return self._seen(self.register.pointing_to(slug, predicate))

    def _surely(self, possible: Sequence[Held]) -> Sequence[Held]:
        return list(filter(self.sees, possible)) if self.only_certain else possible

    def _seen(self, statements: Iterable[Held]) -> Sequence[Held]:
        return sorted(filter(self.sees, statements), key=order_of_display)

    def identifying(self, statements: Sequence[Held]) -> Sequence[Held]:
        """Those by which a thing is known: the source's own where it makes any, else the register's."""
        if self.stated_by is not None:
            own = [held for held in statements if states(self.stated_by, held.statement)]
            if own:
                return own
        return [held for held in statements if held.statement.standing in SHOWN]


def states(source: str, statement: Statement) -> bool:
    return any(citation.source == source for citation in statement.citations)


def preferred(statements: Iterable[Held], certainty_of: Callable[[Held], Certainty | None]) -> Held | None:
    """The one value where several hold: by standing, certainty, display position, key; None where none holds."""
    holding = [(held, certainty) for held in statements if (certainty := certainty_of(held)) is not None]
    if not holding:
        return None
    return min(
        holding, key=lambda pair: (pair[0].preference[0], pair[1] is not Certainty.CERTAIN, *pair[0].preference[1:])
    )[0]


def nearest(statements: Sequence[Held], day: int) -> Held | None:
    """The one value to name a thing by where none holds on the day."""

    def distance(held: Held) -> tuple[int, tuple[int, int, str]]:
        span = held.span
        return max(span.start_earliest - day, day - span.end_latest + 1, 0), held.preference

    return min(statements, key=distance, default=None)


def organizations_spoken_of(lens: Lens) -> Iterator[Entity]:
    """Every organisation of the register, or those of which the lens's source speaks, in the order of slugs."""
    organizations = lens.register.entities(EntityType.ORGANIZATION)
    if lens.stated_by is None:
        yield from organizations
        return
    spoken_of = {
        slug
        for held in lens.register.citing(lens.stated_by)
        for slug in (held.statement.subject, held.statement.object)
    }
    yield from (organization for organization in organizations if organization.slug in spoken_of)
