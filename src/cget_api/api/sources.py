"""Sources and revisions: on whose word, and since when."""

import strawberry
from strawberry import UNSET, Parent

from cget_api.api.asking import Info
from cget_api.api.connections import After, Before, Connection, First, Last, page_arguments
from cget_api.api.ids import encoded, revision_token
from cget_api.api.listings import listing_of_statements
from cget_api.api.nodes import ID_DESCRIPTION, Node, in_language, resolved, shown
from cget_api.api.pages import Page
from cget_api.api.scalars import EDTF, DateTime
from cget_api.api.statements import Statement
from cget_api.core import model
from cget_api.core.lens import Lens
from cget_api.core.register import Held
from cget_api.core.selection import Selection
from cget_api.core.source_view import SourceView
from cget_api.core.validity import Period
from cget_api.core.view import Reached
from cget_api.core.vocabulary import SourceKind, SourceRelationKind


def _source_id(view: Parent[SourceView]) -> strawberry.ID:
    return strawberry.ID(encoded(["d", view.slug, revision_token(view.register.revision)]))


def _statements(
    view: Parent[SourceView],
    info: Info,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Page[Held]:
    arguments = page_arguments(info, first, after, last, before)
    lens = Lens(view.register)
    return listing_of_statements(Selection(source=view.slug), lens, ("source", view.slug)).page(arguments)


@strawberry.type(description="What a source is to another one, for example a decree that it amends.")
class SourceRelation:
    kind: SourceRelationKind = strawberry.field(description="What the one is to the other, for example AMENDS.")
    inverse: bool = strawberry.field(
        description="False: this source amends, repeals, copies the other. True: the other one does so to this one."
    )
    source: "Source" = strawberry.field(description="The other source of the two.")


@strawberry.type(description="A document, as one revision of the register describes it; its `id` says which revision.")
class Source(Node):
    id: strawberry.ID = resolved(_source_id, ID_DESCRIPTION)
    slug: str = strawberry.field(description="Names the document, for example `decret-2014-394`; taken by `statedBy`.")
    source_kind: SourceKind = shown(
        lambda view: view.source.source_kind, "What kind of document it is, for example LEGAL_ACT."
    )
    title: str = shown(lambda view: view.source.title, "Its title, or a description where its title is not known.")
    publisher: str | None = shown(
        lambda view: view.source.publisher,
        "Who published it, for example `vie-publique.fr`; null where that is not known.",
    )
    url: str | None = shown(lambda view: view.source.url, "The address at which it was read; null where none is known.")
    official_numbers: list[str] = shown(
        lambda view: view.source.official_numbers,
        "The official numbers that it bears, for example `2014-394` (of the decree) and `JORFTEXT000028814381` (of its "
        "text in the official journal).",
    )
    published_on: EDTF | None = shown(
        lambda view: _text(view.source.published_on),
        "The date of publication that it bears, null where it bears none. Its wording may be of another day: see "
        "`wordingDated`.",
    )
    signed_on: EDTF | None = shown(
        lambda view: _text(view.source.signed_on),
        "The day on which it was signed, for example `2017-12-30`; null where that is not known.",
    )
    in_force: EDTF | None = shown(
        lambda view: _text(view.source.in_force),
        "From when to when it was in force, for example `2018-01-01/[2018-01-09..]`; null where that is not known.",
    )
    wording_dated: EDTF | None = shown(
        lambda view: _text(view.source.wording_dated),
        "When its wording was written, where that is not the date printed on it, for example `[2017-05-17..]`: on that "
        "day or later. Null where nothing tells the two apart.",
    )
    note: str | None = in_language(
        lambda view: view.source.note, "What a reader of it must know; null where there is nothing."
    )
    editions: list["Source"] = strawberry.field(
        description="The other wordings of the same page or act, in the order of slugs."
    )
    relations: list[SourceRelation] = strawberry.field(
        description="What it is to other sources, as it says itself, then as others say of it."
    )
    statements: Connection[Statement] = resolved(
        _statements, "Every statement for which it vouches itself, whatever the statement's day and standing."
    )


def _text(period: Period | None) -> str | None:
    return None if period is None else period.text


def _revision_id(revision: Parent[model.Revision]) -> strawberry.ID:
    return strawberry.ID(encoded(["r", revision_token(revision)]))


def _parent(revision: Parent[model.Revision], info: Info) -> model.Revision | None:
    return info.context.archive.revisions()[revision.number - 2] if revision.number > 1 else None


def _added(
    revision: Parent[model.Revision],
    info: Info,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Page[Held]:
    arguments = page_arguments(info, first, after, last, before)
    lens = Lens(info.context.archive.register_in(revision.number))
    return listing_of_statements(Selection(recorded_in=revision.number), lens, ("added",)).page(arguments)


def _superseded(
    revision: Parent[model.Revision],
    info: Info,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Page[Held]:
    arguments = page_arguments(info, first, after, last, before)
    lens = Lens(info.context.archive.register_in(max(revision.number - 1, 0)))
    selection = Selection(superseded_in=revision.number)
    return listing_of_statements(selection, lens, ("superseded",), Reached.SUPERSEDED).page(arguments)


@strawberry.type(
    description=(
        "What was recorded together: by whom, when, why. Revisions are numbered from 1 without gaps and never change. "
        "A list asked for as known before the first one is answered in revision 0, the empty register."
    )
)
class Revision(Node):
    id: strawberry.ID = resolved(_revision_id, ID_DESCRIPTION)
    number: int = strawberry.field(description="Its number: 1 for the first; each database numbers its own.")
    recorded_at: DateTime = strawberry.field(description="The instant at which it was recorded.")
    author: str = strawberry.field(description="Who recorded it, as given when it was recorded.")
    message: str = strawberry.field(description="Why it was recorded, as its author put it.")
    digest: str = strawberry.field(
        description=(
            "SHA-256 over this revision's content and its parent's digest, so that no revision can be changed "
            "unnoticed."
        )
    )
    content_digest: str = strawberry.field(
        description=(
            "SHA-256 over everything held in this revision: equal in any two databases that hold the same. Put it in a "
            "reference."
        )
    )
    parent: "Revision | None" = resolved(_parent, "The revision before this one; null for the first.")
    added: Connection[Statement] = resolved(_added, "The statements that it recorded, seen in this revision.")
    superseded: Connection[Statement] = resolved(
        _superseded, "The statements that it superseded, as the revision before held them."
    )
