"""An id names a view for ever, and all that was ever said of one id agrees: so caches of clients may rely on it."""

import base64
import json
from collections.abc import Iterator

import pytest
from graphql import build_schema

from cget_api.api.schema import sdl
from cget_api.core.view import Reached
from tests.api.everything import Cache, Everything, Json
from tests.api.service import Service, instant, recorded_at
from tests.worlds import DECREE, PAGE

DEEP = Everything(build_schema(sdl()), hops=2)
BROAD = Everything(build_schema(sdl()), hops=1)
FLAT = Everything(build_schema(sdl()), hops=0)

LENSES = (
    'asOf: "2014-04-01", revision: 1',
    'asOf: "2015-11-24", revision: 2',
    f'asOf: "2015-11-24", revision: 2, statedBy: "{PAGE}"',
    f'asOf: "2018-06-01", revision: 1, statedBy: "{DECREE}"',
    'asOf: "2016-08-11", revision: 2, certainty: CERTAIN',
    'asOf: "2016-08-11", knownAt: "2026-01-01T18:00:00Z"',
    f'asOf: "1950-01-01", knownAt: "2026-01-31T12:00:00Z", statedBy: "{PAGE}", certainty: CERTAIN',
)
BY_LENS = """{
  organizations(LENS) { nodes { …Organization } }
  structure(LENS) { …Structure }
  post(slug: "head", LENS) { …Post }
  deputy: post(slug: "deputy", LENS) { …Post }
  person(slug: "jane", LENS) { …Person }
}"""
BY_REVISION = """{
  statements(REVISION, first: 500) { nodes { …Statement } }
  dated: statements(REVISION, asOf: "2016-08-11", first: 500) { nodes { …Statement } }
  sources(REVISION) { nodes { …Source } }
  source(slug: "page", REVISION) { statements(first: 500) { nodes { …Statement } } }
}"""
AT_LARGE = """{
  register { …Register }
  revisions { nodes { …Revision added(first: 500) { nodes { …Statement } } superseded(first: 500) {
    nodes { …Statement } } } }
}"""


def _answers(service: Service) -> Iterator[Json]:
    for lens, everything in zip(LENSES, (DEEP, DEEP, DEEP, *[BROAD] * 4), strict=True):
        yield service.ask(everything.asked(BY_LENS.replace("LENS", lens)))
    for revision in ("revision: 1", f'knownAt: "{instant(recorded_at(2))}"'):
        yield service.ask(BROAD.asked(BY_REVISION.replace("REVISION", revision)))
    # These two lists are paged otherwise here than wherever else they are reached.
    largely = BROAD.asked(AT_LARGE).replace("added(first: 500)", "allAdded: added(first: 500)")
    yield service.ask(largely.replace("superseded(first: 500)", "allSuperseded: superseded(first: 500)"))


@pytest.fixture(scope="module")
def cache(service: Service) -> Cache:
    """A client's, after it asked for everything through every kind of lens."""
    cache = Cache()
    for answer in _answers(service):
        cache.take(answer)
    return cache


def test_all_that_is_said_of_one_id_agrees(cache: Cache) -> None:
    assert cache.conflicts[:10] == []
    assert len(cache.entries) > 1000


def test_ids_of_every_type_and_of_every_way_to_reach_a_statement_are_among_them(cache: Cache) -> None:
    types = {entry["__typename"] for entry in cache.entries.values()}
    assert types == {type_.name for type_ in DEEP.nodes}
    named = (json.loads(base64.urlsafe_b64decode(id_ + "=" * (-len(id_) % 4))) for id_ in cache.entries)
    ways = {(token[3], token[4]) for token in named if token[0] == "s"}
    reached = {Reached.ALONE, Reached.FROM_SUBJECT, Reached.FROM_OBJECT, Reached.SUPERSEDED}
    lifelong = {Reached.FROM_SUBJECT, Reached.FROM_OBJECT}
    assert ways == {(way.value, False) for way in reached} | {(way.value, True) for way in lifelong}


def test_every_id_gives_back_the_same_view_with_the_same_content(service: Service, cache: Cache) -> None:
    """Of the same type too, and in the order in which they were asked for."""
    again = Cache()
    asked = FLAT.asked("query ($ids: [ID!]!) { nodes(ids: $ids) { …Node } }")
    every = list(cache.entries)
    for start in range(0, len(every), 100):
        ids = every[start : start + 100]
        nodes = service.ask(asked, ids=ids)["nodes"]
        assert [node["id"] for node in nodes] == ids
        again.take(nodes)
    differing = [
        (entry["__typename"], name, value, again.entries[id_].get(name))
        for id_, entry in cache.entries.items()
        for name, value in entry.items()
        if not name.startswith("all") and again.entries[id_].get(name) != value
    ]
    assert differing == []
    assert again.conflicts == []


def test_one_id_gives_back_what_many_do(service: Service, cache: Cache) -> None:
    query = BROAD.asked("query ($id: ID!, $ids: [ID!]!) { node(id: $id) { …Node } nodes(ids: $ids) { …Node } }")
    for id_ in list(cache.entries)[:: len(cache.entries) // 20]:
        answer = service.ask(query, id=id_, ids=[id_])
        assert [answer["node"]] == answer["nodes"]


def test_a_view_has_one_id_however_its_revision_was_chosen(service: Service) -> None:
    instants = (instant(recorded_at(1)), "2026-01-01T13:00:00+01:00", "2026-01-02T11:59:59.999999Z")
    chosen = ["revision: 1", *(f'knownAt: "{moment}"' for moment in instants)]
    query = '{ organization(slug: "cget", asOf: "2016-08-11", CHOSEN) { id names { id } revision { id } } }'
    answers = [service.ask(query.replace("CHOSEN", way)) for way in chosen]
    assert answers == [answers[0]] * 4
    assert service.ask(query.replace("CHOSEN", "revision: 2")) != answers[0]


def test_two_days_two_revisions_two_sources_and_two_certainties_are_all_told_apart(service: Service) -> None:
    lenses = (
        'asOf: "2016-08-11", revision: 1',
        'asOf: "2016-08-12", revision: 1',
        'asOf: "2016-08-11", revision: 2',
        f'asOf: "2016-08-11", revision: 1, statedBy: "{PAGE}"',
        f'asOf: "2016-08-11", revision: 1, statedBy: "{DECREE}"',
        'asOf: "2016-08-11", revision: 1, certainty: CERTAIN',
    )
    ids = [service.ask(f'{{ organization(slug: "cget", {lens}) {{ id }} }}')["organization"]["id"] for lens in lenses]
    assert len(set(ids)) == len(lenses)


def test_a_statement_has_the_same_key_wherever_it_is_reached_and_another_id(service: Service) -> None:
    answer = service.ask(
        """{
          subject: organization(slug: "office", asOf: "2016-08-11") { partOf { ...Reached } }
          object: organization(slug: "cget", asOf: "2016-08-11") { units { ...Reached } }
          alone: statements(filter: {subject: "office", predicate: [UNIT_OF]}) { nodes { ...Reached } }
        }
        fragment Reached on OrganizationLink { id key organization { slug } object { slug } }"""
    )
    reached = (answer["subject"]["partOf"][0], answer["object"]["units"][0], answer["alone"]["nodes"][0])
    assert len({link["key"] for link in reached}) == 1
    assert len({link["id"] for link in reached}) == 3
    assert [link["organization"]["slug"] for link in reached] == ["cget", "office", "cget"]
    assert [link["object"]["slug"] for link in reached] == ["cget"] * 3


def test_one_fragment_on_node_tells_what_anything_is(service: Service) -> None:
    ids = service.ask(
        """{ organization(slug: "cget", asOf: "2016-08-11") { id names { id revision: recordedIn { id } } }
             source(slug: "page") { id } }"""
    )
    name = ids["organization"]["names"][0]
    asked = [ids["organization"]["id"], name["id"], name["revision"]["id"], ids["source"]["id"]]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    assert service.ask(query, ids=asked)["nodes"] == [
        {"__typename": type_, "id": id_}
        for type_, id_ in zip(("Organization", "TextStatement", "Revision", "Source"), asked, strict=True)
    ]
