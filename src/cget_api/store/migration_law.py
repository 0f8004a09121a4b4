"""What a migration may ask of the house: which engine it runs on, to lift an append-only trigger, to refuse a loss.

Migrations import nothing else of this package, so that they mean tomorrow what they mean today.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context, op

from cget_api.core.errors import RecordingRefused
from cget_api.store.lifting import trigger_lifted


def is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


@contextmanager
def append_only_lifted(table: str, trigger: str) -> Iterator[None]:
    """Within the block, and within the migration's own transaction, `trigger` of `table` does not fire.

    For a backfill that leaves every digest unchanged; where the migration fails, the trigger is as it was. Raises
    RecordingRefused as SQL text for SQLite, which has no way to switch a trigger off but to drop it and make it again.
    """
    if not context.is_offline_mode():
        with trigger_lifted(op.get_bind(), table, trigger):
            yield
    elif is_postgresql():
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    else:
        raise RecordingRefused(trigger, "cannot be lifted in SQL text for SQLite", "Run this migration online")


def refuse_to_lose_what_was_recorded() -> None:
    """Raises RecordingRefused unless the register is empty or the loss was asked for (`force`; `-x force=yes`)."""
    arguments = context.get_x_argument(as_dictionary=True)
    if context.config.attributes.get("force", False) or arguments.get("force") == "yes":
        return
    remedy = "Back it up, then ask again with --force (-x force=yes for alembic itself)"
    if context.is_offline_mode():
        raise RecordingRefused("downgrade", "as SQL text cannot see whether recorded data would be lost", remedy)
    revisions = op.get_bind().scalar(sa.text("SELECT count(*) FROM revision"))
    if revisions:
        raise RecordingRefused("downgrade", f"would lose {revisions} recorded revisions", remedy)
