"""The proof-reader: each rule finds what breaks it, and nothing else."""

from dataclasses import replace

from cget_api.core.consistency import FindingCode, findings
from cget_api.core.model import Source, Statement
from cget_api.core.validity import period_from_edtf
from cget_api.core.vocabulary import Evidence, Predicate, SourceKind, Standing
from tests.history.registers import register
from tests.worlds import both, cited, said

P = Predicate

LIFE = said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31")


def found(*statements: Statement, sources: tuple[Source, ...] = ()) -> list[tuple[FindingCode, Statement, str]]:
    return [
        (finding.code, finding.held.statement, finding.about)
        for finding in findings(register(*statements, sources=sources))
    ]


def test_a_sound_register_gives_no_finding() -> None:
    assert found(LIFE, said("cget", P.MISSION, "conseiller", "2014-04-03", "2019-12-31")) == []


def test_something_said_of_what_did_not_exist_yet_or_any_more() -> None:
    early = said("cget", P.MISSION, "conseiller", "2013-01-01", "2019-12-31")
    late = said("datar", P.AUTHORITY, "cget", "2019-01-01", "2020-01-01")
    assert found(LIFE, early, late) == [
        (FindingCode.NOT_IN_EXISTENCE, early, "cget"),
        (FindingCode.NOT_IN_EXISTENCE, late, "cget"),
    ]


def test_what_is_refuted_or_open_is_not_said_to_hold_outside_a_life() -> None:
    refuted = said("cget", P.MISSION, "conseiller", "2013-01-01", "2013-12-31", standing=Standing.REJECTED)
    open_ = said("cget", P.MISSION, "observer", "[..2016-08-11]", "[2016-08-11..]")
    assert found(LIFE, refuted, open_) == []


def page(published: str, wording: str | None = None, kind: SourceKind = SourceKind.OFFICIAL_PAGE) -> Source:
    return Source(
        "page",
        kind,
        "A page",
        published_on=period_from_edtf(published),
        wording_dated=period_from_edtf(wording) if wording else None,
    )


def test_a_source_that_names_what_came_after_it() -> None:
    minister = said("minister", P.EXISTENCE, None, "2017-05-17", "2022-12-31")
    named = said("cget", P.AUTHORITY, "minister", "2018-01-01", "2019-12-31", citations=(cited("page"),))
    ahead = [(FindingCode.SOURCE_AHEAD_OF_ITS_TIME, named, "page")]
    assert found(LIFE, minister, named, sources=(page("2015-11-24"),)) == ahead
    assert found(LIFE, minister, named, sources=(page("2015-11-24", "[2017-05-17..]"),)) == []
    assert found(LIFE, minister, named, sources=(page("2015-11-24", kind=SourceKind.LEGAL_ACT),)) == []
    inferred = replace(named, citations=(replace(cited("page"), evidence=Evidence.INFERRED),))
    assert found(LIFE, minister, inferred, sources=(page("2015-11-24"),)) == []


def test_a_unit_that_outlives_its_last_parent() -> None:
    unit = said("datar", P.EXISTENCE, None, "2014-04-03", "2021-12-31")
    under = said("datar", P.UNIT_OF, "cget", "2014-04-03", "2019-12-31")
    moved = said("datar", P.UNIT_OF, "minister", "2020-01-01", "2021-12-31")
    assert found(LIFE, unit, under) == [(FindingCode.UNIT_OUTLIVES_PARENT, under, "cget")]
    assert found(LIFE, unit, under, moved) == []


def test_two_certain_values_on_one_day() -> None:
    one = said("cget", P.AUTHORITY, "prime-minister", "2014-04-03", "2017-12-31")
    other = said("cget", P.AUTHORITY, "minister", "2017-12-31", "2019-12-31")
    assert found(LIFE, one, other) == [(FindingCode.TWO_VALUES_A_DAY, one, other.key)]


def test_a_gap_that_no_note_explains() -> None:
    jane = said("head", P.HELD_BY, "jane", "2014-06-01", "2016-06-29")
    john = said("head", P.HELD_BY, "john", "2016-08-01", "2017-12-31")
    assert found(jane, john) == [(FindingCode.UNEXPLAINED_GAP, john, jane.key)]
    assert found(jane, replace(john, note=both("titulaire inconnu entre les deux"))) == []


def test_a_plan_whose_day_has_passed() -> None:
    plan = said("cget", P.SITE, "tower", "2017", None, standing=Standing.PLANNED)
    assert found(LIFE, plan) == [(FindingCode.PLAN_OVERTAKEN, plan, "cget")]
