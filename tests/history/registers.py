"""Registers in memory, of a few statements, as one revision holds them."""

from dataclasses import replace
from datetime import UTC, datetime

from cget_api.core.index import EMPTY_REVISION, RegisterIndex
from cget_api.core.lens import Lens
from cget_api.core.model import Entity, Recorded, Source, Statement
from cget_api.core.validity import bound_from_edtf, day_from_text
from cget_api.core.vocabulary import RULES, EntityType, SourceKind

RECORDED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def register(*statements: Statement, sources: tuple[Source, ...] = (), number: int = 1) -> RegisterIndex:
    """Every slug that the statements name is an entity of the type that its place asks for."""
    entities: dict[str, Entity] = {}
    for statement in statements:
        rule = RULES[statement.predicate]
        subject = EntityType.ORGANIZATION if EntityType.ORGANIZATION in rule.domain else next(iter(rule.domain))
        entities.setdefault(statement.subject, Entity(statement.subject, subject))
        if statement.object is not None:
            object_ = EntityType.ORGANIZATION if EntityType.ORGANIZATION in rule.range else next(iter(rule.range))
            entities.setdefault(statement.object, Entity(statement.object, object_))
        if rule.domain == {EntityType.POST} or rule.domain == {EntityType.EVENT}:
            entities[statement.subject] = Entity(statement.subject, next(iter(rule.domain)))
    cited = {citation.source for statement in statements for citation in statement.citations}
    described = {source.slug: source for source in sources}
    for slug in cited:
        described.setdefault(slug, Source(slug, SourceKind.OFFICIAL_PAGE, slug))
        entities[slug] = Entity(slug, EntityType.SOURCE)
    return RegisterIndex(
        replace(EMPTY_REVISION, number=number, recorded_at=RECORDED_AT),
        entities,
        [Recorded(statement, statement.key, statement.digest, 1) for statement in statements],
        [Recorded(source, source.slug, source.digest, 1) for source in described.values()],
    )


def lens(held: RegisterIndex, day: str, stated_by: str | None = None, *, only_certain: bool = False) -> Lens:
    return Lens(held, day_from_text(day), stated_by, only_certain)


def day(text: str) -> int:
    return bound_from_edtf(text).earliest
