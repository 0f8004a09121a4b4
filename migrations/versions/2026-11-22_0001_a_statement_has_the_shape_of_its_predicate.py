"""A statement has the shape of its predicate, ties what it ties, and says but one value a day where it may.

Revision ID: 0001
Revises:
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from cget_api.store.migration_law import is_postgresql, refuse_to_lose_what_was_recorded

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

PREDICATES = (
    "('EXISTENCE', 'OCCURRED', 'CLASSIFICATION', 'NAME', 'ACRONYM', 'DESCRIPTION', 'MISSION', 'FIELD_OF_ACTION',"
    " 'TERRITORY', 'PARTNER', 'LEGAL_NATURE', 'IDENTIFIER', 'FIGURE', 'AUTHORITY', 'DISPOSAL', 'UNIT_OF', 'HOSTED_BY',"
    " 'SECRETARIAT_OF', 'SUPERVISES', 'SUPPORTS', 'PORTFOLIO_OF', 'ORIGINAL_ORGANIZATION', 'RESULTING_ORGANIZATION',"
    " 'MANAGES', 'SITE', 'POST_IN', 'HEAD_OF', 'DEPUTY_TO', 'ASSISTS', 'HELD_BY', 'CONCERNS')"
)
TEXTS = (
    "('NAME', 'ACRONYM', 'DESCRIPTION', 'MISSION', 'FIELD_OF_ACTION', 'TERRITORY', 'PARTNER', 'LEGAL_NATURE',"
    " 'IDENTIFIER')"
)
WORDED = (
    "('NAME', 'ACRONYM', 'DESCRIPTION', 'MISSION', 'FIELD_OF_ACTION', 'TERRITORY', 'PARTNER', 'LEGAL_NATURE',"
    " 'IDENTIFIER', 'FIGURE')"
)
LINKS = (
    "('AUTHORITY', 'DISPOSAL', 'UNIT_OF', 'HOSTED_BY', 'SECRETARIAT_OF', 'SUPERVISES', 'SUPPORTS', 'PORTFOLIO_OF',"
    " 'ORIGINAL_ORGANIZATION', 'RESULTING_ORGANIZATION', 'MANAGES', 'SITE', 'POST_IN', 'HEAD_OF', 'DEPUTY_TO',"
    " 'ASSISTS', 'CONCERNS')"
)
TIED = (
    "('AUTHORITY', 'DISPOSAL', 'UNIT_OF', 'HOSTED_BY', 'SECRETARIAT_OF', 'SUPERVISES', 'SUPPORTS', 'PORTFOLIO_OF',"
    " 'ORIGINAL_ORGANIZATION', 'RESULTING_ORGANIZATION')"
)
LANGUAGE_OPTIONAL = (
    "('FIGURE', 'AUTHORITY', 'DISPOSAL', 'UNIT_OF', 'HOSTED_BY', 'SECRETARIAT_OF', 'SUPERVISES', 'SUPPORTS',"
    " 'PORTFOLIO_OF', 'ORIGINAL_ORGANIZATION', 'RESULTING_ORGANIZATION', 'MANAGES')"
)
ORGANIZATION_KINDS = (
    "('HEAD_OF_GOVERNMENT', 'MINISTER', 'STATE_SERVICE', 'NATIONAL_SERVICE', 'DELEGATION', 'DIRECTORATE',"
    " 'SUBDIRECTORATE', 'SERVICE', 'POLE', 'GENERAL_SECRETARIAT', 'MISSION_UNIT', 'OBSERVATORY',"
    " 'INTERMINISTERIAL_COMMITTEE', 'COUNCIL', 'PUBLIC_AGENCY', 'FUND')"
)
EVENT_KINDS = (
    "('ANNOUNCEMENT', 'SIGNATURE', 'PUBLICATION', 'ENTRY_INTO_FORCE', 'CREATION', 'START_OF_OPERATION', 'MERGER',"
    " 'TRANSFER', 'ATTACHMENT', 'REORGANIZATION', 'TRANSFORMATION', 'RENAMING', 'RELOCATION', 'APPOINTMENT',"
    " 'DESCRIPTION', 'DISSOLUTION', 'MEETING')"
)

# A type stands for the entities that a predicate may have as its subject or object; 'any' for all of them.
DOMAINS = {
    "organization post site programme": ("EXISTENCE",),
    "event": ("OCCURRED", "ORIGINAL_ORGANIZATION", "RESULTING_ORGANIZATION", "CONCERNS"),
    "organization": (
        *("CLASSIFICATION", "ACRONYM", "MISSION", "FIELD_OF_ACTION", "TERRITORY", "PARTNER", "LEGAL_NATURE", "FIGURE"),
        *("AUTHORITY", "DISPOSAL", "UNIT_OF", "HOSTED_BY", "SECRETARIAT_OF", "SUPERVISES", "SUPPORTS", "PORTFOLIO_OF"),
        "SITE",
    ),
    "organization post person site programme event": ("NAME", "DESCRIPTION", "IDENTIFIER"),
    "organization post": ("MANAGES",),
    "post": ("POST_IN", "HEAD_OF", "DEPUTY_TO", "ASSISTS", "HELD_BY"),
}
RANGES = {
    "organization": (
        *("AUTHORITY", "DISPOSAL", "UNIT_OF", "HOSTED_BY", "SECRETARIAT_OF", "SUPERVISES", "SUPPORTS", "PORTFOLIO_OF"),
        *("ORIGINAL_ORGANIZATION", "RESULTING_ORGANIZATION", "POST_IN", "HEAD_OF"),
    ),
    "programme": ("MANAGES",),
    "site": ("SITE",),
    "post": ("DEPUTY_TO", "ASSISTS"),
    "person": ("HELD_BY",),
    "organization post person site programme event": ("CONCERNS",),
}
FUNCTIONAL = ("EXISTENCE", "CLASSIFICATION", "AUTHORITY", "UNIT_OF", "HELD_BY")
FUNCTIONAL_BY_LANGUAGE = ("NAME", "ACRONYM", "LEGAL_NATURE")


def upgrade() -> None:
    _create_revision()
    _create_entity()
    _create_statement()
    _create_source()
    _create_citation()
    if is_postgresql():
        _refuse_wrong_types_on_postgresql()
        _refuse_two_values_a_day_on_postgresql()
    else:
        _refuse_wrong_types_on_sqlite()
        _refuse_two_values_a_day_on_sqlite()


def downgrade() -> None:
    refuse_to_lose_what_was_recorded()
    for table in ("citation", "source", "statement", "entity", "revision"):
        op.drop_table(table)
    if is_postgresql():
        for function in ("statement_types", "source_type", "citation_types"):
            op.execute(f"DROP FUNCTION {function}()")


def _create_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parent_number", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revision"),
        sa.ForeignKeyConstraint(["parent_number"], ["revision.number"], name="fk_revision_parent_number_revision"),
        sa.CheckConstraint(
            "CASE WHEN number = 1 THEN parent_number IS NULL"
            " ELSE number > 1 AND parent_number IS NOT NULL AND parent_number = number - 1 END",
            name="ck_revision_chain",
        ),
        sa.CheckConstraint("trim(author) <> ''", name="ck_revision_author"),
        sa.CheckConstraint("trim(message) <> ''", name="ck_revision_message"),
        sa.CheckConstraint("length(digest) = 64", name="ck_revision_digest"),
        sa.CheckConstraint("length(content_digest) = 64", name="ck_revision_content_digest"),
    )
    op.create_index("uq_revision_parent_number", "revision", ["parent_number"], unique=True)


def _create_entity() -> None:
    op.create_table(
        "entity",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entity"),
        sa.ForeignKeyConstraint(["recorded_in"], ["revision.number"], name="fk_entity_recorded_in_revision"),
        sa.CheckConstraint("slug <> ''", name="ck_entity_slug"),
        sa.CheckConstraint(
            "type IN ('organization', 'post', 'person', 'site', 'programme', 'event', 'source')", name="ck_entity_type"
        ),
    )
    op.create_index("uq_entity_slug", "entity", ["slug"], unique=True)


def _create_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("subject_id", IDENTIFIER, nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("object_id", IDENTIFIER, nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("heading_fr", sa.Text(), nullable=True),
        sa.Column("heading_en", sa.Text(), nullable=True),
        sa.Column("text_fr", sa.Text(), nullable=True),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("unit_fr", sa.Text(), nullable=True),
        sa.Column("unit_en", sa.Text(), nullable=True),
        sa.Column("per_fr", sa.Text(), nullable=True),
        sa.Column("per_en", sa.Text(), nullable=True),
        sa.Column("covers", sa.Text(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("interim", sa.Boolean(), nullable=False),
        sa.Column("role_fr", sa.Text(), nullable=True),
        sa.Column("role_en", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("act_id", IDENTIFIER, nullable=True),
        sa.Column("valid_start", sa.Text(), nullable=True),
        sa.Column("valid_end", sa.Text(), nullable=True),
        sa.Column("start_earliest", sa.Integer(), nullable=False),
        sa.Column("start_latest", sa.Integer(), nullable=False),
        sa.Column("end_earliest", sa.Integer(), nullable=False),
        sa.Column("end_latest", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("note_fr", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.ForeignKeyConstraint(["subject_id"], ["entity.id"], name="fk_statement_subject_id_entity"),
        sa.ForeignKeyConstraint(["object_id"], ["entity.id"], name="fk_statement_object_id_entity"),
        sa.ForeignKeyConstraint(["act_id"], ["entity.id"], name="fk_statement_act_id_entity"),
        sa.ForeignKeyConstraint(["recorded_in"], ["revision.number"], name="fk_statement_recorded_in_revision"),
        sa.ForeignKeyConstraint(["superseded_in"], ["revision.number"], name="fk_statement_superseded_in_revision"),
        sa.CheckConstraint("length(key) = 32", name="ck_statement_key"),
        sa.CheckConstraint("length(digest) = 64", name="ck_statement_digest"),
        sa.CheckConstraint(f"predicate IN {PREDICATES}", name="ck_statement_predicate"),
        sa.CheckConstraint("standing IN ('ACCEPTED', 'DISPUTED', 'PLANNED', 'REJECTED')", name="ck_statement_standing"),
        sa.CheckConstraint(
            f"CASE WHEN predicate IN {LINKS} THEN object_id IS NOT NULL"
            " WHEN predicate IN ('HELD_BY') THEN true ELSE object_id IS NULL END",
            name="ck_statement_object",
        ),
        sa.CheckConstraint(
            f"CASE predicate WHEN 'CLASSIFICATION' THEN kind IS NOT NULL AND kind IN {ORGANIZATION_KINDS}"
            f" WHEN 'OCCURRED' THEN kind IS NOT NULL AND kind IN {EVENT_KINDS} ELSE kind IS NULL END",
            name="ck_statement_kind",
        ),
        sa.CheckConstraint(
            f"CASE WHEN predicate IN {TEXTS} THEN language IS NOT NULL AND language IN ('FR', 'EN')"
            f" WHEN predicate IN {LANGUAGE_OPTIONAL} THEN language IS NULL OR language IN ('FR', 'EN')"
            " ELSE language IS NULL END",
            name="ck_statement_language",
        ),
        sa.CheckConstraint(
            f"(heading_fr IS NULL) = (heading_en IS NULL) AND (heading_fr IS NULL OR predicate IN {TEXTS})",
            name="ck_statement_heading",
        ),
        sa.CheckConstraint(
            f"(text_fr IS NULL) = (text_en IS NULL) AND (text_fr IS NOT NULL) = (predicate IN {WORDED})",
            name="ck_statement_text",
        ),
        sa.CheckConstraint("(value IS NOT NULL) = (predicate IN ('FIGURE'))", name="ck_statement_value"),
        sa.CheckConstraint(
            "(unit_fr IS NULL) = (unit_en IS NULL) AND (unit_fr IS NOT NULL) = (predicate IN ('FIGURE'))",
            name="ck_statement_unit",
        ),
        sa.CheckConstraint(
            "(per_fr IS NULL) = (per_en IS NULL) AND (per_fr IS NULL OR predicate IN ('FIGURE'))",
            name="ck_statement_per",
        ),
        sa.CheckConstraint("covers IS NULL OR predicate IN ('FIGURE')", name="ck_statement_covers"),
        sa.CheckConstraint("NOT approximate OR predicate IN ('FIGURE')", name="ck_statement_approximate"),
        sa.CheckConstraint("NOT interim OR predicate = 'HELD_BY'", name="ck_statement_interim"),
        sa.CheckConstraint(
            "(role_fr IS NULL) = (role_en IS NULL) AND (role_fr IS NULL OR predicate IN ('MANAGES'))",
            name="ck_statement_role",
        ),
        sa.CheckConstraint(f"terms IS NULL OR predicate IN {TIED}", name="ck_statement_terms"),
        sa.CheckConstraint("act_id IS NULL OR predicate = 'OCCURRED'", name="ck_statement_act"),
        sa.CheckConstraint("(note_fr IS NULL) = (note_en IS NULL)", name="ck_statement_note"),
        sa.CheckConstraint("start_earliest >= 1 AND end_latest <= 3652060", name="ck_statement_bounds_are_days"),
        sa.CheckConstraint(
            "start_earliest <= start_latest AND end_earliest <= end_latest"
            " AND start_earliest < end_earliest AND start_latest < end_latest",
            name="ck_statement_bounds_in_order",
        ),
        sa.CheckConstraint(
            "valid_start IS NOT NULL OR (start_earliest = 1 AND start_latest = 1)", name="ck_statement_unbounded_start"
        ),
        sa.CheckConstraint(
            "valid_end IS NOT NULL OR (end_earliest = 3652060 AND end_latest = 3652060)",
            name="ck_statement_unbounded_end",
        ),
        sa.CheckConstraint("superseded_in > recorded_in", name="ck_statement_superseded_later"),
    )
    _create_partial_index("uq_statement_live_key", "statement", "key", "superseded_in IS NULL", unique=True)
    op.create_index("ix_statement_subject_id_predicate", "statement", ["subject_id", "predicate"])
    _create_partial_index("ix_statement_object_id", "statement", "object_id", "object_id IS NOT NULL")
    _create_partial_index("ix_statement_act_id", "statement", "act_id", "act_id IS NOT NULL")
    op.create_index("ix_statement_recorded_in", "statement", ["recorded_in"])
    _create_partial_index("ix_statement_superseded_in", "statement", "superseded_in", "superseded_in IS NOT NULL")


def _create_source() -> None:
    op.create_table(
        "source",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("entity_id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("official_numbers", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("in_force", sa.Text(), nullable=True),
        sa.Column("wording_dated", sa.Text(), nullable=True),
        sa.Column("note_fr", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("relations", sa.Text(), nullable=False),
        sa.Column("recorded_in", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_source_entity_id_entity"),
        sa.ForeignKeyConstraint(["recorded_in"], ["revision.number"], name="fk_source_recorded_in_revision"),
        sa.ForeignKeyConstraint(["superseded_in"], ["revision.number"], name="fk_source_superseded_in_revision"),
        sa.CheckConstraint("length(digest) = 64", name="ck_source_digest"),
        sa.CheckConstraint(
            "source_kind IN ('LEGAL_ACT', 'OFFICIAL_PAGE', 'PARLIAMENTARY_RECORD', 'ARCHIVAL_RECORD', 'REPORT',"
            " 'PRESS', 'OTHER')",
            name="ck_source_kind",
        ),
        sa.CheckConstraint("title <> ''", name="ck_source_title"),
        sa.CheckConstraint("(note_fr IS NULL) = (note_en IS NULL)", name="ck_source_note"),
        sa.CheckConstraint("superseded_in > recorded_in", name="ck_source_superseded_later"),
    )
    _create_partial_index("uq_source_live_entity_id", "source", "entity_id", "superseded_in IS NULL", unique=True)


def _create_citation() -> None:
    op.create_table(
        "citation",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("statement_id", IDENTIFIER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", IDENTIFIER, nullable=False),
        sa.Column("via_id", IDENTIFIER, nullable=True),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("attests", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_citation"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_citation_statement_id_statement"),
        sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name="fk_citation_source_id_entity"),
        sa.ForeignKeyConstraint(["via_id"], ["entity.id"], name="fk_citation_via_id_entity"),
        sa.CheckConstraint("evidence IN ('OFFICIAL', 'SECONDARY', 'INFERRED')", name="ck_citation_evidence"),
        sa.CheckConstraint("position >= 0", name="ck_citation_position"),
    )
    op.create_index("uq_citation_statement_id_position", "citation", ["statement_id", "position"], unique=True)
    op.create_index("ix_citation_source_id", "citation", ["source_id"])
    _create_partial_index("ix_citation_via_id", "citation", "via_id", "via_id IS NOT NULL")


def _create_partial_index(name: str, table: str, column: str, condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], unique=unique, sqlite_where=where, postgresql_where=where)


def _fits(types_by_predicate: dict[str, tuple[str, ...]], predicate: str, type_: str) -> str:
    """That an entity of type `type_` is one that the predicate takes."""
    cases = " ".join(
        f"WHEN {predicate} IN ({', '.join(repr(name) for name in predicates)})"
        f" THEN {type_} IN ({', '.join(repr(name) for name in types.split())})"
        for types, predicates in types_by_predicate.items()
    )
    return f"CASE {cases} ELSE false END"


def _refuse_wrong_types_on_postgresql() -> None:
    op.execute(f"""
CREATE FUNCTION statement_types() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.subject_id AND {_fits(DOMAINS, "NEW.predicate", "entity.type")})
  OR (NEW.object_id IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM entity WHERE id = NEW.object_id AND {_fits(RANGES, "NEW.predicate", "entity.type")}))
  OR (NEW.act_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.act_id AND type = 'source'))
  THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
    MESSAGE = 'tg_statement_types: the predicate does not tie entities of these types';
  END IF;
  RETURN NEW;
END $$""")
    op.execute("""
CREATE FUNCTION source_type() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id AND type = 'source')
  THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
    MESSAGE = 'tg_source_type: what is described is not a source';
  END IF;
  RETURN NEW;
END $$""")
    op.execute("""
CREATE FUNCTION citation_types() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.source_id AND type = 'source')
  OR (NEW.via_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.via_id AND type = 'source'))
  THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
    MESSAGE = 'tg_citation_types: what is cited is not a source';
  END IF;
  RETURN NEW;
END $$""")
    for table, rule in (("statement", "statement_types"), ("source", "source_type"), ("citation", "citation_types")):
        op.execute(
            f"CREATE TRIGGER tg_{rule} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {rule}()"
        )


def _refuse_wrong_types_on_sqlite() -> None:
    op.execute(f"""
CREATE TRIGGER tg_statement_types BEFORE INSERT ON statement
WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.subject_id AND {_fits(DOMAINS, "NEW.predicate", "entity.type")})
OR (NEW.object_id IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM entity WHERE id = NEW.object_id AND {_fits(RANGES, "NEW.predicate", "entity.type")}))
OR (NEW.act_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.act_id AND type = 'source'))
BEGIN
  SELECT RAISE(ABORT, 'tg_statement_types: the predicate does not tie entities of these types');
END""")
    op.execute("""
CREATE TRIGGER tg_source_type BEFORE INSERT ON source
WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id AND type = 'source')
BEGIN
  SELECT RAISE(ABORT, 'tg_source_type: what is described is not a source');
END""")
    op.execute("""
CREATE TRIGGER tg_citation_types BEFORE INSERT ON citation
WHEN NOT EXISTS (SELECT 1 FROM statement WHERE id = NEW.statement_id)
OR NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.source_id AND type = 'source')
OR (NEW.via_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.via_id AND type = 'source'))
BEGIN
  SELECT RAISE(ABORT, 'tg_citation_types: what is cited is not a source');
END""")


def _one_a_day(predicate: str) -> str:
    return f"ex_statement_{predicate.lower()}_one_a_day"


def _refuse_two_values_a_day_on_postgresql() -> None:
    # There is no btree_gist: a number enters the index as the range of itself alone. An uncertain bound may leave no
    # certain day between start_latest and end_earliest, which as a range would be refused, and is written 'empty'.
    core = (
        "(CASE WHEN start_latest < end_earliest THEN int4range(start_latest, end_earliest)"
        " ELSE 'empty'::int4range END) WITH &&"
    )
    for predicate in (*FUNCTIONAL, *FUNCTIONAL_BY_LANGUAGE):
        by_language = (
            "int4range(ascii(language), ascii(language), '[]') WITH &&, " if predicate in FUNCTIONAL_BY_LANGUAGE else ""
        )
        op.execute(
            f"ALTER TABLE statement ADD CONSTRAINT {_one_a_day(predicate)}"
            f" EXCLUDE USING gist (int8range(subject_id, subject_id, '[]') WITH &&, {by_language}{core})"
            f" WHERE (predicate = '{predicate}' AND standing = 'ACCEPTED' AND superseded_in IS NULL)"
        )


def _refuse_two_values_a_day_on_sqlite() -> None:
    for predicate in (*FUNCTIONAL, *FUNCTIONAL_BY_LANGUAGE):
        by_language = "AND language = NEW.language " if predicate in FUNCTIONAL_BY_LANGUAGE else ""
        op.execute(f"""
CREATE TRIGGER {_one_a_day(predicate)} BEFORE INSERT ON statement
WHEN NEW.predicate = '{predicate}' AND NEW.standing = 'ACCEPTED' AND NEW.superseded_in IS NULL
AND EXISTS (SELECT 1 FROM statement WHERE subject_id = NEW.subject_id AND predicate = '{predicate}' {by_language}
  AND standing = 'ACCEPTED' AND superseded_in IS NULL
  AND max(start_latest, NEW.start_latest) < min(end_earliest, NEW.end_earliest))
BEGIN
  SELECT RAISE(ABORT, '{_one_a_day(predicate)}: another accepted value holds on one of these days');
END""")
