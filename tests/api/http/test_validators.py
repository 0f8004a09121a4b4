"""Answers that a client has already: told by their bytes, and not sent again."""

import base64
import hashlib

import pytest

from tests.api.http.sending import COUNT, COUNTED, JSON, RESPONSE, Answer, answered, get, post
from tests.api.service import Service

OTHER = '"another"'
PINNED = '{ organization(slug: "cget", asOf: "2016-08-11", revision: 1) { name } }'


def again(service: Service, if_none_match: str, query: str = COUNT) -> Answer:
    return get(service, query, {"if-none-match": if_none_match})


def test_the_tag_of_an_answer_is_strong_and_of_its_bytes(service: Service) -> None:
    answer = get(service, COUNT)
    digest = base64.urlsafe_b64encode(hashlib.sha256(answer.content).digest()).decode()[:24]
    assert answer.headers["etag"] == f'"{digest}"'


def test_equal_answers_have_one_tag_and_others_another(service: Service) -> None:
    tags = [get(service, query).headers["etag"] for query in (COUNT, f"query Q {COUNT}", PINNED)]
    assert tags[0] == tags[1] != tags[2]


@pytest.mark.parametrize("query", [COUNT, PINNED])
@pytest.mark.parametrize(
    "condition",
    ["{}", "W/{}", "  {}  ", f"{OTHER}, {{}}", f"{{}},{OTHER}", f"W/{OTHER} , W/{{}}", "*"],
)
def test_what_a_client_has_is_not_sent_again(service: Service, query: str, condition: str) -> None:
    first = get(service, query)
    second = again(service, condition.format(first.headers["etag"]), query)
    assert (second.status_code, second.content) == (304, b"")
    same = ("etag", "cache-control", "vary")
    assert {name: second.headers[name] for name in same} == {name: first.headers[name] for name in same}
    assert "content-length" not in second.headers
    assert "content-type" not in second.headers


def test_a_condition_in_several_lines_is_one_list(service: Service) -> None:
    lines = [("if-none-match", OTHER), ("if-none-match", get(service, COUNT).headers["etag"])]
    assert service.client.get("/graphql", params={"query": COUNT}, headers=lines).status_code == 304


@pytest.mark.parametrize("condition", [OTHER, f"W/{OTHER}", "", "nonsense", '"', f"*, {OTHER}"])
def test_what_a_client_has_not_is_sent(service: Service, condition: str) -> None:
    assert answered(again(service, condition)) == COUNTED


def test_head_is_told_too(service: Service) -> None:
    tag = get(service, COUNT).headers["etag"]
    answer = service.client.head("/graphql", params={"query": COUNT}, headers={"if-none-match": tag})
    assert (answer.status_code, answer.headers["etag"]) == (304, tag)


def test_an_answer_to_post_has_no_tag_and_is_kept_by_nobody(service: Service) -> None:
    tag = get(service, COUNT).headers["etag"]
    answer = post(service, {"query": COUNT}, if_none_match=tag)
    assert answered(answer) == COUNTED
    assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


def test_an_answer_with_an_error_is_never_what_a_client_has(service: Service) -> None:
    query = '{ organization(slug: "cget", revision: 7) { name } }'
    answer = again(service, "*", query)
    assert (answer.status_code, answer.json()["data"]) == (200, {"organization": None})


@pytest.mark.parametrize("form", [JSON, RESPONSE])
def test_caches_are_told_that_the_form_is_negotiated(service: Service, form: str) -> None:
    answer = get(service, COUNT, {"accept": form})
    assert answer.headers["content-type"] == f"{form}; charset=utf-8"
    assert "Accept" in answer.headers["vary"].split(", ")
