"""Between rows and the core's values: what a statement, a source or a citation is in columns, and back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from cget_api.core.errors import BadUserInput, RegisterTampered
from cget_api.core.model import Citation, Quantity, Revision, Source, SourceRelation, Statement, Text
from cget_api.core.vocabulary import (
    EventKind,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    SourceKind,
    SourceRelationKind,
    Standing,
)
from cget_api.store.dates import Dates
from cget_api.store.tables import CITATION, REVISION

Values = tuple[Any, ...]

RESTORE = "Restore the last backup that verifies, and find out who wrote to the database"


def insertion(table: Table, dialect: str) -> str:
    """For many tuples of all columns, in the order of the table."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    mark = "%s" if dialect == "postgresql" else "?"
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join([mark] * len(table.columns))})"


def insert_revision(connection: Connection, revision: Revision) -> None:
    connection.execute(
        REVISION.insert().values(
            number=revision.number,
            parent_number=revision.number - 1 or None,
            recorded_at=revision.recorded_at,
            author=revision.author,
            message=revision.message,
            digest=revision.digest,
            content_digest=revision.content_digest,
        )
    )


def moment_after(parent: datetime, at: datetime) -> datetime:
    """`at` in UTC, or just after the parent revision where the clock went back: recorded time only increases."""
    return max(utc(at), parent + timedelta(microseconds=1))


def utc(at: datetime) -> datetime:
    """Raises ValueError for a time of nowhere."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at.astimezone(UTC)


def statement_row(
    identifier: int, key: str, digest: str, statement: Statement, ids: Mapping[str, int], revision: int
) -> Values:
    quantity, validity = statement.quantity, statement.validity
    span = validity.span
    return (
        identifier,
        key,
        digest,
        ids[statement.subject],
        statement.predicate.value,
        None if statement.object is None else ids[statement.object],
        None if statement.kind is None else statement.kind.value,
        None if statement.language is None else statement.language.value,
        *_both(statement.heading),
        *_both(statement.text),
        *(
            (None, None, None, None, None, None, False)
            if quantity is None
            else (
                quantity.value,
                *_both(quantity.unit),
                *_both(quantity.per),
                quantity.covers and quantity.covers.text,
                quantity.approximate,
            )
        ),
        statement.interim,
        *_both(statement.role),
        statement.terms,
        None if statement.act is None else ids[statement.act],
        validity.start and validity.start.text,
        validity.end and validity.end.text,
        span.start_earliest,
        span.start_latest,
        span.end_earliest,
        span.end_latest,
        statement.standing.value,
        *_both(statement.note),
        statement.position,
        revision,
        None,
    )


def citation_row(identifier: int, statement: int, position: int, citation: Citation, ids: Mapping[str, int]) -> Values:
    return (
        identifier,
        statement,
        position,
        ids[citation.source],
        None if citation.via is None else ids[citation.via],
        citation.locator,
        citation.evidence.value,
        citation.attests and citation.attests.text,
    )


def source_row(identifier: int, digest: str, source: Source, ids: Mapping[str, int], revision: int) -> Values:
    return (
        identifier,
        ids[source.slug],
        digest,
        source.source_kind.value,
        source.title,
        source.publisher,
        source.url,
        _json(source.official_numbers),
        *(
            period and period.text
            for period in (source.published_on, source.signed_on, source.in_force, source.wording_dated)
        ),
        *_both(source.note),
        _json([(relation.kind.value, relation.source) for relation in source.relations]),
        revision,
        None,
    )


@dataclass(slots=True)
class Reader:
    """Makes values of rows, by the `slugs` of entities; the same EDTF text is parsed once and shared.

    Raises RegisterTampered for a row that means nothing.
    """

    slugs: Mapping[int, str]
    _dates: Dates = field(default_factory=Dates)

    def statement(self, row: Row[Any], citations: Iterable[Citation]) -> Statement:
        try:
            return Statement(
                subject=self.slugs[row.subject_id],
                predicate=Predicate(row.predicate),
                validity=self._dates.validity(row.valid_start, row.valid_end),
                object=None if row.object_id is None else self.slugs[row.object_id],
                kind=kind_from_column(row.predicate, row.kind),
                language=None if row.language is None else Language(row.language),
                heading=text_from_columns(row.heading_fr, row.heading_en),
                text=text_from_columns(row.text_fr, row.text_en),
                quantity=self._quantity(row),
                interim=row.interim,
                role=text_from_columns(row.role_fr, row.role_en),
                terms=row.terms,
                act=None if row.act_id is None else self.slugs[row.act_id],
                standing=Standing(row.standing),
                note=text_from_columns(row.note_fr, row.note_en),
                position=row.position,
                citations=tuple(citations),
            )
        except (BadUserInput, KeyError, ValueError) as error:
            raise tampered_statement(row, str(error)) from error

    def citation(self, row: Row[Any]) -> Citation:
        try:
            return Citation(
                source=self.slugs[row.source_id],
                evidence=Evidence(row.evidence),
                via=None if row.via_id is None else self.slugs[row.via_id],
                locator=row.locator,
                attests=self._dates.period(row.attests),
            )
        except (BadUserInput, KeyError, ValueError) as error:
            raise RegisterTampered(f"citation {row.id} of statement {row.statement_id}", str(error), RESTORE) from error

    def source(self, row: Row[Any]) -> Source:
        try:
            return Source(
                slug=self.slugs[row.entity_id],
                source_kind=SourceKind(row.source_kind),
                title=row.title,
                publisher=row.publisher,
                url=row.url,
                official_numbers=tuple(json.loads(row.official_numbers)),
                published_on=self._dates.period(row.published_on),
                signed_on=self._dates.period(row.signed_on),
                in_force=self._dates.period(row.in_force),
                wording_dated=self._dates.period(row.wording_dated),
                note=text_from_columns(row.note_fr, row.note_en),
                relations=tuple(
                    SourceRelation(SourceRelationKind(kind), source) for kind, source in json.loads(row.relations)
                ),
            )
        except (BadUserInput, KeyError, ValueError) as error:
            raise tampered_source(row, self.slugs, str(error)) from error

    def citations(self, connection: Connection, query: Select[Any] | None = None) -> Mapping[int, Sequence[Citation]]:
        """By statement, each in order; all that there are, or those of the statements whose identifiers `query`
        selects."""
        selected = select(CITATION).order_by(CITATION.c.statement_id, CITATION.c.position)
        if query is not None:
            selected = selected.where(CITATION.c.statement_id.in_(query))
        found: dict[int, list[Citation]] = defaultdict(list)
        for row in connection.execute(selected):
            found[row.statement_id].append(self.citation(row))
        return found

    def _quantity(self, row: Row[Any]) -> Quantity | None:
        if row.value is None:
            return None
        unit = text_from_columns(row.unit_fr, row.unit_en)
        if unit is None:
            raise ValueError("a value without a unit")
        return Quantity(
            row.value, unit, text_from_columns(row.per_fr, row.per_en), self._dates.period(row.covers), row.approximate
        )


def tampered_statement(row: Row[Any], problem: str) -> RegisterTampered:
    where = f"statement {row.id} (key {row.key}, recorded in revision {row.recorded_in})"
    return RegisterTampered(where, problem, RESTORE)


def tampered_source(row: Row[Any], slugs: Mapping[int, str], problem: str) -> RegisterTampered:
    where = f"source {row.id} ({slugs.get(row.entity_id, 'of no entity')}, recorded in revision {row.recorded_in})"
    return RegisterTampered(where, problem, RESTORE)


def _both(text: Text | None) -> tuple[str | None, str | None]:
    return (None, None) if text is None else (text.fr, text.en)


def text_from_columns(fr: str | None, en: str | None) -> Text | None:
    return None if fr is None or en is None else Text(fr, en)


def kind_from_column(predicate: str, kind: str | None) -> OrganizationKind | EventKind | None:
    if kind is None:
        return None
    return OrganizationKind(kind) if predicate == Predicate.CLASSIFICATION else EventKind(kind)


def _json(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
