"""Bounds, validities, spans and small registers of any kind, for laws that hold for all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from hypothesis import assume
from hypothesis import strategies as st

from cget_api.core.errors import BadUserInput
from cget_api.core.index import RegisterIndex
from cget_api.core.model import Citation, Entity, Recorded, Revision, Source, Statement
from cget_api.core.validity import Bound, Validity, bound_from_edtf, period_from_edtf
from cget_api.core.vocabulary import EntityType, Evidence, Predicate, SourceKind, Standing
from tests.worlds import said

FIRST: Final = date(2010, 1, 1).toordinal()
LAST: Final = date(2020, 12, 31).toordinal()
ORGANIZATIONS: Final = ("one", "other", "third")
SOURCES: Final = ("act", "page")

days = st.integers(FIRST, LAST)
any_day = st.integers(FIRST - 800, LAST + 800)


@st.composite
def dates(draw: st.DrawFn) -> str:
    """A day, a month or a year."""
    text = date.fromordinal(draw(days)).isoformat()
    return text[: draw(st.sampled_from((4, 7, 10)))]


@st.composite
def bound_texts(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(("date", "set", "before", "after")))
    if form == "date":
        return draw(dates())
    length = draw(st.sampled_from((4, 7, 10)))
    first, last = sorted(date.fromordinal(draw(days)).isoformat()[:length] for _ in range(2))
    if form == "before":
        return f"[..{last}]"
    if form == "after":
        return f"[{first}..]"
    assume(first != last)
    return f"[{first}..{last}]"


bounds = st.builds(bound_from_edtf, bound_texts())


sides = st.none() | bounds


@st.composite
def validities(draw: st.DrawFn, sides: st.SearchStrategy[Bound | None] = sides) -> Validity:
    start, end = draw(sides), draw(sides)
    try:
        return Validity(start, end)
    except BadUserInput:
        # The one that ends too soon still ends at some time; the point is to refuse few.
        return Validity(end, start) if draw(st.booleans()) and _fits(end, start) else Validity(start, None)


def _fits(start: Bound | None, end: Bound | None) -> bool:
    try:
        Validity(start, end)
    except BadUserInput:
        return False
    return True


spans = validities().map(lambda validity: validity.span)


@st.composite
def citations(draw: st.DrawFn) -> tuple[Citation, ...]:
    attested = st.none() | st.builds(period_from_edtf, bound_texts())
    cited = st.builds(Citation, st.sampled_from(SOURCES), st.just(Evidence.OFFICIAL), attests=attested)
    return tuple(draw(st.lists(cited, min_size=1, max_size=3)))


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    predicate = draw(
        st.sampled_from((Predicate.EXISTENCE, Predicate.NAME, Predicate.ACRONYM, Predicate.MISSION, Predicate.UNIT_OF))
    )
    what = draw(st.sampled_from(ORGANIZATIONS if predicate is Predicate.UNIT_OF else ("a", "b", "c")))
    subject = draw(st.sampled_from(ORGANIZATIONS))
    statement = said(subject, predicate, None if predicate is Predicate.EXISTENCE else what)
    return replace(
        statement,
        validity=draw(validities()),
        standing=draw(st.sampled_from(Standing)),
        position=draw(st.integers(0, 2)),
        citations=draw(citations()),
    )


REVISION: Final = Revision(1, datetime(2026, 1, 1, tzinfo=UTC), "Ada", "First", "0" * 64, "0" * 64)


def index_of(*held: Statement, printed: str | None = "2015-11-24") -> RegisterIndex:
    """The third organisation, and whatever else is not spoken of, has a name."""
    entities = {slug: Entity(slug, EntityType.ORGANIZATION) for slug in ORGANIZATIONS}
    entities |= {slug: Entity(slug, EntityType.SOURCE) for slug in SOURCES}
    labels = [said(slug, Predicate.NAME, f"called {slug}") for slug in ORGANIZATIONS]
    by_key = {statement.key: statement for statement in (*labels, *held)}
    published_on = period_from_edtf(printed) if printed else None
    described = [Source(slug, SourceKind.OTHER, slug, published_on=published_on) for slug in SOURCES]
    return RegisterIndex(
        REVISION,
        entities,
        [Recorded(statement, key, statement.digest, 1) for key, statement in by_key.items()],
        [Recorded(source, source.slug, source.digest, 1) for source in described],
    )


registers = st.lists(statements(), max_size=12).map(lambda held: index_of(*held))
