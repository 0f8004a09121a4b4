"""Statements: an interface, and one concrete type for each shape that a predicate gives them."""

from typing import Annotated

import strawberry
from strawberry import Parent

from cget_api.api.asking import Info
from cget_api.api.entities import Entity
from cget_api.api.ids import encoded, lens_token
from cget_api.api.lazily import (
    LazyBudgetProgramme,
    LazyOrganization,
    LazyPerson,
    LazyPost,
    LazyRevision,
    LazySite,
    LazySource,
)
from cget_api.api.nodes import ID_DESCRIPTION, Node, in_language, resolved, shown
from cget_api.api.scalars import EDTF, Date
from cget_api.core import model
from cget_api.core.validity import Certainty, DatedSpan
from cget_api.core.view import StatementView
from cget_api.core.vocabulary import Evidence, Language, OrganizationKind, Predicate, Standing


def _certainty_on(
    validity: Parent[DatedSpan],
    date: Annotated[Date, strawberry.argument(description="The day to ask about, for example `2016-08-11`.")],
) -> Certainty | None:
    return validity.certainty_on(date)


@strawberry.type(
    description=(
        "When a statement held. `start` is its first day and `end` its last day, both inclusive, each as precise as it "
        "is known and no more: `[..2016-08-11]` began on some day up to that one, `[2016-08-11..]` ended on some day "
        "from that one on. The four bounds say which days that may be; an open side reaches no further than its "
        "subject and object may have existed."
    )
)
class Validity:
    start: EDTF | None = strawberry.field(
        description=(
            "Its first day, as precisely as the evidence gives it, for example `[2014-03-31..2014-04-03]`; null where "
            "it bears none: it held from the first day on which its subject and object existed."
        )
    )
    end: EDTF | None = strawberry.field(
        description=(
            "Its last day, as precisely as the evidence gives it, for example `2017-12-31`; null where it bears none: "
            "it held to the last day on which its subject and object existed."
        )
    )
    start_earliest: Date | None = strawberry.field(
        description=(
            "The earliest day on which it may have begun, for example `2014-03-31`; null where nothing bounds it."
        )
    )
    start_latest: Date | None = strawberry.field(
        description="The latest day on which it may have begun, for example `2014-04-03`; null where nothing bounds it."
    )
    end_earliest: Date | None = strawberry.field(
        description="The earliest day that may be its last, for example `2018-01-09`; null where nothing bounds it."
    )
    end_latest: Date | None = strawberry.field(
        description="The latest day that may be its last, for example `2019-12-31`; null where nothing bounds it."
    )
    certainty_on: Certainty | None = resolved(
        _certainty_on,
        "How surely it held on a day by these bounds alone, whatever the lens; null where it certainly did not.",
    )


@strawberry.type(description="That a source vouches for a statement: where in it, with what weight, for which days.")
class Citation:
    source: LazySource = strawberry.field(description="The source that vouches for the statement.")
    via: LazySource | None = strawberry.field(
        description="The document in which this source's words were read; null where the source was read itself."
    )
    locator: str | None = strawberry.field(
        description=(
            "Where in the source, for example `art. 4` (an article) or `§ 5` (a paragraph); null where none is noted."
        )
    )
    evidence: Evidence = strawberry.field(
        description="With what weight it vouches: officially, at second hand, or by the register's inference."
    )
    attests: EDTF | None = strawberry.field(
        description=(
            "The day or interval for which the source vouches, for example `2016-08-11`; null where it vouches for the "
            "statement's whole validity."
        )
    )


def _id(view: Parent[StatementView]) -> strawberry.ID:
    return strawberry.ID(encoded(["s", view.held.key, lens_token(view.lens), view.reached, view.lifelong]))


def _recorded_in(view: Parent[StatementView], info: Info) -> model.Revision:
    return info.context.archive.revisions()[view.held.recorded_in - 1]


def _superseded_in(view: Parent[StatementView], info: Info) -> model.Revision | None:
    return None if view.superseded_in is None else info.context.archive.revisions()[view.superseded_in - 1]


@strawberry.interface(
    description=(
        "One thing that the register says about one subject: valid when, known since when, on whose word. `id` names "
        "the statement as seen through one view; `key` is derived from its content and is the same in every database."
    )
)
class Statement(Node):
    id: strawberry.ID = resolved(_id, ID_DESCRIPTION)
    key: str = strawberry.field(
        description=(
            "A digest of what it says and when, in hexadecimal: the same statement has the same key in every database."
        )
    )
    subject: Entity = strawberry.field(
        description=(
            "What it is about, seen through the same lens; where the statement was reached without a day, on the first "
            "day on which it may have held."
        )
    )
    predicate: Predicate = strawberry.field(
        description="What it says of its subject, for example UNIT_OF: that it was a unit of another organisation."
    )
    validity: Validity = strawberry.field(description="From when to when it held, as precisely as that is known.")
    certainty: Certainty | None = strawberry.field(
        description="How surely it held on the day of the view; null where it was reached without a day."
    )
    standing: Standing = strawberry.field(description="What the register makes of it: whether it holds it to be true.")
    note: str | None = in_language(
        lambda view: view.statement.note,
        "What a reader must know: uncertainty, inference, conflict between sources; null where there is nothing.",
    )
    citations: list[Citation] = strawberry.field(
        description="On whose word: each source that vouches for it, at least one."
    )
    recorded_in: LazyRevision = resolved(
        _recorded_in, "The revision that recorded it: since when the register holds it."
    )
    superseded_in: LazyRevision | None = resolved(
        _superseded_in,
        "The revision that superseded it, where `Revision.superseded` lists it; null in any view.",
    )


@strawberry.type(description="A bare fact with dates: an entity existed (EXISTENCE), an event happened (OCCURRED).")
class Occurrence(Statement):
    pass


@strawberry.type(description="What kind of organisation the subject was (CLASSIFICATION).")
class Classification(Statement):
    classified_as: OrganizationKind = shown(
        lambda view: view.statement.kind, "The kind of organisation that it was, for example DIRECTORATE."
    )


@strawberry.type(
    description="Something said in words: a name, a mission, a field of action, a description and the like."
)
class TextStatement(Statement):
    heading: str | None = in_language(
        lambda view: view.statement.heading,
        "The heading over it, for example `Conseiller le Gouvernement`; null where it has none.",
    )
    text: str = in_language(
        lambda view: view.statement.text,
        "The words themselves, for example `direction de la ville et de la cohésion urbaine`.",
    )
    language: Language = shown(
        lambda view: view.statement.language or Language.FR,
        "The language in which the source says it; in the other one it is a translation.",
    )


@strawberry.type(description="A number that a source gives of an organisation (FIGURE).")
class Figure(Statement):
    label: str = in_language(
        lambda view: view.statement.text,
        "What is counted, for example the actions of a year or the members of a council.",
    )
    value: float = shown(lambda view: view.statement.quantity.value, "The number itself, for example 27310.")
    approximate: bool = shown(
        lambda view: view.statement.quantity.approximate,
        "Whether the source gives the number as approximate: about 300.",
    )
    unit: str = in_language(
        lambda view: view.statement.quantity.unit, "What one of it is, for example `actions`, `people` or `euros`."
    )
    per: str | None = in_language(
        lambda view: view.statement.quantity.per,
        "The stretch of time that the number counts for, for example `month`: so many a month; null where for none.",
    )
    covers: EDTF | None = shown(
        lambda view: view.statement.quantity.covers and view.statement.quantity.covers.text,
        "The period that the number covers, for example `2014/2020`; null where the source gives none.",
    )


@strawberry.type(
    description="One organisation tied to another, or an event tied to an organisation: `predicate` says how."
)
class OrganizationLink(Statement):
    object: LazyOrganization = strawberry.field(
        description="The organisation that the statement points to, for example the one that its subject was a unit of."
    )
    organization: LazyOrganization = shown(
        lambda view: view.other_end,
        "The organisation at the other end, seen through the same lens: under `units` each unit, under `partOf` the "
        "organisation that it was a unit of. The same as `object` where the link was reached from neither end.",
    )
    terms: str | None = shown(
        lambda view: view.statement.terms,
        "The few words in which the act or the source ties them, for example `sous l'autorité`; null where none are "
        "kept.",
    )


@strawberry.type(description="A place that an organisation occupied (SITE).")
class SiteLink(Statement):
    site: LazySite = shown(lambda view: view.object, "The place that was occupied.")


@strawberry.type(description="A budget programme that an organisation or a post was responsible for (MANAGES).")
class ProgrammeLink(Statement):
    programme: LazyBudgetProgramme = shown(
        lambda view: view.object, "The budget programme that the subject was responsible for."
    )
    role: str | None = in_language(
        lambda view: view.statement.role,
        "As what it was responsible, for example `programme manager`; null where that is not told.",
    )


@strawberry.type(description="A post in an organisation (POST_IN), or at its head (HEAD_OF).")
class PostLink(Statement):
    post: LazyPost = shown(lambda view: view.subject, "The post that was in the organisation, or at its head.")
    organization: LazyOrganization = shown(
        lambda view: view.object, "The organisation that the post was in, or headed."
    )


@strawberry.type(description="A post that deputises for another (DEPUTY_TO) or assists it (ASSISTS).")
class PostRelation(Statement):
    post: LazyPost = shown(lambda view: view.subject, "The post that deputises or assists.")
    to: LazyPost = shown(lambda view: view.object, "The post that it deputises for or assists.")


@strawberry.type(description="A person holding a post (HELD_BY; org:Membership).")
class Membership(Statement):
    person: LazyPerson | None = shown(
        lambda view: view.object, "Who held the post. Null: the source says that it was vacant."
    )
    post: LazyPost = shown(lambda view: view.subject, "The post that was held.")
    interim: bool = shown(
        lambda view: view.statement.interim, "Whether the post was held for the time being only (par intérim)."
    )


@strawberry.type(
    description="What an event concerns besides the organisations it changed: a post, a person, a site, a programme…"
)
class Concern(Statement):
    entity: Entity = shown(
        lambda view: view.object, "What the event concerns, for example the person who was appointed."
    )


CONCRETE = (
    Occurrence,
    Classification,
    TextStatement,
    Figure,
    OrganizationLink,
    SiteLink,
    ProgrammeLink,
    PostLink,
    PostRelation,
    Membership,
    Concern,
)
