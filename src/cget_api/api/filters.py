"""The two filters, and what they select."""

from collections.abc import Callable, Sequence
from dataclasses import fields

import strawberry
from strawberry import UNSET

from cget_api.api.asking import chosen, given, require_source
from cget_api.api.ids import Token
from cget_api.api.scalars import Date
from cget_api.core.errors import BadUserInput
from cget_api.core.existence import Existence
from cget_api.core.lens import Lens
from cget_api.core.register import Held, Register
from cget_api.core.search import folded, rank
from cget_api.core.view import EntityView
from cget_api.core.vocabulary import OrganizationKind, Predicate, Standing

_LONGEST_TEXT = 200


class Filter:
    """An input all of whose fields may be left out, or null, to mean no restriction."""

    def words(self) -> tuple[Token, ...]:
        """What was asked, for cursors to remember."""
        return tuple(given(getattr(self, field.name)) for field in fields(self))  # type: ignore[arg-type]  # strawberry.input makes it a dataclass


@strawberry.input(description="Which organisations to list: those that meet every condition given.")
class OrganizationFilter(Filter):
    kind: list[OrganizationKind] | None = strawberry.field(
        default=UNSET, description="Of one of these kinds that day, for example DIRECTORATE."
    )
    existence: list[Existence] | None = strawberry.field(
        default=UNSET, description="In one of these states that day, for example EXISTS."
    )
    text: str | None = strawberry.field(
        default=UNSET,
        description=(
            "With these words, as they follow one another, in a name or an acronym of any day, then in a mission of "
            "the day. Accents, case and typography do not count: egalite finds Égalité."
        ),
    )

    def ranking(self) -> Callable[[EntityView], int | None]:
        """Gives None for an organisation that is not selected; else the lower the better it answers to `text`.

        Raises BadUserInput for a text that is too long for any name or mission to hold it.
        """
        kinds, states, text = chosen(self.kind), chosen(self.existence), given(self.text)
        if text is not None and len(text) > _LONGEST_TEXT:
            raise BadUserInput(f"text of {len(text)} signs", "is too long", f"Write at most {_LONGEST_TEXT}")
        words = None if text is None else folded(text)

        def ranked(organization: EntityView) -> int | None:
            if kinds is not None and organization.kind not in kinds:
                return None
            if states is not None and organization.existence[0] not in states:
                return None
            return 0 if words is None else rank(organization, words)

        return ranked


@strawberry.input(description="Which statements to list: those that meet every condition given.")
class StatementFilter(Filter):
    key: str | None = strawberry.field(default=UNSET, description="The one whose `Statement.key` this is.")
    subject: str | None = strawberry.field(
        default=UNSET, description="About the thing of this slug, for example `cget`."
    )
    object: str | None = strawberry.field(
        default=UNSET, description="Pointing at the thing of this slug, for example `premier-ministre`."
    )
    predicate: list[Predicate] | None = strawberry.field(
        default=UNSET, description="Saying one of these things, for example AUTHORITY."
    )
    source: str | None = strawberry.field(
        default=UNSET, description="For which the source of this slug vouches itself, for example `vie-publique-2016`."
    )
    standing: list[Standing] | None = strawberry.field(
        default=UNSET, description="Of one of these standings, for example REJECTED."
    )
    source_published_by: Date | None = strawberry.field(
        default=UNSET,
        description=(
            "Said by a source published up to that day, for example `2016-12-31`: what could be believed then. A "
            "source whose wording is of another day than the one printed on it counts from the earliest day of its "
            "wording, and an act whose publication is not dated from its signature. A source without any date does not "
            "count."
        ),
    )

    def select(self, lens: Lens) -> Sequence[Held]:
        """In the order of `Held.place`. Raises BadUserInput for an unknown source."""
        register, source = lens.register, given(self.source)
        if source is not None and register.revision.number > 0:
            require_source(register, source)
        candidates = register.statements() if source is None else register.citing(source)
        selects = self._selection(lens)
        return tuple(held for held in candidates if selects(held))

    def _selection(self, lens: Lens) -> Callable[[Held], bool]:
        key, subject, object_ = given(self.key), given(self.subject), given(self.object)
        predicates, standings, day = chosen(self.predicate), chosen(self.standing), given(self.source_published_by)

        def selects(held: Held) -> bool:
            statement = held.statement
            return (
                (key is None or key == held.key)
                and (subject is None or subject == statement.subject)
                and (object_ is None or object_ == statement.object)
                and (predicates is None or statement.predicate in predicates)
                and (standings is None or statement.standing in standings)
                and (lens.as_of is None or lens.holds(held) is not None)
                and (day is None or any(_was_out(lens.register, each.source, day) for each in statement.citations))
            )

        return selects


def _was_out(register: Register, slug: str, day: int) -> bool:
    source = register.source(slug)
    out = source and (source.wording_dated or source.published_on or source.signed_on)
    return bool(out and out.earliest <= day)
