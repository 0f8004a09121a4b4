"""Lifting an append-only trigger for the length of a block, inside the transaction of whoever has a good reason."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from cget_api.core.errors import RecordingRefused


@contextmanager
def trigger_lifted(connection: Connection, table: str, trigger: str) -> Iterator[None]:
    """`trigger` of `table` does not fire within the block; where the block raises, the transaction has to be rolled
    back, and the trigger is then as it was. Raises RecordingRefused where there is no such trigger."""
    if connection.dialect.name == "postgresql":
        exists = "SELECT 1 FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND tgname = :trigger"
        lift, restore = (
            f"ALTER TABLE {table} DISABLE TRIGGER {trigger}",
            f"ALTER TABLE {table} ENABLE TRIGGER {trigger}",
        )
        definition = connection.scalar(text(exists), {"table": table, "trigger": trigger})
    else:
        # SQLite cannot switch a trigger off.
        made = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table AND name = :trigger"
        definition = connection.scalar(text(made), {"table": table, "trigger": trigger})
        lift, restore = f"DROP TRIGGER {trigger}", str(definition)
    if definition is None:
        raise RecordingRefused(trigger, f"is not a trigger of {table}", "Name one that the migrations made")
    connection.exec_driver_sql(lift)
    yield
    connection.exec_driver_sql(restore)
