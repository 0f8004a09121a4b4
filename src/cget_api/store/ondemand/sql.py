"""The language in which a register is read on demand: what the two databases write alike, and what they do not.

Each statement gives rows of two texts: what the row tells of (`s` a statement, `e` an entity, `d` a description of a
source, `r` what one source is to another, `f` who is found by words, `n` a number, `w` what else was wanted), and a
JSON array: one shape of result can carry them all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import orjson

from cget_api.core.vocabulary import Predicate, Standing
from cget_api.store.shape import listed

BELIEVED: Final = f"standing IN {listed((Standing.ACCEPTED, Standing.DISPUTED))}"
_STATEMENT_COLUMNS: Final = (
    "s.id, s.key, s.recorded_in, s.superseded_in, subject.slug, s.predicate, object.slug, s.kind, s.language,"
    " s.heading_fr, s.heading_en, s.text_fr, s.text_en, s.unit_fr, s.unit_en, s.per_fr, s.per_en, s.covers,"
    " s.approximate, s.interim, s.role_fr, s.role_en, s.terms, act.slug, s.valid_start, s.valid_end, s.standing,"
    " s.note_fr, s.note_en, s.position"
)
_DESCRIPTION_COLUMNS: Final = (
    "e.slug, d.recorded_in, d.superseded_in, d.source_kind, d.title, d.publisher, d.url, d.official_numbers,"
    " d.published_on, d.signed_on, d.in_force, d.wording_dated, d.note_fr, d.note_en, d.relations, d.id"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database writes a JSON `array` of columns, the `arrays` of several rows (`gathered`: none where there are
    no rows), the `elements` of a JSON array given as the first parameter, a number as `digits`, the order of a `slug`
    by its signs, what is found `for_each` row of another table in its order, and a `parameter`."""

    array: str
    arrays: str
    gathered: str
    elements: str
    element: str
    digits: str
    slug: str
    for_each: str
    parameter: str

    def array_of(self, *columns: str) -> str:
        return f"{self.array}({', '.join(columns)})"

    def arrays_of(self, array: str, origin: str) -> str:
        """In no order."""
        return self.gathered.format(f"(SELECT {self.arrays}({array}) FROM {origin})")


POSTGRESQL: Final = Dialect(
    array="json_build_array",
    arrays="json_agg",
    gathered="coalesce({}, '[]'::json)",
    elements="json_array_elements({}::json) AS each_(value)",
    element="value ->> {}",
    digits="{}::text",
    slug='{} COLLATE "C"',
    # Otherwise the planner may gather everything that is found first.
    for_each="{} CROSS JOIN LATERAL (SELECT 1 FROM {} WHERE {} OFFSET 0) AS found_for_it WHERE TRUE",
    parameter="$",
)
SQLITE: Final = Dialect(
    array="json_array",
    arrays="json_group_array",
    gathered="json({})",
    elements="json_each({}) AS each_",
    element="json_extract(value, '$[{}]')",
    # Numbers within JSON lose their last digits here.
    digits="CASE WHEN {0} IS NOT NULL THEN printf('%!.17g', {0}) END",
    slug="{}",
    for_each="{} CROSS JOIN {} WHERE {}",
    parameter="?",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A statement of SQL with its parameters; `is_steady` where its best plan is the same whatever they are."""

    sql: str
    parameters: tuple[str | int, ...]
    is_steady: bool = False


@dataclass(slots=True)
class Asking:
    """A question as it is put together in a `dialect`: what it takes is given a number when it is named."""

    dialect: Dialect
    parameters: list[str | int] = field(default_factory=list)

    def given(self, value: str | int) -> str:
        self.parameters.append(value)
        return f"{self.dialect.parameter}{len(self.parameters)}"

    def question(self, parts: Iterable[str], tells: Iterable[str], *, is_steady: bool = False) -> Question:
        """`parts` are common table expressions; each of `tells` gives rows of the one shape."""
        common = ",\n".join(parts)
        return Question(f"WITH {common}\n" + "\nUNION ALL\n".join(tells), tuple(self.parameters), is_steady)


def rows_given(asking: Asking, rows: Iterable[tuple[str, ...]], columns: Iterable[str]) -> str:
    """Of these texts, as one parameter."""
    elements = asking.dialect.elements.format(asking.given(orjson.dumps([list(row) for row in rows]).decode()))
    named = (f"{asking.dialect.element.format(place)} AS {name}" for place, name in enumerate(columns))
    return f"  SELECT {', '.join(named)} FROM {elements}"


def part(name: str, query: str) -> str:
    return f"{name} AS MATERIALIZED (\n{query})"


def held_in(table: str, revision: int) -> str:
    """Nearly everything is, so a sign keeps the index of `recorded_in` from being used for it."""
    superseded_in = f"{table}.superseded_in"
    return f"+{table}.recorded_in <= {revision} AND ({superseded_in} IS NULL OR +{superseded_in} > {revision})"


ENDS_OF_FOUND: Final = """  SELECT s.subject_id AS id FROM found JOIN statement AS s ON s.id = found.id
  UNION SELECT s.object_id FROM found JOIN statement AS s ON s.id = found.id WHERE s.object_id IS NOT NULL"""


def statements_told(dialect: Dialect) -> str:
    """Those whose ids are `found`."""
    cited = dialect.array_of("c.position", "cited.slug", "c.evidence", "via.slug", "c.locator", "c.attests")
    citations = dialect.arrays_of(
        cited,
        "citation AS c JOIN entity AS cited ON cited.id = c.source_id"
        " LEFT JOIN entity AS via ON via.id = c.via_id WHERE c.statement_id = s.id",
    )
    told = dialect.array_of(_STATEMENT_COLUMNS, dialect.digits.format("s.value"), citations)
    return f"""SELECT 's' AS tells, CAST({told} AS TEXT) AS told
FROM found JOIN statement AS s ON s.id = found.id
JOIN entity AS subject ON subject.id = s.subject_id
LEFT JOIN entity AS object ON object.id = s.object_id
LEFT JOIN entity AS act ON act.id = s.act_id"""


def things_told(dialect: Dialect) -> str:
    """Each `thing`: when it existed by what is believed, and in which revisions something is said of it or describes
    it."""
    lives = dialect.arrays_of(
        dialect.array_of(
            "l.recorded_in", "l.superseded_in", "l.start_earliest", "l.start_latest", "l.end_earliest", "l.end_latest"
        ),
        f"statement AS l WHERE l.subject_id = e.id AND l.predicate = '{Predicate.EXISTENCE}' AND l.{BELIEVED}",
    )
    held = dialect.arrays_of(
        dialect.array_of("recorded_in", "superseded_in"),
        "(SELECT h.recorded_in, h.superseded_in FROM statement AS h WHERE h.subject_id = e.id"
        " UNION SELECT h.recorded_in, h.superseded_in FROM source AS h WHERE h.entity_id = e.id) AS held",
    )
    told = dialect.array_of("e.slug", "e.type", lives, held)
    return f"SELECT 'e' AS tells, CAST({told} AS TEXT) AS told FROM thing JOIN entity AS e ON e.id = thing.id"


def descriptions_told(dialect: Dialect, origin: str) -> str:
    """Of the entities `e` in `origin`, by their descriptions `d`."""
    return f"SELECT 'd' AS tells, CAST({dialect.array_of(_DESCRIPTION_COLUMNS)} AS TEXT) AS told FROM {origin}"


def relations_told(dialect: Dialect, origin: str) -> str:
    """To the entities `e` in `origin`, as others say."""
    told = dialect.array_of("e.slug", "d.recorded_in", "d.superseded_in", "r.kind", "o.slug", "r.position")
    return f"""SELECT 'r' AS tells, CAST({told} AS TEXT) AS told FROM {origin}
JOIN source_relation AS r ON r.related_id = e.id
JOIN source AS d ON d.id = r.description_id JOIN entity AS o ON o.id = d.entity_id"""


def candidates_told(dialect: Dialect, origin: str) -> str:
    """In no order, each by its rank and its slug."""
    return f"SELECT 'f' AS tells, CAST({dialect.array_of('rank', 'slug')} AS TEXT) AS told FROM {origin}"


def number_told(number: str) -> str:
    return f"SELECT 'n' AS tells, CAST({number} AS TEXT) AS told"


def needs_told(dialect: Dialect, origin: str) -> str:
    """All of the needs `w` of entities `e` in `origin`, in one row."""
    told = dialect.arrays_of(dialect.array_of("w.sort", "e.slug", "w.word"), origin)
    return f"SELECT 'w' AS tells, CAST({told} AS TEXT) AS told"
