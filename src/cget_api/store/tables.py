"""The five tables that hold everything, and three that follow from them, with every constraint and index named;
triggers and views are the migrations' alone.

Identifiers are given by the recorder, from 1 and without gaps, in the order of recording. Days are proleptic Gregorian
ordinals, half-open, exactly those of `Validity.span`. Lists within a description of a source are JSON text.

docs/database.md tells for each index what is asked by it.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from cget_api.core.vocabulary import EntityType
from cget_api.store.shape import CITATION_CHECKS, SOURCE_CHECKS, STATEMENT_CHECKS, listed

_IDENTIFIER = BigInteger().with_variant(Integer(), "sqlite")
# Of whatever locale a PostgreSQL is: only the order of signs lets an index find what begins with a word.
_WORD = Text().with_variant(Text(collation="C"), "postgresql")


def _identifier() -> "Column[int]":
    return Column(_IDENTIFIER, primary_key=True, autoincrement=False)


def _reference(table: str, name: str, *, to: str, nullable: bool = False, primary_key: bool = False) -> "Column[int]":
    target = to.partition(".")[0]
    type_ = Integer() if target == "revision" else _IDENTIFIER
    foreign_key = ForeignKey(to, name=f"fk_{table}_{name}_{target}")
    return Column(name, type_, foreign_key, nullable=nullable, primary_key=primary_key, autoincrement=False)


def _checks(checks: dict[str, str]) -> tuple[CheckConstraint, ...]:
    return tuple(CheckConstraint(condition, name=name) for name, condition in checks.items())


class RevisionRow(SQLModel, table=True):
    """What was recorded together, under `number`, after `parent_number`: when, by whom, why, and the digests of it."""

    __tablename__ = "revision"
    __table_args__ = (PrimaryKeyConstraint("number", name="pk_revision"),) + _checks(
        {
            "ck_revision_chain": (
                "CASE WHEN number = 1 THEN parent_number IS NULL"
                " ELSE number > 1 AND parent_number IS NOT NULL AND parent_number = number - 1 END"
            ),
            "ck_revision_author": "trim(author) <> ''",
            "ck_revision_message": "trim(message) <> ''",
            "ck_revision_digest": "length(digest) = 64",
            "ck_revision_content_digest": "length(content_digest) = 64",
        }
    )

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    parent_number: int | None = Field(
        sa_column=_reference("revision", "parent_number", to="revision.number", nullable=True)
    )
    recorded_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    author: str = Field(sa_column=Column(Text, nullable=False))
    message: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(sa_column=Column(Text, nullable=False))
    content_digest: str = Field(sa_column=Column(Text, nullable=False))


class EntityRow(SQLModel, table=True):
    """Something with an identity: its `slug` and `type`, and the revision it was first recorded in."""

    __tablename__ = "entity"
    __table_args__ = (
        (PrimaryKeyConstraint("id", name="pk_entity"),)
        + _checks(
            {
                "ck_entity_slug": "slug <> ''",
                "ck_entity_type": f"type IN {listed(EntityType)}",
            }
        )
        + (
            Index("uq_entity_slug", "slug", unique=True),
            Index("ix_entity_slug", "slug"),
            Index("ix_entity_type_slug", "type", "slug"),
        )
    )

    id: int = Field(sa_column=_identifier())
    slug: str = Field(sa_column=Column(Text, nullable=False))
    type: str = Field(sa_column=Column(Text, nullable=False))
    recorded_in: int = Field(sa_column=_reference("entity", "recorded_in", to="revision.number"))


class StatementRow(SQLModel, table=True):
    """One thing said about the entity `subject_id`, as core `Statement` has it, with its four bounds, the revision that
    recorded it and the one that superseded it."""

    __tablename__ = "statement"
    __table_args__ = (
        (PrimaryKeyConstraint("id", name="pk_statement"),)
        + _checks(STATEMENT_CHECKS)
        + (
            Index(
                "uq_statement_live_key",
                "key",
                unique=True,
                sqlite_where=text("superseded_in IS NULL"),
                postgresql_where=text("superseded_in IS NULL"),
            ),
            Index("ix_statement_subject_id_predicate_superseded_in", "subject_id", "predicate", "superseded_in"),
            Index("ix_statement_key", "key"),
            Index("ix_statement_predicate_start_earliest", "predicate", "start_earliest", "start_latest"),
            Index(
                "ix_statement_standing",
                "standing",
                sqlite_where=text("standing <> 'ACCEPTED'"),
                postgresql_where=text("standing <> 'ACCEPTED'"),
            ),
            Index(
                "ix_statement_object_id_predicate",
                "object_id",
                "predicate",
                sqlite_where=text("object_id IS NOT NULL"),
                postgresql_where=text("object_id IS NOT NULL"),
            ),
            Index("ix_statement_recorded_in", "recorded_in"),
            Index(
                "ix_statement_superseded_in",
                "superseded_in",
                sqlite_where=text("superseded_in IS NOT NULL"),
                postgresql_where=text("superseded_in IS NOT NULL"),
            ),
        )
    )

    id: int = Field(sa_column=_identifier())
    key: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(sa_column=Column(Text, nullable=False))
    subject_id: int = Field(sa_column=_reference("statement", "subject_id", to="entity.id"))
    predicate: str = Field(sa_column=Column(Text, nullable=False))
    object_id: int | None = Field(sa_column=_reference("statement", "object_id", to="entity.id", nullable=True))
    kind: str | None = Field(sa_column=Column(Text))
    language: str | None = Field(sa_column=Column(Text))
    heading_fr: str | None = Field(sa_column=Column(Text))
    heading_en: str | None = Field(sa_column=Column(Text))
    text_fr: str | None = Field(sa_column=Column(Text))
    text_en: str | None = Field(sa_column=Column(Text))
    value: float | None = Field(sa_column=Column(Double))
    unit_fr: str | None = Field(sa_column=Column(Text))
    unit_en: str | None = Field(sa_column=Column(Text))
    per_fr: str | None = Field(sa_column=Column(Text))
    per_en: str | None = Field(sa_column=Column(Text))
    covers: str | None = Field(sa_column=Column(Text))
    approximate: bool = Field(sa_column=Column(Boolean, nullable=False))
    interim: bool = Field(sa_column=Column(Boolean, nullable=False))
    role_fr: str | None = Field(sa_column=Column(Text))
    role_en: str | None = Field(sa_column=Column(Text))
    terms: str | None = Field(sa_column=Column(Text))
    act_id: int | None = Field(sa_column=_reference("statement", "act_id", to="entity.id", nullable=True))
    valid_start: str | None = Field(sa_column=Column(Text))
    valid_end: str | None = Field(sa_column=Column(Text))
    start_earliest: int = Field(sa_column=Column(Integer, nullable=False))
    start_latest: int = Field(sa_column=Column(Integer, nullable=False))
    end_earliest: int = Field(sa_column=Column(Integer, nullable=False))
    end_latest: int = Field(sa_column=Column(Integer, nullable=False))
    standing: str = Field(sa_column=Column(Text, nullable=False))
    note_fr: str | None = Field(sa_column=Column(Text))
    note_en: str | None = Field(sa_column=Column(Text))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    recorded_in: int = Field(sa_column=_reference("statement", "recorded_in", to="revision.number"))
    superseded_in: int | None = Field(
        sa_column=_reference("statement", "superseded_in", to="revision.number", nullable=True)
    )


class SourceRow(SQLModel, table=True):
    """One description of the source entity `entity_id`, as core `Source` has it, with the revision that recorded it and
    the one that superseded it."""

    __tablename__ = "source"
    __table_args__ = (
        (PrimaryKeyConstraint("id", name="pk_source"),)
        + _checks(SOURCE_CHECKS)
        + (
            Index(
                "uq_source_live_entity_id",
                "entity_id",
                unique=True,
                sqlite_where=text("superseded_in IS NULL"),
                postgresql_where=text("superseded_in IS NULL"),
            ),
            Index("ix_source_entity_id", "entity_id"),
        )
    )

    id: int = Field(sa_column=_identifier())
    entity_id: int = Field(sa_column=_reference("source", "entity_id", to="entity.id"))
    digest: str = Field(sa_column=Column(Text, nullable=False))
    source_kind: str = Field(sa_column=Column(Text, nullable=False))
    title: str = Field(sa_column=Column(Text, nullable=False))
    publisher: str | None = Field(sa_column=Column(Text))
    url: str | None = Field(sa_column=Column(Text))
    official_numbers: str = Field(sa_column=Column(Text, nullable=False))
    published_on: str | None = Field(sa_column=Column(Text))
    signed_on: str | None = Field(sa_column=Column(Text))
    in_force: str | None = Field(sa_column=Column(Text))
    wording_dated: str | None = Field(sa_column=Column(Text))
    note_fr: str | None = Field(sa_column=Column(Text))
    note_en: str | None = Field(sa_column=Column(Text))
    relations: str = Field(sa_column=Column(Text, nullable=False))
    recorded_in: int = Field(sa_column=_reference("source", "recorded_in", to="revision.number"))
    superseded_in: int | None = Field(
        sa_column=_reference("source", "superseded_in", to="revision.number", nullable=True)
    )


class SourceRelationRow(SQLModel, table=True):
    """What the description `description_id` says, in the place `position` of its `relations`, that its source is to the
    source `related_id`: written by a trigger when the description is recorded, to be found from the other end."""

    __tablename__ = "source_relation"
    __table_args__ = (
        PrimaryKeyConstraint("description_id", "position", name="pk_source_relation"),
        Index("ix_source_relation_related_id", "related_id"),
    )

    description_id: int = Field(
        sa_column=_reference("source_relation", "description_id", to="source.id", primary_key=True)
    )
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    related_id: int = Field(sa_column=_reference("source_relation", "related_id", to="entity.id"))


class CitationRow(SQLModel, table=True):
    """That the source `source_id`, read in `via_id` where it was not read itself, vouches for a statement."""

    __tablename__ = "citation"
    __table_args__ = (
        (PrimaryKeyConstraint("id", name="pk_citation"),)
        + _checks(CITATION_CHECKS)
        + (
            Index("uq_citation_statement_id_position", "statement_id", "position", unique=True),
            Index("ix_citation_source_id", "source_id"),
        )
    )

    id: int = Field(sa_column=_identifier())
    statement_id: int = Field(sa_column=_reference("citation", "statement_id", to="statement.id"))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    source_id: int = Field(sa_column=_reference("citation", "source_id", to="entity.id"))
    via_id: int | None = Field(sa_column=_reference("citation", "via_id", to="entity.id", nullable=True))
    locator: str | None = Field(sa_column=Column(Text))
    evidence: str = Field(sa_column=Column(Text, nullable=False))
    attests: str | None = Field(sa_column=Column(Text))


class SearchTextRow(SQLModel, table=True):
    """What is searched of a statement, folded: one line for each wording, beginning with a space."""

    __tablename__ = "search_text"
    __table_args__ = (PrimaryKeyConstraint("statement_id", name="pk_search_text"),)

    statement_id: int = Field(
        sa_column=Column(
            _IDENTIFIER,
            ForeignKey("statement.id", name="fk_search_text_statement_id_statement"),
            primary_key=True,
            autoincrement=False,
        )
    )
    lines: str = Field(sa_column=Column(Text, nullable=False))


class SearchWordRow(SQLModel, table=True):
    """That a word, or the beginning of a very long one, is in the search text of a statement."""

    __tablename__ = "search_word"
    __table_args__ = (
        PrimaryKeyConstraint("word", "statement_id", name="pk_search_word"),
        {"sqlite_with_rowid": False},
    )

    word: str = Field(sa_column=Column(_WORD, primary_key=True))
    statement_id: int = Field(
        sa_column=Column(
            _IDENTIFIER,
            ForeignKey("search_text.statement_id", name="fk_search_word_statement_id_search_text"),
            primary_key=True,
        )
    )


METADATA: Final = SQLModel.metadata
REVISION: Final[Table] = METADATA.tables["revision"]
ENTITY: Final[Table] = METADATA.tables["entity"]
STATEMENT: Final[Table] = METADATA.tables["statement"]
SOURCE: Final[Table] = METADATA.tables["source"]
SOURCE_RELATION: Final[Table] = METADATA.tables["source_relation"]
CITATION: Final[Table] = METADATA.tables["citation"]
SEARCH_TEXT: Final[Table] = METADATA.tables["search_text"]
SEARCH_WORD: Final[Table] = METADATA.tables["search_word"]
