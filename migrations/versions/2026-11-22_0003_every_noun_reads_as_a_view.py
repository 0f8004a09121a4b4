"""Every noun reads as a view: what is held, in slugs and plain dates, for people who read with SQL.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22

A view shows the rows not superseded. Its four bounds are dates, ends inclusive, NULL where there is no bound;
`valid_start` and `valid_end` are the same as the sources allow them to be written. `sources` lists who vouches for a
row, via whom, and where.
"""

from alembic import op

from cget_api.store.migration_law import is_postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = "subject AS {subject}, heading_fr, heading_en, text_fr, text_en, language, position"
WORDS = "subject AS {subject}, text_fr AS {noun}_fr, text_en AS {noun}_en, language, position"
LINK = "subject AS {subject}, object AS {object}"

# A view: the predicate that it shows, and the columns that are its own.
NOUNS = {
    "existence": ("EXISTENCE", "subject, subject_type"),
    "classification": ("CLASSIFICATION", "subject AS organization, kind"),
    "name": ("NAME", "subject, subject_type, text_fr AS name_fr, text_en AS name_en, language"),
    "acronym": ("ACRONYM", WORDS.format(subject="organization", noun="acronym")),
    "description": (
        "DESCRIPTION",
        "subject, subject_type, heading_fr, heading_en, text_fr, text_en, language, position",
    ),
    "identifier": ("IDENTIFIER", "subject, subject_type, text_fr AS identifier"),
    "mission": ("MISSION", TEXT.format(subject="organization")),
    "field_of_action": ("FIELD_OF_ACTION", TEXT.format(subject="organization")),
    "territory": ("TERRITORY", TEXT.format(subject="organization")),
    "partner": ("PARTNER", TEXT.format(subject="organization")),
    "legal_nature": ("LEGAL_NATURE", TEXT.format(subject="organization")),
    "figure": (
        "FIGURE",
        (
            "subject AS organization, text_fr AS label_fr, text_en AS label_en, value, approximate, unit_fr, unit_en,"
            " per_fr, per_en, covers, position"
        ),
    ),
    "authority": ("AUTHORITY", LINK.format(subject="organization", object="authority") + ", terms"),
    "disposal": ("DISPOSAL", LINK.format(subject="organization", object="minister") + ", terms"),
    "unit": ("UNIT_OF", LINK.format(subject="unit", object="organization") + ", terms, position"),
    "hosted_body": ("HOSTED_BY", LINK.format(subject="body", object="host") + ", terms, position"),
    "secretariat": ("SECRETARIAT_OF", LINK.format(subject="organization", object="body") + ", terms, position"),
    "supervision": ("SUPERVISES", LINK.format(subject="supervisor", object="organization") + ", terms, position"),
    "support": ("SUPPORTS", LINK.format(subject="organization", object="supported") + ", terms, position"),
    "portfolio": ("PORTFOLIO_OF", LINK.format(subject="function", object="minister") + ", terms, position"),
    "programme_manager": (
        "MANAGES",
        "subject AS manager, subject_type AS manager_type, object AS programme, role_fr, role_en",
    ),
    "seat": ("SITE", LINK.format(subject="organization", object="site") + ", position"),
    "post_place": ("POST_IN", LINK.format(subject="post", object="organization") + ", position"),
    "head": ("HEAD_OF", LINK.format(subject="post", object="organization") + ", position"),
    "deputy": ("DEPUTY_TO", LINK.format(subject="post", object="deputy_to") + ", position"),
    "assistant": ("ASSISTS", LINK.format(subject="post", object="assists") + ", position"),
    "post_holder": ("HELD_BY", "subject AS post, object AS person, object IS NULL AS vacant, interim"),
    "change_event": ("OCCURRED", "subject AS event, kind, act"),
    "event_origin": ("ORIGINAL_ORGANIZATION", LINK.format(subject="event", object="organization")),
    "event_result": ("RESULTING_ORGANIZATION", LINK.format(subject="event", object="organization")),
    "event_concern": ("CONCERNS", LINK.format(subject="event", object="entity")),
}
TAIL = (
    "valid_start, valid_end, start_earliest, start_latest, end_earliest, end_latest, standing, note_fr, note_en,"
    " sources, key, recorded_in, recorded_at"
)
# Each kind of thing is listed by a view of its own, with the name that it bore last and the time that it existed.
THINGS = ("organization", "post", "person", "site", "programme", "event")


def upgrade() -> None:
    op.execute(_held_statement())
    for noun, (predicate, columns) in NOUNS.items():
        op.execute(
            f"CREATE VIEW {noun} AS SELECT {columns}, {TAIL} FROM held_statement WHERE predicate = '{predicate}'"
        )
    for thing in THINGS:
        op.execute(_thing(thing))
    op.execute(_source_document())


def downgrade() -> None:
    op.execute("DROP VIEW source_document")
    for view in (*reversed(THINGS), *reversed(NOUNS), "held_statement"):
        op.execute(f"DROP VIEW {view}")


def _day(ordinal: str) -> str:
    """Day 1 is 0001-01-01. The first and the last day there are stand for no bound."""
    day = (
        f"DATE '0001-01-01' + ({ordinal} - 1)" if is_postgresql() else f"date('0001-01-01', ({ordinal} - 1) || ' days')"
    )
    return f"CASE WHEN {ordinal} > 1 AND {ordinal} < 3652059 THEN {day} END"


def _joined(words: str, origin: str, order: str) -> str:
    if is_postgresql():
        return f"(SELECT string_agg({words}, '; ' ORDER BY {order}) FROM {origin})"
    return f"(SELECT group_concat(words, '; ') FROM (SELECT {words} AS words FROM {origin} ORDER BY {order}))"


def _held_statement() -> str:
    words = (
        "cited.slug || coalesce(' via ' || via.slug, '') || coalesce(' (' || citation.locator || ')', '')"
        " || CASE citation.evidence WHEN 'INFERRED' THEN ' inferred' ELSE '' END"
    )
    origin = (
        "citation JOIN entity AS cited ON cited.id = citation.source_id"
        " LEFT JOIN entity AS via ON via.id = citation.via_id WHERE citation.statement_id = statement.id"
    )
    return f"""
CREATE VIEW held_statement AS
SELECT subject.slug AS subject, subject.type AS subject_type, statement.predicate, object.slug AS object,
  object.type AS object_type, statement.kind, statement.language, statement.heading_fr, statement.heading_en,
  statement.text_fr, statement.text_en, statement.value, statement.unit_fr, statement.unit_en, statement.per_fr,
  statement.per_en, statement.covers, statement.approximate, statement.interim, statement.role_fr, statement.role_en,
  statement.terms, act.slug AS act, statement.valid_start, statement.valid_end,
  {_day("statement.start_earliest")} AS start_earliest,
  {_day("statement.start_latest")} AS start_latest,
  {_day("(statement.end_earliest - 1)")} AS end_earliest,
  {_day("(statement.end_latest - 1)")} AS end_latest,
  statement.standing, statement.note_fr, statement.note_en, statement.position,
  {_joined(words, origin, "citation.position")} AS sources,
  statement.key, statement.recorded_in, revision.recorded_at
FROM statement
JOIN entity AS subject ON subject.id = statement.subject_id
JOIN revision ON revision.number = statement.recorded_in
LEFT JOIN entity AS object ON object.id = statement.object_id
LEFT JOIN entity AS act ON act.id = statement.act_id
WHERE statement.superseded_in IS NULL"""


def _believed(column: str, predicate: str, *, last: bool = False) -> str:
    """Of what is accepted or disputed about the entity: a column of the last statement, or an extreme over them all."""
    origin = (
        f"FROM statement AS said WHERE said.subject_id = entity.id AND said.predicate = '{predicate}'"
        " AND said.standing IN ('ACCEPTED', 'DISPUTED') AND said.superseded_in IS NULL"
    )
    order = " ORDER BY said.standing, said.start_latest DESC, said.id LIMIT 1" if last else ""
    return f"(SELECT {column} {origin}{order})"


def _thing(thing: str) -> str:
    kind = f"\n  {_believed('said.kind', 'CLASSIFICATION', last=True)} AS kind," if thing == "organization" else ""
    return f"""
CREATE VIEW {thing} AS
SELECT entity.slug AS {thing},
  {_believed("said.text_fr", "NAME", last=True)} AS name_fr,
  {_believed("said.text_en", "NAME", last=True)} AS name_en,{kind}
  {_day(_believed("min(said.start_earliest)", "EXISTENCE"))} AS start_earliest,
  {_day(_believed("min(said.start_latest)", "EXISTENCE"))} AS start_latest,
  {_day(_believed("max(said.end_earliest) - 1", "EXISTENCE"))} AS end_earliest,
  {_day(_believed("max(said.end_latest) - 1", "EXISTENCE"))} AS end_latest,
  entity.recorded_in
FROM entity
WHERE entity.type = '{thing}'
AND EXISTS (SELECT 1 FROM statement WHERE statement.subject_id = entity.id AND statement.superseded_in IS NULL)"""


def _source_document() -> str:
    return """
CREATE VIEW source_document AS
SELECT entity.slug AS source, source.source_kind, source.title, source.publisher, source.url, source.official_numbers,
  source.published_on, source.signed_on, source.in_force, source.wording_dated, source.note_fr, source.note_en,
  source.relations,
  (SELECT count(DISTINCT citation.statement_id) FROM citation
    JOIN statement ON statement.id = citation.statement_id
    WHERE citation.source_id = entity.id AND statement.superseded_in IS NULL) AS statements,
  source.recorded_in, revision.recorded_at
FROM source
JOIN entity ON entity.id = source.entity_id
JOIN revision ON revision.number = source.recorded_in
WHERE source.superseded_in IS NULL"""
