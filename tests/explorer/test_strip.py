"""The scale of the time line: every day has its place, in the order of time."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.validity import day_from_text, text_from_day
from cget_api.explorer.strip import Scale, strip_of

TODAY = day_from_text("2026-11-22")
DAYS = st.integers(day_from_text("1900-01-01"), day_from_text("2100-01-01"))


def life(slug: str, start: str | None, end: str | None) -> dict[str, Any]:
    dates = {"startEarliest": start, "startLatest": start, "endEarliest": end, "endLatest": end}
    return {"slug": slug, "lifespan": dates if start or end else None}


@given(starts=st.lists(DAYS, min_size=1, max_size=4), length=st.integers(0, 30_000), day=DAYS)
def test_places_follow_time_and_stay_on_the_strip(starts: list[int], length: int, day: int) -> None:
    root = min(starts)
    line = [
        life(str(number), text_from_day(start), text_from_day(start + length)) for number, start in enumerate(starts)
    ]
    strip = strip_of(line, str(starts.index(root)), [], day, TODAY)
    scale = strip.scale
    places = [scale.place(scale.first + step * (scale.last - scale.first) // 50) for step in range(51)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0.0, 100.0)
    assert 0.0 <= strip.hand <= 100.0
    assert all(0.0 <= bar.left <= bar.left + bar.width <= 100.3 for lane in strip.lanes for bar in lane.bars)


def test_a_body_of_which_no_dates_are_known_is_possible_throughout() -> None:
    known = life("a", "1990-01-01", "2000-01-01")
    (lane,) = strip_of([known, life("b", None, None)], "a", [], TODAY, TODAY).lanes[1:]
    assert [(bar.kind, bar.left, bar.width) for bar in lane.bars] == [("possible", 0.0, 100.0)]


def test_a_scale_is_told_to_the_script_in_days_and_places() -> None:
    scale = Scale(((1, 0.0), (366, 33.333), (731, 100.0)))
    assert scale.as_text == "0001-01-01 0, 0002-01-01 33.33, 0003-01-01 100"
    assert [scale.place(day) for day in (-5, 1, 183, 731, 900)] == [0.0, 0.0, 16.62, 100.0, 100.0]
