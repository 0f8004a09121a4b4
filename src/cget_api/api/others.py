"""Posts, persons, sites, budget programmes and events through a lens."""

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry import Parent

from cget_api.api.entities import Entity
from cget_api.api.nodes import in_language, resolved, shown
from cget_api.api.organizations import Organization, pointed_at, told
from cget_api.api.scalars import EDTF, Date
from cget_api.api.sources import Source
from cget_api.api.statements import (
    Citation,
    Concern,
    Membership,
    OrganizationLink,
    PostLink,
    PostRelation,
    ProgrammeLink,
    SiteLink,
    TextStatement,
)
from cget_api.core.source_view import SourceView, source_in
from cget_api.core.view import EntityView, StatementView
from cget_api.core.vocabulary import EventKind, Predicate, Standing


@strawberry.type(description="A post, whoever holds it, for example `commissaire-general`: the head of the CGET.")
class Post(Entity):
    post_in: list[PostLink] = told(
        Predicate.POST_IN, "The organisation that it was a post in; `headOf` tells whether it headed it."
    )
    head_of: list[PostLink] = told(Predicate.HEAD_OF, "The organisation that it headed; empty where it headed none.")
    deputy_to: list[PostRelation] = told(Predicate.DEPUTY_TO, "The post that it deputised for.")
    deputies: list[PostRelation] = pointed_at(Predicate.DEPUTY_TO, "The posts that deputised for it.")
    assists: list[PostRelation] = told(Predicate.ASSISTS, "The post that it assisted.")
    assisted_by: list[PostRelation] = pointed_at(
        Predicate.ASSISTS, "The posts that assisted it, for example directors their commissioner-general."
    )
    programmes: list[ProgrammeLink] = told(
        Predicate.MANAGES, "The budget programmes that it was responsible for, for example `programme-147`."
    )
    holders: list[Membership] = told(
        Predicate.HELD_BY,
        "Who held it on the day of the view. Empty: the register does not know; a vacancy that a source asserts is a "
        "membership without a person.",
    )
    succession: list[Membership] = shown(
        lambda view: view.told_ever(Predicate.HELD_BY),
        "Who held it over the whole life of the post, in order; `certainty` is null.",
    )


@strawberry.type(description="A person, known by the posts held, for example `serge-morvan`.")
class Person(Entity):
    memberships: list[Membership] = shown(
        lambda view: view.pointed_at_ever(Predicate.HELD_BY),
        "The posts held over the whole career, in order; `certainty` is null.",
    )


@strawberry.type(description="An organisation that occupied a site, and the SITE statement that says so.")
class SiteOccupant:
    link: SiteLink = shown(lambda view: view, "The statement, with its dates and sources.")
    organization: Organization = shown(lambda view: view.subject, "The organisation that occupied the site.")


@strawberry.type(description="A place that organisations occupied, for example `segur-fontenoy`: offices in Paris.")
class Site(Entity):
    occupants: list[SiteOccupant] = pointed_at(Predicate.SITE, "Who occupied it on the day of the view.")
    descriptions: list[TextStatement] = told(Predicate.DESCRIPTION, "What sources say of it in words.")


@strawberry.type(description="Who was responsible for a budget programme, and the MANAGES statement that says so.")
class ProgrammeManager:
    link: ProgrammeLink = shown(lambda view: view, "The statement, with its dates and sources.")
    manager: Entity = shown(lambda view: view.subject, "The organisation or the post that was responsible.")


@strawberry.type(
    description="A programme of the State's budget: money for one policy, for example `programme-147` for urban policy."
)
class BudgetProgramme(Entity):
    code: str = strawberry.field(description="Its number in the budget, for example `147`; empty where none is known.")
    managers: list[ProgrammeManager] = pointed_at(
        Predicate.MANAGES, "Who was responsible for it on the day of the view."
    )
    descriptions: list[TextStatement] = told(
        Predicate.DESCRIPTION, "What sources say of it in words, for example which budget mission it belonged to."
    )


def _occurrence(of: Callable[[StatementView], object], description: str) -> Any:
    """A field of the statement that the event occurred."""
    return shown(lambda event: of(event.occurrence), description)


def _act(event: Parent[EntityView]) -> SourceView | None:
    act = event.occurrence.statement.act
    return None if act is None else source_in(event.lens.register, act)


def _links(predicate: Predicate, description: str) -> Any:
    return shown(lambda event: event.told_ever(predicate), description)


@strawberry.type(description="Something that happened, with what it changed and why (org:ChangeEvent).")
class ChangeEvent(Entity):
    event_kind: EventKind = _occurrence(
        lambda occurrence: occurrence.statement.kind, "What kind of thing happened, for example CREATION."
    )
    occurred: EDTF = _occurrence(
        lambda occurrence: occurrence.validity.start,
        "The day it happened, as precisely as it is known, for example `[2014-03-31..2014-04-03]`.",
    )
    occurred_earliest: Date | None = _occurrence(
        lambda occurrence: occurrence.validity.start_earliest,
        "The earliest day on which it may have happened, for example `2014-03-31`; null where nothing bounds it.",
    )
    occurred_latest: Date | None = _occurrence(
        lambda occurrence: occurrence.validity.end_latest,
        "The latest day on which it may have happened, for example `2014-04-03`; null where nothing bounds it.",
    )
    standing: Standing = _occurrence(
        lambda occurrence: occurrence.standing,
        "What the register makes of it. Where sources give several days, the one of best standing is shown.",
    )
    original_organizations: list[OrganizationLink] = _links(
        Predicate.ORIGINAL_ORGANIZATION,
        "The organisations that it began with, for example those that merged; `certainty` is null.",
    )
    resulting_organizations: list[OrganizationLink] = _links(
        Predicate.RESULTING_ORGANIZATION,
        "The organisations that came of it, for example the one created; `certainty` is null.",
    )
    concerns: list[Concern] = _links(
        Predicate.CONCERNS,
        "What else it concerns, for example the person appointed or the organisation that moved; `certainty` is null.",
    )
    act: Source | None = resolved(
        _act,
        "The legal act that it belongs to or follows from, for example `decret-2014-394`; null where there is none.",
    )
    citations: list[Citation] = _occurrence(
        lambda occurrence: occurrence.citations,
        "On whose word it happened that day: each source that vouches for it, at least one.",
    )
    note: str | None = in_language(
        lambda event: event.occurrence.statement.note,
        "What a reader must know: uncertainty, conflict between sources; null where there is nothing.",
    )
