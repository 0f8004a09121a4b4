"""The lists of the register, ready to be paged."""

from collections.abc import Sequence

from cget_api.api.filters import OrganizationFilter
from cget_api.api.ids import Token, lens_token
from cget_api.api.pages import Listing
from cget_api.core.choosing import Ranked, place_of_ranked
from cget_api.core.lens import Lens
from cget_api.core.model import Revision, Source
from cget_api.core.ordered import InOrder
from cget_api.core.register import Archive, Held, Register
from cget_api.core.selection import Range, Selection
from cget_api.core.source_view import SourceView
from cget_api.core.timeline import TimelineEvent, event_view, timeline
from cget_api.core.validity import FIRST_DAY, LAST_DAY
from cget_api.core.view import Reached, StatementView, entity_through
from cget_api.core.vocabulary import EventKind, SourceKind


def listing_of_statements(
    selection: Selection, lens: Lens, asked: tuple[Token, ...], reached: Reached = Reached.ALONE
) -> Listing[Held]:
    """Those selected, in the order of `Held.place`, each seen through the lens."""
    return Listing(
        lens.register.select(selection),
        key=lambda held: held.place,
        shape=(str, int, int, int, str),
        show=lambda held: StatementView(held, lens, reached),
        revision=lens.register.revision,
        asked=("statements", lens.as_of, *asked),
    )


def listing_of_organizations(lens: Lens, filter_: OrganizationFilter) -> Listing[Ranked]:
    """By rank and slug, each seen through the lens."""
    return Listing(
        lens.register.choose(filter_.choice(lens)),
        key=place_of_ranked,
        shape=(int, str),
        show=lambda ranked: entity_through(lens, ranked[1].slug),
        revision=lens.register.revision,
        asked=("organizations", lens_token(lens), *filter_.words()),
    )


def listing_of_sources(register: Register, kinds: Sequence[SourceKind] | None) -> Listing[Source]:
    return Listing(
        register.describe(None if kinds is None else frozenset(kinds)),
        key=lambda source: (source.slug,),
        shape=(str,),
        show=lambda source: SourceView(source, register),
        revision=register.revision,
        asked=("sources", kinds),
    )


def listing_of_revisions(archive: Archive) -> Listing[Revision]:
    """Its cursors stay good when more is recorded: the list only grows at its end, and no argument could pin it."""
    revisions = archive.revisions()
    return Listing(
        InOrder(revisions, lambda revision: (revision.number,)),
        key=lambda revision: (revision.number,),
        shape=(int,),
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
) -> Listing[Held]:
    """That they occurred, in the order of the earliest day they may have happened."""
    range_ = Range(
        None if kinds is None else frozenset(kinds),
        FIRST_DAY if first is None else first,
        LAST_DAY if last is None else last,
    )
    if subject is None:
        occurred = register.happenings(range_)
    else:
        touching = timeline(register, subject, range_.kinds, range_.first, range_.last)
        occurred = InOrder([event.occurred for event in touching], lambda held: held.moment)
    return Listing(
        occurred,
        key=lambda held: held.moment,
        shape=(int, int, str),
        show=lambda held: event_view(TimelineEvent(held.statement.subject, held), register),
        revision=register.revision,
        asked=("timeline", subject, first, last, kinds),
    )
