"""Recording a dataset as one revision: in one transaction, under a lock, and only where something differs.

There is no other way to write content into the register.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Table, func, select, update
from sqlalchemy.exc import IntegrityError

from cget_api.core.chain import (
    Recording,
    Signature,
    content_digest_from_held,
    digest_from_recording,
    slugs_named_by_source,
    slugs_named_by_statement,
)
from cget_api.core.errors import RecordingRefused
from cget_api.core.model import Citation, Dataset, Recorded, Revision, Source, Statement
from cget_api.core.search import SEARCHED, searched_text
from cget_api.store.changes import RecordingPlan, plan_from_changes
from cget_api.store.difference import Difference, difference, sentence
from cget_api.store.engine import reading, writing
from cget_api.store.refusal import rule_from_error
from cget_api.store.rows import (
    Reader,
    Values,
    citation_row,
    insert_revision,
    insertion,
    moment_after,
    source_row,
    statement_row,
    utc,
)
from cget_api.store.search_rows import word_rows
from cget_api.store.tables import CITATION, ENTITY, REVISION, SEARCH_TEXT, SEARCH_WORD, SOURCE, STATEMENT
from cget_api.store.watching import notify

Progress = Callable[[str, int, int], None]

_AT_ONCE = 2000


def plan(engine: Engine, dataset: Dataset) -> RecordingPlan:
    """Writes nothing. Raises RecordingRefused for a dataset that contradicts itself or the identities recorded so
    far."""
    with reading(engine) as connection:
        found = difference(connection, dataset)
        reader = Reader({row.id: row.slug for row in connection.execute(select(ENTITY.c.id, ENTITY.c.slug))})
        gone_statements = _gone_statements(connection, reader, found)
        gone_sources = _gone_sources(connection, reader, found)
    return plan_from_changes(
        found.entities,
        gone_statements,
        {wanted.key: wanted.statement for wanted in found.statements},
        gone_sources,
        {wanted.key: wanted.source for wanted in found.sources},
    )


def record(
    engine: Engine,
    dataset: Dataset,
    author: str,
    message: str,
    at: datetime,
    progress: Progress | None = None,
) -> Revision | None:
    """The revision that now holds the dataset; None where the latest one already does.

    `at` is aware; the revision is recorded then, or just after its parent where the clock went back. Raises
    RecordingRefused where the author or the message is empty, the dataset contradicts itself or the identities recorded
    so far, or the database refuses a row, and nothing is recorded then.
    """
    for what, words in (("author", author), ("message", message)):
        if not words.strip():
            raise RecordingRefused(
                what, "is empty", f"Say {'who records' if what == 'author' else 'why it is recorded'}"
            )
    with writing(engine) as connection:
        found = difference(connection, dataset)
        if found.is_empty:
            return None
        parent = connection.execute(select(REVISION).order_by(REVISION.c.number.desc()).limit(1)).one_or_none()
        number, recorded_at = 1, utc(at)
        if parent is not None:
            number, recorded_at = parent.number + 1, moment_after(parent.recorded_at, at)
        revision = _revision_of(
            found, dataset, Signature(parent.digest if parent else None, number, recorded_at, author, message)
        )
        _Recorder(connection, revision, found, progress or _silent).run()
        notify(connection)
    return revision


def _revision_of(found: Difference, dataset: Dataset, signature: Signature) -> Revision:
    named = {slug for statement in dataset.statements for slug in slugs_named_by_statement(statement)}
    named.update(slug for source in dataset.sources for slug in slugs_named_by_source(source))
    recording = Recording(
        entities=found.entities,
        statements=tuple(wanted.digest for wanted in found.statements),
        sources=tuple(wanted.digest for wanted in found.sources),
        superseded_statements=tuple((gone.key, gone.digest) for gone in found.gone_statements),
        superseded_sources=tuple((gone.key, gone.digest) for gone in found.gone_sources),
    )
    return Revision(
        number=signature.number,
        recorded_at=signature.recorded_at,
        author=signature.author,
        message=signature.message,
        digest=digest_from_recording(signature, recording),
        content_digest=content_digest_from_held(
            (entity for entity in dataset.entities if entity.slug in named),
            found.statement_digests,
            found.source_digests,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Recorder:
    """Writes one revision's rows: the superseded make room first, then each table in the order of its references."""

    connection: Connection
    revision: Revision
    found: Difference
    progress: Progress

    def run(self) -> None:
        revision, found, ids = self.revision, self.found, self.found.ids
        insert_revision(self.connection, revision)
        self._supersede(STATEMENT, [gone.id for gone in found.gone_statements])
        self._supersede(SOURCE, [gone.id for gone in found.gone_sources])
        first = self._first_id(ENTITY)
        ids.update((entity.slug, first + offset) for offset, entity in enumerate(found.entities))
        self._insert(
            ENTITY,
            "entities",
            [(ids[entity.slug], entity.slug, entity.type.value, revision.number) for entity in found.entities],
            lambda index: found.entities[index].slug,
        )
        first = self._first_id(SOURCE)
        self._insert(
            SOURCE,
            "sources",
            [
                source_row(first + offset, wanted.digest, wanted.source, ids, revision.number)
                for offset, wanted in enumerate(found.sources)
            ],
            lambda index: found.sources[index].key,
        )
        first = self._first_id(STATEMENT)
        self._insert(
            STATEMENT,
            "statements",
            [
                statement_row(first + offset, wanted.key, wanted.digest, wanted.statement, ids, revision.number)
                for offset, wanted in enumerate(found.statements)
            ],
            lambda index: sentence(found.statements[index].statement),
        )
        self._insert_citations(first)
        self._insert_searched(first)

    def _supersede(self, table: Table, ids: list[int]) -> None:
        for start in range(0, len(ids), _AT_ONCE):
            superseded = table.c.id.in_(ids[start : start + _AT_ONCE])
            self.connection.execute(update(table).where(superseded).values(superseded_in=self.revision.number))

    def _insert_citations(self, first_statement: int) -> None:
        first = self._first_id(CITATION)
        cited: list[tuple[Statement, Citation]] = []
        rows: list[Values] = []
        for offset, wanted in enumerate(self.found.statements):
            for position, citation in enumerate(wanted.statement.citations):
                cited.append((wanted.statement, citation))
                rows.append(
                    citation_row(first + len(rows), first_statement + offset, position, citation, self.found.ids)
                )
        self._insert(
            CITATION, "citations", rows, lambda index: f"{cited[index][1].source} for {sentence(cited[index][0])}"
        )

    def _insert_searched(self, first_statement: int) -> None:
        """What names, acronyms and missions of organisations are found by; the database refuses none of it."""
        dialect = self.connection.dialect.name
        insert_texts, insert_words = insertion(SEARCH_TEXT, dialect), insertion(SEARCH_WORD, dialect)
        added = enumerate((wanted.statement for wanted in self.found.statements), start=first_statement)
        searched = [
            (identifier, searched_text(statement.heading, statement.text))
            for identifier, statement in added
            if statement.predicate in SEARCHED and statement.subject in self.found.organizations
        ]
        for start in range(0, len(searched), _AT_ONCE):
            batch = searched[start : start + _AT_ONCE]
            self.connection.exec_driver_sql(insert_texts, batch)
            words = [row for identifier, text in batch for row in word_rows(identifier, text)]
            if words:
                self.connection.exec_driver_sql(insert_words, words)
            self.progress("searched texts", start + len(batch), len(searched))

    def _first_id(self, table: Table) -> int:
        return (self.connection.scalar(select(func.max(table.c.id))) or 0) + 1

    def _insert(self, table: Table, what: str, rows: Sequence[Values], name: Callable[[int], str]) -> None:
        statement = insertion(table, self.connection.dialect.name)
        for start in range(0, len(rows), _AT_ONCE):
            batch = list(rows[start : start + _AT_ONCE])
            try:
                with self.connection.begin_nested():
                    self.connection.exec_driver_sql(statement, batch)
            except IntegrityError as refused:
                offset, error = self._first_refused(statement, batch) or (0, refused)
                rule, problem = rule_from_error(error)
                raise RecordingRefused(
                    name(start + offset), f"{rule} refuses it: {problem}", "Mend the dataset"
                ) from error
            self.progress(what, start + len(batch), len(rows))

    def _first_refused(self, statement: str, batch: list[Values]) -> tuple[int, IntegrityError] | None:
        """Inserts one by one a batch that was refused: the place of the first row that is to blame, and why."""
        for offset, row in enumerate(batch):
            try:
                self.connection.exec_driver_sql(statement, row)
            except IntegrityError as error:
                return offset, error
        return None


def _gone_statements(connection: Connection, reader: Reader, found: Difference) -> list[Recorded[Statement]]:
    gone: list[Recorded[Statement]] = []
    for ids in _batches([row.id for row in found.gone_statements]):
        selected = STATEMENT.c.id.in_(ids)
        citations = reader.citations(connection, select(STATEMENT.c.id).where(selected))
        gone.extend(
            Recorded(reader.statement(row, citations.get(row.id, ())), row.key, row.digest, row.recorded_in)
            for row in connection.execute(select(STATEMENT).where(selected).order_by(STATEMENT.c.id))
        )
    return gone


def _gone_sources(connection: Connection, reader: Reader, found: Difference) -> list[Recorded[Source]]:
    gone: list[Recorded[Source]] = []
    for ids in _batches([row.id for row in found.gone_sources]):
        for row in connection.execute(select(SOURCE).where(SOURCE.c.id.in_(ids)).order_by(SOURCE.c.id)):
            source = reader.source(row)
            gone.append(Recorded(source, source.slug, row.digest, row.recorded_in))
    return gone


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
