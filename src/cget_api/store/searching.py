"""Finding organisations by their words in the database itself, for a register that is not in memory.

It finds what `core.search.rank` finds. Names are decided here; of missions it gives those that may be seen on the day,
since only a lens tells how far an open side of a validity reaches and for which days a source vouches.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Tuple,
    and_,
    case,
    collate,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from cget_api.core.search import NAMES
from cget_api.core.shown import SHOWN
from cget_api.core.vocabulary import Predicate
from cget_api.store.search_rows import KEPT_OF_A_WORD
from cget_api.store.tables import CITATION, ENTITY, SEARCH_TEXT, SEARCH_WORD, STATEMENT

_AFTER_ALL_WORDS = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Sought:
    """Folded `words`, in the register as revision `revision` holds it, on the day `as_of`; with `stated_by`, among the
    organisations of which that source speaks, by the names under which it is shown."""

    words: str
    revision: int
    as_of: int
    stated_by: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """An organisation by its slug; its rank is 0 by a name or an acronym, 1 by a mission that may be one of the day."""

    rank: int
    slug: str


def organizations_found(
    connection: Connection, sought: Sought, *, after: Found | None = None, first: int | None = None
) -> tuple[Found, ...]:
    """In the order of ranks, then slugs: those that come after `after`, at most so many.

    Of rank 1 the caller keeps those that `core.search.rank` keeps; whoever is found by a name is of rank 0 in either.
    """
    rows = connection.execute(query_of(sought, connection.dialect.name, after=after, first=first))
    return tuple(Found(row.rank, row.slug) for row in rows)


def query_of(
    sought: Sought,
    dialect: str,
    *,
    after: Found | None = None,
    before: Found | None = None,
    first: int | None = None,
    last: int | None = None,
) -> Select[Any]:
    """Of two columns, `rank` and `slug`, those strictly between two places: at most the `first` in order, or the `last`
    from the end backwards; `dialect` is sqlite or postgresql."""
    slug: ColumnElement[str] = collate(ENTITY.c.slug, "C" if dialect == "postgresql" else "BINARY")
    by_mission = case((STATEMENT.c.predicate == Predicate.MISSION, 1), else_=0)
    found = (
        select(func.min(by_mission).label("rank"), slug.label("slug"))
        .select_from(STATEMENT)
        .join(ENTITY, ENTITY.c.id == STATEMENT.c.subject_id)
        .where(*_said(sought.words, dialect), _is_held_in(STATEMENT, sought.revision), _counts(sought))
        .group_by(slug)
        .subquery()
    )
    place = tuple_(found.c.rank, found.c.slug)
    query = select(found.c.rank, found.c.slug)
    if after is not None:
        query = query.where(place > _place_of(after))
    if before is not None:
        query = query.where(place < _place_of(before))
    if last is not None:
        return query.order_by(found.c.rank.desc(), found.c.slug.desc()).limit(last)
    return query.order_by(found.c.rank, found.c.slug).limit(first)


def _place_of(found: Found) -> Tuple:
    # A cursor may hold any number, and parameters only those of a column.
    return tuple_(literal_column(str(int(found.rank))), literal(found.slug))


def _said(words: str, dialect: str) -> tuple[ColumnElement[bool], ...]:
    """The longest word, as a rule the rarest, finds the statements by the index; their text tells which say all of
    it."""
    place = func.strpos if dialect == "postgresql" else func.instr
    in_text = and_(SEARCH_TEXT.c.statement_id == STATEMENT.c.id, place(SEARCH_TEXT.c.lines, f" {words}") > 0)
    all_words = words.split()
    if not all_words:
        return (in_text,)
    longest = max(all_words, key=len)
    begins = longest[:KEPT_OF_A_WORD]
    by_word: ColumnElement[bool] = SEARCH_WORD.c.word == begins
    if longest == all_words[-1] or len(longest) >= KEPT_OF_A_WORD:
        by_word = and_(SEARCH_WORD.c.word >= begins, SEARCH_WORD.c.word < begins + _AFTER_ALL_WORDS)
    return by_word, SEARCH_WORD.c.statement_id == STATEMENT.c.id, in_text


def _is_held_in(statement: FromClause, revision: int) -> ColumnElement[bool]:
    superseded_in = statement.c.superseded_in
    return and_(statement.c.recorded_in <= revision, or_(superseded_in.is_(None), superseded_in > revision))


def _counts(sought: Sought) -> ColumnElement[bool]:
    is_name, is_shown = STATEMENT.c.predicate.in_(NAMES), STATEMENT.c.standing.in_(SHOWN)
    if sought.stated_by is None:
        # Clipping an open side to a life narrows the days on which a mission is possible, and never widens them.
        may_be_of_the_day = and_(STATEMENT.c.start_earliest <= sought.as_of, STATEMENT.c.end_latest > sought.as_of)
        return and_(is_shown, or_(is_name, may_be_of_the_day))
    stated = _stated(sought.stated_by, sought.revision)
    is_stated = STATEMENT.c.id.in_(select(stated.c.id))
    has_a_name_of_its_own = exists().where(
        stated.c.subject_id == STATEMENT.c.subject_id, stated.c.predicate == STATEMENT.c.predicate
    )
    spoken_of = ENTITY.c.id.in_(select(stated.c.subject_id).union_all(select(stated.c.object_id)))
    return and_(spoken_of, or_(is_stated, and_(is_name, is_shown, ~has_a_name_of_its_own)))


def _stated(source: str, revision: int) -> CTE:
    """The statements for which the source vouches itself."""
    vouching, stated = ENTITY.alias("vouching"), STATEMENT.alias("stated")
    return (
        select(stated.c.id, stated.c.subject_id, stated.c.predicate, stated.c.object_id)
        .join(CITATION, CITATION.c.statement_id == stated.c.id)
        .join(vouching, vouching.c.id == CITATION.c.source_id)
        .where(vouching.c.slug == source, _is_held_in(stated, revision))
        .cte("stated")
    )
