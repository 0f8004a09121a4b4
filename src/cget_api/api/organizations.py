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
    date: Annotated[Date, strawberry.argument(description="The other day, for example 2014-06-01.")],
) -> EntityView:
    return entity_through(view.lens.on(date), view.slug)


@strawberry.type(description="An organisation as it stood on one day, as known in one revision.")
class Organization(Entity):
    kind: OrganizationKind = strawberry.field(
        description="Its kind on the day; before it existed its first, and after it ceased its last."
    )
    existence: Existence = shown(lambda view: view.existence[0], "Whether it existed on the day.")
    existence_certainty: Certainty = shown(lambda view: view.existence[1], "How surely that is so.")
    lifespan: Validity | None = strawberry.field(
        description="From the first start of its existence to the last end; null where nothing is known of it."
    )
    acronym: str | None = resolved(
        _acronym,
        (
            "Its acronym on the day; before it existed its first, and after it ceased its last. Null where none is "
            "known."
        ),
    )
    names: list[TextStatement] = told(Predicate.NAME, "Its names on the day, with their sources.")
    descriptions: list[TextStatement] = told(Predicate.DESCRIPTION, "What else sources say of it in words.")
    missions: list[TextStatement] = told(Predicate.MISSION, "What it was there to do.")
    fields_of_action: list[TextStatement] = told(Predicate.FIELD_OF_ACTION, "The matters in which it acted.")
    territories: list[TextStatement] = told(Predicate.TERRITORY, "The kinds of territory that it dealt with.")
    partners: list[TextStatement] = told(Predicate.PARTNER, "With whom it worked.")
    legal_nature: list[TextStatement] = told(Predicate.LEGAL_NATURE, "What it was in law.")
    identifiers: list[TextStatement] = told(Predicate.IDENTIFIER, "Its identifiers in archives and elsewhere.")
    figures: list[Figure] = told(Predicate.FIGURE, "The numbers that sources give of it.")
    authorities: list[OrganizationLink] = told(
        Predicate.AUTHORITY,
        "Under whose authority it stood, with whom it was placed, or to whom it was administratively attached; `terms` "
        "and `note` say which.",
    )
    authority_over: list[OrganizationLink] = pointed_at(Predicate.AUTHORITY, "What stood under its authority.")
    disposals: list[OrganizationLink] = told(
        Predicate.DISPOSAL, "Which ministers had the use of it without authority over it."
    )
    part_of: list[OrganizationLink] = told(Predicate.UNIT_OF, "The organisation that it was a unit of.")
    units: list[OrganizationLink] = pointed_at(Predicate.UNIT_OF, "Its units, in the order of a chart.")
    hosts: list[OrganizationLink] = pointed_at(Predicate.HOSTED_BY, "The bodies that it housed.")
    hosted_by: list[OrganizationLink] = told(Predicate.HOSTED_BY, "The organisation that housed it.")
    secretariat_of: list[OrganizationLink] = told(Predicate.SECRETARIAT_OF, "The bodies whose secretariat it ran.")
    secretariats: list[OrganizationLink] = pointed_at(Predicate.SECRETARIAT_OF, "Who ran its secretariat.")
    supervises: list[OrganizationLink] = told(Predicate.SUPERVISES, "The bodies that it supervised (tutelle).")
    supervised_by: list[OrganizationLink] = pointed_at(Predicate.SUPERVISES, "Who supervised it (tutelle).")
    supports: list[OrganizationLink] = told(
        Predicate.SUPPORTS, "Whom it assisted in a task that was theirs; `note` says in what."
    )
    supported_by: list[OrganizationLink] = pointed_at(Predicate.SUPPORTS, "Who assisted it in a task of its own.")
    portfolio_of: list[OrganizationLink] = told(
        Predicate.PORTFOLIO_OF,
        "Of a function defined by law (minister in charge of the city): whose portfolio it belonged to.",
    )
    portfolios: list[OrganizationLink] = pointed_at(
        Predicate.PORTFOLIO_OF, "Of a minister: the functions defined by law that belonged to the portfolio."
    )
    programmes: list[ProgrammeLink] = told(Predicate.MANAGES, "The budget programmes that it was responsible for.")
    sites: list[SiteLink] = told(Predicate.SITE, "The places that it occupied.")
    posts: list[PostLink] = pointed_at(Predicate.POST_IN, "The posts in it, its head's included.")
    heads: list[PostLink] = pointed_at(Predicate.HEAD_OF, "The posts at its head.")
    predecessors: list[OrganizationLink] = shown(
        lambda view: view.predecessors(),
        "What it came from, over its whole life, whatever the day; `certainty` is null.",
    )
    successors: list[OrganizationLink] = shown(
        lambda view: view.successors(), "What came of it, over its whole life, whatever the day; `certainty` is null."
    )
    events: list[LazyChangeEvent] = shown(
        lambda view: view.events(), "The events that touch it, over its whole life, in order of time."
    )
    on: "Organization" = resolved(
        _on, "The same organisation on another day, everything else about the view unchanged."
    )
    contradictions: list[LazyContradiction] = shown(
        lambda view: contradictions_in(view.lens.register, view.slug),
        "Statements about it, or about an event that touches it, that cannot all be true, whatever the day; they are "
        "reached without a day.",
    )
    previous_change: Date | None = shown(
        previous_change,
        "The nearest day before this one on which something about it changed, a holder of its posts included; null "
        "where none did.",
    )
    next_change: Date | None = shown(
        next_change,
        "The nearest day after this one on which something about it changes, a holder of its posts included; null "
        "where none does.",
    )
