"""The root fields: each makes a lens of its arguments and looks through it."""

from collections.abc import Callable
from typing import Annotated

import strawberry
from strawberry import UNSET

from cget_api.api.arguments import AnyDay, AsOf, HowCertain, InRevision, KnownAt, StatedBy
from cget_api.api.asking import Info, given
from cget_api.api.connections import After, Before, Connection, First, Last, RevisionConnection, page_arguments
from cget_api.api.filters import OrganizationFilter, StatementFilter
from cget_api.api.history import Comparison, Contradiction
from cget_api.api.history import Lens as LensInput
from cget_api.api.listings import (
    listing_of_events,
    listing_of_organizations,
    listing_of_revisions,
    listing_of_sources,
    listing_of_statements,
)
from cget_api.api.nodes import Node, resolved
from cget_api.api.nodes_by_id import node_from_id
from cget_api.api.organizations import Organization
from cget_api.api.others import ChangeEvent, Person, Post
from cget_api.api.pages import Page, require_at_most_a_page
from cget_api.api.register import Register, Structure
from cget_api.api.scalars import Date
from cget_api.api.sources import Revision, Source
from cget_api.api.statements import Statement
from cget_api.core import model
from cget_api.core.comparison import Comparison as ComparisonOfViews
from cget_api.core.comparison import comparison
from cget_api.core.contradictions import ContradictionView, contradictions_in
from cget_api.core.errors import RegisterError
from cget_api.core.lens import Lens
from cget_api.core.model import Entity
from cget_api.core.register import Held
from cget_api.core.register import Register as HeldRegister
from cget_api.core.source_view import SourceView
from cget_api.core.structure import Structure as StructureOfViews
from cget_api.core.structure import require_depth, structure_of
from cget_api.core.validity import Certainty
from cget_api.core.view import EntityView, entity_through
from cget_api.core.vocabulary import EntityType, EventKind, SourceKind


def _register(info: Info) -> HeldRegister:
    return info.context.archive.latest


def _looked_up(type_: EntityType, example: str) -> Callable[..., EntityView | None]:
    """The field that looks one thing of this type up by its slug."""

    def resolve(
        info: Info,
        slug: Annotated[str, strawberry.argument(description=f"Its slug, for example `{example}`.")],
        as_of: AsOf = UNSET,
        known_at: KnownAt = UNSET,
        revision: InRevision = UNSET,
        stated_by: StatedBy = UNSET,
        certainty: HowCertain = Certainty.POSSIBLE,
    ) -> EntityView | None:
        lens = info.context.lens(given(as_of), given(known_at), given(revision), given(stated_by), certainty)
        return _entity(lens, slug, type_)

    return resolve


def _organizations(
    info: Info,
    as_of: AsOf = UNSET,
    known_at: KnownAt = UNSET,
    revision: InRevision = UNSET,
    stated_by: StatedBy = UNSET,
    certainty: HowCertain = Certainty.POSSIBLE,
    filter: Annotated[
        OrganizationFilter | None, strawberry.argument(description="Which organisations; left out: all of them.")
    ] = UNSET,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Page[tuple[int, Entity]]:
    arguments = page_arguments(info, first, after, last, before)
    lens = info.context.lens(given(as_of), given(known_at), given(revision), given(stated_by), certainty, arguments)
    return listing_of_organizations(lens, given(filter) or OrganizationFilter()).page(arguments)


def _structure(
    info: Info,
    top: Annotated[
        str, strawberry.argument(name="root", description="The slug of the organisation at the top.")
    ] = "cget",
    as_of: AsOf = UNSET,
    known_at: KnownAt = UNSET,
    revision: InRevision = UNSET,
    stated_by: StatedBy = UNSET,
    certainty: HowCertain = Certainty.POSSIBLE,
    depth: Annotated[
        int, strawberry.argument(description="How many levels below the root: from 0, the root alone, to 20.")
    ] = 10,
) -> StructureOfViews | None:
    lens = info.context.lens(given(as_of), given(known_at), given(revision), given(stated_by), certainty)
    require_depth(depth)
    view = _entity(lens, top, EntityType.ORGANIZATION)
    return None if view is None else structure_of(view, depth)


def _statements(
    info: Info,
    as_of: AnyDay = UNSET,
    known_at: KnownAt = UNSET,
    revision: InRevision = UNSET,
    filter: Annotated[
        StatementFilter | None, strawberry.argument(description="Which statements; left out: all of them.")
    ] = UNSET,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Page[Held]:
    arguments = page_arguments(info, first, after, last, before)
    lens = Lens(info.context.register(given(known_at), given(revision), arguments), given(as_of))
    wanted = given(filter) or StatementFilter()
    return listing_of_statements(wanted.selection(lens), lens, wanted.words()).page(arguments)


def _compare(
    info: Info,
    before: Annotated[
        LensInput, strawberry.argument(name="from", description="The side to go from, for example one day.")
    ],
    after: Annotated[
        LensInput,
        strawberry.argument(
            name="to", description="The side to go to, for example another day; it may be the earlier."
        ),
    ],
    top: Annotated[
        str, strawberry.argument(name="root", description="The slug of the organisation at the top.")
    ] = "cget",
) -> ComparisonOfViews | None:
    return comparison(top, before.through(info.context), after.through(info.context))


def _timeline(
    info: Info,
    subject: Annotated[
        str | None,
        strawberry.argument(
            description="Only events that touch the thing of this slug, for example `cget`, or are it."
        ),
    ] = UNSET,
    first_day: Annotated[
        Date | None,
        strawberry.argument(name="from", description="Only events that may have happened on this day or later."),
    ] = UNSET,
    last_day: Annotated[
        Date | None,
        strawberry.argument(name="to", description="Only events that may have happened on this day or earlier."),
    ] = UNSET,
    kind: Annotated[
        list[EventKind] | None, strawberry.argument(description="Only events of these kinds, for example APPOINTMENT.")
    ] = UNSET,
    known_at: KnownAt = UNSET,
    revision: InRevision = UNSET,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Page[Held]:
    arguments = page_arguments(info, first, after, last, before)
    register = info.context.register(given(known_at), given(revision), arguments)
    return listing_of_events(register, given(subject), given(first_day), given(last_day), given(kind)).page(arguments)


def _contradictions(
    info: Info,
    subject: Annotated[
        str | None,
        strawberry.argument(
            description=(
                "Only those about the thing of this slug, for example `cget`, or about an event that touches it."
            )
        ),
    ] = UNSET,
    known_at: KnownAt = UNSET,
    revision: InRevision = UNSET,
) -> tuple[ContradictionView, ...]:
    return contradictions_in(info.context.register(given(known_at), given(revision)), given(subject))


def _source(
    info: Info,
    slug: Annotated[str, strawberry.argument(description="Its slug, for example `decret-2014-394`.")],
    known_at: KnownAt = UNSET,
    revision: InRevision = UNSET,
) -> SourceView | None:
    register = info.context.register(given(known_at), given(revision))
    source = register.source(slug)
    return None if source is None else SourceView(source, register)


def _sources(
    info: Info,
    kind: Annotated[
        list[SourceKind] | None, strawberry.argument(description="Only sources of these kinds, for example LEGAL_ACT.")
    ] = UNSET,
    known_at: KnownAt = UNSET,
    revision: InRevision = UNSET,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Page[model.Source]:
    arguments = page_arguments(info, first, after, last, before)
    register = info.context.register(given(known_at), given(revision), arguments)
    return listing_of_sources(register, given(kind)).page(arguments)


def _revision(
    info: Info, number: Annotated[int, strawberry.argument(description="Its number: 1 for the first.")]
) -> model.Revision | None:
    revisions = info.context.archive.revisions()
    return revisions[number - 1] if 1 <= number <= len(revisions) else None


def _revisions(
    info: Info, first: First = UNSET, after: After = UNSET, last: Last = UNSET, before: Before = UNSET
) -> Page[model.Revision]:
    arguments = page_arguments(info, first, after, last, before)
    return listing_of_revisions(info.context.archive).page(arguments)


def _node(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The `id` of a view, as this service gave it.")],
) -> object:
    return node_from_id(id, info.context.archive)


def _nodes(
    info: Info,
    ids: Annotated[
        list[strawberry.ID], strawberry.argument(description="The `id` of each view, as this service gave it.")
    ],
) -> list[object]:
    require_at_most_a_page(len(ids), "ids")
    return [_node_or_refusal(id_, info) for id_ in ids]


def _node_or_refusal(id_: str, info: Info) -> object:
    """An exception that stands in a list is the error of its item alone."""
    try:
        return node_from_id(id_, info.context.archive)
    except RegisterError as refusal:
        return refusal


def _entity(lens: Lens, slug: str, type_: EntityType) -> EntityView | None:
    entity = lens.register.entity(slug)
    return entity_through(lens, slug) if entity is not None and entity.type is type_ else None


@strawberry.type(
    description=(
        "Ask for any day (`asOf`), as known at any moment (`knownAt` or `revision`), as stated by any one source "
        "(`statedBy`), with or without what is only possible (`certainty`). These five make a lens: everything below "
        "the field that takes them is seen through it."
    )
)
class Query:
    register: Register = resolved(_register, "The register as a whole, in its latest revision.")
    organization: Organization | None = resolved(
        _looked_up(EntityType.ORGANIZATION, "cget"),
        "An organisation seen through a lens; null where the register holds none under this slug.",
    )
    organizations: Connection[Organization] = resolved(
        _organizations,
        "Every organisation of the revision, whatever its existence unless filtered; with `statedBy` those of which "
        "the source speaks. In the order of slugs, or by how well they answer to `filter.text`.",
    )
    structure: Structure | None = resolved(
        _structure,
        "A whole organisation on one day, with its units at every level; null where the register holds no such "
        "organisation.",
    )
    compare: Comparison | None = resolved(
        _compare,
        "What differs between two lenses: two days, two revisions, two sources, or a mix. Null only where the root is "
        "in neither.",
    )
    timeline: Connection[ChangeEvent] = resolved(
        _timeline,
        "Events in the order of the earliest day they may have happened, each seen on that day. An uncertain event "
        "belongs to every range that it may fall in.",
    )
    contradictions: list[Contradiction] = resolved(
        _contradictions,
        "Statements that cannot all be true, with what the register holds and why: found by rule.",
    )
    statements: Connection[Statement] = resolved(
        _statements,
        "Statements of any day, standing and source, unless filtered. Without `asOf` they are reached without a day, "
        "and what they lead to is seen on the first day on which each may have held.",
    )
    post: Post | None = resolved(
        _looked_up(EntityType.POST, "commissaire-general"),
        "A post seen through a lens; null where the register holds none under this slug.",
    )
    person: Person | None = resolved(
        _looked_up(EntityType.PERSON, "serge-morvan"),
        "A person seen through a lens; null where the register holds none under this slug.",
    )
    source: Source | None = resolved(_source, "A source by its slug; null where the register holds none under it.")
    sources: Connection[Source] = resolved(_sources, "Every source of the revision, in the order of slugs.")
    revision: Revision | None = resolved(
        _revision, "A revision by its number; null where none has been recorded under it."
    )
    revisions: RevisionConnection = resolved(_revisions, "Every revision, in the order in which they were recorded.")
    node: Node | None = resolved(
        _node, "The view that an id names, as it was given; an id that this service never gave is an error."
    )
    nodes: list[Node | None] = resolved(
        _nodes, "Several views by their ids, in the same order; null, with an error, for an id never given."
    )
