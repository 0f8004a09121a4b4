"""Days, EDTF dates and how surely something held."""

from datetime import date
from itertools import product

import edtf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cget_api.core.errors import BadUserInput
from cget_api.core.validity import (
    ALWAYS,
    END_OF_TIME,
    FIRST_DAY,
    LAST_DAY,
    Bound,
    Certainty,
    DatedSpan,
    Span,
    Validity,
    bound_from_edtf,
    day_from_text,
    edtf_from_days,
    period_from_edtf,
    text_from_day,
)
from tests.core.generated import any_day, bound_texts, bounds, dates, days, spans, validities


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def validity(start: str | None = None, end: str | None = None) -> Validity:
    return Validity(bound_from_edtf(start) if start else None, bound_from_edtf(end) if end else None)


def _limit(struct: object, unbounded: int) -> int:
    """What the library gives: infinity, or a time structure."""
    if isinstance(struct, float):
        return unbounded
    year, month, day_ = tuple(struct)[:3]  # type: ignore[arg-type, var-annotated]  # a struct_time
    return date(year, month, day_).toordinal()


@given(bound_texts())
def test_a_bound_stands_for_the_days_that_the_edtf_library_says(text: str) -> None:
    theirs, ours = edtf.parse_edtf(text), bound_from_edtf(text)
    assert (ours.earliest, ours.latest) == (
        _limit(theirs.lower_strict(), FIRST_DAY),
        _limit(theirs.upper_strict(), LAST_DAY),
    )
    assert (ours.open_before, ours.open_after) == (text.startswith("[.."), text.endswith("..]"))


@given(dates() | st.just(".."), dates() | st.just(".."))
def test_an_interval_covers_the_days_that_the_edtf_library_says(first: str, last: str) -> None:
    assume((first, last) != ("..", ".."))
    text = f"{first}/{last}"
    try:
        ours = period_from_edtf(text)
    except BadUserInput:
        begin, finish = bound_from_edtf(first), bound_from_edtf(last)
        assert finish.earliest < begin.earliest or finish.latest < begin.latest
        return
    theirs = edtf.parse_edtf(text)
    assert (ours.earliest, ours.latest) == (
        _limit(theirs.lower_strict(), FIRST_DAY),
        _limit(theirs.upper_strict(), LAST_DAY),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "[..]",
        "[]",
        "2014-13",
        "2014-00",
        "2015-02-29",
        "2014-04-31",
        "0000",
        "14",
        "20140603",
        "2014-6-3",
        "2014-W10",
        "2014-154",
        "2014-06-03T12:00",
        "2014~",
        "2014?",
        "201X",
        "2014-21",
        "-2014",
        "y20140",
        "{2014..2015}",
        "[2014,2015]",
        "[2014-04-03..2014-03-31]",
        "[2014..2014]",
        "[2014-03-31..2014-03-31]",
        "[2014-03-31]",
        " 2014",
        "2014\n",
        "２０１４",
        "2014/2015",
    ],
)
def test_nothing_outside_the_profile_is_a_bound(text: str) -> None:
    with pytest.raises(BadUserInput) as refused:
        bound_from_edtf(text)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text", ["../..", "2015/2014", "/2014", "2014/", "2014//2015", "2014/2015/2016", "2014-06/2013"]
)
def test_an_interval_has_a_date_and_does_not_end_before_it_begins(text: str) -> None:
    with pytest.raises(BadUserInput):
        period_from_edtf(text)


@given(st.dates())
def test_a_day_is_written_in_one_way(calendar_day: date) -> None:
    text = calendar_day.isoformat()
    assert day_from_text(text) == calendar_day.toordinal()
    assert text_from_day(day_from_text(text)) == text


@given(days, days)
def test_two_days_are_written_as_the_interval_that_reads_back_as_them(one: int, other: int) -> None:
    first, last = sorted((one, other))
    period = period_from_edtf(edtf_from_days(first, last))
    assert (period.earliest, period.latest) == (first, last)


def _readings(start: str, end: str) -> list[tuple[int, int]]:
    """Every first and last day that the two bounds allow, as far as they are closed."""
    first, last = bound_from_edtf(start), bound_from_edtf(end)
    return [
        (begun, ended)
        for begun, ended in product(range(first.earliest, first.latest + 1), range(last.earliest, last.latest + 1))
        if begun <= ended
    ]


@given(st.data())
def test_certain_is_what_holds_under_every_reading_and_possible_under_some(data: st.DataObject) -> None:
    """Of bounds that do not overlap: where they do, a day may be certain under the readings that are left."""
    near = st.integers(day("2015-01-01"), day("2015-01-12"))
    first = sorted(data.draw(st.lists(near, min_size=2, max_size=2, unique=True)))
    last = sorted(data.draw(st.lists(near.map(lambda later: later + 12), min_size=2, max_size=2, unique=True)))
    start, end = (f"[{text_from_day(low)}..{text_from_day(high)}]" for low, high in (first, last))
    readings, span = _readings(start, end), validity(start, end).span
    for asked in range(day("2014-12-30"), day("2015-02-01")):
        holding = [begun <= asked <= ended for begun, ended in readings]
        expected = Certainty.CERTAIN if all(holding) else Certainty.POSSIBLE if any(holding) else None
        assert span.certainty_on(asked) is expected


@given(validities(), any_day)
def test_what_is_certain_is_possible(some: Validity, asked: int) -> None:
    span = some.span
    possible = span.start_earliest <= asked < span.end_latest
    certain = span.start_latest <= asked < span.end_earliest
    assert possible or not certain
    assert span.certainty_on(asked) is (Certainty.CERTAIN if certain else Certainty.POSSIBLE if possible else None)


@given(validities())
def test_a_validity_that_can_be_built_may_hold_on_some_day(some: Validity) -> None:
    span = some.span
    assert FIRST_DAY <= span.start_earliest <= span.start_latest <= LAST_DAY
    assert FIRST_DAY < span.end_earliest <= span.end_latest <= END_OF_TIME
    assert span.start_earliest < span.end_latest


def test_an_end_that_precedes_its_start_under_every_reading_of_one_of_them_is_refused() -> None:
    for start, end in (
        ("2015-02-01", "2015-01-31"),
        ("2015", "2014"),
        ("[2014-06..2015-06]", "2015-05-31"),
        ("2015-06-01", "[2014-06..2015-05]"),
        ("2015-06-01", "[..2015-05-31]"),
        ("[2015-06-01..]", "2015-05-31"),
        ("[2016-08-11..]", "[..2016-08-10]"),
    ):
        with pytest.raises(BadUserInput, match="the end precedes the start under some reading"):
            validity(start, end)


@pytest.mark.parametrize(
    ("start", "end", "certain", "possible"),
    [
        ("2015-02-01", "2015-02-01", ("2015-02-01", "2015-02-01"), ("2015-02-01", "2015-02-01")),
        ("2017", "2017", None, ("2017-01-01", "2017-12-31")),
        ("2014", "2016", ("2014-12-31", "2016-01-01"), ("2014-01-01", "2016-12-31")),
        (
            "[..2016-08-11]",
            "[2016-08-11..]",
            ("2016-08-11", "2016-08-11"),
            ("0001-01-01", "9999-12-31"),
        ),
        ("[2017-05-17..]", "2019-12-31", ("2019-12-31", "2019-12-31"), ("2017-05-17", "2019-12-31")),
        ("2014-04-03", "[..2016-08-11]", ("2014-04-03", "2014-04-03"), ("2014-04-03", "2016-08-11")),
        (None, None, ("0001-01-01", "9999-12-31"), ("0001-01-01", "9999-12-31")),
        (None, "2016-08-11", ("0001-01-01", "2016-08-11"), ("0001-01-01", "2016-08-11")),
    ],
)
def test_the_last_day_is_inclusive_and_the_certain_core_lies_between_the_near_sides_of_the_bounds(
    start: str | None, end: str | None, certain: tuple[str, str] | None, possible: tuple[str, str]
) -> None:
    span = validity(start, end).span
    core = (span.start_latest, span.end_earliest - 1)
    assert (core if core[0] <= core[1] else None) == (certain and tuple(map(day, certain)))
    assert (span.start_earliest, span.end_latest - 1) == tuple(map(day, possible))


@given(validities(), spans, any_day)
def test_clipping_never_widens(some: Validity, life: Span, asked: int) -> None:
    """A day that was impossible stays so."""
    assert some.span.certainty_on(asked) is not None or some.within(life).certainty_on(asked) is None


@given(validities(), spans)
def test_a_side_left_open_reaches_as_far_as_the_life_or_to_a_closed_bound_beyond_it(some: Validity, life: Span) -> None:
    span, clipped = some.span, some.within(life)
    if some.start is None and some.end is None:
        assert clipped == life
    elif some.start is None:
        assert clipped.start_earliest == min(life.start_earliest, span.end_latest - 1)
    elif some.end is None:
        assert clipped.end_latest == max(life.end_latest, span.start_earliest + 1)
    if some.start is not None and some.start.open_before:
        assert clipped.start_earliest == min(life.start_earliest, span.start_latest)
    if some.end is not None and some.end.open_after:
        assert clipped.end_latest == max(life.end_latest, span.end_earliest)


@given(validities(st.builds(bound_from_edtf, dates())), spans)
def test_closed_bounds_are_never_clipped(some: Validity, life: Span) -> None:
    clipped, span = some.within(life), some.span
    assert (clipped.start_earliest, clipped.start_latest) == (span.start_earliest, span.start_latest)
    if some.end is not None:
        assert clipped == span


@given(validities(), spans)
def test_what_has_a_closed_bound_may_still_hold_on_some_day_after_clipping(some: Validity, life: Span) -> None:
    assume(some.start is not None or some.end is not None)
    clipped = some.within(life)
    assert clipped.start_earliest < clipped.end_latest
    assert clipped.start_earliest <= clipped.start_latest
    assert clipped.end_earliest <= clipped.end_latest


@given(validities())
def test_a_life_without_bounds_clips_nothing(some: Validity) -> None:
    assert some.within(ALWAYS) == some.span


@given(bounds)
def test_bounds_are_shown_as_written_with_null_for_what_is_unbounded(bound: Bound) -> None:
    text = bound.text
    shown = DatedSpan(validity(text), validity(text).span)
    assert (shown.start, shown.end) == (text, None)
    assert (shown.start_earliest is None) == text.startswith("[..")
    assert (shown.start_latest is None) == text.endswith("..]")
    assert (shown.end_earliest, shown.end_latest) == (None, None)
    shown = DatedSpan(validity(None, text), validity(None, text).span)
    assert (shown.start, shown.end) == (None, text)
    assert (shown.end_earliest is None) == text.startswith("[..")
    assert (shown.end_latest is None) == text.endswith("..]")
    assert (shown.start_earliest, shown.start_latest) == (None, None)


@pytest.mark.parametrize(
    ("period", "certain", "possible", "outside"),
    [
        ("2016-08-11", ["2016-08-11"], [], ["2016-08-10", "2016-08-12"]),
        ("2016-08", ["2016-08-01", "2016-08-31"], [], ["2016-07-31", "2016-09-01"]),
        ("[2016-08-11..2016-08-13]", [], ["2016-08-11", "2016-08-12", "2016-08-13"], ["2016-08-14"]),
        ("[2017-05-17..]", [], ["2017-05-17", "9999-12-31"], ["2017-05-16"]),
        ("[..2017-05-17]", [], ["0001-01-01", "2017-05-17"], ["2017-05-18"]),
        ("2014-06/2016", ["2014-06-01", "2016-12-31"], [], ["2014-05-31", "2017-01-01"]),
        ("2014/..", ["2014-01-01", "9999-12-31"], [], ["2013-12-31"]),
        ("../2014", ["0001-01-01", "2014-12-31"], [], ["2015-01-01"]),
        (
            "[2014..2015]/2016",
            ["2015-12-31", "2016-12-31"],
            ["2014-01-01", "2015-12-30"],
            ["2013-12-31", "2017-01-01"],
        ),
    ],
)
def test_a_source_vouches_for_each_day_of_a_period_and_surely_for_none_of_a_set(
    period: str, certain: list[str], possible: list[str], outside: list[str]
) -> None:
    found = period_from_edtf(period)
    told = {text: found.certainty_on(day(text)) for text in (*certain, *possible, *outside)}
    assert told == {
        **dict.fromkeys(certain, Certainty.CERTAIN),
        **dict.fromkeys(possible, Certainty.POSSIBLE),
        **dict.fromkeys(outside),
    }


@given(validities(), validities())
def test_two_certainly_meet_where_both_are_certain_on_some_one_day(one: Validity, other: Validity) -> None:
    first = max(one.span.start_latest, other.span.start_latest)
    both = {span.certainty_on(min(first, LAST_DAY)) for span in (one.span, other.span)}
    assert one.span.certainly_meets(other.span) == (both == {Certainty.CERTAIN})
    assert one.span.certainly_meets(other.span) == other.span.certainly_meets(one.span)
