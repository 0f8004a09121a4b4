"""Words find in a register that is read where it is asked what they find in one that is held whole."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from cget_api import holding
from cget_api.core.model import Dataset, Entity, Statement
from cget_api.core.vocabulary import EntityType, Predicate, Standing
from tests.api.service import Refusal
from tests.ondemand.conftest import ServeTwice, Twice
from tests.worlds import PAGE, both, cited, said, world

P = Predicate
ON_THE_PAGE = (cited(PAGE),)
SERVICES = tuple(f"service-{number:02}" for number in range(20))


def searched(*statements: Statement) -> Dataset:
    """What is said, and twenty services: two of three by a name, the third by a mission of its day or of another."""
    services = [
        said(slug, P.MISSION, "le service de la ville", "2014", "2020" if number % 2 else "2015")
        if number % 3 == 0
        else said(slug, P.NAME, "Service de la Ville")
        for number, slug in enumerate(SERVICES)
    ]
    few = world(*statements, *services)
    return replace(few, entities=(*few.entities, *(Entity(slug, EntityType.ORGANIZATION) for slug in SERVICES)))


FIRST = searched(
    said("cget", P.NAME, "Commissariat général à l’Égalité des territoires", "2014", "2019"),
    said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"),
    said("cget", P.CLASSIFICATION, "STATE_SERVICE"),
    said("cget", P.MISSION, "L'ŒUVRE commune", "2014", "[2015-01-01..2017-12-31]", citations=ON_THE_PAGE),
    said("datar", P.NAME, "Délégation aux œuvres", "1965", "2014"),
    said("datar", P.NAME, "Commission", "1963", "1964", citations=ON_THE_PAGE),
    said("datar", P.CLASSIFICATION, "DELEGATION"),
    said("datar", P.MISSION, "veille à l’égalité", "1965", "2014"),
    replace(said("minister", P.MISSION, "conseille", "2014", "2030"), heading=both("Égalité")),
    said("minister", P.NAME, "Commis d'office", standing=Standing.REJECTED),
    said("prime-minister", P.ACRONYM, "PM"),
    said("jane", P.NAME, "Jane Égalité"),
)
SECOND = searched(said("cget", P.NAME, "Agence de l’égalité", "2014", "2019"), said("datar", P.ACRONYM, "ÉG"))

TEXTS = (
    "egalite",
    "l'Égalité des",
    "ŒUVRE",
    "oeuvres",
    "d’office",
    "commis",
    "service de",
    "la vi",
    "pm",
    "",
    "zz",
    "é",
)
DAYS = ('asOf: "1970-01-01"', 'asOf: "2016-08-11"', 'asOf: "2024-01-01"')
SHOWN = "{ edges { cursor node { slug name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"


def searches() -> Iterator[str]:
    lenses = (
        *product(DAYS, ("", "revision: 1", 'statedBy: "page"', "certainty: CERTAIN")),
        (DAYS[1], 'statedBy: "page", revision: 1, certainty: CERTAIN'),
    )
    for text, (day, lens), also in product(TEXTS, lenses, ("", ", existence: [EXISTS]", ", kind: [DELEGATION]")):
        asked = f"organizations({day}, {lens}, filter: {{text: {json.dumps(text)}{also}}}, first: 7)"
        yield f"{{ {asked} {{ totalCount {SHOWN[1:-1]} }} }}"


def slugs(body: bytes) -> list[str]:
    return [edge["node"]["slug"] for edge in json.loads(body)["data"]["organizations"]["edges"]]


def test_every_search_is_answered_alike(serve_twice: ServeTwice) -> None:
    twice = serve_twice(FIRST, SECOND)
    found = set[str]()
    for query in searches():
        whole, on_demand = twice.bodies(query)
        assert on_demand == whole, query
        found.update(slugs(whole))
    assert {"cget", "datar", "minister", "prime-minister"} <= found
    assert not any("SELECT id FROM statement LIMIT" in statement for statement in twice.asked)


def pages(twice: Twice, arguments: str, size: str, cursor: str, here: str) -> Iterator[list[str]]:
    """Page by page to the end of the list, each the same in both."""
    page = f"{size}: 3"
    while True:
        whole, on_demand = twice.bodies(f"{{ organizations({arguments}, {page}) {SHOWN} }}")
        assert on_demand == whole
        yield slugs(whole)
        info: dict[str, Any] = json.loads(whole)["data"]["organizations"]["pageInfo"]
        if not info["hasNextPage" if size == "first" else "hasPreviousPage"]:
            return
        page = f'{size}: 3, {cursor}: "{info[here]}"'


def in_order() -> Sequence[str]:
    by_name = [slug for number, slug in enumerate(SERVICES) if number % 3]
    return *by_name, *(slug for number, slug in enumerate(SERVICES) if number % 3 == 0 and number % 2)


def test_pages_are_the_same_in_either_direction_names_before_missions(serve_twice: ServeTwice) -> None:
    twice = serve_twice(FIRST)
    arguments = 'asOf: "2016-08-11", filter: {text: "service de"}'
    forwards = list(pages(twice, arguments, "first", "after", "endCursor"))
    backwards = list(pages(twice, arguments, "last", "before", "startCursor"))
    assert [slug for page in forwards for slug in page] == list(in_order())
    assert [slug for page in reversed(backwards) for slug in page] == list(in_order())


def test_candidates_that_answer_to_nothing_are_passed_over_to_those_that_follow(serve_twice: ServeTwice) -> None:
    """A mission that only may be one of the day is a candidate where what is certain is asked for."""
    said_ = [
        said(slug, P.MISSION, "may be", "[1960..2016-12-31]", "[2016-01-01..]", citations=ON_THE_PAGE)
        for slug in SERVICES[:-1]
    ]
    last = said(SERVICES[-1], P.MISSION, "may be", "2014", "2020", citations=ON_THE_PAGE)
    twice = serve_twice(searched(*said_, last))
    for page in ("first: 1", "last: 1", "first: 3"):
        whole, on_demand = twice.bodies(
            f'{{ organizations(asOf: "2016-08-11", certainty: CERTAIN, filter: {{text: "may"}}, {page}) {SHOWN} }}'
        )
        assert on_demand == whole
        assert slugs(whole) == [SERVICES[-1]]


def many(organizations: int) -> Dataset:
    """Half of them answer by a name, half by a mission of the day."""
    chosen = [f"service-{number:05}" for number in range(organizations)]
    few = world(
        *(said(slug, P.NAME if number % 2 else P.MISSION, "Égalité") for number, slug in enumerate(chosen)),
        *(said(slug, P.CLASSIFICATION, "DIRECTORATE") for slug in chosen),
    )
    return replace(few, entities=(*few.entities, *(Entity(slug, EntityType.ORGANIZATION) for slug in chosen)))


IN_PAGES = '{ organizations(asOf: "2016-08-11", filter: {text: "egal"}, %s) { nodes { slug name } } }'
COUNTED = '{ organizations(asOf: "2016-08-11", filter: {text: "%s"}, first: 1) { totalCount } }'


@pytest.mark.parametrize("organizations", [30, 300])
def test_a_search_takes_as_many_statements_however_large_the_register(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch, organizations: int
) -> None:
    monkeypatch.setattr(holding, "MOST_STATEMENTS", 50)
    twice = serve_twice(many(organizations), kept_bytes=0)
    for page in ("first: 5", "last: 5"):
        whole, on_demand = twice.bodies(IN_PAGES % page)
        assert on_demand == whole
        assert len(json.loads(whole)["data"]["organizations"]["nodes"]) == 5
        assert twice.levels(IN_PAGES % page) == 2


def test_all_that_are_found_are_counted_where_that_takes_no_more_statements_than_one_operation_may_read(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MOST_STATEMENTS", 50)
    dataset = many(80)
    statements = (
        replace(one, text=both("Ville")) if one.text is not None and one.subject < "service-00020" else one
        for one in dataset.statements
    )
    twice = serve_twice(replace(dataset, statements=tuple(statements)))
    assert twice.on_demand.ask(COUNTED % "ville") == {"organizations": {"totalCount": 20}}
    assert twice.on_demand.refusal(COUNTED % "egal") == Refusal(
        "QUERY_TOO_COMPLEX",
        "query: takes more than 50 statements to answer. "
        "Ask for a smaller page, leave `totalCount` out, or name a subject, an object or a source",
    )
