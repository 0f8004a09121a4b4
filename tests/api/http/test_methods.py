"""By which methods GraphQL is asked, and what each other one is told."""

import pytest

from tests.api.http.sending import BAD, COUNT, COUNTED, RESPONSE, STREAM, Refused, answered, get, post, refused
from tests.api.service import Service

METHODS = "GET, HEAD, POST, OPTIONS"
MUTATION = "mutation { record { number } }"
SUBSCRIPTION = "subscription { revisionRecorded { number } }"
HOW_TO_SUBSCRIBE = (
    "subscription: is not answered once. Ask for a stream (Accept: text/event-stream) or use graphql-transport-ws"
)


def test_a_query_is_answered_by_get_and_by_post_alike(service: Service) -> None:
    by_get, by_post = get(service, COUNT), post(service, {"query": COUNT})
    assert answered(by_get) == COUNTED
    assert by_get.content == by_post.content


def test_head_is_told_of_an_answer_what_get_is(service: Service) -> None:
    by_get = get(service, COUNT)
    by_head = service.client.head("/graphql", params={"query": COUNT})
    assert by_head.status_code == 200
    same = ("content-type", "content-length", "cache-control", "etag", "vary")
    assert {name: by_head.headers[name] for name in same} == {name: by_get.headers[name] for name in same}


def test_options_tells_which_methods_there_are(service: Service) -> None:
    answer = service.client.options("/graphql")
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, METHODS, b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "QUERY"])
def test_a_method_that_is_not_offered_is_refused_and_those_that_are_are_named(service: Service, method: str) -> None:
    answer = service.client.request(method, "/graphql")
    assert refused(answer) == Refused(
        405, BAD, f"method {method}: is not for this address. Send a query by GET or POST"
    )
    assert answer.headers["allow"] == METHODS


@pytest.mark.parametrize("accept", ["application/json", RESPONSE, STREAM])
def test_a_mutation_does_not_go_by_get(service: Service, accept: str) -> None:
    answer = get(service, MUTATION, {"accept": accept})
    assert refused(answer) == Refused(405, BAD, "GET: does not carry a mutation. Send it by POST")
    assert answer.headers["allow"] == "POST"


def test_a_mutation_by_post_is_told_that_there_is_none(service: Service) -> None:
    (error,) = post(service, {"query": MUTATION}).json()["errors"]
    assert error["message"] == "The mutation operation is not supported by the schema."


@pytest.mark.parametrize("accept", ["*/*", "application/json", RESPONSE])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_subscription_is_not_answered_once_and_is_told_how_to_ask(service: Service, method: str, accept: str) -> None:
    """By the same words whatever the method: they can be followed with either."""
    headers = {"accept": accept}
    by_get, by_post = get(service, SUBSCRIPTION, headers), post(service, {"query": SUBSCRIPTION}, **headers)
    assert refused(by_get if method == "GET" else by_post) == Refused(400, BAD, HOW_TO_SUBSCRIBE)
