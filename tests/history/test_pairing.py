"""What takes the place of what."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.model import Statement
from cget_api.core.pairing import paired
from cget_api.core.vocabulary import Language, Predicate
from tests.worlds import both, said

P = Predicate

OLD_NAME = said("cget", P.NAME, "Délégation", "2014", "2016")
NEW_NAME = said("cget", P.NAME, "Commissariat", "2017", "2019")
PRIME_MINISTER = said("cget", P.AUTHORITY, "prime-minister", "2014", "2017")
MINISTER = said("cget", P.AUTHORITY, "minister", "2018", "2019")
ADVISE = said("cget", P.MISSION, "advise", "2014")
OBSERVE = said("cget", P.MISSION, "observe", "2014")
STATEMENTS = (
    OLD_NAME,
    NEW_NAME,
    replace(OLD_NAME, language=Language.EN),
    replace(NEW_NAME, language=Language.EN),
    PRIME_MINISTER,
    MINISTER,
    said("datar", P.AUTHORITY, "minister", "2018", "2019"),
    ADVISE,
    OBSERVE,
)


def pairs(before: list[Statement], after: list[Statement]) -> list[tuple[Statement | None, Statement | None]]:
    left, right = ({statement.key: statement for statement in side} for side in (before, after))
    return [
        (None if old is None else left[old], None if new is None else right[new]) for old, new in paired(left, right)
    ]


def test_the_same_key_is_the_same_statement_whatever_else_it_says() -> None:
    noted = replace(ADVISE, note=both("as the page says"))
    assert pairs([ADVISE], [noted]) == [(ADVISE, noted)]


def test_the_one_value_of_each_side_takes_the_place_of_the_other() -> None:
    assert pairs([PRIME_MINISTER], [MINISTER]) == [(PRIME_MINISTER, MINISTER)]


def test_what_may_have_several_values_is_gone_and_new() -> None:
    assert pairs([ADVISE], [OBSERVE]) == [(ADVISE, None), (None, OBSERVE)]


def test_two_values_of_a_side_are_gone_and_new() -> None:
    other = said("cget", P.AUTHORITY, "datar", "2018", "2019")
    assert pairs([PRIME_MINISTER], [MINISTER, other]) == [(PRIME_MINISTER, None), (None, MINISTER), (None, other)]


def test_another_subject_takes_no_place() -> None:
    elsewhere = replace(MINISTER, subject="datar")
    assert pairs([PRIME_MINISTER], [elsewhere]) == [(PRIME_MINISTER, None), (None, elsewhere)]


def test_names_take_the_place_of_names_in_their_own_language() -> None:
    old, new = (replace(name, language=Language.EN) for name in (OLD_NAME, NEW_NAME))
    assert pairs([OLD_NAME, old], [new, NEW_NAME]) == [(OLD_NAME, NEW_NAME), (old, new)]
    assert pairs([OLD_NAME], [new]) == [(OLD_NAME, None), (None, new)]


@given(st.lists(st.sampled_from(STATEMENTS), unique=True), st.lists(st.sampled_from(STATEMENTS), unique=True))
def test_each_statement_stands_in_one_pair_and_backwards_the_pairs_are_turned_round(
    before: list[Statement], after: list[Statement]
) -> None:
    found = pairs(before, after)
    assert {old for old, _ in found if old} == set(before)
    assert {new for _, new in found if new} == set(after)
    assert len([old for old, _ in found if old]) == len(before)
    assert len([new for _, new in found if new]) == len(after)
    assert {(new, old) for old, new in found} == set(pairs(after, before))
