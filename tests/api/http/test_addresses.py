"""Questions asked by GET, in the address: the same members as in a body, and the same refusals."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.http.sending import BAD, COUNT, COUNTED, Refused, answered, get, refused
from tests.api.service import Service

SHAPE = 'Send a JSON object: {"query": "…", "variables": {…}}'
BY_SLUG = "query BySlug($slug: String!) { source(slug: $slug) { title } }"
TWO = f"{BY_SLUG} query Count {COUNT}"


def test_variables_are_json_and_the_operation_is_named(service: Service) -> None:
    answer = get(service, TWO, variables='{"slug": "decree"}', operationName="BySlug")
    assert answered(answer) == {"source": {"title": "Décret n° 2014-394"}}
    assert answered(get(service, TWO, operationName="Count")) == COUNTED


@pytest.mark.parametrize("variables", ["null", "{}", ' {"other": 1} '])
def test_variables_may_be_empty(service: Service, variables: str) -> None:
    assert answered(get(service, COUNT, variables=variables)) == COUNTED


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("variables", "", "is empty"),
        ("variables", "{", "is not JSON in UTF-8 (unexpected end of data: line 1 column 2 (char 1))"),
        ("variables", "[" * 3000, "is not JSON in UTF-8 (depth limit exceeded: line 1 column 1025 (char 1024))"),
        ("variables", "[]", "is no JSON object"),
        ("variables", '"{}"', "is no JSON object"),
        ("extensions", "{'a': 1}", "is not JSON in UTF-8 (unexpected character: line 1 column 2 (char 1))"),
        ("extensions", "3", "is no JSON object"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_not_a_json_object_is_refused(service: Service, name: str, text: str, problem: str) -> None:
    refusal = refused(get(service, COUNT, **{name: text}))
    assert (refusal.status, refusal.code) == (400, BAD)
    told, remedy = refusal.message.rsplit(". ", 1)
    assert told.partition(" (")[0] == f"{name}: {problem}".partition(" (")[0]
    assert remedy == f'Write {{"…": …}}, or leave {name} out'


@pytest.mark.parametrize("query", [None, ""])
def test_an_address_without_a_query_is_refused(service: Service, query: str | None) -> None:
    assert refused(get(service, query)) == Refused(400, BAD, f"query: is missing. {SHAPE}")


def test_a_name_that_no_operation_has_is_refused(service: Service) -> None:
    sentence = "operationName 'C': names no operation of the document. Name one that it holds"
    assert refused(get(service, TWO, operationName="C")) == Refused(400, BAD, sentence)


def test_of_several_operations_one_must_be_named(service: Service) -> None:
    sentence = "operationName: was left out, and the document holds 2 operations. Name one of them"
    assert refused(get(service, TWO)) == Refused(400, BAD, sentence)


def test_parameters_that_graphql_does_not_know_are_ignored(service: Service) -> None:
    assert answered(get(service, COUNT, utm_source="a letter", id="1")) == COUNTED


@pytest.mark.parametrize(
    "address",
    [
        "query=%7Bregister%ED%A0%80%7Bname%7D%7D",
        "query=%7Bregister%7Bname%7D%7D&variables=%7B%22slug%22%3A%22%E9%22%7D",
        "query=%7Bregister%7Bname%7D%7D&utm_source=%FF",
        "%FF=1&query=%7Bregister%7Bname%7D%7D",
    ],
)
def test_bytes_that_are_no_text_are_not_taken_for_any(service: Service, address: str) -> None:
    sentence = "address: is not text in UTF-8. Write what is not ASCII as %XX, byte by byte"
    assert refused(service.client.get(f"/graphql?{address}")) == Refused(400, BAD, sentence)


@pytest.mark.parametrize("name", ["query", "operationName", "variables", "extensions", "documentId"])
@pytest.mark.parametrize("value", ["{}", ""])
def test_what_is_given_twice_is_not_chosen_from(service: Service, name: str, value: str) -> None:
    given = (("query", COUNT), (name, "{}"), (name, value))
    answer = service.client.get("/graphql", params=given)
    assert refused(answer) == Refused(400, BAD, f"{name}: is given more than once. Give it once")


def test_what_graphql_does_not_know_may_be_given_twice(service: Service) -> None:
    given = (("query", COUNT), ("utm_source", "a letter"), ("utm_source", "another"))
    assert answered(service.client.get("/graphql", params=given)) == COUNTED


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(
    slug=st.text(),
    variables=st.text() | st.dictionaries(st.text(), st.integers() | st.text()).map(json.dumps),
    extensions=st.none() | st.text(),
)
def test_no_address_whatever_is_a_failure_of_the_service(
    service: Service, slug: str, variables: str, extensions: str | None
) -> None:
    others = {} if extensions is None else {"extensions": extensions}
    answer = get(service, BY_SLUG, variables=variables, **others)
    assert answer.status_code in (200, 400)
    assert "INTERNAL_SERVER_ERROR" not in answer.text
    assert "errors" not in get(service, BY_SLUG, variables=json.dumps({"slug": slug})).json()
