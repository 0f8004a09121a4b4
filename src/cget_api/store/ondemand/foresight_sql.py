"""The statement that reads what an operation needs of single things, and at once what it is known to need of those to
which they lead."""

from typing import Final

from cget_api.store.ondemand.foresight import Rule
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.ondemand.sql import (
    Asking,
    Dialect,
    Question,
    descriptions_told,
    needs_told,
    number_told,
    part,
    relations_told,
    rows_given,
    statements_told,
    things_told,
)

MOST_AHEAD: Final = 5_000
"""Where there would be more statements, none is read ahead."""

_ABOUT_AND_POINTING: Final = """  SELECT {needed}.sort, {needed}.word, s.id, s.subject_id, s.object_id FROM {needed}
  JOIN statement AS s ON s.subject_id = {needed}.id AND s.predicate = {needed}.word WHERE {needed}.sort = 'about'
  UNION ALL
  SELECT {needed}.sort, {needed}.word, s.id, s.subject_id, s.object_id FROM {needed}
  JOIN statement AS s ON s.object_id = {needed}.id AND s.predicate = {needed}.word WHERE {needed}.sort = 'pointing'"""
_CITING_AND_KEY: Final = """
  UNION ALL
  SELECT needed_0.sort, needed_0.word, s.id, s.subject_id, s.object_id FROM needed_0
  JOIN citation AS c ON c.source_id = needed_0.id JOIN statement AS s ON s.id = c.statement_id
  WHERE needed_0.sort = 'citing'
  UNION ALL
  SELECT w.sort, w.word, s.id, s.subject_id, s.object_id FROM wanted AS w
  JOIN statement AS s ON s.key = w.word WHERE w.sort = 'key'"""

_ENDS: Final = """  SELECT subject_id AS id FROM every UNION SELECT object_id FROM every WHERE object_id IS NOT NULL
  UNION SELECT id FROM needed_0"""


def question_ahead(dialect: Dialect, needs: tuple[Need, ...], rules: tuple[Rule, ...], levels: int) -> Question:
    """Whatever the rules lead to on so many `levels` more is answered too, and told. The one number is how many
    statements there are, those that answer several needs counted for each: where it is more than MOST_AHEAD, some are
    left out."""
    asking = Asking(dialect)
    wanted, rule = rows_given(asking, needs, Need._fields), rows_given(asking, rules, Rule._fields)
    bound = asking.given(MOST_AHEAD + 1)
    all_levels = range(levels + 1)
    parts = [
        part("wanted", wanted),
        part("rule", rule),
        part("needed_0", "  SELECT w.sort, e.id, w.word FROM wanted AS w JOIN entity AS e ON e.slug = w.slug"),
    ]
    for level in all_levels:
        if level:
            parts.append(part(f"needed_{level}", _needed_after(level - 1)))
        found = _ABOUT_AND_POINTING.format(needed=f"needed_{level}") + ("" if level else _CITING_AND_KEY)
        parts.append(part(f"found_{level}", f"  SELECT * FROM (\n{found}) AS any_ LIMIT {bound}"))
    every = " UNION ALL ".join(f"SELECT * FROM found_{level}" for level in all_levels)
    parts += [
        part("every", f"  SELECT * FROM ({every}) AS any_ LIMIT {bound}"),
        part("found", "  SELECT DISTINCT id FROM every"),
        part("foreseen", _foreseen(all_levels)),
        part("thing", _ENDS),
        part(
            "described",
            f"  SELECT id FROM needed_0 WHERE sort = '{Sort.DESCRIPTION}'"
            f"\n  UNION SELECT id FROM foreseen WHERE sort = '{Sort.DESCRIPTION}'",
        ),
    ]
    named = f"needed_0 AS w JOIN entity AS e ON e.id = w.id AND w.sort = '{Sort.RELATED}'"
    return asking.question(
        parts,
        [
            number_told("(SELECT count(*) FROM every)"),
            needs_told(dialect, "foreseen AS w JOIN entity AS e ON e.id = w.id"),
            statements_told(dialect),
            things_told(dialect),
            descriptions_told(
                dialect, "described AS w JOIN entity AS e ON e.id = w.id JOIN source AS d ON d.entity_id = e.id"
            ),
            relations_told(dialect, named),
        ],
        is_steady=True,
    )


def _needed_after(level: int) -> str:
    each = (
        f"  SELECT r.next_sort AS sort, f.{end} AS id, r.next_word AS word FROM found_{level} AS f"
        f"\n  {_rule_of(end)} WHERE f.{end} IS NOT NULL"
        for end in ("subject_id", "object_id")
    )
    return "\n  UNION\n".join(each)


def _foreseen(levels: range) -> str:
    """Whatever is answered besides what was asked for."""
    needed = [f"  SELECT sort, id, word FROM needed_{level}" for level in levels if level]
    described = [
        f"  SELECT '{Sort.DESCRIPTION}' AS sort, c.{end} AS id, '' AS word FROM every AS f"
        f"\n  {_rule_of(end)} JOIN citation AS c ON c.statement_id = f.id WHERE c.{end} IS NOT NULL"
        for end in ("source_id", "via_id")
    ]
    return "\n  UNION\n".join([*needed, *described])


def _rule_of(column: str) -> str:
    return f"JOIN rule AS r ON r.sort = f.sort AND r.word = f.word AND r.\"end\" = '{column.removesuffix('_id')}'"
