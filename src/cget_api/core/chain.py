"""The digests that chain revisions together: of what one revision recorded, and of everything that it holds.

They cover slugs, types and the digests of statements and descriptions of sources, never a number that a database gave
to a row, so that two databases that recorded the same agree.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cget_api.core.model import Entity, Source, Statement


@dataclass(frozen=True, slots=True)
class Recording:
    """What one revision did: the `entities` it recorded first, the digests of the `statements` and `sources` it added,
    and of those it superseded, each with its key or slug; in any order."""

    entities: tuple[Entity, ...] = ()
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    superseded_statements: tuple[tuple[str, str], ...] = ()
    superseded_sources: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        return (
            len(self.entities)
            + len(self.statements)
            + len(self.sources)
            + len(self.superseded_statements)
            + len(self.superseded_sources)
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """Which revision it is (`number`), when it was recorded, by whom and why, and the digest of its parent (None of the
    first)."""

    parent: str | None
    number: int
    recorded_at: datetime
    author: str
    message: str


def digest_from_recording(signature: Signature, recording: Recording) -> str:
    """SHA-256 over the parent's digest, the signature, and what was recorded."""
    return _digest_of(
        [
            signature.parent,
            signature.number,
            signature.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            signature.author,
            signature.message,
            _entities(recording.entities),
            sorted(recording.statements),
            sorted(recording.sources),
            sorted(recording.superseded_statements),
            sorted(recording.superseded_sources),
        ]
    )


def content_digest_from_held(entities: Iterable[Entity], statements: Iterable[str], sources: Iterable[str]) -> str:
    """SHA-256 over everything held: digests of statements and sources, and the entities that these name."""
    return _digest_of([_entities(entities), sorted(statements), sorted(sources)])


def slugs_named_by_statement(statement: Statement) -> set[str]:
    """Its subject and object, the act, and whom it cites."""
    named = {statement.subject, statement.object, statement.act}
    for citation in statement.citations:
        named.update((citation.source, citation.via))
    return {slug for slug in named if slug is not None}


def slugs_named_by_source(source: Source) -> set[str]:
    """Itself and the sources it is related to."""
    return {source.slug, *(relation.source for relation in source.relations)}


def _entities(entities: Iterable[Entity]) -> list[tuple[str, str]]:
    return sorted((entity.slug, entity.type.value) for entity in entities)


def _digest_of(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
