"""The registers that are measured: the shipped one, and the same many times over.

S is the shipped register. L is a thousand of it, about a thousand services, with as many organisations again of which
little is known: 100,000 organisations and 1.3 million statements, each with its sources. The same from run to run,
recorded by the recorder of the service itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Final

from cget_api.core.model import Citation, Dataset, Entity, Source, Statement, Text
from cget_api.core.validity import Validity, bound_from_edtf
from cget_api.core.vocabulary import EntityType, Evidence, Language, Predicate
from cget_api.dataset.loading import dataset_from_folder
from cget_api.dataset.location import seeds_folder
from cget_api.store.engine import engine_from_url
from cget_api.store.migration import upgrade
from cget_api.store.recording import record

S: Final = 1
L: Final = 1_000
ORGANIZATIONS_OF_L: Final = 100_000
AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
AUTHOR: Final = "The benchmark"


@cache
def shipped() -> Dataset:
    return dataset_from_folder(seeds_folder())


def register(times: int) -> Dataset:
    """The shipped register so many times over; at a thousand times, with what makes it L."""
    dataset = multiplied(shipped(), times)
    return with_little_known_ones(dataset, ORGANIZATIONS_OF_L) if times == L else dataset


def slugs_of_copies(slug: str, times: int) -> list[str]:
    return [slug, *(_mark(number) + slug for number in range(1, times))]


def multiplied(dataset: Dataset, times: int) -> Dataset:
    """The dataset, and copies of it about other things."""
    copies = [dataset, *(_copy(dataset, _mark(number)) for number in range(1, times))]
    return Dataset(
        tuple(entity for copy in copies for entity in copy.entities),
        tuple(statement for copy in copies for statement in copy.statements),
        tuple(source for copy in copies for source in copy.sources),
    )


def _mark(number: int) -> str:
    return f"copy{number}-"


def _copy(dataset: Dataset, mark: str) -> Dataset:
    def named(slug: str | None) -> str | None:
        return None if slug is None else mark + slug

    def cited(citation: Citation) -> Citation:
        return replace(citation, source=mark + citation.source, via=named(citation.via))

    def said(statement: Statement) -> Statement:
        return replace(
            statement,
            subject=mark + statement.subject,
            object=named(statement.object),
            act=named(statement.act),
            citations=tuple(map(cited, statement.citations)),
        )

    def described(source: Source) -> Source:
        relations = tuple(replace(relation, source=mark + relation.source) for relation in source.relations)
        return replace(source, slug=mark + source.slug, relations=relations)

    return Dataset(
        tuple(Entity(mark + entity.slug, entity.type) for entity in dataset.entities),
        tuple(map(said, dataset.statements)),
        tuple(map(described, dataset.sources)),
    )


def with_little_known_ones(dataset: Dataset, organizations: int) -> Dataset:
    """With as many organisations more as make that many, of each of which a life and a name are known."""
    held = sum(entity.type is EntityType.ORGANIZATION for entity in dataset.entities)
    slugs = [f"service-{number}" for number in range(organizations - held)]
    sources = [source.slug for source in dataset.sources]
    added = (
        statement
        for number, slug in enumerate(slugs)
        for statement in _little_known_of(slug, number, sources[number % len(sources)])
    )
    return replace(
        dataset,
        entities=(*dataset.entities, *(Entity(slug, EntityType.ORGANIZATION) for slug in slugs)),
        statements=(*dataset.statements, *added),
    )


def _little_known_of(slug: str, number: int, source: str) -> Iterator[Statement]:
    first = 1958 + number % 60
    life = Validity(bound_from_edtf(f"{first}-01-01"), bound_from_edtf(f"{first + number % 40}-12-31"))
    citations = (Citation(source, Evidence.SECONDARY, locator=f"p. {number % 300}"),)
    yield Statement(slug, Predicate.EXISTENCE, life, citations=citations)
    name = Text(f"Service numéro {number}", f"Service number {number}")
    yield Statement(slug, Predicate.NAME, life, language=Language.FR, text=name, citations=citations)


def recorded(url: str, dataset: Dataset) -> None:
    """In a database that is empty."""
    upgrade(url)
    engine = engine_from_url(url)
    try:
        record(engine, dataset, AUTHOR, "A register to be measured", AT)
    finally:
        engine.dispose()
