"""Everything that was recorded, read at once and then extended by what is new: the register's past and present in
memory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from cget_api.core.model import Content, Entity, Recorded, Revision, Source, Statement
from cget_api.core.vocabulary import EntityType
from cget_api.store.engine import reading
from cget_api.store.rows import Reader
from cget_api.store.tables import ENTITY, REVISION, SOURCE, STATEMENT


@dataclass(frozen=True, slots=True)
class History:
    """Every revision in order; every entity by slug, with the number of the revision that recorded it; every statement
    and description of a source, superseded ones too, in the order of recording."""

    revisions: tuple[Revision, ...]
    entities: Mapping[str, Entity]
    entities_recorded_in: Mapping[str, int]
    statements: tuple[Recorded[Statement], ...]
    sources: tuple[Recorded[Source], ...]


EMPTY_HISTORY: Final = History((), MappingProxyType({}), MappingProxyType({}), (), ())


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest revision in short: its `number` and `digest`, 0 and empty before the first; how many statements it
    holds."""

    number: int
    digest: str
    statements: int


def latest(engine: Engine) -> Latest:
    with reading(engine) as connection:
        last = connection.execute(
            select(REVISION.c.number, REVISION.c.digest).order_by(REVISION.c.number.desc()).limit(1)
        ).one_or_none()
        held = select(func.count()).select_from(STATEMENT).where(STATEMENT.c.superseded_in.is_(None))
        number, digest = (0, "") if last is None else last
        return Latest(number, digest, connection.scalar(held) or 0)


def latest_revision_number(engine: Engine) -> int:
    """0 where nothing is recorded."""
    with reading(engine) as connection:
        return connection.scalar(select(func.max(REVISION.c.number))) or 0


def read_history(engine: Engine) -> History:
    return read_since(engine, EMPTY_HISTORY)


def read_since(engine: Engine, history: History) -> History:
    """`history` itself where nothing was recorded since; else a new one with what later revisions added and
    superseded. All is read anew where its last revision is not the one recorded: erased from, or a backup restored."""
    with reading(engine) as connection:
        revisions, goes_on = revisions_since(connection, history.revisions)
        if not goes_on:
            history = EMPTY_HISTORY
        after = len(history.revisions)
        if len(revisions) == after:
            return history
        entities = connection.execute(select(ENTITY).order_by(ENTITY.c.id)).all()
        reader = Reader({row.id: row.slug for row in entities})
        return History(
            revisions,
            MappingProxyType({row.slug: Entity(row.slug, EntityType(row.type)) for row in entities}),
            MappingProxyType({row.slug: row.recorded_in for row in entities}),
            _superseded(history.statements, _ends_of_statements(connection, after))
            + _statements(connection, reader, after),
            _superseded(history.sources, _ends_of_sources(connection, reader, after))
            + _sources(connection, reader, after),
        )


def revisions_since(connection: Connection, known: tuple[Revision, ...]) -> tuple[tuple[Revision, ...], bool]:
    """All of them, and whether they go on from the `known` ones: not after an erasure, or with a backup restored."""
    after = len(known)
    goes_on = not after or _digest(connection, after) == known[-1].digest
    return (known + _revisions(connection, after) if goes_on else _revisions(connection, 0)), goes_on


def _digest(connection: Connection, number: int) -> str | None:
    return connection.scalar(select(REVISION.c.digest).where(REVISION.c.number == number))


def _revisions(connection: Connection, after: int) -> tuple[Revision, ...]:
    rows = connection.execute(select(REVISION).where(REVISION.c.number > after).order_by(REVISION.c.number))
    return tuple(
        Revision(row.number, row.recorded_at, row.author, row.message, row.digest, row.content_digest) for row in rows
    )


def _statements(connection: Connection, reader: Reader, after: int) -> tuple[Recorded[Statement], ...]:
    is_new = STATEMENT.c.recorded_in > after
    citations = reader.citations(connection, select(STATEMENT.c.id).where(is_new) if after else None)
    # Identifiers follow revisions, so both orders are one; asked for by revision, SQLite finds the new by their index.
    order = (STATEMENT.c.recorded_in, STATEMENT.c.id) if after else (STATEMENT.c.id,)
    return tuple(
        Recorded(
            reader.statement(row, citations.get(row.id, ())), row.key, row.digest, row.recorded_in, row.superseded_in
        )
        for row in connection.execute(select(STATEMENT).where(is_new).order_by(*order))
    )


def _sources(connection: Connection, reader: Reader, after: int) -> tuple[Recorded[Source], ...]:
    rows = connection.execute(select(SOURCE).where(SOURCE.c.recorded_in > after).order_by(SOURCE.c.id))
    described = ((reader.source(row), row) for row in rows)
    return tuple(
        Recorded(source, source.slug, row.digest, row.recorded_in, row.superseded_in) for source, row in described
    )


def _ends_of_statements(connection: Connection, after: int) -> dict[tuple[str, int], int]:
    columns = select(STATEMENT.c.key, STATEMENT.c.recorded_in, STATEMENT.c.superseded_in)
    rows = connection.execute(columns.where(STATEMENT.c.superseded_in > after, STATEMENT.c.recorded_in <= after))
    return {(row.key, row.recorded_in): row.superseded_in for row in rows}


def _ends_of_sources(connection: Connection, reader: Reader, after: int) -> dict[tuple[str, int], int]:
    columns = select(SOURCE.c.entity_id, SOURCE.c.recorded_in, SOURCE.c.superseded_in)
    rows = connection.execute(columns.where(SOURCE.c.superseded_in > after, SOURCE.c.recorded_in <= after))
    return {(reader.slugs[row.entity_id], row.recorded_in): row.superseded_in for row in rows}


def _superseded(
    known: tuple[Recorded[Content], ...], ends: dict[tuple[str, int], int]
) -> tuple[Recorded[Content], ...]:
    """`known`, with those ended that `ends` names by key and revision."""
    if not ends:
        return known
    return tuple(
        replace(recorded, superseded_in=ends.get((recorded.key, recorded.recorded_in), recorded.superseded_in))
        for recorded in known
    )
