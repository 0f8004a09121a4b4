"""What is wrong with a body before it is an operation: each time a 4xx with a code and a sentence, never a 500."""

import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.http.conftest import Configured
from tests.api.http.sending import (
    BAD,
    COUNT,
    COUNTED,
    JSON,
    TOO_COMPLEX,
    Refused,
    answered,
    media_type,
    post,
    refused,
)
from tests.api.service import Service
from tests.subscriptions.live import PATIENCE, listening

SHAPE = 'Send a JSON object: {"query": "…", "variables": {…}}'
DEEP = b"[" * 100_000 + b"]" * 100_000
AS_TEXT = "Write it as a JSON string, or leave it out"
TWO = "query A { register { __typename } } query B { register { sourceCount } }"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", f"body: is empty. {SHAPE}"),
        (b"null", f"body: is no JSON object. {SHAPE}"),
        (b"3", f"body: is no JSON object. {SHAPE}"),
        (b"true", f"body: is no JSON object. {SHAPE}"),
        (b'"{ register { name } }"', f"body: is no JSON object. {SHAPE}"),
        (b"[]", "body: is a JSON array, and requests are not taken in batches. Send each by itself"),
        (
            b'[{"query": "{ register { name } }"}]',
            "body: is a JSON array, and requests are not taken in batches. Send each by itself",
        ),
        (b"{}", f"query: is missing. {SHAPE}"),
        (b'{"query": null}', f"query: is missing. {SHAPE}"),
        (b'{"query": ""}', f"query: is missing. {SHAPE}"),
        (b'{"query": 3}', f"query: is not text. {AS_TEXT}"),
        (b'{"query": ["{ register { name } }"]}', f"query: is not text. {AS_TEXT}"),
        (b'{"query": "{ a }", "operationName": 3}', f"operationName: is not text. {AS_TEXT}"),
        (b'{"documentId": 3}', f"documentId: is not text. {AS_TEXT}"),
        (
            b'{"query": "{ a }", "variables": []}',
            'variables: is no JSON object. Write {"…": …}, or leave variables out',
        ),
        (
            b'{"query": "{ a }", "variables": "{}"}',
            'variables: is no JSON object. Write {"…": …}, or leave variables out',
        ),
        (
            b'{"query": "{ a }", "extensions": true}',
            'extensions: is no JSON object. Write {"…": …}, or leave extensions out',
        ),
    ],
    ids=lambda value: repr(value)[:50],
)
def test_a_body_that_is_no_request_is_refused_with_a_sentence(service: Service, body: bytes, sentence: str) -> None:
    assert refused(post(service, body)) == Refused(400, BAD, sentence)


@pytest.mark.parametrize(
    "body",
    [
        b'{"query": "\xff"}',
        b'{"query": ',
        b"{'query': 'a'}",
        b'{"query": "\\ud800"}',
        b'{"query": "{ a }", "variables": {"n": NaN}}',
        b'{"query": "{ a }", "variables": {"n": 1e999}}',
        b'\xef\xbb\xbf{"query": "{ a }"}',
        '{"query": "{ register { name } }"}'.encode("utf-16"),
        b" ",
        DEEP,
        b'{"query": "{ register { name } }", "variables": {"deep": ' + DEEP + b"}}",
    ],
    ids=lambda value: repr(value)[:50],
)
def test_a_body_that_is_not_json_in_utf8_is_refused_and_told_where(service: Service, body: bytes) -> None:
    refusal = refused(post(service, body))
    assert (refusal.status, refusal.code) == (400, BAD)
    assert refusal.message.startswith("body: is not JSON in UTF-8 (")
    assert refusal.message.endswith(f"). {SHAPE}")


def test_variables_nested_as_deep_as_no_argument_takes_them_are_refused(service: Service) -> None:
    """JSON may be read deeper than it may be written, and what is kept of a request is written."""
    deep = b"[" * 600 + b"]" * 600
    answer = post(service, b'{"query": "{ register { name } }", "variables": {"deep": ' + deep + b"}}")
    sentence = "variables: are nested too deep. Send values as their types have them"
    assert refused(answer) == Refused(200, TOO_COMPLEX, sentence)


def test_members_that_graphql_does_not_know_are_ignored(service: Service) -> None:
    body: dict[str, object] = {
        "query": COUNT,
        "variables": None,
        "extensions": {"tracing": {"level": 3}},
        "operationName": None,
        "id": [],
    }
    assert answered(post(service, body)) == COUNTED


def test_an_operation_name_that_is_empty_is_none(service: Service) -> None:
    """Clients write it so."""
    assert answered(post(service, {"query": COUNT, "operationName": ""})) == COUNTED


@pytest.mark.parametrize(
    ("name", "data"), [("A", {"register": {"__typename": "Register"}}), ("B", {"register": {"sourceCount": 3}})]
)
def test_the_operation_that_is_named_is_the_one_that_runs(service: Service, name: str, data: object) -> None:
    assert answered(post(service, {"query": TWO, "operationName": name})) == data


def test_of_several_operations_one_must_be_named(service: Service) -> None:
    sentence = "operationName: was left out, and the document holds 2 operations. Name one of them"
    assert refused(post(service, {"query": TWO})) == Refused(400, BAD, sentence)


@pytest.mark.parametrize("query", [TWO, COUNT, f"query A {COUNT}"])
def test_a_name_that_no_operation_has_is_refused(service: Service, query: str) -> None:
    sentence = "operationName 'C': names no operation of the document. Name one that it holds"
    assert refused(post(service, {"query": query, "operationName": "C"})) == Refused(400, BAD, sentence)


@pytest.mark.parametrize(
    ("content_type", "told"),
    [
        ("text/plain", "Content-Type: text/plain"),
        ("application/x-www-form-urlencoded", "Content-Type: application/x-www-form-urlencoded"),
        ("multipart/form-data; boundary=x", "Content-Type: multipart/form-data; boundary=x"),
        ("application/graphql", "Content-Type: application/graphql"),
        ("application/json; charset=iso-8859-1", "Content-Type: application/json; charset=iso-8859-1"),
        ("application/json, text/plain", "Content-Type: application/json, text/plain"),
        ("application/json; charset=utf-8, text/plain", "Content-Type: application/json; charset=utf-8, text/plain"),
        ("application/json;charset =latin-1", "Content-Type: application/json;charset =latin-1"),
        ("application/json; charset=utf-8; charset=x", "Content-Type: application/json; charset=utf-8; charset=x"),
        ("json", "Content-Type: json"),
        ("", "Content-Type"),
    ],
)
def test_a_body_of_another_type_is_refused(service: Service, content_type: str, told: str) -> None:
    sentence = f"{told}: is not JSON in UTF-8. Send the body as Content-Type: application/json"
    assert refused(post(service, {"query": COUNT}, content_type=content_type)) == Refused(415, BAD, sentence)


def test_a_charset_that_is_not_even_ascii_is_refused(service: Service) -> None:
    sent = "application/json; charset=é".encode()
    answer = service.client.post("/graphql", content=b"{}", headers=[(b"content-type", sent)])
    told = f"Content-Type: {sent.decode('latin-1')}: is not JSON in UTF-8"
    assert refused(answer) == Refused(415, BAD, f"{told}. Send the body as Content-Type: application/json")


def test_a_type_too_long_to_be_read_is_refused_by_its_length(service: Service) -> None:
    """However it would be parsed, it is not."""
    sentence = "Content-Type: {} bytes where 1,000 are read. Send the body as Content-Type: application/json"
    for size, told in ((1_001, "1,001"), (60_000, "60,000")):
        long = "application/json" + ";" * (size - 16)
        assert refused(post(service, {"query": COUNT}, content_type=long)) == Refused(415, BAD, sentence.format(told))
    assert answered(post(service, {"query": COUNT}, content_type="application/json" + ";" * 984)) == COUNTED


def test_a_body_without_a_type_is_refused(service: Service) -> None:
    answer = service.client.post("/graphql", content=b'{"query": "{ register { name } }"}')
    sentence = "Content-Type: is not JSON in UTF-8. Send the body as Content-Type: application/json"
    assert refused(answer) == Refused(415, BAD, sentence)


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"', "application/json; charset=utf8; x=y"],
)
def test_json_may_say_that_it_is_in_utf8(service: Service, content_type: str) -> None:
    assert answered(post(service, {"query": COUNT}, content_type=content_type)) == COUNTED


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
def test_a_compressed_body_is_refused(service: Service, encoding: str) -> None:
    sentence = f"Content-Encoding: {encoding}: is not read. Send the body uncompressed"
    assert refused(post(service, {"query": COUNT}, content_encoding=encoding)) == Refused(415, BAD, sentence)


def test_a_body_may_say_that_it_is_not_compressed(service: Service) -> None:
    assert answered(post(service, {"query": COUNT}, content_encoding="Identity")) == COUNTED


@pytest.fixture(scope="module")
def narrow(configured: Configured) -> Service:
    """Takes no body of more than a thousand bytes."""
    return configured(max_body_bytes=1000)


def _in_chunks(size: int) -> Iterator[bytes]:
    yield b'{"query": "{ register { sourceCount } }"'
    for _ in range(size - 41):
        yield b" "
    yield b"}"


def test_a_body_as_long_as_is_allowed_is_read(narrow: Service) -> None:
    assert answered(post(narrow, b"".join(_in_chunks(1000)))) == COUNTED
    in_chunks = narrow.client.post("/graphql", content=_in_chunks(1000), headers={"content-type": JSON})
    assert answered(in_chunks) == COUNTED
    assert "content-length" not in in_chunks.request.headers


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in chunks"])
def test_a_longer_body_is_refused_whether_or_not_its_length_is_announced(narrow: Service, announced: bool) -> None:
    content = b"".join(_in_chunks(1001)) if announced else _in_chunks(1001)
    answer = narrow.client.post("/graphql", content=content, headers={"content-type": JSON})
    assert ("content-length" in answer.request.headers) is announced
    sentence = "bytes of the body: 1,001 where 1,000 are allowed. Ask for less at a time"
    assert refused(answer) == Refused(413, TOO_COMPLEX, sentence)
    assert answer.headers["connection"] == "close", "what is left of the body is never read"


def test_what_is_announced_is_refused_before_it_is_sent(narrow: Service) -> None:
    headers = {"content-type": JSON, "content-length": "9" * 19}
    sentence = f"bytes of the body: {int('9' * 19):,} where 1,000 are allowed. Ask for less at a time"
    answer = narrow.client.post("/graphql", content=b"{}", headers=headers)
    assert refused(answer) == Refused(413, TOO_COMPLEX, sentence)


def test_a_body_that_is_not_sent_in_time_is_refused(administration: str) -> None:
    head = f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {JSON}\r\nContent-Length: 100\r\n\r\n{{"
    with (
        listening(administration, body_seconds=0.05) as live,
        socket.create_connection(("127.0.0.1", live.port)) as line,
    ):
        line.settimeout(PATIENCE)
        line.sendall(head.encode())
        answer = b"".join(iter(lambda: line.recv(65_536), b"")).decode()
    assert answer.startswith("HTTP/1.1 408 ")
    assert "\r\nconnection: close\r\n" in answer
    assert "body: was not sent within 0.05 s. Send it at once, or over a faster line" in answer


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "query": st.sampled_from([COUNT, TWO, "{", "query ($n: Int) { sources(first: $n) { totalCount } }"])
        | st.text(),
        "variables": JSON_VALUES | st.dictionaries(st.just("n"), JSON_VALUES),
        "operationName": JSON_VALUES,
        "extensions": JSON_VALUES | st.dictionaries(st.just("persistedQuery"), JSON_VALUES),
        "documentId": JSON_VALUES,
    },
)
ANY_BODY: st.SearchStrategy[object] = st.binary(max_size=200) | JSON_VALUES | MEMBERS
MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@MANY
@given(body=ANY_BODY)
def test_no_body_whatever_is_a_failure_of_the_service(service: Service, body: object) -> None:
    answer = post(service, body)
    assert answer.status_code in (200, 400)
    assert media_type(answer) == JSON
    told = answer.json()
    assert all(error["message"] and error["extensions"]["code"] for error in told.get("errors", ()))
    assert "INTERNAL_SERVER_ERROR" not in answer.text


HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)


@MANY
@given(content_type=HEADER | HEADER.map("application/json;{}".format), encoding=HEADER)
def test_no_header_of_a_body_whatever_is_a_failure_of_the_service(
    service: Service, content_type: str, encoding: str
) -> None:
    answer = post(service, {"query": COUNT}, content_type=content_type, content_encoding=encoding or "identity")
    assert answer.status_code in (200, 415)
