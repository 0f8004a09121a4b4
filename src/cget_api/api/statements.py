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
    date: Annotated[Date, strawberry.argument(description="The day to ask about, for example 2016-08-11.")],
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
        description="Its first day, as the evidence gives it; null: it has no beginning."
    )
    end: EDTF | None = strawberry.field(description="Its last day, as the evidence gives it; null: it has no end.")
    start_earliest: Date | None = strawberry.field(description="The earliest day it may have begun; null = unbounded.")
    start_latest: Date | None = strawberry.field(description="The latest day it may have begun; null = unbounded.")
    end_earliest: Date | None = strawberry.field(description="The earliest day that may be its last; null = unbounded.")
    end_latest: Date | None = strawberry.field(description="The latest day that may be its last; null = unbounded.")
    certainty_on: Certainty | None = resolved(
        _certainty_on, "How surely it held on a day; null where it certainly did not."
    )


@strawberry.type(description="That a source vouches for a statement: where in it, with what weight, for which days.")
class Citation:
    source: LazySource = strawberry.field(description="The source that vouches.")
    via: LazySource | None = strawberry.field(
        description="The document in which this source's words were read, where it was not read itself."
    )
    locator: str | None = strawberry.field(description="Where in the source: an article, a paragraph number, a page.")
    evidence: Evidence = strawberry.field(description="With what weight it vouches.")
    attests: EDTF | None = strawberry.field(
        description="The day or interval that the source vouches for, where that is not the statement's whole validity."
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
        description="A digest of what it says and when: the same statement has the same key everywhere."
    )
    subject: Entity = strawberry.field(description="What it is about, in the same view.")
    predicate: Predicate = strawberry.field(description="What it says of its subject.")
    validity: Validity = strawberry.field(description="When it held.")
    certainty: Certainty | None = strawberry.field(
        description="How surely it held on the day of the view; null where it was reached without a day."
    )
    standing: Standing = strawberry.field(description="What the register makes of it.")
    note: str | None = in_language(
        lambda view: view.statement.note, "What a reader must know: uncertainty, inference, conflict between sources."
    )
    citations: list[Citation] = strawberry.field(description="On whose word: at least one.")
    recorded_in: LazyRevision = resolved(_recorded_in, "Since when the register holds it.")
    superseded_in: LazyRevision | None = resolved(
        _superseded_in,
        "Null in any view; set only where a revision lists what it superseded.",
    )


@strawberry.type(description="A bare fact with dates: an entity existed (EXISTENCE), an event happened (OCCURRED).")
class Occurrence(Statement):
    pass


@strawberry.type(description="What kind of organisation the subject was (CLASSIFICATION).")
class Classification(Statement):
    classified_as: OrganizationKind = shown(lambda view: view.statement.kind, "The kind of organisation.")


@strawberry.type(description="A literal: a name, a mission, a field of action, a description and the like.")
class TextStatement(Statement):
    heading: str | None = in_language(lambda view: view.statement.heading, "Its title; null where it has none.")
    text: str = in_language(lambda view: view.statement.text, "The words.")
    language: Language = shown(
        lambda view: view.statement.language or Language.FR, "The language in which the source says it."
    )


@strawberry.type(description="A number that a source gives of an organisation (FIGURE).")
class Figure(Statement):
    label: str = in_language(lambda view: view.statement.text, "What is counted.")
    value: float = shown(lambda view: view.statement.quantity.value, "The number.")
    approximate: bool = shown(lambda view: view.statement.quantity.approximate, "Whether the source says 'about'.")
    unit: str = in_language(
        lambda view: view.statement.quantity.unit, "What one of it is: an action, a person, a euro."
    )
    per: str | None = in_language(
        lambda view: view.statement.quantity.per, "Counted over one of these, a month or a year; null where over none."
    )
    covers: EDTF | None = shown(
        lambda view: view.statement.quantity.covers and view.statement.quantity.covers.text,
        "The period that the figure counts, where the source gives one.",
    )


@strawberry.type(description="One organisation tied to another, or an event tied to an organisation.")
class OrganizationLink(Statement):
    object: LazyOrganization = strawberry.field(description="The organisation that the statement points to.")
    organization: LazyOrganization = shown(
        lambda view: view.other_end,
        "The other end from where it was reached (`object` where it was reached without a place), in the same view.",
    )
    terms: str | None = shown(
        lambda view: view.statement.terms,
        "The few words in which the act or the source ties them, for example: sous l'autorité de.",
    )


@strawberry.type(description="A place that an organisation occupied (SITE).")
class SiteLink(Statement):
    site: LazySite = shown(lambda view: view.object, "The place.")


@strawberry.type(description="A budget programme that an organisation or a post was responsible for (MANAGES).")
class ProgrammeLink(Statement):
    programme: LazyBudgetProgramme = shown(lambda view: view.object, "The programme.")
    role: str | None = in_language(
        lambda view: view.statement.role, "As what: political or administrative responsible, spender of its credits."
    )


@strawberry.type(description="A post in an organisation (POST_IN), or at its head (HEAD_OF).")
class PostLink(Statement):
    post: LazyPost = shown(lambda view: view.subject, "The post.")
    organization: LazyOrganization = shown(lambda view: view.object, "The organisation.")


@strawberry.type(description="A post that deputises for another (DEPUTY_TO) or assists it (ASSISTS).")
class PostRelation(Statement):
    post: LazyPost = shown(lambda view: view.subject, "The post that deputises or assists.")
    to: LazyPost = shown(lambda view: view.object, "The post that it deputises for or assists.")


@strawberry.type(description="A person holding a post (HELD_BY; org:Membership).")
class Membership(Statement):
    person: LazyPerson | None = shown(
        lambda view: view.object, "Who held it. Null: the source says that the post was vacant."
    )
    post: LazyPost = shown(lambda view: view.subject, "The post.")
    interim: bool = shown(lambda view: view.statement.interim, "Whether it was held for the time being only.")


@strawberry.type(
    description="What an event concerns besides the organisations it changed: a post, a person, a site, a programme…"
)
class Concern(Statement):
    entity: Entity = shown(lambda view: view.object, "What the event concerns.")


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
