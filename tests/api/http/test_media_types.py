"""What a client accepts, and which form it is answered in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.http.sending import (
    BAD,
    COUNT,
    COUNTED,
    JSON,
    RESPONSE,
    STREAM,
    Refused,
    answered,
    events,
    get,
    media_type,
    post,
    refused,
)
from tests.api.service import Service

OFFERED = f"{RESPONSE}, {JSON} or, to subscribe, {STREAM}"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

ANSWERED_IN = {
    "*/*": JSON,
    "application/*": JSON,
    JSON: JSON,
    RESPONSE: RESPONSE,
    f"{RESPONSE}, {JSON}": RESPONSE,
    f"{JSON}, {RESPONSE}": RESPONSE,
    f"{JSON}, {RESPONSE};q=0.9": JSON,
    f"{JSON};q=0.5, {RESPONSE};q=0.6": RESPONSE,
    f"{RESPONSE};q=0, {JSON};q=0.1": JSON,
    f"{RESPONSE};q=0, */*": JSON,
    f"{JSON};q=0, */*": RESPONSE,
    f"{JSON};q=0, application/*;q=0.1": RESPONSE,
    f"{JSON};q=0, {STREAM}, */*;q=0.1": RESPONSE,
    f"application/*;q=0, {JSON}": JSON,
    f"{JSON}, {'x/y, ' * 196}": JSON,
    f"{RESPONSE}, */*;q=0.1": RESPONSE,
    f"{RESPONSE}; charset=utf-8, {JSON}; charset=utf-8": RESPONSE,
    f"{RESPONSE}; charset=iso-8859-1, {JSON}": JSON,
    f"{RESPONSE.upper()}": RESPONSE,
    f"  {RESPONSE}  ;  q=1  ": RESPONSE,
    f"{RESPONSE};q=high, {JSON}": JSON,
    f"{RESPONSE};q=nan, {JSON}": JSON,
    f"nonsense, ,;;, {JSON}": JSON,
    f"{STREAM}, {JSON}": JSON,
    f"{STREAM}, */*;q=0.1": JSON,
    f"{RESPONSE}, {JSON}, {STREAM}, multipart/mixed": RESPONSE,
    FIREFOX: JSON,
    "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2": JSON,
    "": JSON,
}

NOT_ANSWERED = (
    "image/png",
    "text/html",
    "text/*",
    "application/xml",
    f"{JSON};q=0",
    f"{JSON};q=0.0, {RESPONSE};q=0",
    f"{JSON};q=0, {RESPONSE};q=0, */*",
    f"{JSON};q=0, text/*, */*;q=0",
    "application/*;q=0, */*",
    f"{JSON}; charset=iso-8859-1",
    f"{STREAM};q=0",
    "multipart/mixed",
    "nonsense",
    ",;q=",
)


@pytest.mark.parametrize(("accept", "answered_in"), ANSWERED_IN.items())
def test_an_answer_has_the_form_that_the_client_likes_best(service: Service, accept: str, answered_in: str) -> None:
    by_get, by_post = get(service, COUNT, {"accept": accept}), post(service, {"query": COUNT}, accept=accept)
    for answer in (by_get, by_post):
        assert answered(answer) == COUNTED
        assert answer.headers["content-type"] == f"{answered_in}; charset=utf-8"
        assert "Accept" in answer.headers["vary"].split(", ")


def test_a_client_that_says_nothing_is_answered_in_json(service: Service) -> None:
    request = service.client.build_request("GET", "/graphql", params={"query": COUNT})
    del request.headers["accept"]
    answer = service.client.send(request)
    assert answered(answer) == COUNTED
    assert media_type(answer) == JSON


def test_a_header_in_several_lines_is_one_list(service: Service) -> None:
    lines = [("accept", "text/html"), ("accept", RESPONSE)]
    answer = service.client.get("/graphql", params={"query": COUNT}, headers=lines)
    assert answered(answer) == COUNTED
    assert media_type(answer) == RESPONSE


@pytest.mark.parametrize("accept", NOT_ANSWERED)
def test_a_client_that_takes_nothing_that_is_offered_is_told_what_is(service: Service, accept: str) -> None:
    sentence = f"Accept: {accept[:80]}: names nothing that is answered. Accept {OFFERED}"
    assert refused(get(service, COUNT, {"accept": accept})) == Refused(406, BAD, sentence)
    assert refused(post(service, {"query": COUNT}, accept=accept)) == Refused(406, BAD, sentence)


def test_an_accept_too_long_to_be_read_is_refused_by_its_length(service: Service) -> None:
    accept = f"{JSON}, " + "," * 987
    assert len(accept) == 1_005
    told = Refused(406, BAD, f"Accept: 1,005 bytes where 1,000 are read. Accept {OFFERED}")
    assert refused(get(service, COUNT, {"accept": accept})) == told
    assert refused(post(service, {"query": COUNT}, accept=accept)) == told


@pytest.mark.parametrize("accept", [STREAM, f"{STREAM}; charset=utf-8", f"{STREAM}, text/*", f"{STREAM}, {JSON};q=0"])
def test_a_client_that_takes_streams_only_is_given_a_query_as_a_stream_of_one(service: Service, accept: str) -> None:
    by_get, by_post = get(service, COUNT, {"accept": accept}), post(service, {"query": COUNT}, accept=accept)
    for answer in (by_get, by_post):
        assert (answer.status_code, media_type(answer)) == (200, STREAM)
        assert answer.headers["cache-control"] == "no-store, no-transform"
        (name, result), complete = events(answer)
        assert (name, result) == ("next", {"data": COUNTED, "extensions": result["extensions"]})
        assert complete == ("complete", None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(
    accept=st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
    | st.lists(
        st.tuples(
            st.sampled_from([JSON, RESPONSE, STREAM, "*/*", "application/*", "text/*", "*", "/", ""]),
            st.sampled_from(
                ["", ";", ";q=", ";q=0", ";q=1", ";q=.5", ";q=-1", ";q=inf", ";q=1e9", ';q="1"', ";q=0;q=1"]
            ),
        ).map("".join)
    ).map(",".join)
)
def test_nothing_that_a_client_accepts_is_a_failure_of_the_service(service: Service, accept: str) -> None:
    lines = [(b"accept", accept.strip().encode("latin-1"))]
    answer = service.client.get("/graphql", params={"query": COUNT}, headers=lines)
    assert (answer.status_code, media_type(answer)) in {(200, JSON), (200, RESPONSE), (200, STREAM), (406, JSON)}
    assert answer.status_code == 406 or str(COUNTED["register"]["sourceCount"]) in answer.text
