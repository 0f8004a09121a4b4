"""Every row of a register as it stands, with its digest computed anew and what is wrong with it, judged by itself
alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from cget_api.core.chain import Recording, slugs_named_by_source, slugs_named_by_statement
from cget_api.core.errors import RegisterTampered
from cget_api.core.model import Citation, Entity, Revision
from cget_api.core.validity import Span
from cget_api.core.vocabulary import EntityType
from cget_api.store.rows import RESTORE, Reader
from cget_api.store.tables import ENTITY, REVISION, SOURCE, STATEMENT


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A row of `table`: its identifier and key (slug), its digest as stored and as recomputed, the revisions that
    recorded and superseded it, the entities that it `named`, and the `problem` that it shows by itself, if any."""

    table: str
    id: int
    key: str
    digest: str
    recomputed: str
    recorded_in: int
    superseded_in: int | None
    named: frozenset[str]
    problem: str | None

    def tampered(self, problem: str) -> RegisterTampered:
        return RegisterTampered(
            f"{self.table} {self.id} ({self.key}, recorded in revision {self.recorded_in})", problem, RESTORE
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """A row of `entity`: its identifier, the entity, and the revision that recorded it."""

    id: int
    entity: Entity
    recorded_in: int

    def tampered(self, problem: str) -> RegisterTampered:
        return RegisterTampered(
            f"entity {self.id} ({self.entity.slug}, recorded in revision {self.recorded_in})", problem, RESTORE
        )


@dataclass(frozen=True, slots=True)
class Exhibits:
    """All rows, each table in the order of its identifiers; `parents` are the revisions' parent numbers, `cited` the
    identifiers of the statements that have citations."""

    revisions: tuple[Revision, ...]
    parents: tuple[int | None, ...]
    identities: tuple[Identity, ...]
    sources: tuple[Exhibit, ...]
    statements: tuple[Exhibit, ...]
    cited: frozenset[int]

    def recording_in(self, number: int, *, recomputed: bool = False) -> Recording:
        """What revision `number` did, by the digests that are stored, or by those computed anew."""

        def added(exhibits: Iterable[Exhibit]) -> tuple[str, ...]:
            return tuple(
                exhibit.recomputed if recomputed else exhibit.digest
                for exhibit in exhibits
                if exhibit.recorded_in == number
            )

        def superseded(exhibits: Iterable[Exhibit]) -> tuple[tuple[str, str], ...]:
            return tuple(
                (exhibit.key, exhibit.recomputed if recomputed else exhibit.digest)
                for exhibit in exhibits
                if exhibit.superseded_in == number
            )

        return Recording(
            entities=tuple(identity.entity for identity in self.identities if identity.recorded_in == number),
            statements=added(self.statements),
            sources=added(self.sources),
            superseded_statements=superseded(self.statements),
            superseded_sources=superseded(self.sources),
        )


def exhibits_from_rows(connection: Connection) -> Exhibits:
    revisions = connection.execute(select(REVISION).order_by(REVISION.c.number)).all()
    entities = connection.execute(select(ENTITY).order_by(ENTITY.c.id)).all()
    reader = Reader({row.id: row.slug for row in entities})
    citations = reader.citations(connection)
    return Exhibits(
        revisions=tuple(
            Revision(row.number, row.recorded_at, row.author, row.message, row.digest, row.content_digest)
            for row in revisions
        ),
        parents=tuple(row.parent_number for row in revisions),
        identities=tuple(Identity(row.id, Entity(row.slug, EntityType(row.type)), row.recorded_in) for row in entities),
        sources=tuple(_source(reader, row) for row in connection.execute(select(SOURCE).order_by(SOURCE.c.id))),
        statements=tuple(
            _statement(reader, row, citations) for row in connection.execute(select(STATEMENT).order_by(STATEMENT.c.id))
        ),
        cited=frozenset(citations),
    )


def _statement(reader: Reader, row: Row[Any], citations: Mapping[int, Iterable[Citation]]) -> Exhibit:
    ends = (row.recorded_in, row.superseded_in)
    try:
        statement = reader.statement(row, citations.get(row.id, ()))
    except RegisterTampered as error:
        return Exhibit("statement", row.id, row.key, row.digest, "", *ends, frozenset(), error.problem)
    problem = None
    recomputed = statement.digest
    if recomputed != row.digest:
        problem = "it, or one of its citations, does not match its digest"
    elif statement.key != row.key:
        problem = "its key is not that of what it says"
    elif statement.validity.span != Span(row.start_earliest, row.start_latest, row.end_earliest, row.end_latest):
        problem = "its four bounds are not those of its dates"
    named = frozenset(slugs_named_by_statement(statement))
    return Exhibit("statement", row.id, row.key, row.digest, recomputed, *ends, named, problem)


def _source(reader: Reader, row: Row[Any]) -> Exhibit:
    ends = (row.recorded_in, row.superseded_in)
    try:
        source = reader.source(row)
    except RegisterTampered as error:
        slug = reader.slugs.get(row.entity_id, "")
        return Exhibit("source", row.id, slug, row.digest, "", *ends, frozenset(), error.problem)
    recomputed = source.digest
    problem = None if recomputed == row.digest else "it does not match its digest"
    named = frozenset(slugs_named_by_source(source))
    return Exhibit("source", row.id, source.slug, row.digest, recomputed, *ends, named, problem)
