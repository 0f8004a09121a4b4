"""Stepping through history by change."""

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.lens import Lens
from cget_api.core.steps import next_change, previous_change
from cget_api.core.validity import text_from_day
from cget_api.core.view import EntityView, entity_through
from cget_api.core.vocabulary import Predicate, Standing
from tests.history.registers import lens, register
from tests.worlds import cited, said

P = Predicate

HELD = register(
    said("cget", P.EXISTENCE, None, "[2014-03-31..2014-04-03]", "2019-12-31"),
    said("cget", P.AUTHORITY, "prime-minister", "[2014-03-31..2014-04-03]", "2017-12-31"),
    said("cget", P.AUTHORITY, "minister", "2018-01-01", "2019-12-31"),
    said("cget", P.AUTHORITY, "minister", "2015-11-24", "2015-11-24", standing=Standing.REJECTED),
    said("head", P.HEAD_OF, "cget", "[2014-03-31..2014-04-03]", "2019-12-31"),
    said("head", P.HELD_BY, "jane", "2014-06-01", "2016-06-29"),
    said("cget", P.MISSION, "conseiller", "2014-04-03", "2019-12-31", citations=(cited("page", attests="2016-08-11"),)),
)
DAYS = ["2014-03-31", "2014-04-03", "2014-06-01", "2016-06-30", "2018-01-01", "2020-01-01"]


def at(lens_: Lens) -> EntityView:
    return entity_through(lens_, "cget")


def walk(step: Callable[[EntityView], int | None], start: str, source: str | None = None) -> list[str]:
    days: list[str] = []
    while (found := step(at(lens(HELD, days[-1] if days else start, source)))) is not None:
        days.append(text_from_day(found))
    return days


def test_every_change_is_a_step_forward_and_backward() -> None:
    assert walk(next_change, "1958-01-01") == DAYS
    assert walk(previous_change, "2026-11-22") == DAYS[::-1]


def test_a_step_from_within_a_period_goes_to_its_borders() -> None:
    view = at(lens(HELD, "2017-05-05"))
    before, after = previous_change(view), next_change(view)
    assert before is not None
    assert after is not None
    assert (text_from_day(before), text_from_day(after)) == ("2016-06-30", "2018-01-01")


def test_only_what_is_certain_is_not_stepped_through_where_it_is_possible() -> None:
    view = at(lens(HELD, "2014-01-01", only_certain=True))
    after = next_change(view)
    assert after is not None
    assert text_from_day(after) == "2014-04-03"


def test_narrowed_to_a_source_the_days_that_it_attests_are_steps() -> None:
    assert walk(next_change, "1958-01-01", "page") == ["2014-04-03", "2016-08-11", "2016-08-12", "2020-01-01"]


@given(st.dates(date(2013, 1, 1), date(2021, 1, 1)))
def test_between_two_steps_nothing_changes(day: date) -> None:
    view = at(lens(HELD, day.isoformat()))
    after = next_change(view)
    between = range(view.as_of + 1, after) if after is not None else ()
    told = [view.told(predicate) for predicate in Predicate]
    for other in list(between)[:3]:
        later = at(lens(HELD, text_from_day(other)))
        assert [
            [(statement.key, statement.certainty) for statement in later.told(predicate)] for predicate in Predicate
        ] == [[(statement.key, statement.certainty) for statement in statements] for statements in told]
