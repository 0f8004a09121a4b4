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


@strawberry.type(description="A post, whoever holds it.")
class Post(Entity):
    post_in: list[PostLink] = told(Predicate.POST_IN, "The organisation that it was a post in.")
    head_of: list[PostLink] = told(Predicate.HEAD_OF, "The organisation that it headed.")
    deputy_to: list[PostRelation] = told(Predicate.DEPUTY_TO, "The post that it deputised for.")
    deputies: list[PostRelation] = pointed_at(Predicate.DEPUTY_TO, "The posts that deputised for it.")
    assists: list[PostRelation] = told(Predicate.ASSISTS, "The post that it assisted.")
    assisted_by: list[PostRelation] = pointed_at(Predicate.ASSISTS, "The posts that assisted it.")
    programmes: list[ProgrammeLink] = told(Predicate.MANAGES, "The budget programmes that it was responsible for.")
    holders: list[Membership] = told(
        Predicate.HELD_BY,
        "Who held it on the day of the view. Empty: the register does not know; a vacancy that a source asserts is a "
        "membership without a person.",
    )
    succession: list[Membership] = shown(
        lambda view: view.told_ever(Predicate.HELD_BY),
        "Who held it over the whole life of the post, in order; `certainty` is null.",
    )


@strawberry.type(description="A person, known by the posts held.")
class Person(Entity):
    memberships: list[Membership] = shown(
        lambda view: view.pointed_at_ever(Predicate.HELD_BY),
        "The posts held over the whole career, in order; `certainty` is null.",
    )


@strawberry.type(description="A SITE statement seen from the site.")
class SiteOccupant:
    link: SiteLink = shown(lambda view: view, "The statement.")
    organization: Organization = shown(lambda view: view.subject, "The organisation that occupied the site.")


@strawberry.type(description="A place that organisations occupied.")
class Site(Entity):
    occupants: list[SiteOccupant] = pointed_at(Predicate.SITE, "Who occupied it on the day of the view.")
    descriptions: list[TextStatement] = told(Predicate.DESCRIPTION, "What sources say of it in words.")


@strawberry.type(description="A MANAGES statement seen from the programme; its subject is an organisation or a post.")
class ProgrammeManager:
    link: ProgrammeLink = shown(lambda view: view, "The statement.")
    manager: Entity = shown(lambda view: view.subject, "The organisation or the post that was responsible.")


@strawberry.type(description="A programme of the State's budget.")
class BudgetProgramme(Entity):
    code: str = strawberry.field(description="Its number in the budget, for example 147.")
    managers: list[ProgrammeManager] = pointed_at(
        Predicate.MANAGES, "Who was responsible for it on the day of the view."
    )
    descriptions: list[TextStatement] = told(
        Predicate.DESCRIPTION, "What sources say of it in words, the budget mission that it belonged to among it."
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
    event_kind: EventKind = _occurrence(lambda occurrence: occurrence.statement.kind, "What kind of thing happened.")
    occurred: EDTF = _occurrence(
        lambda occurrence: occurrence.validity.start, "The day it happened, as precisely as it is known."
    )
    occurred_earliest: Date | None = _occurrence(
        lambda occurrence: occurrence.validity.start_earliest,
        "The earliest day it may have happened; null = unbounded.",
    )
    occurred_latest: Date | None = _occurrence(
        lambda occurrence: occurrence.validity.end_latest, "The latest day it may have happened; null = unbounded."
    )
    standing: Standing = _occurrence(
        lambda occurrence: occurrence.standing,
        "What the register makes of it: the best of the days that sources give is shown.",
    )
    original_organizations: list[OrganizationLink] = _links(
        Predicate.ORIGINAL_ORGANIZATION, "The organisations that it began with; `certainty` is null."
    )
    resulting_organizations: list[OrganizationLink] = _links(
        Predicate.RESULTING_ORGANIZATION, "The organisations that came of it; `certainty` is null."
    )
    concerns: list[Concern] = _links(Predicate.CONCERNS, "What else it concerns; `certainty` is null.")
    act: Source | None = resolved(_act, "The legal act that it belongs to or follows from; null where there is none.")
    citations: list[Citation] = _occurrence(
        lambda occurrence: occurrence.citations, "On whose word it happened that day."
    )
    note: str | None = in_language(
        lambda event: event.occurrence.statement.note, "What a reader must know: uncertainty, conflict between sources."
    )
