"""What is wrong with a request before it is an operation: each time a 4xx with a code and a sentence, never a 500."""

import json

import pytest

from tests.api.service import Service

JSON = "application/json"
AN_OBJECT = 'Send a JSON object: {"query": "…", "variables": {…}}'
NOT_JSON = "Unable to parse request body as JSON"
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", AN_OBJECT),
        (b"null", AN_OBJECT),
        (b"3", AN_OBJECT),
        (b'"{ register { name } }"', AN_OBJECT),
        (b'{"query": "\xff"}', NOT_JSON),
        (b'{"query": ', NOT_JSON),
        (DEEP.encode(), NOT_JSON),
        (f'{{"query": "{{ register {{ name }} }}", "variables": {{"deep": {DEEP}}}}}'.encode(), NOT_JSON),
        (b"[]", "Batching is not enabled"),
        (b"{}", "No GraphQL query found in the request"),
        (b'{"query": 3}', "The GraphQL operation's `query` must be a string or null, if provided."),
        (
            b'{"query": "{ register { name } }", "variables": []}',
            "The GraphQL operation's `variables` must be an object or null, if provided.",
        ),
        (
            b'{"query": "query A { register { name } } query B { register { name } }"}',
            "The document holds several operations: name the one to run in operationName",
        ),
        (b'{"query": "query A { register { name } }", "operationName": "B"}', 'Unknown operation named "B".'),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_body_that_is_no_operation_is_refused_with_a_sentence(service: Service, body: bytes, sentence: str) -> None:
    answer = service.client.post("/graphql", content=body, headers={"content-type": JSON})
    assert answer.status_code == 400
    assert answer.json() == {"errors": [{"message": sentence, "extensions": {"code": "BAD_USER_INPUT"}}]}


def test_the_operation_that_is_named_is_the_one_that_runs(service: Service) -> None:
    document = "query A { register { __typename } } query B { register { statementCount } }"
    body = json.dumps({"query": document, "operationName": "A"})
    answer = service.client.post("/graphql", content=body, headers={"content-type": JSON})
    assert answer.json() == {"data": {"register": {"__typename": "Register"}}}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_of_another_type_is_refused(service: Service, content_type: str) -> None:
    body = b'{"query": "{ register { name } }"}'
    answer = service.client.post("/graphql", content=body, headers={"content-type": content_type})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "Unsupported content type"


def test_a_method_that_is_not_offered_is_refused_and_those_that_are_are_named(service: Service) -> None:
    answer = service.client.put("/graphql", content=b"{}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_a_query_that_leads_too_deep_is_refused_and_is_no_defect_of_ours(service: Service) -> None:
    steps = 180
    deep = '{ organization(slug: "cget") ' + '{ on(date: "2015-01-01") ' * steps + "{ slug }" + " }" * (steps + 1)
    refusal = service.refusal(deep)
    assert refusal.code == "QUERY_TOO_COMPLEX"
    assert refusal.message == "The query leads too deep to be answered. Ask in several queries"


def test_a_document_nested_too_deep_to_be_read_is_refused(service: Service) -> None:
    refusal = service.refusal("{ register " + "{ register " * 50_000)
    assert refusal.code == "BAD_USER_INPUT"
    assert refusal.message == "Syntax Error: Document is nested too deeply. Parsing aborted."
