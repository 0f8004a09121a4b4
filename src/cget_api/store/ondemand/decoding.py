"""From the JSON arrays that the database gives to the core's values, quickly: a level may bring thousands."""

from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any, Final

import orjson

from cget_api.core.errors import BadUserInput, RegisterTampered
from cget_api.core.model import Citation, Entity, Quantity, Recorded, Source, SourceRelation, Statement
from cget_api.core.validity import Span
from cget_api.core.vocabulary import (
    EntityType,
    Evidence,
    Language,
    Predicate,
    SourceKind,
    SourceRelationKind,
    Standing,
)
from cget_api.store.dates import Dates
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.rows import RESTORE, kind_from_column, text_from_columns
from cget_api.store.searching import Found

_INTERVALS_REMEMBERED: Final = 1_000
_NOT_READ: Final = ""
_NONE: Final = "[]"
_ENTITY_TYPES = {type_.value: type_ for type_ in EntityType}
_SORTS = {sort.value: sort for sort in Sort}
_PREDICATES = {predicate.value: predicate for predicate in Predicate}
_STANDINGS = {standing.value: standing for standing in Standing}
_SOURCE_KINDS = {kind.value: kind for kind in SourceKind}
_EVIDENCE = {evidence.value: evidence for evidence in Evidence}
_LANGUAGES: dict[str | None, Language | None] = {None: None, **{language.value: language for language in Language}}


@dataclass(frozen=True, slots=True)
class Interval:
    """From the revision that recorded something to the one that superseded it, if any."""

    recorded_in: int
    superseded_in: int | None

    def holds_in(self, revision: int) -> bool:
        return self.recorded_in <= revision and (self.superseded_in is None or self.superseded_in > revision)


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity, in which revisions something is `held` of it, and its `lives` as believed in them."""

    entity: Entity
    lives: tuple[tuple[Interval, Span], ...]
    held: tuple[Interval, ...]

    def is_held_in(self, revision: int) -> bool:
        return any(interval.holds_in(revision) for interval in self.held)


@dataclass(frozen=True, slots=True)
class Relation:
    """That the source `slug` said, in some revisions, that it was something to another one."""

    interval: Interval
    kind: SourceRelationKind
    slug: str
    position: int


def _relations(told: str) -> tuple[SourceRelation, ...]:
    return tuple(SourceRelation(SourceRelationKind(kind), intern(source)) for kind, source in orjson.loads(told))


@lru_cache(_INTERVALS_REMEMBERED)
def _interval(recorded_in: int, superseded_in: int | None) -> Interval:
    return Interval(recorded_in, superseded_in)


@lru_cache(_INTERVALS_REMEMBERED)
def _intervals(told: tuple[tuple[int, int | None], ...]) -> tuple[Interval, ...]:
    """Most things are held from one and the same revision on."""
    return tuple(_interval(first, last) for first, last in told)


class Decoder:
    """Makes values of what the statements of `sql` give; a slug that comes a thousand times is one text in memory, and
    digests are not read. Several threads may ask. Raises RegisterTampered for what means nothing."""

    def __init__(self) -> None:
        self._dates = Dates()

    def statement(self, told: str) -> Recorded[Statement]:
        columns = orjson.loads(told)
        try:
            return self._statement(columns)
        except (BadUserInput, KeyError, ValueError) as error:
            where = f"statement {columns[0]} (key {columns[1]}, recorded in revision {columns[2]})"
            raise RegisterTampered(where, str(error), RESTORE) from error

    def _statement(self, columns: list[Any]) -> Recorded[Statement]:
        (
            _id,
            key,
            recorded_in,
            superseded_in,
            subject,
            predicate,
            object_,
            kind,
            language,
            heading_fr,
            heading_en,
            text_fr,
            text_en,
            unit_fr,
            unit_en,
            per_fr,
            per_en,
            covers,
            approximate,
            interim,
            role_fr,
            role_en,
            terms,
            act,
            valid_start,
            valid_end,
            standing,
            note_fr,
            note_en,
            position,
            value,
            citations,
        ) = columns
        quantity = None
        if value is not None:
            unit = text_from_columns(unit_fr, unit_en)
            if unit is None:
                raise ValueError("a value without a unit")
            per = text_from_columns(per_fr, per_en)
            quantity = Quantity(float(value), unit, per, self._dates.period(covers), bool(approximate))
        statement = Statement(
            intern(subject),
            _PREDICATES[predicate],
            self._dates.validity(valid_start, valid_end),
            object_ and intern(object_),
            kind_from_column(predicate, kind),
            _LANGUAGES[language],
            text_from_columns(heading_fr, heading_en),
            text_from_columns(text_fr, text_en),
            quantity,
            bool(interim),
            text_from_columns(role_fr, role_en),
            terms,
            act and intern(act),
            _STANDINGS[standing],
            text_from_columns(note_fr, note_en),
            position,
            self._citations(citations),
        )
        return Recorded(statement, key, _NOT_READ, recorded_in, superseded_in)

    def _citations(self, told: list[list[Any]]) -> tuple[Citation, ...]:
        if len(told) > 1:
            told.sort(key=lambda citation: citation[0])
        return tuple(
            [
                Citation(
                    intern(source),
                    _EVIDENCE[evidence],
                    via and intern(via),
                    locator and intern(locator),
                    attests and self._dates.period(attests),
                )
                for _, source, evidence, via, locator, attests in told
            ]
        )

    def thing(self, told: str) -> Thing:
        slug, type_, lives, held = orjson.loads(told)
        try:
            return Thing(
                Entity(intern(slug), _ENTITY_TYPES[type_]),
                tuple([(_interval(life[0], life[1]), Span(*life[2:])) for life in lives]),
                _intervals(tuple([(first, last) for first, last in held])),
            )
        except KeyError as error:
            raise RegisterTampered(f"entity {slug}", str(error), RESTORE) from error

    def source(self, told: str) -> Recorded[Source]:
        slug, recorded_in, superseded_in, kind, title, publisher, url, numbers, *rest = orjson.loads(told)
        published_on, signed_on, in_force, wording_dated, note_fr, note_en, relations, identifier = rest
        period = self._dates.period
        try:
            source = Source(
                intern(slug),
                _SOURCE_KINDS[kind],
                title,
                publisher,
                url,
                () if numbers == _NONE else tuple(orjson.loads(numbers)),
                period(published_on),
                period(signed_on),
                period(in_force),
                period(wording_dated),
                text_from_columns(note_fr, note_en),
                () if relations == _NONE else _relations(relations),
            )
        except (BadUserInput, KeyError, ValueError) as error:
            where = f"source {identifier} ({slug}, recorded in revision {recorded_in})"
            raise RegisterTampered(where, str(error), RESTORE) from error
        return Recorded(source, source.slug, _NOT_READ, recorded_in, superseded_in)

    def candidate(self, told: str) -> Found:
        return Found(*orjson.loads(told))

    def relation(self, told: str) -> tuple[str, Relation]:
        """With the source that is told of."""
        related, recorded_in, superseded_in, kind, slug, position = orjson.loads(told)
        return related, Relation(Interval(recorded_in, superseded_in), SourceRelationKind(kind), slug, position)

    def needs(self, told: str) -> list[Need]:
        return [
            Need(_SORTS[sort], intern(slug), _PREDICATES.get(word, word)) for sort, slug, word in orjson.loads(told)
        ]
