"""The one statement that reads whatever an operation needs of single things."""

from cget_api.store.ondemand.needs import Need
from cget_api.store.ondemand.sql import (
    ENDS_OF_FOUND,
    Asking,
    Dialect,
    Question,
    descriptions_told,
    part,
    relations_told,
    rows_given,
    statements_told,
    things_told,
)

_FOUND = """  SELECT s.id FROM wanted AS w JOIN entity AS e ON e.slug = w.slug
  JOIN statement AS s ON s.subject_id = e.id AND s.predicate = w.word WHERE w.sort = 'about'
  UNION ALL
  SELECT s.id FROM wanted AS w JOIN entity AS e ON e.slug = w.slug
  JOIN statement AS s ON s.object_id = e.id AND s.predicate = w.word WHERE w.sort = 'pointing'
  UNION ALL
  SELECT c.statement_id FROM wanted AS w JOIN entity AS e ON e.slug = w.slug
  JOIN citation AS c ON c.source_id = e.id WHERE w.sort = 'citing' AND NOT EXISTS (
    SELECT 1 FROM citation AS d
    WHERE d.statement_id = c.statement_id AND d.source_id = c.source_id AND d.position < c.position
  )
  UNION ALL
  SELECT s.id FROM wanted AS w JOIN statement AS s ON s.key = w.word WHERE w.sort = 'key'"""


def question_of_needs(dialect: Dialect, needs: tuple[Need, ...], most: int) -> Question:
    """With every thing that they name or that their statements tie; of at most so many statements."""
    asking = Asking(dialect)
    wanted = rows_given(asking, needs, Need._fields)
    bound = asking.given(most)
    named = "wanted AS w JOIN entity AS e ON e.slug = w.slug"
    return asking.question(
        [
            part("wanted", wanted),
            part("found", f"  SELECT DISTINCT id FROM (SELECT id FROM (\n{_FOUND}) AS any_ LIMIT {bound}) AS bounded"),
            part("thing", f"{ENDS_OF_FOUND}\n  UNION SELECT e.id FROM {named}"),
        ],
        [
            statements_told(dialect),
            things_told(dialect),
            descriptions_told(dialect, f"{named} AND w.sort = 'description' JOIN source AS d ON d.entity_id = e.id"),
            relations_told(dialect, f"{named} AND w.sort = 'related'"),
        ],
        is_steady=True,
    )


def question_of_everything(dialect: Dialect, most: int) -> Question:
    asking = Asking(dialect)
    return asking.question(
        [
            part("found", f"  SELECT id FROM statement LIMIT {asking.given(most)}"),
            part("thing", "  SELECT id FROM entity"),
        ],
        [
            statements_told(dialect),
            things_told(dialect),
            descriptions_told(dialect, "entity AS e JOIN source AS d ON d.entity_id = e.id"),
        ],
    )
