"""The lists of the register, ready to be paged."""

from collections.abc import Sequence

from cget_api.api.filters import OrganizationFilter
from cget_api.api.ids import Token, lens_token
from cget_api.api.pages import Listing
from cget_api.core.lens import Lens, organizations_spoken_of
from cget_api.core.model import Entity, Revision, Source
from cget_api.core.register import Archive, Held, Register
from cget_api.core.source_view import SourceView
from cget_api.core.timeline import TimelineEvent, event_view, timeline
from cget_api.core.validity import FIRST_DAY, LAST_DAY
from cget_api.core.view import Reached, StatementView, entity_through
from cget_api.core.vocabulary import EventKind, SourceKind


def listing_of_statements(
    statements: Sequence[Held], lens: Lens, asked: tuple[Token, ...], reached: Reached = Reached.ALONE
) -> Listing[Held]:
    """`statements` in the order of `Held.place`, each seen through the lens."""
    return Listing(
        statements,
        key=lambda held: held.place,
        show=lambda held: StatementView(held, lens, reached),
        revision=lens.register.revision,
        asked=("statements", lens.as_of, *asked),
    )


def listing_of_organizations(lens: Lens, filter_: OrganizationFilter) -> Listing[tuple[int, Entity]]:
    """By rank and slug, each seen through the lens."""
    ranking = filter_.ranking()
    ranked = (
        (ranking(entity_through(lens, organization.slug)), organization)
        for organization in organizations_spoken_of(lens)
    )
    selected = sorted(
        ((rank, organization) for rank, organization in ranked if rank is not None),
        key=lambda pair: (pair[0], pair[1].slug),
    )
    return Listing(
        selected,
        key=lambda pair: (pair[0], pair[1].slug),
        show=lambda pair: entity_through(lens, pair[1].slug),
        revision=lens.register.revision,
        asked=("organizations", lens_token(lens), *filter_.words()),
    )


def listing_of_sources(register: Register, kinds: Sequence[SourceKind] | None) -> Listing[Source]:
    return Listing(
        [source for source in register.sources() if kinds is None or source.source_kind in kinds],
        key=lambda source: (source.slug,),
        show=lambda source: SourceView(source, register),
        revision=register.revision,
        asked=("sources", kinds),
    )


def listing_of_revisions(archive: Archive) -> Listing[Revision]:
    """Its cursors stay good when more is recorded: the list only grows at its end, and no argument could pin it."""
    revisions = archive.revisions()
    return Listing(
        revisions,
        key=lambda revision: (revision.number,),
        show=lambda revision: revision,
        revision=revisions[0] if revisions else archive.latest.revision,
        asked=("revisions",),
    )


def listing_of_events(
    register: Register,
    subject: str | None,
    first: int | None,
    last: int | None,
    kinds: Sequence[EventKind] | None,
) -> Listing[TimelineEvent]:
    """In the order of the earliest day they may have happened."""
    return Listing(
        timeline(register, subject, kinds, FIRST_DAY if first is None else first, LAST_DAY if last is None else last),
        key=lambda event: event.place,
        show=lambda event: event_view(event, register),
        revision=register.revision,
        asked=("timeline", subject, first, last, kinds),
    )
