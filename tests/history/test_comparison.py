"""What differs between two lenses."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.comparison import Change, ChangeKind, Comparison, Side, comparison
from cget_api.core.lens import Lens
from cget_api.core.model import Statement
from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import Predicate
from tests.history.registers import lens, register
from tests.worlds import cited, said

P = Predicate

LIFE = said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31")
UNIT = said("datar", P.UNIT_OF, "cget", "2014-04-03", "2019-12-31")
PRIME_MINISTER = said("cget", P.AUTHORITY, "prime-minister", "2014-04-03", "2017-12-31")
MINISTER = said("cget", P.AUTHORITY, "minister", "2018-01-01", "2019-12-31")


def compared(before: Lens, after: Lens) -> Comparison:
    found = comparison("cget", before, after)
    assert found is not None
    return found


def told(change: Change) -> tuple[ChangeKind, str, Predicate, Statement | None, Statement | None]:
    sides = [view.statement if view else None for view in (change.before, change.after)]
    return change.kind, change.subject.slug, change.predicate, sides[0], sides[1]


def test_a_functional_value_that_another_follows_is_one_change() -> None:
    held = register(LIFE, PRIME_MINISTER, MINISTER)
    found = compared(lens(held, "2017-12-31"), lens(held, "2018-01-01"))
    assert [told(change) for change in found.changes] == [
        (ChangeKind.CHANGED, "cget", P.AUTHORITY, PRIME_MINISTER, MINISTER)
    ]


def test_going_back_in_time_is_allowed_and_tells_it_the_other_way_round() -> None:
    held = register(LIFE, PRIME_MINISTER, MINISTER)
    found = compared(lens(held, "2018-01-01"), lens(held, "2017-12-31"))
    assert [told(change) for change in found.changes] == [
        (ChangeKind.CHANGED, "cget", P.AUTHORITY, MINISTER, PRIME_MINISTER)
    ]


def test_a_renamed_unit_is_one_change_and_not_a_removal_and_an_addition() -> None:
    old = said("datar", P.NAME, "Datar", "2014-04-03", "2015-12-31")
    new = said("datar", P.NAME, "Diact", "2016-01-01", "2019-12-31")
    held = register(LIFE, UNIT, old, new)
    found = compared(lens(held, "2015-01-01"), lens(held, "2017-01-01"))
    assert [told(change) for change in found.changes] == [(ChangeKind.CHANGED, "datar", P.NAME, old, new)]


def test_a_statement_that_only_became_more_certain_says_so() -> None:
    mission = said("cget", P.MISSION, "conseiller", "[2014-04-03..2016-08-11]", "2019-12-31")
    held = register(LIFE, mission)
    (change,) = compared(lens(held, "2015-01-01"), lens(held, "2017-01-01")).changes
    assert told(change) == (ChangeKind.CHANGED, "cget", P.MISSION, mission, mission)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.certainty, change.after.certainty) == (Certainty.POSSIBLE, Certainty.CERTAIN)


def test_what_only_one_side_holds_was_added_or_removed() -> None:
    old, new = (
        said("cget", P.MISSION, words, *dates)
        for words, dates in (
            ("conseiller", ("2014-04-03", "2015-12-31")),
            ("observer", ("2016-01-01", "2019-12-31")),
        )
    )
    held = register(LIFE, old, new)
    found = compared(lens(held, "2015-01-01"), lens(held, "2017-01-01"))
    assert [told(change) for change in found.changes] == [
        (ChangeKind.REMOVED, "cget", P.MISSION, old, None),
        (ChangeKind.ADDED, "cget", P.MISSION, None, new),
    ]


def test_posts_and_hosted_bodies_of_either_side_are_compared_too() -> None:
    post = said("head", P.POST_IN, "cget", "2014-04-03", "2019-12-31")
    jane = said("head", P.HELD_BY, "jane", "2014-04-03", "2015-12-31")
    john = said("head", P.HELD_BY, "john", "2016-01-01", "2019-12-31")
    hosted = said("minister", P.HOSTED_BY, "cget", "2016-01-01", "2019-12-31")
    held = register(LIFE, post, jane, john, hosted)
    found = compared(lens(held, "2015-01-01"), lens(held, "2017-01-01"))
    assert [told(change) for change in found.changes] == [
        (ChangeKind.CHANGED, "head", P.HELD_BY, jane, john),
        (ChangeKind.ADDED, "minister", P.HOSTED_BY, None, hosted),
    ]


def test_the_events_between_the_two_days_that_touch_the_subject_are_its_causes() -> None:
    occurred = said("creation", P.OCCURRED, "ATTACHMENT", "2018-01-01", "2018-01-01")
    before = said("reform", P.OCCURRED, "REORGANIZATION", "2017-04-23", "2017-04-23")
    links = [said(event, P.CONCERNS, "cget") for event in ("creation", "reform")]
    held = register(LIFE, PRIME_MINISTER, MINISTER, occurred, before, *links)
    (change,) = compared(lens(held, "2017-12-31"), lens(held, "2018-01-01")).changes
    assert [event.slug for event in change.causes] == ["creation"]


def test_a_side_whose_source_is_silent_is_listed_and_left_out() -> None:
    page, notice = (cited("page"),), (cited("notice"),)
    minister = replace(MINISTER, citations=page)
    prime_minister = replace(PRIME_MINISTER, citations=notice)
    mission = said("cget", P.MISSION, "conseiller", "2014-04-03", "2019-12-31", citations=notice)
    held = register(LIFE, prime_minister, minister, mission)
    found = compared(lens(held, "2016-08-11", "notice"), lens(held, "2018-06-01", "page"))
    assert [told(change) for change in found.changes] == [
        (ChangeKind.CHANGED, "cget", P.AUTHORITY, prime_minister, minister)
    ]
    assert [(one.side, one.subject.slug, one.predicates) for one in found.silences] == [(Side.TO, "cget", (P.MISSION,))]


def test_two_revisions_of_one_day_differ_without_causes() -> None:
    corrected = replace(MINISTER, object="prime-minister")
    first, second = register(LIFE, MINISTER), register(LIFE, corrected, number=2)
    (change,) = compared(lens(first, "2018-06-01"), lens(second, "2018-06-01")).changes
    assert told(change) == (ChangeKind.CHANGED, "cget", P.AUTHORITY, MINISTER, corrected)
    assert change.causes == ()


def test_a_root_that_only_the_later_revision_holds_is_called_by_it() -> None:
    name = said("cget", P.NAME, "Commissariat", "2014-04-03", "2019-12-31")
    unheard = register(said("minister", P.EXISTENCE, None, "2014-04-03", "2019-12-31"))
    found = compared(lens(unheard, "2015-01-01"), lens(register(LIFE, name), "2015-01-01"))
    assert found.before.root.name == name
    assert [told(change)[:3] for change in found.changes] == [
        (ChangeKind.ADDED, "cget", P.EXISTENCE),
        (ChangeKind.ADDED, "cget", P.NAME),
    ]


def test_a_root_in_neither_lens_is_none() -> None:
    held = register(LIFE)
    assert comparison("nothing", lens(held, "2015-01-01"), lens(held, "2016-01-01")) is None


@given(st.dates(date(2010, 1, 1), date(2022, 1, 1)), st.booleans(), st.sampled_from((None, "decree", "page")))
def test_comparing_a_thing_with_itself_is_empty(when: date, only_certain: bool, source: str | None) -> None:
    held = register(LIFE, UNIT, PRIME_MINISTER, replace(MINISTER, citations=(cited("page"),)))
    same = lens(held, when.isoformat(), source, only_certain=only_certain)
    found = compared(same, same)
    assert (found.changes, found.silences) == ((), ())
