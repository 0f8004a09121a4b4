"""What a dataset would change in the register: what is new in it, and what the register holds that is not in it any
more.

Statements are compared by key and digest, so that the same data changes nothing however often it is recorded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cget_api.core.chain import slugs_named_by_source, slugs_named_by_statement
from cget_api.core.errors import RecordingRefused
from cget_api.core.model import Dataset, Entity, Source, Statement
from cget_api.core.vocabulary import EntityType
from cget_api.store.tables import ENTITY, SOURCE, STATEMENT

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement or source of the dataset that the register does not hold so, with its key (slug) and digest."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class WantedStatement(Wanted):
    statement: Statement


@dataclass(frozen=True, slots=True)
class WantedSource(Wanted):
    source: Source


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that the register holds and the dataset does not, with its key (slug) and digest."""

    id: int
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Entities, statements and sources to add, in the order of the dataset; rows to supersede, in the order of
    recording; `ids` of the entities recorded, the slugs of all organisations, and the digests of everything that the
    dataset holds."""

    entities: tuple[Entity, ...]
    statements: tuple[WantedStatement, ...]
    sources: tuple[WantedSource, ...]
    gone_statements: tuple[Gone, ...]
    gone_sources: tuple[Gone, ...]
    ids: dict[str, int]
    organizations: frozenset[str]
    statement_digests: tuple[str, ...]
    source_digests: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.entities or self.statements or self.sources or self.gone_statements or self.gone_sources)


def difference(connection: Connection, dataset: Dataset) -> Difference:
    """Raises RecordingRefused for a dataset that contradicts itself or the identities recorded so far."""
    ids: dict[str, int] = {}
    types: dict[str, str] = {}
    for row in connection.execute(select(ENTITY)):
        ids[row.slug], types[row.slug] = row.id, row.type
    _refuse_changed_types(dataset, types)
    _refuse_twice("entity", (entity.slug for entity in dataset.entities))
    _refuse_unknown_slugs(dataset)

    statements = [(statement.key, statement.digest, statement) for statement in dataset.statements]
    _refuse_repeated_keys(statements)
    sources = [(source.slug, source.digest, source) for source in dataset.sources]
    _refuse_twice("source", (slug for slug, _, _ in sources))

    live = select(STATEMENT.c.id, STATEMENT.c.key, STATEMENT.c.digest).where(STATEMENT.c.superseded_in.is_(None))
    held_statements = {(key, digest): id_ for id_, key, digest in connection.execute(live.order_by(STATEMENT.c.id))}
    described = select(SOURCE.c.id, ENTITY.c.slug, SOURCE.c.digest).join(ENTITY, ENTITY.c.id == SOURCE.c.entity_id)
    rows = connection.execute(described.where(SOURCE.c.superseded_in.is_(None)).order_by(SOURCE.c.id))
    held_sources = {(slug, digest): id_ for id_, slug, digest in rows}

    wanted_statements = {(key, digest) for key, digest, _ in statements}
    wanted_sources = {(slug, digest) for slug, digest, _ in sources}
    return Difference(
        entities=tuple(entity for entity in dataset.entities if entity.slug not in ids),
        statements=tuple(WantedStatement(*wanted) for wanted in statements if wanted[:2] not in held_statements),
        sources=tuple(WantedSource(*wanted) for wanted in sources if wanted[:2] not in held_sources),
        gone_statements=tuple(
            Gone(id_, *held) for held, id_ in held_statements.items() if held not in wanted_statements
        ),
        gone_sources=tuple(Gone(id_, *held) for held, id_ in held_sources.items() if held not in wanted_sources),
        ids=ids,
        organizations=frozenset(entity.slug for entity in dataset.entities if entity.type is EntityType.ORGANIZATION),
        statement_digests=tuple(digest for _, digest, _ in statements),
        source_digests=tuple(digest for _, digest, _ in sources),
    )


def sentence(statement: Statement) -> str:
    """For a person who has to find it in the seed files."""
    said = statement.object or (statement.text and statement.text.fr) or statement.kind or ""
    validity = "/".join(bound.text if bound else ".." for bound in (statement.validity.start, statement.validity.end))
    return " ".join(part for part in (statement.subject, statement.predicate, said, validity) if part)


def _refuse_changed_types(dataset: Dataset, types: dict[str, str]) -> None:
    changed = [entity for entity in dataset.entities if types.get(entity.slug, entity.type) != entity.type]
    if changed:
        raise RecordingRefused(
            _named(f"{entity.slug} (recorded as {types[entity.slug]})" for entity in changed),
            "cannot become another type of thing",
            "Keep the type, or choose another slug",
        )


def _refuse_twice(what: str, slugs: Iterable[str]) -> None:
    twice = [slug for slug, times in Counter(slugs).items() if times > 1]
    if twice:
        raise RecordingRefused(_named(twice), f"stands twice in the dataset as {what}", "Leave one of them out")


def _refuse_repeated_keys(statements: list[tuple[str, str, Statement]]) -> None:
    if len({key for key, _, _ in statements}) == len(statements):
        return
    by_key: dict[str, list[Statement]] = defaultdict(list)
    for key, _, statement in statements:
        by_key[key].append(statement)
    raise RecordingRefused(
        _named(sentence(same[0]) for same in by_key.values() if len(same) > 1),
        "is said twice, with the same object or words, bounds and qualifiers",
        "Keep one statement and put the citations of both under it",
    )


def _refuse_unknown_slugs(dataset: Dataset) -> None:
    types = {entity.slug: entity.type for entity in dataset.entities}
    unknown = {
        slug for statement in dataset.statements for slug in slugs_named_by_statement(statement) if slug not in types
    }
    unknown |= {
        slug
        for source in dataset.sources
        for slug in slugs_named_by_source(source)
        if types.get(slug) is not EntityType.SOURCE
    }
    if unknown:
        raise RecordingRefused(
            _named(sorted(unknown)),
            "is named and is not an entity (a source, where one belongs) of the dataset",
            "Add it",
        )


def _named(names: Iterable[str]) -> str:
    all_ = list(names)
    shown = ", ".join(all_[:_SHOWN])
    return shown if len(all_) <= _SHOWN else f"{shown} and {len(all_) - _SHOWN} more"
