"""Entities, statements, sources, citations and revisions: what the register holds, as immutable values."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from cget_api.core.validity import Period, Validity
from cget_api.core.vocabulary import (
    EntityType,
    EventKind,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    SourceKind,
    SourceRelationKind,
    Standing,
)

KEY_LENGTH = 32
_FRENCH = Language.FR

Content = TypeVar("Content", "Statement", "Source")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in French and in English."""

    fr: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.fr if language is _FRENCH else self.en


@dataclass(frozen=True, slots=True)
class Entity:
    """Something with an identity: its slug and its type, nothing that can change."""

    slug: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Citation:
    """That the source `source`, read in the source `via` where it was not read itself, vouches for a statement at
    `locator` with the weight `evidence`, for the days `attests` (the statement's whole validity where None)."""

    source: str
    evidence: Evidence
    via: str | None = None
    locator: str | None = None
    attests: Period | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a unit, counted `per` a month or a year, over the period it `covers`, `approximate` where the source
    says so."""

    value: float
    unit: Text
    per: Text | None = None
    covers: Period | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about `subject`: `predicate` and what it takes (an `object`, a `text`, a `quantity` labelled by
    its `text`, a `kind`, or nothing), when it was so (`validity`), what the register makes of it (`standing`, `note`),
    on whose word (`citations`), where it is shown among its like (`position`).

    `kind` is an OrganizationKind in a CLASSIFICATION and an EventKind in an OCCURRED, whose `act` is the legal act it
    belongs to. Subjects, objects and sources are slugs.
    """

    subject: str
    predicate: Predicate
    validity: Validity
    object: str | None = None
    kind: OrganizationKind | EventKind | None = None
    language: Language | None = None
    heading: Text | None = None
    text: Text | None = None
    quantity: Quantity | None = None
    interim: bool = False
    role: Text | None = None
    terms: str | None = None
    act: str | None = None
    standing: Standing = Standing.ACCEPTED
    note: Text | None = None
    position: int = 0
    citations: tuple[Citation, ...] = ()

    @property
    def key(self) -> str:
        """What it says and when, whatever the database: subject, predicate, object or literal, bounds, qualifiers."""
        literal = self.text and self.text.in_language(self.language or Language.FR)
        quantity = self.quantity
        return _digest_of(
            [
                self.subject,
                self.predicate,
                self.object,
                self.kind if self.predicate is Predicate.CLASSIFICATION else None,
                self.language,
                literal,
                None if quantity is None else _number(quantity.value),
                None if quantity is None else quantity.unit.in_language(self.language or Language.FR),
                self.validity.start and self.validity.start.text,
                self.validity.end and self.validity.end.text,
                self.interim,
                quantity and quantity.per and quantity.per.in_language(self.language or Language.FR),
                quantity and quantity.covers and quantity.covers.text,
            ]
        )[:KEY_LENGTH]

    @property
    def digest(self) -> str:
        """SHA-256 over everything that the statement holds, citations included and in order."""
        quantity = self.quantity
        return _digest_of(
            [
                self.key,
                self.subject,
                self.predicate,
                self.object,
                self.kind,
                self.language,
                _pair(self.heading),
                _pair(self.text),
                quantity
                and [
                    _number(quantity.value),
                    _pair(quantity.unit),
                    _pair(quantity.per),
                    quantity.covers and quantity.covers.text,
                    quantity.approximate,
                ],
                self.interim,
                _pair(self.role),
                self.terms,
                self.act,
                self.validity.start and self.validity.start.text,
                self.validity.end and self.validity.end.text,
                self.standing,
                _pair(self.note),
                self.position,
                [[c.source, c.via, c.locator, c.evidence, c.attests and c.attests.text] for c in self.citations],
            ]
        )


@dataclass(frozen=True, slots=True)
class SourceRelation:
    """What a source is to another: an edition of it, a copy, an act that amends, repeals or implements it."""

    kind: SourceRelationKind
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """One description of the document `slug`: its kind, title, publisher, address and official numbers; the date
    printed on it, when it was signed and in force, when its wording was written where that is another day; and its
    `relations`."""

    slug: str
    source_kind: SourceKind
    title: str
    publisher: str | None = None
    url: str | None = None
    official_numbers: tuple[str, ...] = ()
    published_on: Period | None = None
    signed_on: Period | None = None
    in_force: Period | None = None
    wording_dated: Period | None = None
    note: Text | None = None
    relations: tuple[SourceRelation, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the whole description."""
        return _digest_of(
            [
                self.slug,
                self.source_kind,
                self.title,
                self.publisher,
                self.url,
                list(self.official_numbers),
                *(
                    period and period.text
                    for period in (self.published_on, self.signed_on, self.in_force, self.wording_dated)
                ),
                _pair(self.note),
                [[relation.kind, relation.source] for relation in self.relations],
            ]
        )


@dataclass(frozen=True, slots=True)
class Revision:
    """What was recorded together: `number` (from 1, without gaps), when (UTC), by whom and why; `digest` covers its
    content and its parent's digest, `content_digest` everything that is held in it."""

    number: int
    recorded_at: datetime
    author: str
    message: str
    digest: str
    content_digest: str


@dataclass(frozen=True, slots=True)
class Recorded(Generic[Content]):
    """A statement or a description of a source, with the number of the revision that recorded it and of the one that
    superseded it, if any; its `key` and `digest` as stored."""

    value: Content
    key: str
    digest: str
    recorded_in: int
    superseded_in: int | None = None

    def is_held_in(self, revision: int) -> bool:
        return self.recorded_in <= revision and (self.superseded_in is None or self.superseded_in > revision)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything that a register holds at once: entities, statements and descriptions of sources, each in any order."""

    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]


def _pair(text: Text | None) -> list[str] | None:
    return None if text is None else [text.fr, text.en]


def _number(value: float) -> str:
    return f"{value:.17g}"


def _digest_of(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
