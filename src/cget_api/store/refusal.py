"""Which rule of the database refused a row, from what either driver says of it."""

import re
from typing import Any

from sqlalchemy.exc import IntegrityError

_TRIGGER = re.compile(r"((?:tg|ex)_\w+): (.*)", re.DOTALL)
_CONSTRAINT = re.compile(r"(CHECK|UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: (\S+))?")


def rule_from_error(error: IntegrityError) -> tuple[str, str]:
    """The name of the constraint or trigger, and what it says. SQLite names the columns of a UNIQUE or NOT NULL
    constraint, and nothing of a foreign key."""
    said = str(error.orig).strip()
    diagnostics: Any = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        said = diagnostics.message_primary or said
        name = diagnostics.constraint_name or diagnostics.column_name or "the database"
        return name, said.removeprefix(f"{name}: ")
    if match := _TRIGGER.fullmatch(said):
        return match[1], match[2]
    if match := _CONSTRAINT.match(said):
        return match[2] or match[1], said
    return "the database", said
