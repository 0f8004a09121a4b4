"""The statement that reads a part of what a search finds: so many candidates from a place on, found by their words."""

from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import Dialect as Writing

from cget_api.store.ondemand.sql import (
    SQLITE,
    Asking,
    Dialect,
    Question,
    candidates_told,
    part,
    things_told,
)
from cget_api.store.searching import Found, Sought, query_of

_QUESTIONS_REMEMBERED: Final = 128


@lru_cache(_QUESTIONS_REMEMBERED)
def organizations_found(
    dialect: Dialect, sought: Sought, start: Found | None, *, backwards: bool, size: int
) -> Question:
    """At most `size` candidates after `start`, or before it where it goes `backwards`, in no order.

    It takes milliseconds to put together, and every pass of an operation asks it.
    """
    asking, writing = Asking(dialect), _writing_of(dialect)
    if backwards:
        query = query_of(sought, writing.name, before=start, last=size)
    else:
        query = query_of(sought, writing.name, after=start, first=size)
    found = _written(asking, query, writing)
    return asking.question(
        [part("hit", found), part("thing", "  SELECT e.id FROM hit JOIN entity AS e ON e.slug = hit.slug")],
        [things_told(dialect), candidates_told(dialect, "hit")],
    )


@cache
def _writing_of(dialect: Dialect) -> Writing:
    if dialect is SQLITE:
        return sqlite.dialect(paramstyle="qmark")
    # Where nobody asks PostgreSQL, nobody waits for it to be imported.
    from sqlalchemy.dialects.postgresql import asyncpg

    writing: Writing = asyncpg.dialect()  # type: ignore[no-untyped-call]
    return writing


def _written(asking: Asking, query: Select[Any], writing: Writing) -> str:
    """It numbers or lines up its parameters from the first on, so nothing else may have been given before."""
    compiled = query.compile(dialect=writing, compile_kwargs={"render_postcompile": True})
    for name in compiled.positiontup or ():
        asking.given(compiled.params[name])
    return compiled.string
