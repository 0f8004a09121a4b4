"""What is a contradiction, and what is not."""

from dataclasses import replace

from cget_api.core.contradictions import contradictions, contradictions_in
from cget_api.core.model import Statement
from cget_api.core.vocabulary import Language, Predicate, Standing
from tests.history.registers import register
from tests.worlds import both, cited, said

P = Predicate


def found(*statements: Statement) -> list[list[Statement]]:
    return [[held.statement for held in one.statements] for one in contradictions(register(*statements))]


def test_a_rejected_value_stands_against_the_accepted_one_of_its_day() -> None:
    held = said("cget", P.AUTHORITY, "prime-minister", "2014-04-03", "2017-12-31")
    later = said("cget", P.AUTHORITY, "minister", "2018-01-01", "2019-12-31")
    refuted = said("cget", P.AUTHORITY, "minister", "2015-11-24", "2015-11-24", standing=Standing.REJECTED)
    assert found(held, later, refuted) == [[held, refuted]]


def test_what_the_register_holds_is_the_resolution_and_the_notes_explain_it() -> None:
    held = said("cget", P.AUTHORITY, "prime-minister", "2014-04-03", "2017-12-31")
    refuted = replace(
        said("cget", P.AUTHORITY, "minister", "2015-11-24", "2015-11-24", standing=Standing.REJECTED),
        note=both("la page fut réécrite"),
    )
    (one,) = contradictions(register(held, refuted))
    assert one.resolution is not None
    assert one.resolution.statement == held
    assert one.explanation == both("la page fut réécrite")


def test_two_disputed_values_of_one_time_have_no_resolution() -> None:
    action = said("datar", P.NAME, "Fonds d'action", "2001", "2006", standing=Standing.DISPUTED)
    aid = said("datar", P.NAME, "Fonds d'aide", "2001", "2006", standing=Standing.DISPUTED)
    (one,) = contradictions(register(action, aid))
    assert {held.statement for held in one.statements} == {action, aid}
    assert one.resolution is None


def test_a_succession_known_only_to_the_year_is_not_one() -> None:
    first = said("datar", P.NAME, "Fonds d'action sociale", "1958-12-29", "2001")
    second = said("datar", P.NAME, "Fonds d'action et de soutien", "2001", "2006", standing=Standing.ACCEPTED)
    assert found(first, second) == []


def test_a_disputed_name_that_follows_another_within_the_year_stands_against_its_like_alone() -> None:
    before = said("datar", P.NAME, "Fonds d'action sociale", "1958-12-29", "2001")
    action = said("datar", P.NAME, "Fonds d'action", "2001", "2006", standing=Standing.DISPUTED)
    aid = said("datar", P.NAME, "Fonds d'aide", "2001", "2006", standing=Standing.DISPUTED)
    ((*found_together,),) = found(before, action, aid)
    assert set(found_together) == {action, aid}


def test_a_refuted_value_of_an_unknown_day_stands_against_what_may_hold_then() -> None:
    agency = said("datar", P.CLASSIFICATION, "PUBLIC_AGENCY", "2019-11-20", "[2022-04-14..]")
    refuted = said(
        "datar", P.CLASSIFICATION, "STATE_SERVICE", "[2020-01-01..]", "[2020-01-01..]", standing=Standing.REJECTED
    )
    assert found(agency, refuted) == [[agency, refuted]]


def test_a_term_renewed_and_a_name_taken_up_again_are_not_ones() -> None:
    assert (
        found(
            said("datar", P.EXISTENCE, None, "2004-09-14", "2010-09-13"),
            said("datar", P.EXISTENCE, None, "2011-07-28", "2017-07-27"),
            said("datar", P.ACRONYM, "Datar", "1963-02-14", "2005-12-31"),
            said("datar", P.ACRONYM, "Diact", "2006-01-01", "2009-12-15"),
            said("datar", P.ACRONYM, "Datar", "2009-12-16", "2014-04-02"),
        )
        == []
    )


def test_a_name_in_another_language_is_not_one() -> None:
    french = said("cget", P.NAME, "Commissariat", "2014-04-03", "2019-12-31")
    english = replace(
        said("cget", P.NAME, "Commission", "2014-04-03", "2019-12-31", standing=Standing.DISPUTED),
        language=Language.EN,
    )
    assert found(french, english) == [[english]]


def test_an_event_on_two_days_is_one_and_on_a_day_within_its_month_is_not() -> None:
    official = said("creation", P.OCCURRED, "PUBLICATION", "2014-06-01", "2014-06-01")
    mistaken = said("creation", P.OCCURRED, "PUBLICATION", "2014-05-30", "2014-05-30", standing=Standing.REJECTED)
    loose = said("creation", P.OCCURRED, "PUBLICATION", "2014-06", "2014-06")
    assert found(official, mistaken) == [[official, mistaken]]
    assert found(official, loose) == []


def test_a_plan_is_one_once_its_day_has_passed() -> None:
    overtaken = said("cget", P.SITE, "tower", "2017", None, standing=Standing.PLANNED)
    to_come = said("cget", P.SITE, "tower", "2031", None, standing=Standing.PLANNED)
    assert found(overtaken) == [[overtaken]]
    assert found(to_come) == []


def test_two_who_supervise_one_body_stand_against_each_other_where_one_is_disputed() -> None:
    minister = said("minister", P.SUPERVISES, "datar", "2014-04-03", "2017-12-31")
    service = said("cget", P.SUPERVISES, "datar", "2014-04-03", "2016-12-31", standing=Standing.DISPUTED)
    assert found(minister, service) == [[minister, service]]


def test_two_units_of_one_body_never_stand_against_each_other() -> None:
    one = said("datar", P.UNIT_OF, "cget", "2014-04-03", "2017-12-31")
    other = said("minister", P.UNIT_OF, "cget", "2014-04-03", "2017-12-31", standing=Standing.REJECTED)
    assert found(one, other) == [[other]]


def test_a_thing_has_the_contradictions_of_the_events_that_touch_it() -> None:
    mistaken = said("creation", P.OCCURRED, "PUBLICATION", "2014-05-30", "2014-05-30", standing=Standing.REJECTED)
    official = said("creation", P.OCCURRED, "PUBLICATION", "2014-06-01", "2014-06-01")
    held = register(official, mistaken, said("creation", P.CONCERNS, "cget"))
    by_subject = {slug: contradictions_in(held, slug) for slug in ("creation", "cget", "datar")}
    assert [len(found) for found in by_subject.values()] == [1, 1, 0]
    assert by_subject["cget"] == by_subject["creation"]


def test_a_source_that_says_less_is_not_one() -> None:
    assert found(said("cget", P.MISSION, "conseiller", "2014", "2019", citations=(cited("page"),))) == []
