"""Descriptions of documents, read from the files in `sources/`."""

from cget_api.core.model import Source, SourceRelation
from cget_api.core.vocabulary import SourceKind, SourceRelationKind
from cget_api.dataset.catalogue import Catalogue
from cget_api.dataset.fields import Fields
from cget_api.dataset.problems import SeedProblem


def source_from_fields(fields: Fields, slug: str, catalogue: Catalogue) -> Source | None:
    """None where anything is wrong with it."""
    fields.require("source_kind", f"Write one of {', '.join(SourceKind)}")
    fields.require("title", "Write the title, or what it is called for want of one")
    source_kind, title = fields.word("source_kind", SourceKind), fields.words("title")
    publisher, url = fields.words("publisher"), fields.words("url")
    official_numbers = fields.texts("official_numbers", "number")
    published_on, signed_on = fields.period("published_on"), fields.period("signed_on")
    in_force, wording_dated = fields.period("in_force"), fields.period("wording_dated")
    note = fields.pair("note")
    relations = _relations(fields, slug, catalogue)
    if source_kind is None or title is None or not fields.are_right:
        return None
    return Source(
        slug=slug,
        source_kind=source_kind,
        title=title,
        publisher=publisher,
        url=url,
        official_numbers=official_numbers,
        published_on=published_on,
        signed_on=signed_on,
        in_force=in_force,
        wording_dated=wording_dated,
        note=note,
        relations=relations,
    )


def _relations(fields: Fields, slug: str, catalogue: Catalogue) -> tuple[SourceRelation, ...]:
    relations: list[SourceRelation] = []
    for related in fields.mappings("relations", "relation"):
        related.require("kind", f"Write one of {', '.join(SourceRelationKind)}")
        related.require("source", "Write the slug of a source")
        kind, source = related.word("kind", SourceRelationKind), catalogue.source(related, "source")
        if source == slug:
            remedy = "Name the other document, or remove the relation"
            related.refuse("source", SeedProblem.RELATED_TO_ITSELF, f"{slug!r} is related to itself", remedy)
        if kind is None or source is None:
            continue
        relation = SourceRelation(kind, source)
        if relation in relations:
            related.refuse(
                None, SeedProblem.REPEATED, f"repeats relation {relations.index(relation) + 1}", "Remove one of the two"
            )
        relations.append(relation)
    return tuple(relations)
