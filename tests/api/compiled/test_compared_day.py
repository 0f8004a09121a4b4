"""A day in whose place another may stand, and for which days that is so."""

import json
from collections.abc import Callable
from operator import eq, ge, gt, le, lt, ne

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cget_api.api.compiled.compared import ComparedDay
from cget_api.core.validity import END_OF_TIME, FIRST_DAY, LAST_DAY, text_from_day

Comparison = Callable[[object, object], bool]

_days = st.integers(FIRST_DAY, LAST_DAY)
_near = st.integers(735_000, 735_020)
_comparisons = st.lists(st.tuples(st.sampled_from([lt, le, gt, ge]), _near, st.booleans()))


def _compared(day: object, with_days: list[tuple[Comparison, int, bool]]) -> list[bool]:
    return [compare(other, day) if first else compare(day, other) for compare, other, first in with_days]


def test_a_day_never_compared_may_be_any() -> None:
    day = ComparedDay(735_000)
    assert (day.first, day.end) == (FIRST_DAY, END_OF_TIME)


@given(_near, _comparisons)
def test_it_compares_as_the_day_that_it_stands_for(day: int, with_days: list[tuple[Comparison, int, bool]]) -> None:
    assert _compared(ComparedDay(day), with_days) == _compared(day, with_days)


@given(_near, _comparisons, _near)
def test_another_day_compares_alike_exactly_from_its_first_to_its_last(
    day: int, with_days: list[tuple[Comparison, int, bool]], other: int
) -> None:
    compared = ComparedDay(day)
    told = _compared(compared, with_days)
    assert (compared.first <= other < compared.end) is (_compared(other, with_days) == told)


@pytest.mark.parametrize(
    "ask",
    [
        bool,
        hash,
        int,
        repr,
        str,
        json.dumps,
        text_from_day,
        lambda day: f"{day}",
        lambda day: day + 1,
        lambda day: 1 - day,
        lambda day: eq(day, 735_000),
        lambda day: ne(735_000, day),
        lambda day: {day: 1},
        range,
    ],
)
def test_it_can_be_asked_for_nothing_else(ask: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        ask(ComparedDay(735_000))
