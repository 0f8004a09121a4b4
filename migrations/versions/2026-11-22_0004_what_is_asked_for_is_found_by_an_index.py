"""What is asked for is found by an index: words by what was folded of them, and what is held apart from its past.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22

`search_text` and `search_word` are derived from the words of a statement and recorded with it: rows are inserted, and
never changed after. Superseding changes neither, since an earlier revision is still searched; what is held is told by
the statement. They are no part of any digest, so nothing recorded before has to be lifted or sealed anew to fill them.

Words are folded in Python, so SQL text makes the tables of an empty register alone. Three indexes that no question
asks for are dropped: `uq_revision_parent_number` is implied by `ck_revision_chain` and `pk_revision`.
"""

import unicodedata
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from alembic import context, op

from cget_api.store.migration_law import is_postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEPT_OF_A_WORD = 64
AT_ONCE = 2000
ONLINE = "words are folded in Python: run this migration online"
SEARCHED = """
SELECT statement.id, heading_fr, heading_en, text_fr, text_en FROM statement
JOIN entity ON entity.id = subject_id AND entity.type = 'organization'
WHERE predicate IN ('NAME', 'ACRONYM', 'MISSION') AND statement.id > :after ORDER BY statement.id LIMIT :at_once"""
GUARDED = {"search_text": ("delete", "update"), "search_word": ("delete", "update")}


def upgrade() -> None:
    _create_tables()
    if context.is_offline_mode():
        _refuse_statements_that_cannot_be_folded()
    else:
        _fold_what_is_recorded()
    if is_postgresql():
        _guard_postgresql()
    else:
        _guard_sqlite()
    op.drop_index("uq_revision_parent_number", "revision")
    op.drop_index("ix_statement_act_id", "statement")
    op.drop_index("ix_citation_via_id", "citation")
    op.drop_index("ix_statement_subject_id_predicate", "statement")
    op.create_index(
        "ix_statement_subject_id_predicate_superseded_in", "statement", ["subject_id", "predicate", "superseded_in"]
    )


def downgrade() -> None:
    op.drop_index("ix_statement_subject_id_predicate_superseded_in", "statement")
    op.create_index("ix_statement_subject_id_predicate", "statement", ["subject_id", "predicate"])
    for table, column in (("citation", "via_id"), ("statement", "act_id")):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=where, postgresql_where=where)
    op.create_index("uq_revision_parent_number", "revision", ["parent_number"], unique=True)
    op.drop_table("search_word")
    op.drop_table("search_text")
    if is_postgresql():
        op.execute("DROP FUNCTION searched_in_latest_revision()")


def _create_tables() -> None:
    op.create_table(
        "search_text",
        sa.Column("statement_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", name="pk_search_text"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_search_text_statement_id_statement"),
    )
    op.create_table(
        "search_word",
        sa.Column("word", WORD, nullable=False),
        sa.Column("statement_id", IDENTIFIER, nullable=False),
        sa.PrimaryKeyConstraint("word", "statement_id", name="pk_search_word"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["search_text.statement_id"], name="fk_search_word_statement_id_search_text"
        ),
        sqlite_with_rowid=False,
    )


def _fold_what_is_recorded() -> None:
    connection, after = op.get_bind(), 0
    texts = sa.table("search_text", sa.column("statement_id"), sa.column("lines"))
    words = sa.table("search_word", sa.column("word"), sa.column("statement_id"))
    while rows := connection.execute(sa.text(SEARCHED), {"after": after, "at_once": AT_ONCE}).all():
        after = rows[-1][0]
        searched = {
            identifier: _searched([wording for wording in wordings if wording is not None])
            for identifier, *wordings in rows
        }
        connection.execute(sa.insert(texts), [{"statement_id": key, "lines": lines} for key, lines in searched.items()])
        found = [{"word": word, "statement_id": key} for key, lines in searched.items() for word in _words(lines)]
        if found:
            connection.execute(sa.insert(words), found)


def _searched(wordings: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(f" {_folded(wording)}" for wording in wordings))


def _words(lines: str) -> Iterator[str]:
    return iter(sorted({word[:KEPT_OF_A_WORD] for word in lines.split()}))


def _folded_sign(code: int) -> str:
    return "".join(map(_kept, unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())))


def _kept(sign: str) -> str:
    category = unicodedata.category(sign)
    if unicodedata.combining(sign) or category in {"Mn", "Me", "Cf"}:
        return ""
    return {"œ": "oe", "æ": "ae"}.get(sign, sign) if category[0] in "LN" or category == "Mc" else " "


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return _folded_sign(code)


FOLDING = _Folding({code: _folded_sign(code) for code in range(0x250)})


def _folded(text: str) -> str:
    return " ".join(text.translate(FOLDING).split())


def _refuse_statements_that_cannot_be_folded() -> None:
    if is_postgresql():
        op.execute(f"""
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM statement) THEN RAISE EXCEPTION '{ONLINE}'; END IF;
END $$""")
        return
    op.execute(f"CREATE TRIGGER only_online BEFORE INSERT ON search_text BEGIN SELECT RAISE(ABORT, '{ONLINE}'); END")
    op.execute("INSERT INTO search_text (statement_id, lines) SELECT id, '' FROM statement LIMIT 1")
    op.execute("DROP TRIGGER only_online")


def _guard_postgresql() -> None:
    for table, events in GUARDED.items():
        for event in events:
            op.execute(
                f"CREATE TRIGGER tg_{table}_no_{event} BEFORE {event.upper()} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        op.execute(
            f"CREATE TRIGGER tg_{table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute("""CREATE FUNCTION searched_in_latest_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT recorded_in FROM statement WHERE id = NEW.statement_id)
  IS DISTINCT FROM (SELECT max(number) FROM revision) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
      MESSAGE = TG_NAME || ': what is searched is recorded with its statement alone';
  END IF;
  RETURN NEW;
END
$$""")
    op.execute(
        "CREATE TRIGGER tg_search_text_in_latest_revision BEFORE INSERT ON search_text"
        " FOR EACH ROW EXECUTE FUNCTION searched_in_latest_revision()"
    )


def _refuse(name: str, event: str, message: str, *, when: str | None = None) -> None:
    condition = f"\nWHEN {when}" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event}{condition}\nBEGIN\n  SELECT RAISE(ABORT, '{name}: {message}');\nEND"
    )


def _guard_sqlite() -> None:
    never = "what is recorded is never changed"
    for table, events in GUARDED.items():
        for event in events:
            _refuse(f"tg_{table}_no_{event}", f"{event.upper()} ON {table}", never)
    # A row of `search_word` is all key: what REPLACE puts in its place is the same row.
    _refuse(
        "tg_search_text_no_replace",
        "INSERT ON search_text",
        never,
        when="EXISTS (SELECT 1 FROM search_text WHERE statement_id = NEW.statement_id)",
    )
    _refuse(
        "tg_search_text_in_latest_revision",
        "INSERT ON search_text",
        "what is searched is recorded with its statement alone",
        when=(
            "(SELECT recorded_in FROM statement WHERE id = NEW.statement_id) IS NOT (SELECT max(number) FROM revision)"
        ),
    )
