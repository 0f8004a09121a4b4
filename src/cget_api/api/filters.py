"""The two filters, and what they select."""

from dataclasses import fields

import strawberry
from strawberry import UNSET

from cget_api.api.asking import chosen, given, require_source
from cget_api.api.ids import Token
from cget_api.api.scalars import Date
from cget_api.core.errors import BadUserInput
from cget_api.core.existence import Existence
from cget_api.core.lens import Lens
from cget_api.core.search import folded
from cget_api.core.selection import Choice, Selection
from cget_api.core.validity import FIRST_DAY
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

    def choice(self, lens: Lens) -> Choice:
        """The lens has a day. Raises BadUserInput for a text that is too long for any name or mission to hold it."""
        text = given(self.text)
        if text is not None and len(text) > _LONGEST_TEXT:
            raise BadUserInput(f"text of {len(text)} signs", "is too long", f"Write at most {_LONGEST_TEXT}")
        return Choice(
            FIRST_DAY if lens.as_of is None else lens.as_of,
            lens.stated_by,
            lens.only_certain,
            chosen(self.kind),
            chosen(self.existence),
            None if text is None else folded(text),
        )


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

    def selection(self, lens: Lens) -> Selection:
        """Raises BadUserInput for an unknown source."""
        source = given(self.source)
        if source is not None and lens.register.revision.number > 0:
            require_source(lens.register, source)
        return Selection(
            key=given(self.key),
            subject=given(self.subject),
            object=given(self.object),
            predicates=chosen(self.predicate),
            source=source,
            standings=chosen(self.standing),
            as_of=lens.as_of,
            out_by=given(self.source_published_by),
        )
