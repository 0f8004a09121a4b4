"""What is remembered by stretches of days is what would be found anew on each day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cget_api.core import shown as shown_module
from cget_api.core.index import RegisterIndex
from cget_api.core.lens import Lens
from cget_api.core.model import Statement
from cget_api.core.register import Held
from cget_api.core.shown import MOST_KEPT, SHOWN, Shown, Stretches, order_of_display
from cget_api.core.source_view import CitationView
from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import Predicate
from tests.core.generated import ORGANIZATIONS, any_day, index_of, registers, statements
from tests.worlds import said

predicates = st.sampled_from((Predicate.EXISTENCE, Predicate.NAME, Predicate.MISSION, Predicate.UNIT_OF))
slugs = st.sampled_from((*ORGANIZATIONS, "nobody"))


@given(st.lists(statements(), max_size=12), slugs, predicates, st.lists(any_day, min_size=1, max_size=8))
def test_the_same_is_shown_as_if_every_statement_were_looked_at_on_the_day(
    held: list[Statement], slug: str, predicate: Predicate, days: list[int]
) -> None:
    register = index_of(*held)
    shown = register.once(Shown)
    turning = {day + step for one in register.statements() for day in _ends(one) for step in (-1, 0)}

    def found(statements: tuple[Held, ...], day: int) -> list[Held]:
        holding = [one for one in statements if one.statement.standing in SHOWN and one.span.certainty_on(day)]
        return sorted(holding, key=order_of_display)

    for day in (*days, *turning, *days):
        about, pointing_to = tuple(register.about(slug, predicate)), tuple(register.pointing_to(slug, predicate))
        assert list(shown.about(slug, predicate, day)) == found(about, day)
        assert list(shown.pointing_to(slug, predicate, day)) == found(pointing_to, day)


def _ends(held: Held) -> tuple[int, int, int, int]:
    span = held.span
    return span.start_earliest, span.start_latest, span.end_earliest, span.end_latest


@given(registers, slugs, predicates, any_day, st.sampled_from((None, "page")), st.booleans())
def test_a_lens_shows_what_it_sees(
    register: RegisterIndex, slug: str, predicate: Predicate, day: int, source: str | None, only_certain: bool
) -> None:
    lens = Lens(register, day, source, only_certain)
    for shown, held in (
        (lens.about(slug, predicate), register.about(slug, predicate)),
        (lens.pointing_to(slug, predicate), register.pointing_to(slug, predicate)),
    ):
        assert list(shown) == sorted(filter(lens.sees, held), key=order_of_display)
        assert not only_certain or set(map(lens.holds, shown)) <= {Certainty.CERTAIN}


@given(registers)
def test_without_a_day_nothing_is_shown(register: RegisterIndex) -> None:
    lens = Lens(register)
    assert [lens.about(slug, Predicate.NAME) for slug in ORGANIZATIONS] == [()] * len(ORGANIZATIONS)
    assert [lens.pointing_to(slug, Predicate.UNIT_OF) for slug in ORGANIZATIONS] == [()] * len(ORGANIZATIONS)


@given(registers)
def test_citations_are_those_of_the_statement_and_the_same_each_time(register: RegisterIndex) -> None:
    shown = register.once(Shown)
    for held in register.statements():
        views = [CitationView(citation, register) for citation in held.statement.citations]
        assert list(shown.citations(held)) == views
        assert shown.citations(held) is shown.citations(held)


def test_what_was_forgotten_is_found_again() -> None:
    register = index_of()
    shown = Shown(register)
    before = shown.about("one", Predicate.NAME, 1)
    for number in range(MOST_KEPT):
        assert shown.about(f"nobody-{number}", Predicate.NAME, 1) == ()
    assert shown.about("one", Predicate.NAME, 1) == before
    assert len(before) == 1


def test_what_is_shown_is_remembered_until_it_is_too_much_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_module, "MOST_SHOWN_KEPT", 30)
    slug, first = ORGANIZATIONS[0], date(2014, 1, 1).toordinal()
    missions = [said(slug, Predicate.MISSION, f"{n}", f"2014-01-{n:02}", "2014-02-28") for n in range(1, 11)]
    stretches = Stretches(index_of(*missions).about(slug, Predicate.MISSION))
    seven = [stretches.on(first + day) for day in range(7)]
    assert [len(held) for held in seven] == [1, 2, 3, 4, 5, 6, 7]
    assert all(stretches.on(first + day) is held for day, held in enumerate(seven))
    eight = stretches.on(first + 7)
    assert stretches.on(first + 7) is eight
    anew = [stretches.on(first + day) for day in range(7)]
    assert anew == seven
    assert all(one is not other for one, other in zip(anew, seven, strict=True))
