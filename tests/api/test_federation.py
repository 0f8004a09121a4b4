"""As a subgraph of Apollo Federation: another subgraph refers to a view by its id, or to a thing by its slug."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    DirectiveNode,
    GraphQLInterfaceType,
    GraphQLSchema,
    ObjectTypeDefinitionNode,
    StringValueNode,
    build_schema,
    parse,
    print_schema,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from cget_api.api.schema import sdl
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.everything import Cache, Everything, Json
from tests.api.service import NOW, Refusal, Service, database_beside, serving

TODAY = "2026-01-31"
PLAIN = build_schema(sdl())
FLAT = Everything(PLAIN, hops=0)
ENTITIES = "query ($representations: [_Any!]!) { _entities(representations: $representations) { SELECTION } }"
NAMED = "__typename ... on Organization { id slug asOf name } ... on Post { id slug asOf name }"
LENS = 'asOf: "2016-08-11", revision: 1'


@pytest.fixture(scope="module")
def subgraph(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two revisions of one administration."""
    with serving(
        database_beside(migrated_file, tmp_path_factory.mktemp("subgraph")), RECORDED_FIRST, CORRECTED, federation=True
    ) as running:
        yield running


def _entities(service: Service, *representations: object, selection: str = NAMED) -> list[Json]:
    query = ENTITIES.replace("SELECTION", selection)
    entities: list[Json] = service.ask(query, representations=list(representations))["_entities"]
    return entities


def _refused(service: Service, *representations: object) -> tuple[list[Json] | None, dict[int | None, Refusal]]:
    """What was answered, and what was refused at which place; None is the place of the whole list."""
    body = service.body(ENTITIES.replace("SELECTION", "__typename"), representations=list(representations))
    refusals = {
        next(iter(error.get("path", ())[1:]), None): Refusal(error["extensions"]["code"], error["message"])
        for error in body["errors"]
    }
    return body.get("data") and body["data"]["_entities"], refusals


def _reference(type_name: str, **keys: object) -> dict[str, object]:
    return {"__typename": type_name, **keys}


def test_a_slug_is_the_thing_today_in_the_latest_revision(subgraph: Service) -> None:
    asked = f'{{ organization(slug: "cget", asOf: "{TODAY}", revision: 2) {{ __typename id slug asOf name }} }}'
    expected = subgraph.ask(asked)["organization"]
    assert _entities(subgraph, _reference("Organization", slug="cget")) == [expected]
    assert expected["asOf"] == TODAY


@pytest.mark.parametrize(
    ("type_name", "slug"),
    [
        ("Organization", "cget"),
        ("Post", "head"),
        ("Person", "jane"),
        ("Site", "tower"),
        ("BudgetProgramme", "programme-112"),
        ("ChangeEvent", "merger"),
        ("Source", "page"),
    ],
)
def test_everything_that_has_a_slug_is_found_by_it(subgraph: Service, type_name: str, slug: str) -> None:
    selection = f"__typename ... on {type_name} {{ id slug }}"
    (found,) = _entities(subgraph, _reference(type_name, slug=slug), selection=selection)
    assert (found["__typename"], found["slug"]) == (type_name, slug)
    assert _entities(subgraph, _reference(type_name, id=found["id"]), selection=selection) == [found]


def test_an_id_of_any_type_is_the_very_view_that_it_was_given_for(subgraph: Service) -> None:
    """All that a gateway may ask of it is as it was first seen, on that day and in that revision."""
    first_seen = Cache()
    asked = f"""{{
      organization(slug: "cget", {LENS}) {{ …Organization }}
      post(slug: "head", {LENS}) {{ …Post }}
      person(slug: "jane", {LENS}) {{ …Person }}
      timeline(revision: 1) {{ nodes {{ …ChangeEvent }} }}
      statements(revision: 1, first: 500) {{ nodes {{ …Statement }} }}
      sources(revision: 1) {{ nodes {{ …Source }} }}
      revision(number: 1) {{ …Revision }}
      sites: statements(revision: 1, filter: {{predicate: [SITE, MANAGES]}}) {{
        nodes {{ ... on SiteLink {{ site {{ …Site }} }} ... on ProgrammeLink {{ programme {{ …BudgetProgramme }} }} }}
      }}
    }}"""
    first_seen.take(subgraph.ask(FLAT.asked(asked)))
    whole = {id_: entry for id_, entry in first_seen.entries.items() if len(entry) > len(("__typename", "id"))}
    assert {entry["__typename"] for entry in whole.values()} == _node_types(PLAIN)

    members = " ".join(f"... on {name} {{ …{name} }}" for name in sorted(_node_types(PLAIN)))
    query = FLAT.asked(ENTITIES.replace("SELECTION", members))
    by_reference = Cache()
    references = [_reference(entry["__typename"], id=id_) for id_, entry in whole.items()]
    by_reference.take(subgraph.ask(query, representations=references)["_entities"])
    assert {id_: by_reference.entries[id_] for id_ in whole} == whole
    assert by_reference.conflicts == []


def _node_types(schema: GraphQLSchema) -> set[str]:
    node = schema.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    return {type_.name for type_ in schema.get_possible_types(node)}


def test_two_days_of_one_organisation_stay_apart_in_one_list(subgraph: Service) -> None:
    """Before it was renamed and after, and today; given twice it is the same twice."""
    days = subgraph.ask(
        """{ before: organization(slug: "datar", asOf: "1970-01-01") { id }
             after: organization(slug: "datar", asOf: "2010-01-01") { id } }"""
    )
    before, after = (_reference("Organization", id=days[side]["id"]) for side in ("before", "after"))
    today = _reference("Organization", slug="datar")
    answered = _entities(subgraph, before, after, today, before)
    assert [(one["asOf"], one["name"]) for one in answered] == [
        ("1970-01-01", "Délégation à l'aménagement du territoire"),
        ("2010-01-01", "Délégation interministérielle"),
        (TODAY, "Délégation interministérielle"),
        ("1970-01-01", "Délégation à l'aménagement du territoire"),
    ]
    assert len({one["id"] for one in answered}) == 3


def test_references_of_several_types_are_answered_in_the_order_given(subgraph: Service) -> None:
    references = (_reference("Post", slug="head"), _reference("Organization", slug="anct"))
    answered = _entities(subgraph, *references, _reference("Organization", slug="nobody"), *references)
    assert [one and (one["__typename"], one["slug"]) for one in answered] == [
        ("Post", "head"),
        ("Organization", "anct"),
        None,
        ("Post", "head"),
        ("Organization", "anct"),
    ]


def test_references_may_be_written_into_the_query(subgraph: Service) -> None:
    query = """query ($slug: String) { _entities(representations: [
      {__typename: "Organization", slug: "cget"}, {__typename: "Post", slug: $slug}
    ]) { ... on Entity { slug } } }"""
    assert subgraph.ask(query, slug="head") == {"_entities": [{"slug": "cget"}, {"slug": "head"}]}


def test_no_reference_is_no_answer(subgraph: Service) -> None:
    assert _entities(subgraph) == []


@pytest.mark.parametrize(
    "reference",
    [
        _reference("Organization", slug="nobody"),
        _reference("Organization", slug=""),
        _reference("Organization", slug="head"),
        _reference("Source", slug="cget"),
        _reference("Organization", slug="page"),
    ],
    ids=str,
)
def test_a_slug_that_names_nothing_of_that_type_is_null_and_no_error(
    subgraph: Service, reference: dict[str, object]
) -> None:
    cget = _reference("Organization", slug="cget")
    assert _entities(subgraph, reference, cget, selection="__typename") == [None, {"__typename": "Organization"}]


def test_an_id_prevails_over_its_slug(subgraph: Service) -> None:
    """A gateway may hand on both."""
    view = subgraph.ask(f'{{ organization(slug: "cget", {LENS}) {{ __typename id slug asOf name }} }}')["organization"]
    both = _reference("Organization", id=view["id"], slug="cget")
    alone = _reference("Organization", id=view["id"], slug=None)
    assert _entities(subgraph, both, alone) == [view, view]


def _forged(*token: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(token, separators=(",", ":")).encode()).rstrip(b"=").decode()


A_POST = "the id of a post"
TO_THE_SAME = "Use an id as the service gave it, from the same database"
CHOICE = (
    "Choose from Organization, Post, Person, Site, BudgetProgramme, ChangeEvent, Source, Revision, Occurrence, "
    "Classification, TextStatement, Figure, OrganizationLink, SiteLink, ProgrammeLink, PostLink, PostRelation, "
    "Membership, Concern"
)


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        (
            "cget",
            'representation \'cget\': is not an object. Write it like {"__typename": "Organization", "slug": "cget"}',
        ),
        ({"slug": "cget"}, f"__typename None: is not a type that can be referred to. {CHOICE}"),
        (_reference("Unicorn", id="x"), f"__typename 'Unicorn': is not a type that can be referred to. {CHOICE}"),
        (_reference("Entity", slug="cget"), f"__typename 'Entity': is not a type that can be referred to. {CHOICE}"),
        (_reference("PageInfo", id="x"), f"__typename 'PageInfo': is not a type that can be referred to. {CHOICE}"),
        ({"__typename": 7, "id": "x"}, f"__typename 7: is not a type that can be referred to. {CHOICE}"),
        (_reference("Organization"), "reference to Organization: has no key. Give its id or its slug"),
        (_reference("Organization", name="x"), "reference to Organization: has no key. Give its id or its slug"),
        (_reference("Post", id=None, slug=None), "reference to Post: has no key. Give its id or its slug"),
        (_reference("Revision", slug="cget"), "reference to Revision: has no key. Give its id"),
        (
            _reference("Organization", slug=112),
            "reference to Organization: has no text as its slug. Give the slug as the service gave it",
        ),
        (
            _reference("Organization", id=["x"], slug="cget"),
            "reference to Organization: has no text as its id. Give the id as the service gave it",
        ),
        (
            _reference("Organization", id="cget"),
            "id 'cget': is not one that this service gives. Use it as the service gave it, to the letter",
        ),
        (
            _reference("Organization", id=_forged("e", "nobody", [735000, [9, "00000000"], None, False])),
            f"id: was made in a revision that this database does not hold. Ask by slug instead. {TO_THE_SAME}",
        ),
        (
            _reference("Organization", id=A_POST),
            f"id '{A_POST}': names something of the type Post. Give the __typename of the thing",
        ),
        (
            _reference("Post", id=A_POST, slug="deputy"),
            f"id '{A_POST}' and slug 'deputy': name two things. Give one of the two keys",
        ),
    ],
)
def test_a_reference_that_can_name_nothing_is_refused_in_its_place_alone(
    subgraph: Service, reference: Any, problem: str
) -> None:
    if isinstance(reference, dict) and reference.get("id") == A_POST:
        id_: str = subgraph.ask(f'{{ post(slug: "head", {LENS}) {{ id }} }}')["post"]["id"]
        reference, problem = {**reference, "id": id_}, problem.replace(A_POST, id_[:80])
    cget, nobody = _reference("Organization", slug="cget"), _reference("Organization", slug="nobody")
    answered, refusals = _refused(subgraph, cget, reference, nobody)
    assert answered == [{"__typename": "Organization"}, None, None]
    assert refusals == {1: Refusal("BAD_USER_INPUT", problem)}


def test_what_a_reference_says_is_not_repeated_at_length(subgraph: Service) -> None:
    long = "x" * 5000
    references = [long, {"__typename": long}, _reference("Organization", id=long), [[long]]]
    _, refusals = _refused(subgraph, *references)
    assert len(refusals) == 4
    assert max(len(refusal.message) for refusal in refusals.values()) < 500


KEYS = st.none() | st.text() | st.integers(-(2**53), 2**53) | st.booleans() | st.lists(st.text(), max_size=2)
ANYTHING = st.recursive(
    st.text() | st.integers(-(2**53), 2**53) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
REFERENCES = st.fixed_dictionaries(
    {"__typename": st.sampled_from(["Organization", "Source", "Revision", "Figure", "Query"]) | KEYS},
    optional={"id": KEYS | st.just(_forged("r", [1, "x"])), "slug": KEYS | st.just("cget"), "name": ANYTHING},
)


@settings(max_examples=100, deadline=None)
@given(st.lists(REFERENCES | ANYTHING, max_size=4))
def test_whatever_is_given_for_a_reference_is_answered_or_refused(
    subgraph: Service, representations: list[object]
) -> None:
    body = subgraph.body(ENTITIES.replace("SELECTION", NAMED), representations=representations)
    assert len(body["data"]["_entities"]) == len(representations)
    assert {error["extensions"]["code"] for error in body.get("errors", ())} <= {"BAD_USER_INPUT"}


def test_more_than_500_references_are_refused_as_a_whole(subgraph: Service) -> None:
    cget = _reference("Organization", slug="cget")
    assert len(_entities(subgraph, *[cget] * 500, selection="__typename")) == 500
    assert _refused(subgraph, *[cget] * 501) == (
        None,
        {None: Refusal("QUERY_TOO_COMPLEX", "items of a list: 501 where 500 are allowed. Ask in several requests")},
    )


def test_one_list_is_answered_on_one_day(migrated_file: Path, tmp_path: Path) -> None:
    """Also while the days go by."""
    days = (NOW + timedelta(days=number) for number in count())
    references = [_reference("Organization", slug=slug) for slug in ("cget", "anct", "datar")]
    url = database_beside(migrated_file, tmp_path)
    with serving(url, RECORDED_FIRST, clock=lambda: next(days), federation=True) as service:
        lists = [_entities(service, *references, selection="... on Organization { asOf }") for _ in range(3)]
    assert [len({one["asOf"] for one in list_}) for list_ in lists] == [1, 1, 1]
    assert len({list_[0]["asOf"] for list_ in lists}) == 3


def test_nothing_is_held_before_the_first_revision(migrated_file: Path, tmp_path: Path) -> None:
    with serving(database_beside(migrated_file, tmp_path), federation=True) as service:
        assert _entities(service, _reference("Organization", slug="cget")) == [None]


def test_the_subgraph_answers_every_other_query_as_the_service_does(subgraph: Service, service: Service) -> None:
    assert NOW.date().isoformat() == TODAY
    query = FLAT.asked(f'{{ organization(slug: "cget", {LENS}) {{ …Organization }} register {{ …Register }} }}')
    assert subgraph.ask(query) == service.ask(query)


def test_the_service_is_no_subgraph_unless_it_is_told_to_be(service: Service) -> None:
    refusals = service.refusals("{ _service { sdl } _entities(representations: []) { __typename } }")
    assert [refusal.code for refusal in refusals] == ["BAD_USER_INPUT"] * 2
    assert service.ask('{ __type(name: "_Entity") { name } }') == {"__type": None}


def test_the_sdl_is_the_one_that_the_command_prints(subgraph: Service) -> None:
    assert subgraph.ask("{ _service { sdl } }") == {"_service": {"sdl": sdl(subgraph=True)}}


def _keys(directives: tuple[DirectiveNode, ...] | None) -> list[str]:
    found = []
    for directive in directives or ():
        if directive.name.value == "key":
            (argument,) = directive.arguments or ()
            assert isinstance(argument.value, StringValueNode)
            found.append(argument.value.value)
    return found


def test_every_node_is_keyed_by_its_id_and_by_its_slug_where_it_has_one() -> None:
    types = [node for node in parse(sdl(subgraph=True)).definitions if isinstance(node, ObjectTypeDefinitionNode)]
    keys = {type_.name.value: _keys(type_.directives) for type_ in types}
    fields = {type_.name.value: {field.name.value for field in type_.fields or ()} for type_ in types}
    assert {name: held for name, held in keys.items() if held} == {
        name: [key for key in ("id", "slug") if key in fields[name]] for name in _node_types(PLAIN)
    }


def test_what_relay_defines_is_shareable_and_nothing_else() -> None:
    shareable = {
        node.name.value
        for node in parse(sdl(subgraph=True)).definitions
        if isinstance(node, ObjectTypeDefinitionNode)
        and any(directive.name.value == "shareable" for directive in node.directives or ())
    }
    assert shareable == {"PageInfo"}


def test_the_sdl_is_the_public_schema_but_for_what_federation_must_know() -> None:
    assert print_schema(build_schema(sdl(subgraph=True), assume_valid_sdl=True)) == print_schema(PLAIN)


def test_what_a_gateway_asks_is_described_too(subgraph: Service) -> None:
    answer = subgraph.ask(
        """{
          query: __type(name: "Query") { fields { name description args { description } } }
          any: __type(name: "_Any") { description }
          entity: __type(name: "_Entity") { description }
          service: __type(name: "_Service") { description fields { description } }
        }"""
    )
    fields = {field["name"]: field for field in answer["query"]["fields"] if field["name"].startswith("_")}
    assert fields.keys() == {"_entities", "_service"}
    told = [answer["any"], answer["entity"], answer["service"], *answer["service"]["fields"], *fields.values()]
    told += fields["_entities"]["args"]
    assert all(one["description"].endswith(".") for one in told)
