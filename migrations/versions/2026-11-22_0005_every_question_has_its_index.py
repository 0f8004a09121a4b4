"""Every question has its index, so that a register of any size can be read where it is asked.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22

What a source says that it is to another one stands as JSON in its description; the table `source_relation` says it from
the other end. A trigger writes it when a description is recorded, and nothing else does.
"""

import sqlalchemy as sa
from alembic import context, op

from cget_api.store.migration_law import is_postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEVER = "what is recorded is never changed"


def upgrade() -> None:
    identifier = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "source_relation",
        sa.Column("description_id", identifier, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("related_id", identifier, nullable=False),
        sa.PrimaryKeyConstraint("description_id", "position", name="pk_source_relation"),
        sa.ForeignKeyConstraint(["description_id"], ["source.id"], name="fk_source_relation_description_id_source"),
        sa.ForeignKeyConstraint(["related_id"], ["entity.id"], name="fk_source_relation_related_id_entity"),
    )
    op.create_index("ix_source_relation_related_id", "source_relation", ["related_id"])
    op.execute(f"INSERT INTO source_relation (description_id, position, kind, related_id) {_relations('source')}")
    _write_relations()
    _guard_relations()
    op.create_index("ix_source_entity_id", "source", ["entity_id"])
    _index_slugs("ix_entity_slug", "slug")
    _index_slugs("ix_entity_type_slug", "type, slug")
    op.create_index(
        "ix_statement_predicate_start_earliest", "statement", ["predicate", "start_earliest", "start_latest"]
    )
    doubtful = sa.text("standing <> 'ACCEPTED'")
    op.create_index(
        "ix_statement_standing", "statement", ["standing"], sqlite_where=doubtful, postgresql_where=doubtful
    )
    op.create_index("ix_statement_key", "statement", ["key"])
    op.drop_index("ix_statement_object_id", "statement")
    _index_objects("ix_statement_object_id_predicate", ["object_id", "predicate"])
    _view_things("min(+said.start_earliest)")


def downgrade() -> None:
    _view_things("min(said.start_earliest)")
    op.drop_index("ix_statement_object_id_predicate", "statement")
    _index_objects("ix_statement_object_id", ["object_id"])
    op.drop_index("ix_statement_key", "statement")
    op.drop_index("ix_statement_standing", "statement")
    op.drop_index("ix_statement_predicate_start_earliest", "statement")
    op.drop_index("ix_entity_type_slug", "entity")
    op.drop_index("ix_entity_slug", "entity")
    op.drop_index("ix_source_entity_id", "source")
    if is_postgresql():
        op.execute("DROP TRIGGER tg_source_relates ON source")
        op.execute("DROP FUNCTION relate_source()")
    else:
        op.execute("DROP TRIGGER tg_source_relates")
    op.drop_table("source_relation")


def _view_things(earliest: str) -> None:
    """On SQLite a least start would otherwise be looked for among the starts of everything there is, thing by thing."""
    if is_postgresql():
        return
    views = context.script.get_revision("0003").module
    for thing in views.THINGS:
        op.execute(f"DROP VIEW {thing}")
        op.execute(views._thing(thing).replace("min(said.start_earliest)", earliest))


def _index_objects(name: str, columns: list[str]) -> None:
    pointing = sa.text("object_id IS NOT NULL")
    op.create_index(name, "statement", columns, sqlite_where=pointing, postgresql_where=pointing)


def _index_slugs(name: str, columns: str) -> None:
    """By their signs, as Python sorts them, of whatever locale a PostgreSQL is."""
    collation = ' COLLATE "C"' if is_postgresql() else ""
    op.execute(f"CREATE INDEX {name} ON entity ({columns}{collation})")


def _relations(described: str) -> str:
    """The rows that a description, or all of them, stands for."""
    if is_postgresql():
        each = "json_array_elements({}.relations::json) WITH ORDINALITY AS said(relation, place)"
        return (
            f"SELECT {described}.id, place - 1, relation ->> 0, related.id"
            f" FROM {_origin(described)}{each.format(described)}"
            " JOIN entity AS related ON related.slug = relation ->> 1"
        )
    return (
        f"SELECT {described}.id, said.key, json_extract(said.value, '$[0]'), related.id"
        f" FROM {_origin(described)}json_each({described}.relations) AS said"
        " JOIN entity AS related ON related.slug = json_extract(said.value, '$[1]')"
    )


def _origin(described: str) -> str:
    return "" if described == "NEW" else f"{described} CROSS JOIN "


def _write_relations() -> None:
    written = f"INSERT INTO source_relation (description_id, position, kind, related_id) {_relations('NEW')};"
    if is_postgresql():
        op.execute(
            "CREATE FUNCTION relate_source() RETURNS trigger LANGUAGE plpgsql AS $$\n"
            f"BEGIN\n  {written}\n  RETURN NULL;\nEND\n$$"
        )
        op.execute(
            "CREATE TRIGGER tg_source_relates AFTER INSERT ON source FOR EACH ROW EXECUTE FUNCTION relate_source()"
        )
    else:
        op.execute(f"CREATE TRIGGER tg_source_relates AFTER INSERT ON source\nBEGIN\n  {written}\nEND")


def _guard_relations() -> None:
    table = "source_relation"
    if is_postgresql():
        for event in ("DELETE", "UPDATE"):
            op.execute(
                f"CREATE TRIGGER tg_{table}_no_{event.lower()} BEFORE {event} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        op.execute(
            f"CREATE TRIGGER tg_{table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for event in ("DELETE", "UPDATE"):
        name = f"tg_{table}_no_{event.lower()}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}\nBEGIN\n  SELECT RAISE(ABORT, '{name}: {NEVER}');\nEND"
        )
