"""Learning what was recorded since, without reading it: off the path of requests."""

from collections.abc import Set as AbstractSet
from typing import Final

from sqlalchemy import Connection, Engine, func, or_, select, union_all

from cget_api.core.model import Revision
from cget_api.store.engine import reading
from cget_api.store.reading import revisions_since
from cget_api.store.tables import CITATION, ENTITY, SOURCE, SOURCE_RELATION, STATEMENT

_MOST_TOUCHED: Final = 5_000


def statements_recorded(engine: Engine, at_most: int) -> int:
    """How many were ever recorded, counted no further than `at_most`."""
    with reading(engine) as connection:
        return _count(connection, at_most)


def _count(connection: Connection, at_most: int) -> int:
    some = select(STATEMENT.c.id).limit(at_most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def recorded_since(engine: Engine, known: tuple[Revision, ...]) -> tuple[tuple[Revision, ...], AbstractSet[str] | None]:
    """All revisions, and the slugs and keys that those after the `known` ones touched: None where these are too many to
    tell, or the known ones are no longer those recorded."""
    with reading(engine) as connection:
        revisions, goes_on = revisions_since(connection, known)
        if len(revisions) == len(known) and goes_on:
            return known, frozenset()
        return revisions, _touched(connection, len(known)) if goes_on and known else None


def _touched(connection: Connection, after: int) -> AbstractSet[str] | None:
    statements = (
        select(STATEMENT.c.id, STATEMENT.c.key, STATEMENT.c.subject_id, STATEMENT.c.object_id)
        .where(or_(STATEMENT.c.recorded_in > after, STATEMENT.c.superseded_in > after))
        .limit(_MOST_TOUCHED + 1)
    )
    rows = connection.execute(statements).all()
    if len(rows) > _MOST_TOUCHED:
        return None
    identifiers = [row.id for row in rows]
    ends = {end for row in rows for end in (row.subject_id, row.object_id) if end is not None}
    described = select(SOURCE.c.id, SOURCE.c.entity_id).where(
        or_(SOURCE.c.recorded_in > after, SOURCE.c.superseded_in > after)
    )
    descriptions = connection.execute(described.limit(_MOST_TOUCHED + 1)).all()
    if len(descriptions) > _MOST_TOUCHED:
        return None
    ends.update(row.entity_id for row in descriptions)
    also = union_all(
        select(CITATION.c.source_id).where(CITATION.c.statement_id.in_(identifiers)),
        select(SOURCE_RELATION.c.related_id).where(
            SOURCE_RELATION.c.description_id.in_([row.id for row in descriptions])
        ),
        select(ENTITY.c.id).where(ENTITY.c.recorded_in > after),
    )
    ends.update(connection.execute(also).scalars())
    slugs = connection.execute(select(ENTITY.c.slug).where(ENTITY.c.id.in_(ends))).scalars()
    return {*slugs, *(row.key for row in rows)}
