"""What a database itself says it is made of, as text: tables, columns, constraints, indexes, triggers, functions and
views."""

import sqlalchemy as sa
from sqlalchemy import Connection

_POSTGRESQL = """
SELECT 'column ' || c.relname || '.' || a.attname AS what,
  format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || ' at ' || a.attnum AS definition
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v')
  AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'constraint ' || c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = current_schema()::regnamespace
UNION ALL
SELECT 'index ' || c.relname, replace(pg_get_indexdef(c.oid), current_schema() || '.', '')
FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i'
UNION ALL
SELECT 'trigger ' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid, true) || ' enabled ' || t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
  pg_get_function_result(p.oid) || ' ' || p.provolatile::text || ' ' || p.prosrc
FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
UNION ALL
SELECT 'view ' || c.relname, pg_get_viewdef(c.oid, true)
FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'v'
"""

_SQLITE = "SELECT type || ' ' || name AS what, sql AS definition FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


def catalogue(connection: Connection) -> dict[str, str]:
    """Definitions by kind and name, of the current schema, whatever rows it holds and however it was typed."""
    query = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
    return {what: " ".join(definition.split()) for what, definition in connection.exec_driver_sql(query)}


def check_constraints(connection: Connection) -> dict[str, str]:
    """The CHECK constraints by table and name, as the database writes them."""
    inspector = sa.inspect(connection)
    return {
        f"{table}.{check['name']}": check["sqltext"]
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def differences(found: dict[str, str], expected: dict[str, str]) -> tuple[str, ...]:
    """One line for each name that is missing, not expected, or defined otherwise; in the order of the names."""
    return tuple(
        f"{name} {'is missing' if name not in found else 'is not expected' if name not in expected else 'differs'}"
        for name in sorted(found.keys() | expected.keys())
        if found.get(name) != expected.get(name)
    )
