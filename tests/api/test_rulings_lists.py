"""Which organisations and statements a list holds, and in which order."""

from dataclasses import replace
from typing import Any

import pytest

from tests.api.administration import P, printed, register
from tests.api.conftest import Serve
from tests.api.service import Service
from tests.worlds import PAGE, both, cited, said

SLUGS = """query ($filter: OrganizationFilter, $day: Date! = "2016-08-11", $source: String, $revision: Int) {
  organizations(asOf: $day, filter: $filter, statedBy: $source, revision: $revision) { totalCount nodes { slug } } }"""


def slugs(service: Service, **variables: Any) -> list[str]:
    found = service.ask(SLUGS, **variables)["organizations"]
    assert found["totalCount"] == len(found["nodes"])
    return [node["slug"] for node in found["nodes"]]


EVERY = ["anct", "cget", "city", "datar", "fund", "minister", "observatory", "office", "prime-minister", "team"]


@pytest.mark.parametrize("day", ["1900-01-01", "2016-08-11", "2100-01-01"])
def test_organisations_are_listed_whatever_their_existence_in_the_order_of_their_slugs(
    service: Service, day: str
) -> None:
    assert slugs(service, day=day) == EVERY


def test_organisations_are_filtered_by_their_state_and_their_kind_on_the_day(service: Service) -> None:
    states = {
        state: slugs(service, filter={"existence": [state]}, day="2009-06-01")
        for state in ("NOT_YET", "EXISTS", "INTERRUPTED", "CEASED")
    }
    assert states == {
        "NOT_YET": ["anct", "cget", "minister", "team"],
        "EXISTS": ["city", "datar", "fund", "office", "prime-minister"],
        "INTERRUPTED": ["observatory"],
        "CEASED": [],
    }
    assert slugs(service, filter={"existence": ["INTERRUPTED", "NOT_YET"], "kind": ["MINISTER"]}, day="2009-06-01") == [
        "minister"
    ]
    assert slugs(service, filter={"kind": ["DELEGATION", "HEAD_OF_GOVERNMENT"]}) == ["datar", "prime-minister"]
    assert slugs(service, filter={"kind": []}) == []
    assert slugs(service, filter={}) == EVERY


def test_a_source_lists_those_of_which_it_speaks(service: Service) -> None:
    assert slugs(service, source=PAGE) == ["cget", "fund", "minister", "observatory", "office"]


def test_words_are_found_in_names_of_any_day_first_and_then_in_missions_of_the_day(serve: Serve) -> None:
    service = serve(
        register(
            said("datar", P.NAME, "Délégation à l'Aménagement", "1963", "2005"),
            said("datar", P.NAME, "Diact", "2006-01-01", "2014"),
            said("anct", P.MISSION, "de l’aménagement", "2014-01-01", "2020-12-31"),
            replace(said("city", P.MISSION, "advise", "2014-01-01", "2020-12-31"), heading=both("Aménagement")),
            said("fund", P.MISSION, "l'aménagement", "1970-01-01", "1980-12-31"),
            said("team", P.ACRONYM, "AMENAGEMENT", "1970-01-01", "1980-12-31"),
            said("office", P.NAME, "Œuvres et sites"),
        )
    )
    assert slugs(service, filter={"text": "AMÉNAGEMENT"}) == ["datar", "team", "anct", "city"]
    assert slugs(service, filter={"text": "  l'amenagement "}) == ["datar", "anct"]
    assert slugs(service, filter={"text": "l’aménagement"}, day="1975-01-01") == ["datar", "fund"]
    assert slugs(service, filter={"text": "oeuvres"}) == ["office"]
    assert slugs(service, filter={"text": "(en)"}) == ["anct", "city", "datar", "fund", "office", "team"]
    assert slugs(service, filter={"text": "nowhere"}) == []


def test_through_a_source_a_thing_is_found_by_the_name_under_which_it_is_shown(serve: Serve) -> None:
    page = (cited(PAGE),)
    service = serve(
        register(
            said("cget", P.NAME, "Commissariat général"),
            said("cget", P.MISSION, "advises", citations=page),
            said("datar", P.NAME, "Délégation", "1965", "2014"),
            said("datar", P.NAME, "Commission", "1963", "1964", citations=page),
            sources=(printed(PAGE, "2015-11-24"),),
        )
    )
    assert slugs(service, source=PAGE, filter={"text": "commissariat"}) == ["cget"]
    assert slugs(service, source=PAGE, filter={"text": "commission"}) == ["datar"]
    assert slugs(service, source=PAGE, filter={"text": "délégation"}) == []


def test_total_count_counts_all_that_the_arguments_select_on_all_pages(service: Service) -> None:
    query = """{ all: statements(first: 1) { totalCount } none: statements(first: 0) { totalCount }
      some: statements(filter: {subject: "cget", standing: [REJECTED]}, first: 1) { totalCount }
      register { statementCount } }"""
    answer = service.ask(query)
    assert answer["all"] == answer["none"] == {"totalCount": answer["register"]["statementCount"]}
    assert answer["some"] == {"totalCount": 1}


def test_every_filter_of_statements_narrows_what_the_others_select(service: Service) -> None:
    query = "query ($filter: StatementFilter) { statements(filter: $filter, first: 500) { nodes { key } } }"

    def keys(**filter_: object) -> set[str]:
        return {node["key"] for node in service.ask(query, filter=filter_)["statements"]["nodes"]}

    whole = keys()
    narrow: dict[str, object] = {
        "subject": "cget",
        "predicate": ["AUTHORITY"],
        "source": PAGE,
        "standing": ["REJECTED"],
        "object": "minister",
        "sourcePublishedBy": "2017-05-17",
    }
    alone = {name: keys(**{name: value}) for name, value in narrow.items()}
    assert all(found < whole for found in alone.values())
    together = keys(**narrow)
    assert together == set.intersection(*alone.values())
    assert len(together) == 1
    assert keys(key=next(iter(together))) == together
    assert keys(predicate=[]) == set()


def test_before_the_first_revision_look_ups_are_null_and_lists_are_empty_without_an_error(service: Service) -> None:
    lens = 'knownAt: "2025-12-31T00:00:00Z"'
    answer = service.ask(
        f"""{{
          organization(slug: "cget", {lens}, statedBy: "page") {{ name }}
          structure({lens}) {{ asOf }}
          post(slug: "head", {lens}) {{ name }}
          person(slug: "jane", {lens}, statedBy: "nobody") {{ name }}
          source(slug: "page", {lens}) {{ title }}
          organizations({lens}, filter: {{text: "cget"}}) {{ totalCount nodes {{ slug }} revision {{ number
            added {{ totalCount }} superseded {{ totalCount }} parent {{ number }} }} }}
          statements({lens}, filter: {{source: "nobody"}}) {{ totalCount nodes {{ key }} }}
          sources({lens}) {{ totalCount }}
        }}"""
    )
    assert answer == {
        "organization": None,
        "structure": None,
        "post": None,
        "person": None,
        "source": None,
        "organizations": {
            "totalCount": 0,
            "nodes": [],
            "revision": {
                "number": 0,
                "added": {"totalCount": 0},
                "superseded": {"totalCount": 0},
                "parent": None,
            },
        },
        "statements": {"totalCount": 0, "nodes": []},
        "sources": {"totalCount": 0},
    }
