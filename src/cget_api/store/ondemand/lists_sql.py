"""The statements that read a part of a list: so many candidates from a place on, found by an index and never by looking
at the whole register.

What Python decides better (how far an open side reaches, when a source was out) is left to it: a condition here may let
too much through, and nothing too little.
"""

from typing import Final, NamedTuple

from cget_api.core.existence import Existence
from cget_api.core.selection import Choice, Range, Selection
from cget_api.core.vocabulary import EntityType, Predicate, SourceKind, Standing
from cget_api.store.ondemand.sql import (
    BELIEVED,
    ENDS_OF_FOUND,
    Asking,
    Question,
    descriptions_told,
    held_in,
    number_told,
    part,
    statements_told,
    things_told,
)
from cget_api.store.shape import listed

FEW: Final = 5_000
"""Up to so many statements that meet the conditions are put in order; where there are more, the subjects are gone
through in order, since every few of them must have one."""


class Window(NamedTuple):
    """At most `size` candidates, from the slug `start` on, itself too if `inclusive`; forwards or `backwards`."""

    start: str | None
    inclusive: bool
    backwards: bool
    size: int

    def comparison(self) -> str:
        return f"{'<' if self.backwards else '>'}{'=' if self.inclusive else ''}"

    def order(self) -> str:
        return "DESC" if self.backwards else "ASC"


def _from(asking: Asking, slug: str, window: Window) -> str:
    if window.start is None:
        return "TRUE"
    return f"{asking.dialect.slug.format(slug)} {window.comparison()} {asking.given(window.start)}"


def _in_order(asking: Asking, slug: str, window: Window) -> str:
    return f"ORDER BY {asking.dialect.slug.format(slug)} {window.order()} LIMIT {window.size}"


def statements_from(asking: Asking, selection: Selection, revision: int, window: Window) -> Question:
    """All that are selected of some subjects in order: of as many as it takes for `window.size` of them, and that
    number, which is smaller where no subject follows."""
    conditions = _selected(asking, selection, revision, of_one_subject=True)
    start = _from(asking, "e.slug", window)
    parts = []
    hits = []
    every = "TRUE"
    if _is_narrow(selection):
        looked_up = _selected(asking, selection, revision, of_one_subject=False)
        few = f"  SELECT s.subject_id FROM statement AS s WHERE {looked_up} LIMIT {FEW + 1}"
        parts.append(part("few", few))
        parts.append(part("amount", "  SELECT count(*) AS number FROM few"))
        every = f"(SELECT number FROM amount) > {FEW}"
        hits.append(
            f"  SELECT * FROM (SELECT e.id FROM few JOIN entity AS e ON e.id = few.subject_id"
            f" WHERE (SELECT number FROM amount) <= {FEW} AND {start} {_in_order(asking, 'e.slug', window)}) AS some_"
        )
    each = asking.dialect.for_each.format("entity AS e", "statement AS s", f"s.subject_id = e.id AND {conditions}")
    in_order = _in_order(asking, "e.slug", window)
    hits.append(f"  SELECT * FROM (SELECT e.id FROM {each} AND {every} AND {start} {in_order}) AS all_")
    parts.append(part("hit", "\n  UNION ALL\n".join(hits)))
    parts.append(
        part(
            "found",
            f"  SELECT s.id FROM (SELECT DISTINCT id FROM hit) AS h JOIN statement AS s ON s.subject_id = h.id"
            f" WHERE {conditions}",
        )
    )
    parts.append(part("thing", ENDS_OF_FOUND))
    dialect = asking.dialect
    return asking.question(
        parts, [statements_told(dialect), things_told(dialect), number_told("(SELECT count(*) FROM hit)")]
    )


def statements_counted(asking: Asking, selection: Selection, revision: int) -> Question:
    """Exact where neither a day nor the days of sources count."""
    conditions = _selected(asking, selection, revision, of_one_subject=False)
    return asking.question(
        [part("found", f"  SELECT count(*) AS number FROM statement AS s WHERE {conditions}")],
        [number_told("(SELECT number FROM found)")],
    )


def _is_narrow(selection: Selection) -> bool:
    """Whether a condition has an index."""
    rare = selection.standings is not None and Standing.ACCEPTED not in selection.standings
    own = (selection.key, selection.subject, selection.object, selection.predicates, selection.source)
    return rare or any(one is not None for one in (*own, selection.recorded_in, selection.superseded_in))


def _selected(asking: Asking, selection: Selection, revision: int, *, of_one_subject: bool) -> str:
    """Where the statements `s` of one subject are only sifted, no condition may be looked up in an index of its own."""
    sifted = "{} + 0" if of_one_subject else "{}"
    conditions = [held_in("s", revision)]
    if selection.key is not None:
        key = "s.key || ''" if of_one_subject else "s.key"
        conditions.append(f"{key} = {asking.given(selection.key)}")
    if selection.subject is not None:
        conditions.append(f"s.subject_id = {_entity(asking, selection.subject)}")
    if selection.object is not None:
        conditions.append(f"{sifted.format('s.object_id')} = {_entity(asking, selection.object)}")
    if selection.predicates is not None:
        conditions.append(f"s.predicate IN {_any_of(selection.predicates)}")
    if selection.standings is not None:
        conditions.append(f"s.standing IN {_any_of(selection.standings)}")
        if Standing.ACCEPTED not in selection.standings and not of_one_subject:
            conditions.append(f"s.standing <> '{Standing.ACCEPTED}'")
    if selection.source is not None:
        source = _entity(asking, selection.source)
        cited = f"c.statement_id = s.id AND c.source_id + 0 = {source}"
        if of_one_subject:
            conditions.append(f"EXISTS (SELECT 1 FROM citation AS c WHERE {cited})")
        else:
            conditions.append(f"s.id IN (SELECT c.statement_id FROM citation AS c WHERE c.source_id = {source})")
    for column, number in (("recorded_in", selection.recorded_in), ("superseded_in", selection.superseded_in)):
        if number is not None:
            conditions.append(f"{sifted.format(f's.{column}')} = {number}")
    if selection.as_of is not None:
        conditions.append(f"+s.start_earliest <= {selection.as_of} AND +s.end_latest > {selection.as_of}")
    return " AND ".join(conditions)


def _entity(asking: Asking, slug: str) -> str:
    return f"(SELECT id FROM entity WHERE slug = {asking.given(slug)})"


def _any_of(values: object) -> str:
    chosen = sorted(values)  # type: ignore[call-overload]
    return listed(chosen) if chosen else "(NULL)"


def organizations_from(asking: Asking, choice: Choice, revision: int, window: Window) -> Question:
    """Those that may be chosen, in no order, and how many."""
    hit = f"""  SELECT e.id FROM entity AS e WHERE {_may_be_chosen(asking, choice, revision)}
  AND {_from(asking, "e.slug", window)} {_in_order(asking, "e.slug", window)}"""
    return asking.question(
        [part("thing", hit)], [things_told(asking.dialect), number_told("(SELECT count(*) FROM thing)")]
    )


def organizations_counted(asking: Asking, choice: Choice, revision: int) -> Question:
    """Exact where neither kinds nor existences are asked for; words are not looked at."""
    conditions = _may_be_chosen(asking, choice, revision)
    return asking.question(
        [part("found", f"  SELECT count(*) AS number FROM entity AS e WHERE {conditions}")],
        [number_told("(SELECT number FROM found)")],
    )


def _said_of_it(revision: int, condition: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM statement AS s WHERE s.subject_id = e.id AND {condition} AND {held_in('s', revision)})"
    )


def _may_be_chosen(asking: Asking, choice: Choice, revision: int) -> str:
    conditions = [f"e.type = '{EntityType.ORGANIZATION}'", _said_of_it(revision, "TRUE")]
    if choice.stated_by is not None:
        source = f"(SELECT id FROM entity WHERE slug = {asking.given(choice.stated_by)})"
        vouched = f"citation AS c JOIN statement AS s ON s.id = c.statement_id WHERE c.source_id = {source}"
        ends = " UNION ALL ".join(
            f"SELECT s.{end} FROM {vouched} AND {held_in('s', revision)}" for end in ("subject_id", "object_id")
        )
        conditions.append(f"e.id IN ({ends})")
        return " AND ".join(conditions)
    if choice.kinds is not None:
        kinds = _any_of(choice.kinds)
        conditions.append(
            f"e.id IN (SELECT s.subject_id FROM statement AS s WHERE s.predicate = '{Predicate.CLASSIFICATION}'"
            f" AND s.kind IN {kinds} AND {held_in('s', revision)})"
        )
    if choice.existences is not None:
        lived = f"s.predicate = '{Predicate.EXISTENCE}' AND s.{BELIEVED}"
        day = choice.as_of
        of = {
            Existence.EXISTS: f"+s.start_earliest <= {day} AND +s.end_latest > {day}",
            Existence.CEASED: f"+s.end_latest <= {day}",
            Existence.INTERRUPTED: f"+s.end_latest <= {day}",
        }
        any_of = [
            _said_of_it(revision, f"{lived} AND {condition}")
            for existence, condition in of.items()
            if existence in choice.existences
        ]
        if Existence.NOT_YET in choice.existences:
            later = f"{lived} AND s.start_earliest > {day} AND {held_in('s', revision)}"
            any_of.append(f"e.id IN (SELECT s.subject_id FROM statement AS s WHERE {later})")
        if Existence.EXISTS in choice.existences:
            any_of.append(f"NOT {_said_of_it(revision, lived)}")
        conditions.append(f"({' OR '.join(any_of) or 'FALSE'})")
    return " AND ".join(conditions)


def sources_from(asking: Asking, kinds: frozenset[SourceKind] | None, revision: int, window: Window) -> Question:
    """In no order, and how many."""
    hit = f"""  SELECT e.id, e.slug, d.id AS description_id FROM {_described(kinds, revision)}
  AND {_from(asking, "e.slug", window)} {_in_order(asking, "e.slug", window)}"""
    origin = "hit AS e JOIN source AS d ON d.id = e.description_id"
    return asking.question(
        [part("hit", hit)],
        [descriptions_told(asking.dialect, origin), number_told("(SELECT count(*) FROM hit)")],
    )


def sources_counted(asking: Asking, kinds: frozenset[SourceKind] | None, revision: int) -> Question:
    return asking.question(
        [part("found", f"  SELECT count(*) AS number FROM {_described(kinds, revision)}")],
        [number_told("(SELECT number FROM found)")],
    )


def _described(kinds: frozenset[SourceKind] | None, revision: int) -> str:
    of_kinds = "" if kinds is None else f" AND d.source_kind IN {_any_of(kinds)}"
    return (
        "entity AS e JOIN source AS d ON d.entity_id = e.id"
        f" WHERE e.type = '{EntityType.SOURCE}' AND {held_in('d', revision)}{of_kinds}"
    )


def events_from(
    asking: Asking,
    range_: Range,
    revision: int,
    start: tuple[int, int, str] | None,
    *,
    backwards: bool,
    size: int,
) -> Question:
    """That they occurred, each by the best of its standings, in no order, and how many."""
    slug, direction = asking.dialect.slug.format("e.slug"), "DESC" if backwards else "ASC"
    here = "TRUE"
    if start is not None:
        sign = "<" if backwards else ">"
        here = (
            f"s.start_earliest {sign}= {int(start[0])} AND (s.start_earliest, s.start_latest, {slug})"
            f" {sign} ({int(start[0])}, {int(start[1])}, {asking.given(start[2])})"
        )
    found = f"""  SELECT s.id FROM {_occurred(range_, revision)} AND {here}
  ORDER BY s.start_earliest {direction}, s.start_latest {direction}, {slug} {direction} LIMIT {size}"""
    dialect = asking.dialect
    return asking.question(
        [part("found", found), part("thing", ENDS_OF_FOUND)],
        [statements_told(dialect), things_told(dialect), number_told("(SELECT count(*) FROM found)")],
    )


def events_counted(asking: Asking, range_: Range, revision: int) -> Question:
    return asking.question(
        [part("found", f"  SELECT count(*) AS number FROM {_occurred(range_, revision)}")],
        [number_told("(SELECT number FROM found)")],
    )


def _occurred(range_: Range, revision: int) -> str:
    ranks = " ".join(f"WHEN '{standing}' THEN {rank}" for rank, standing in enumerate(Standing))
    better = " AND ".join(
        (
            "b.subject_id = s.subject_id",
            f"b.predicate = '{Predicate.OCCURRED}'",
            held_in("b", revision),
            f"(CASE b.standing {ranks} END, b.position, b.key) < (CASE s.standing {ranks} END, s.position, s.key)",
        )
    )
    of_kinds = "" if range_.kinds is None else f" AND s.kind IN {_any_of(range_.kinds)}"
    return (
        "statement AS s JOIN entity AS e ON e.id = s.subject_id"
        f" WHERE s.predicate = '{Predicate.OCCURRED}' AND {held_in('s', revision)}{of_kinds}"
        f" AND s.start_earliest <= {range_.last} AND s.end_latest > {range_.first}"
        f" AND NOT EXISTS (SELECT 1 FROM statement AS b WHERE {better})"
    )


def size_of(asking: Asking, revision: int) -> Question:
    """Organisations, statements, sources, and the first and the last day that any statement certainly holds."""
    certain = (
        f"s.{BELIEVED} AND s.valid_start IS NOT NULL AND s.valid_end IS NOT NULL AND s.start_latest < s.end_earliest"
    )
    held = f"SELECT count(*) FROM {{}} WHERE {held_in('s', revision)}"
    organizations = f"entity AS e WHERE e.type = '{EntityType.ORGANIZATION}' AND {_said_of_it(revision, 'TRUE')}"
    days = f"statement AS s WHERE {held_in('s', revision)} AND {certain}"
    numbers = asking.dialect.array_of(
        f"(SELECT count(*) FROM {organizations})",
        f"({held.format('statement AS s')})",
        f"({held.format('source AS s')})",
        f"(SELECT min(s.start_latest) FROM {days})",
        f"(SELECT max(s.end_earliest) - 1 FROM {days})",
    )
    return asking.question([part("found", "  SELECT 1 AS number")], [number_told(numbers)])
