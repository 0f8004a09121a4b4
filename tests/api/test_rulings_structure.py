"""A whole organisation on one day."""

from dataclasses import replace

from cget_api.core.model import Statement
from cget_api.core.vocabulary import Standing
from tests.api.administration import P, register
from tests.api.conftest import Serve
from tests.api.service import Service
from tests.worlds import cited, said

MEMBERS = """query ($root: String! = "cget", $day: Date! = "2015-06-01", $depth: Int! = 10,
    $certainty: Certainty! = POSSIBLE, $source: String) {
  structure(root: $root, asOf: $day, depth: $depth, certainty: $certainty, statedBy: $source) {
    root { slug } members { depth parent { slug } organization { slug } link { certainty } } } }"""
Member = tuple[int, str | None, str]


def members(service: Service, **variables: object) -> list[Member]:
    structure = service.ask(MEMBERS, **variables)["structure"]
    assert structure["members"][0] == {
        "depth": 0,
        "parent": None,
        "organization": structure["root"],
        "link": None,
    }
    return [
        (member["depth"], member["parent"] and member["parent"]["slug"], member["organization"]["slug"])
        for member in structure["members"]
    ]


def unit(slug: str, of: str, position: int = 0, start: str | None = None, end: str | None = None) -> Statement:
    return replace(said(slug, P.UNIT_OF, of, start, end), position=position)


def test_members_begin_with_the_root_and_parents_stand_before_children_in_order_of_display(serve: Serve) -> None:
    service = serve(
        register(unit("team", "cget", 2), unit("office", "cget", 1), unit("fund", "office"), unit("city", "fund"))
    )
    whole = [
        (0, None, "cget"),
        (1, "cget", "office"),
        (2, "office", "fund"),
        (3, "fund", "city"),
        (1, "cget", "team"),
    ]
    assert members(service) == whole
    assert members(service, root="office") == [(0, None, "office"), (1, "office", "fund"), (2, "fund", "city")]


def test_depth_counts_the_levels_below_the_root(serve: Serve) -> None:
    service = serve(register(unit("team", "cget"), unit("office", "team"), unit("fund", "office")))
    slugs = {depth: [slug for _, _, slug in members(service, depth=depth)] for depth in (0, 1, 2, 20)}
    assert slugs == {
        0: ["cget"],
        1: ["cget", "team"],
        2: ["cget", "team", "office"],
        20: ["cget", "team", "office", "fund"],
    }


def test_a_root_that_does_not_exist_that_day_stands_alone(serve: Serve) -> None:
    service = serve(
        register(
            said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"),
            unit("team", "cget", 0, "2010-01-01", "2030-01-01"),
        )
    )
    days = ("2014-04-02", "2014-04-03", "2019-12-31", "2020-01-01")
    assert {day: len(members(service, day=day)) for day in days} == {
        "2014-04-02": 1,
        "2014-04-03": 2,
        "2019-12-31": 2,
        "2020-01-01": 1,
    }


def test_a_unit_under_two_possible_parents_appears_under_each_and_under_none_for_certain(serve: Serve) -> None:
    service = serve(
        register(
            unit("office", "cget", 1, "2014", "2020"),
            unit("fund", "cget", 2, "2014", "2020"),
            unit("team", "office", 0, "2014-01-01", "[2015..2016]"),
            unit("team", "fund", 0, "[2015..2016]", "2019-12-31"),
        )
    )
    assert members(service) == [
        (0, None, "cget"),
        (1, "cget", "office"),
        (2, "office", "team"),
        (1, "cget", "fund"),
        (2, "fund", "team"),
    ]
    assert members(service, certainty="CERTAIN") == [(0, None, "cget"), (1, "cget", "office"), (1, "cget", "fund")]
    assert [slug for _, _, slug in members(service, day="2014-12-31")] == ["cget", "office", "team", "fund"]
    assert [slug for _, _, slug in members(service, day="2017-01-01")] == ["cget", "office", "fund", "team"]


def test_a_cycle_is_cut_where_it_would_come_back(serve: Serve) -> None:
    disputed = replace(unit("team", "office"), standing=Standing.DISPUTED)
    service = serve(register(unit("team", "cget"), unit("office", "team"), unit("cget", "office"), disputed))
    assert members(service, depth=20) == [(0, None, "cget"), (1, "cget", "team"), (2, "team", "office")]
    assert members(service, root="office", depth=20) == [
        (0, None, "office"),
        (1, "office", "cget"),
        (2, "cget", "team"),
        (1, "office", "team"),
    ]


def test_a_source_s_structure_is_what_the_source_says_of_it(serve: Serve) -> None:
    service = serve(register(unit("team", "cget", 1), replace(unit("office", "cget", 2), citations=(cited("page"),))))
    assert [slug for _, _, slug in members(service)] == ["cget", "team", "office"]
    assert [slug for _, _, slug in members(service, source="page")] == ["cget", "office"]


def test_a_structure_is_null_only_where_there_is_no_such_organisation(serve: Serve) -> None:
    service = serve(register(unit("team", "cget")), register(unit("team", "cget"), unit("fund", "team")))
    query = 'query ($revision: Int!) { structure(root: "fund", revision: $revision) { root { existence } } }'
    assert service.ask(query, revision=1) == {"structure": None}
    assert service.ask(query, revision=2) == {"structure": {"root": {"existence": "EXISTS"}}}
