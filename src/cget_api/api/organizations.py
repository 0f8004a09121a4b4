"""An organisation through a lens, and the fields that tell of it."""

from typing import Annotated, Any

import strawberry
from strawberry import Parent

from cget_api.api.entities import Entity
from cget_api.api.lazily import LazyChangeEvent, LazyContradiction
from cget_api.api.nodes import resolved, shown
from cget_api.api.scalars import Date
from cget_api.api.statements import Figure, OrganizationLink, PostLink, ProgrammeLink, SiteLink, TextStatement, Validity
from cget_api.core.contradictions import contradictions_in
from cget_api.core.existence import Existence
from cget_api.core.steps import next_change, previous_change
from cget_api.core.validity import Certainty
from cget_api.core.view import EntityView, entity_through
from cget_api.core.vocabulary import Language, OrganizationKind, Predicate


def told(predicate: Predicate, description: str) -> Any:
    """A field of the statements about the thing on the day of its view."""
    return shown(lambda view: view.told(predicate), description)


def pointed_at(predicate: Predicate, description: str) -> Any:
    """A field of the statements that point at the thing on the day of its view."""
    return shown(lambda view: view.pointed_at(predicate), description)


def _acronym(view: Parent[EntityView]) -> str | None:
    acronym = view.acronym
    return None if acronym is None or acronym.text is None else acronym.text.in_language(Language.FR)


def _on(
    view: Parent[EntityView],
    date: Annotated[Date, strawberry.argument(description="The other day, for example `2014-06-01`.")],
) -> EntityView:
    return entity_through(view.lens.on(date), view.slug)


@strawberry.type(description="An organisation as it stood on one day, as known in one revision.")
class Organization(Entity):
    kind: OrganizationKind = strawberry.field(
        description=(
            "Its kind on the day, for example DIRECTORATE; before it existed its first, and after it ceased its last."
        )
    )
    existence: Existence = shown(lambda view: view.existence[0], "Whether it existed on the day of the view.")
    existence_certainty: Certainty = shown(
        lambda view: view.existence[1],
        "How surely `existence` is so: POSSIBLE on a day that may or may not lie in its life.",
    )
    lifespan: Validity | None = strawberry.field(
        description="From the first start of its existence to the last end; null where nothing is known of it."
    )
    acronym: str | None = resolved(
        _acronym,
        (
            "Its acronym on the day, for example `CGET`; before it existed its first, and after it ceased its last. "
            "Null where none is known."
        ),
    )
    names: list[TextStatement] = told(
        Predicate.NAME, "Its names on the day, each a statement with its dates and sources."
    )
    descriptions: list[TextStatement] = told(
        Predicate.DESCRIPTION, "What sources say of it in words that no other field holds."
    )
    missions: list[TextStatement] = told(Predicate.MISSION, "What it was there to do, a statement for each task.")
    fields_of_action: list[TextStatement] = told(
        Predicate.FIELD_OF_ACTION, "The matters in which it acted, for example `access to health care`."
    )
    territories: list[TextStatement] = told(
        Predicate.TERRITORY, "The kinds of territory that it dealt with, for example `urban-policy neighbourhoods`."
    )
    partners: list[TextStatement] = told(Predicate.PARTNER, "With whom it worked, in the words of the sources.")
    legal_nature: list[TextStatement] = told(
        Predicate.LEGAL_NATURE, "What it was in law, for example `service of the State`."
    )
    identifiers: list[TextStatement] = told(
        Predicate.IDENTIFIER, "Its identifiers in archives and elsewhere, for example `FRAN_Agent_050806`."
    )
    figures: list[Figure] = told(
        Predicate.FIGURE, "The numbers that sources give of it: staff, members, actions, euros."
    )
    authorities: list[OrganizationLink] = told(
        Predicate.AUTHORITY,
        "Under whose authority it stood, with whom it was placed, or to whom it was administratively attached, for "
        "example the Prime Minister; `terms` and `note` say which.",
    )
    authority_over: list[OrganizationLink] = pointed_at(
        Predicate.AUTHORITY,
        "What stood under its authority, was placed with it or was administratively attached to it.",
    )
    disposals: list[OrganizationLink] = told(
        Predicate.DISPOSAL, "The ministers who had the use of it without having authority over it (mise à disposition)."
    )
    part_of: list[OrganizationLink] = told(
        Predicate.UNIT_OF, "The organisation that it was a unit of: for a directorate of the CGET, the CGET."
    )
    units: list[OrganizationLink] = pointed_at(
        Predicate.UNIT_OF, "Its units in the order of a chart, those directly below it; `structure` gives every level."
    )
    hosts: list[OrganizationLink] = pointed_at(
        Predicate.HOSTED_BY, "The bodies that it housed, for example an observatory."
    )
    hosted_by: list[OrganizationLink] = told(
        Predicate.HOSTED_BY, "The organisation that housed it, for example the directorate of an observatory."
    )
    secretariat_of: list[OrganizationLink] = told(
        Predicate.SECRETARIAT_OF, "The bodies whose secretariat it ran, for example an interministerial committee."
    )
    secretariats: list[OrganizationLink] = pointed_at(
        Predicate.SECRETARIAT_OF, "The organisations that ran its secretariat."
    )
    supervises: list[OrganizationLink] = told(
        Predicate.SUPERVISES,
        "The bodies that it supervised: what French law calls tutelle, of a minister over a public agency for example.",
    )
    supervised_by: list[OrganizationLink] = pointed_at(
        Predicate.SUPERVISES, "Those who supervised it (tutelle), for example several ministers together."
    )
    supports: list[OrganizationLink] = told(
        Predicate.SUPPORTS, "Those whom it assisted in a task that was theirs; `note` says in what."
    )
    supported_by: list[OrganizationLink] = pointed_at(
        Predicate.SUPPORTS, "The organisations that assisted it in a task of its own."
    )
    portfolio_of: list[OrganizationLink] = told(
        Predicate.PORTFOLIO_OF,
        "Of a function defined by law, for example `minister responsible for urban policy`: the minister to whose "
        "portfolio it belonged.",
    )
    portfolios: list[OrganizationLink] = pointed_at(
        Predicate.PORTFOLIO_OF, "Of a minister: the functions defined by law that belonged to the portfolio."
    )
    programmes: list[ProgrammeLink] = told(
        Predicate.MANAGES, "The budget programmes that it was responsible for, for example `programme-147`."
    )
    sites: list[SiteLink] = told(Predicate.SITE, "The places that it occupied, for example `segur-fontenoy`.")
    posts: list[PostLink] = pointed_at(
        Predicate.POST_IN, "The posts in it, its head's included; `holders` says who held each."
    )
    heads: list[PostLink] = pointed_at(Predicate.HEAD_OF, "The posts at its head: one, as a rule.")
    predecessors: list[OrganizationLink] = shown(
        lambda view: view.predecessors(),
        "What it came from, over its whole life, whatever the day: each link ties the event (`subject`) to an "
        "organisation with which the event began (`organization`); `certainty` is null.",
    )
    successors: list[OrganizationLink] = shown(
        lambda view: view.successors(),
        "What came of it, over its whole life, whatever the day: each link ties the event (`subject`) to an "
        "organisation that came of the event (`organization`); `certainty` is null.",
    )
    events: list[LazyChangeEvent] = shown(
        lambda view: view.events(), "The events that touch it, over its whole life, in order of time."
    )
    on: "Organization" = resolved(
        _on, "The same organisation on another day, in the same revision and as stated by the same source."
    )
    contradictions: list[LazyContradiction] = shown(
        lambda view: contradictions_in(view.lens.register, view.slug),
        "Statements about it, or about an event that touches it, that cannot all be true, whatever the day; they are "
        "reached without a day.",
    )
    previous_change: Date | None = shown(
        previous_change,
        "The nearest day before this one on which something about it changed, a holder of its posts included: the "
        "first day of the change. Null where none did.",
    )
    next_change: Date | None = shown(
        next_change,
        "The nearest day after this one on which something about it changes, a holder of its posts included: the first "
        "day of the change, good for `on(date:)`. Null where none does.",
    )
