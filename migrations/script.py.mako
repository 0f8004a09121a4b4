"""${message}.

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date.date()}

The title is the rule that holds from here on. Then:
- Write `sa.*` by hand and name every constraint and index; autogenerate's guesses, its sqlmodel types above all, stay out.
- Import nothing of cget_api but `store.migration_law`: literal names and values, so that this file never changes its meaning.
- Both engines: `is_postgresql()` tells which. Triggers, exclusion constraints and views are SQL text, made in `upgrade` and
  undone, one by one, in `downgrade`.
- A new column of `statement` or `source` joins the columns that `tg_…_only_superseded` compares on SQLite.
- A backfill goes under `append_only_lifted(table, trigger)` and leaves every digest unchanged.
- A downgrade that would lose recorded data begins with `refuse_to_lose_what_was_recorded()`.
- Delete this list.
"""

import sqlalchemy as sa
from alembic import op

from cget_api.store.migration_law import is_postgresql
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
