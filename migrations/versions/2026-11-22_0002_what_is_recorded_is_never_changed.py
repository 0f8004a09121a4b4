"""What is recorded is never changed: rows are added to the latest revision, or superseded once by it, and nothing else.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22

SQLite needs three guards that PostgreSQL does not: REPLACE deletes without firing triggers, foreign keys are off unless
a client asks for them, and a trigger cannot compare whole rows.
"""

from alembic import op

from cget_api.store.migration_law import is_postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("revision", "entity", "statement", "source", "citation")
FIXED = ("revision", "entity", "citation")
SUPERSEDED = {
    "statement": (
        "id key digest subject_id predicate object_id kind language heading_fr heading_en text_fr text_en value"
        " unit_fr unit_en per_fr per_en covers approximate interim role_fr role_en terms act_id valid_start valid_end"
        " start_earliest start_latest end_earliest end_latest standing note_fr note_en position recorded_in"
    ),
    "source": (
        "id entity_id digest source_kind title publisher url official_numbers published_on signed_on in_force"
        " wording_dated note_fr note_en relations recorded_in"
    ),
}
REPLACED = {
    "entity": "id = NEW.id OR slug = NEW.slug",
    "statement": "id = NEW.id OR (key = NEW.key AND superseded_in IS NULL)",
    "source": "id = NEW.id OR (entity_id = NEW.entity_id AND superseded_in IS NULL)",
    "citation": "id = NEW.id OR (statement_id = NEW.statement_id AND position = NEW.position)",
}


def upgrade() -> None:
    if is_postgresql():
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    if is_postgresql():
        for table in TABLES:
            op.execute(f"DROP TRIGGER tg_{table}_no_delete ON {table}")
            op.execute(f"DROP TRIGGER tg_{table}_no_truncate ON {table}")
        for table in FIXED:
            op.execute(f"DROP TRIGGER tg_{table}_no_update ON {table}")
        for table in SUPERSEDED:
            op.execute(f"DROP TRIGGER tg_{table}_only_superseded ON {table}")
        for table in ("entity", "statement", "source", "citation"):
            op.execute(f"DROP TRIGGER tg_{table}_in_latest_revision ON {table}")
        op.execute("DROP TRIGGER tg_revision_follows ON revision")
        for function in (
            "refuse_change",
            "only_superseded",
            "in_latest_revision",
            "cites_in_latest_revision",
            "follows",
        ):
            op.execute(f"DROP FUNCTION {function}()")
    else:
        for table in TABLES:
            op.execute(f"DROP TRIGGER tg_{table}_no_delete")
        for table in REPLACED:
            op.execute(f"DROP TRIGGER tg_{table}_no_replace")
        for table in FIXED:
            op.execute(f"DROP TRIGGER tg_{table}_no_update")
        for table in SUPERSEDED:
            op.execute(f"DROP TRIGGER tg_{table}_only_superseded")
        for table in ("entity", "statement", "source", "citation"):
            op.execute(f"DROP TRIGGER tg_{table}_in_latest_revision")
        op.execute("DROP TRIGGER tg_revision_follows")


def _function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\n{body}\n$$")


def _trigger(name: str, event: str, function: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} FOR EACH {each} EXECUTE FUNCTION {function}()")


def _raise(message: str) -> str:
    return (
        "RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,"
        f" MESSAGE = TG_NAME || ': {message}';"
    )


def _guard_postgresql() -> None:
    _function("refuse_change", f"BEGIN {_raise('what is recorded is never changed')} END")
    for table in TABLES:
        _trigger(f"tg_{table}_no_delete", f"DELETE ON {table}", "refuse_change")
        _trigger(f"tg_{table}_no_truncate", f"TRUNCATE ON {table}", "refuse_change", each="STATEMENT")
    for table in FIXED:
        _trigger(f"tg_{table}_no_update", f"UPDATE ON {table}", "refuse_change")
    _function(
        "only_superseded",
        f"""DECLARE
  superseded record;
BEGIN
  superseded := OLD;
  superseded.superseded_in := NEW.superseded_in;
  IF OLD.superseded_in IS NOT NULL OR NEW IS DISTINCT FROM superseded
  OR NEW.superseded_in IS DISTINCT FROM (SELECT max(number) FROM revision) THEN
    {_raise("a row is superseded once, by the latest revision, and not changed otherwise")}
  END IF;
  RETURN NEW;
END""",
    )
    for table in SUPERSEDED:
        _trigger(f"tg_{table}_only_superseded", f"UPDATE ON {table}", "only_superseded")
    _function(
        "in_latest_revision",
        f"""BEGIN
  IF NEW.recorded_in IS DISTINCT FROM (SELECT max(number) FROM revision) THEN
    {_raise("rows are recorded in the latest revision alone")}
  END IF;
  RETURN NEW;
END""",
    )
    _function(
        "cites_in_latest_revision",
        f"""BEGIN
  IF (SELECT recorded_in FROM statement WHERE id = NEW.statement_id)
  IS DISTINCT FROM (SELECT max(number) FROM revision) THEN
    {_raise("citations are recorded with their statement alone")}
  END IF;
  RETURN NEW;
END""",
    )
    for table in ("entity", "statement", "source"):
        _trigger(f"tg_{table}_in_latest_revision", f"INSERT ON {table}", "in_latest_revision")
    _trigger("tg_citation_in_latest_revision", "INSERT ON citation", "cites_in_latest_revision")
    _function(
        "follows",
        f"""BEGIN
  IF EXISTS (SELECT 1 FROM revision WHERE number >= NEW.number OR recorded_at >= NEW.recorded_at)
  OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM revision WHERE number = NEW.number - 1) THEN
    {_raise("a revision follows the latest one, in number and in time")}
  END IF;
  RETURN NEW;
END""",
    )
    _trigger("tg_revision_follows", "INSERT ON revision", "follows")


def _refuse(name: str, event: str, message: str, *, when: str | None = None) -> None:
    condition = f"\nWHEN {when}" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event}{condition}\nBEGIN\n  SELECT RAISE(ABORT, '{name}: {message}');\nEND"
    )


def _guard_sqlite() -> None:
    never = "what is recorded is never changed"
    for table in TABLES:
        _refuse(f"tg_{table}_no_delete", f"DELETE ON {table}", never)
    for table, same in REPLACED.items():
        _refuse(
            f"tg_{table}_no_replace", f"INSERT ON {table}", never, when=f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
        )
    for table in FIXED:
        _refuse(f"tg_{table}_no_update", f"UPDATE ON {table}", never)
    latest = "(SELECT max(number) FROM revision)"
    for table, columns in SUPERSEDED.items():
        unchanged = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns.split())
        _refuse(
            f"tg_{table}_only_superseded",
            f"UPDATE ON {table}",
            "a row is superseded once, by the latest revision, and not changed otherwise",
            when=f"NOT (OLD.superseded_in IS NULL AND NEW.superseded_in IS {latest} AND {unchanged})",
        )
    for table in ("entity", "statement", "source"):
        not_yet_superseded = " OR NEW.superseded_in IS NOT NULL" if table in SUPERSEDED else ""
        _refuse(
            f"tg_{table}_in_latest_revision",
            f"INSERT ON {table}",
            "rows are recorded in the latest revision alone",
            when=f"NEW.recorded_in IS NOT {latest}{not_yet_superseded}",
        )
    _refuse(
        "tg_citation_in_latest_revision",
        "INSERT ON citation",
        "citations are recorded with their statement alone",
        when=f"(SELECT recorded_in FROM statement WHERE id = NEW.statement_id) IS NOT {latest}",
    )
    _refuse(
        "tg_revision_follows",
        "INSERT ON revision",
        "a revision follows the latest one, in number and in time",
        when=(
            "EXISTS (SELECT 1 FROM revision WHERE number >= NEW.number OR recorded_at >= NEW.recorded_at)"
            " OR (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM revision WHERE number = NEW.number - 1))"
        ),
    )
