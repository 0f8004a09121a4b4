"""Automatic persisted queries: a document asked for by its SHA-256 alone, after it was sent once."""

import json
from collections.abc import Callable

import pytest

from cget_api.api.documents.persisted import digest_of
from tests.api.http.conftest import Configured
from tests.api.http.sending import (
    BAD,
    COUNT,
    COUNTED,
    JSON,
    RESPONSE,
    STREAM,
    Answer,
    Refused,
    answered,
    events,
    get,
    post,
    refused,
)
from tests.api.service import Service

Ask = Callable[..., Answer]

UNKNOWN = digest_of("{ register { revisionCount } }")
MISS, MISS_CODE = "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"


def persisted(digest: str) -> dict[str, object]:
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


def by_get(service: Service, digest: str, query: str | None = None, accept: str = JSON) -> Answer:
    return get(service, query, {"accept": accept}, extensions=json.dumps(persisted(digest)))


def by_post(service: Service, digest: str, query: str | None = None, accept: str = JSON) -> Answer:
    given = {} if query is None else {"query": query}
    return post(service, {**given, "extensions": persisted(digest)}, accept=accept)


@pytest.fixture(params=[by_get, by_post], ids=["GET", "POST"])
def ask(request: pytest.FixtureRequest) -> Ask:
    chosen: Ask = request.param
    return chosen


def test_a_document_that_was_sent_once_is_asked_for_by_its_digest(configured: Configured, ask: Ask) -> None:
    service = configured()
    digest = digest_of(COUNT)
    assert refused(ask(service, digest)) == Refused(200, MISS_CODE, MISS)
    assert answered(ask(service, digest, COUNT)) == COUNTED
    assert answered(ask(service, digest)) == COUNTED
    assert answered(by_get(service, digest)) == answered(by_post(service, digest.upper())) == COUNTED


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (RESPONSE, 400), (STREAM, 400)])
def test_a_miss_is_told_by_the_word_that_clients_look_for_and_is_kept_by_nobody(
    service: Service, ask: Ask, accept: str, status: int
) -> None:
    answer = ask(service, UNKNOWN, accept=accept)
    assert refused(answer) == Refused(status, MISS_CODE, MISS)
    assert answer.json()["errors"][0]["extensions"] == {
        "code": MISS_CODE,
        "subject": f"document {UNKNOWN}",
        "remedy": "Send the document together with its digest",
    }


def test_a_digest_of_another_document_is_refused_and_nothing_is_kept(service: Service, ask: Ask) -> None:
    sentence = f"sha256Hash {UNKNOWN}: is not the SHA-256 of the document. Hash the document as it is sent"
    assert refused(ask(service, UNKNOWN, COUNT)) == Refused(400, "PERSISTED_QUERY_ID_MISMATCH", sentence)
    assert refused(ask(service, UNKNOWN)) == Refused(200, MISS_CODE, MISS)


@pytest.mark.parametrize("query", ["{ register", "{ register { nonsense } }", "{ register { name } } { a }"])
def test_a_document_with_errors_is_not_kept(service: Service, ask: Ask, query: str) -> None:
    assert ask(service, digest_of(query), query).json().keys() == {"errors"}
    assert refused(ask(service, digest_of(query))) == Refused(200, MISS_CODE, MISS)


def test_a_document_over_a_limit_is_not_kept(configured: Configured, ask: Ask) -> None:
    service, deep = configured(max_depth=1), "{ register { name } }"
    assert refused(ask(service, digest_of(deep), deep)).code == "QUERY_TOO_COMPLEX"
    assert refused(ask(service, digest_of(deep))) == Refused(200, MISS_CODE, MISS)


@pytest.mark.parametrize(
    "extension",
    [
        3,
        [],
        {},
        {"version": 2, "sha256Hash": UNKNOWN},
        {"version": "1", "sha256Hash": UNKNOWN},
        {"version": 1},
        {"version": 1, "sha256Hash": None},
    ],
)
def test_another_version_of_the_extension_is_refused(service: Service, extension: object) -> None:
    sentence = 'extensions.persistedQuery: is not understood. Write {"version": 1, "sha256Hash": "…"}, or leave it out'
    answer = post(service, {"query": COUNT, "extensions": {"persistedQuery": extension}})
    assert refused(answer) == Refused(400, BAD, sentence)


@pytest.mark.parametrize("digest", ["", "ab", UNKNOWN[:-1], UNKNOWN + "0", "g" * 64, "٠" * 64, UNKNOWN + "\n"])
def test_what_is_no_sha256_is_refused(service: Service, digest: str) -> None:
    sentence = (
        f"document id {digest[:80]!r}: is not a SHA-256. Send the 64 hexadecimal digits, with or without `sha256:`"
    )
    assert refused(post(service, {"extensions": persisted(digest)})) == Refused(400, BAD, sentence)
    if digest:
        assert refused(post(service, {"documentId": digest})) == Refused(400, BAD, sentence)
        assert refused(get(service, documentId=digest)) == Refused(400, BAD, sentence)


@pytest.mark.parametrize("written", ["sha256:{}".format, str, str.upper, "SHA256:{}".format, "Sha256:{}".format])
def test_a_document_is_asked_for_by_its_id_too(configured: Configured, written: Callable[[str], str]) -> None:
    """As the specification of persisted documents has it, and in capitals."""
    service = configured()
    id_ = written(digest_of(COUNT))
    assert refused(post(service, {"documentId": id_})) == Refused(200, MISS_CODE, MISS)
    assert answered(post(service, {"query": COUNT, "documentId": id_})) == COUNTED
    assert answered(post(service, {"documentId": id_})) == answered(get(service, documentId=id_)) == COUNTED


def test_variables_and_the_operation_are_chosen_as_for_any_document(configured: Configured) -> None:
    service = configured()
    query = f"query BySlug($slug: String!) {{ source(slug: $slug) {{ title }} }} query Count {COUNT}"
    digest = digest_of(query)
    chosen = {"operationName": "BySlug", "variables": {"slug": "decree"}}
    first = post(service, {"query": query, **chosen, "extensions": persisted(digest)})
    assert answered(first) == {"source": {"title": "Décret n° 2014-394"}}
    assert answered(post(service, {"operationName": "Count", "documentId": digest})) == COUNTED
    by_slug = get(service, documentId=digest, operationName="BySlug", variables='{"slug": "page"}')
    assert answered(by_slug) == {"source": {"title": "Le CGET"}}


def test_a_document_is_asked_for_by_its_digest_in_a_stream_too(configured: Configured, ask: Ask) -> None:
    service = configured()
    assert answered(ask(service, digest_of(COUNT), COUNT)) == COUNTED
    (name, result), complete = events(ask(service, digest_of(COUNT), accept=STREAM))
    assert (name, result["data"], complete) == ("next", COUNTED, ("complete", None))


def test_the_documents_asked_longest_ago_are_forgotten_first(configured: Configured) -> None:
    service = configured(persisted_queries=2)
    one, two, three = (f"query {name} {COUNT}" for name in ("One", "Two", "Three"))
    for query in (one, two):
        assert answered(by_post(service, digest_of(query), query)) == COUNTED
    assert answered(by_post(service, digest_of(one))) == COUNTED, "which makes it the one asked last"
    assert answered(by_post(service, digest_of(three), three)) == COUNTED
    assert answered(by_post(service, digest_of(one))) == answered(by_post(service, digest_of(three))) == COUNTED
    assert refused(by_post(service, digest_of(two))) == Refused(200, MISS_CODE, MISS)


def test_no_more_of_them_are_kept_than_4_megabytes_of_utf8(configured: Configured) -> None:
    service = configured()
    one, two = (f"query {name} {COUNT} # {'é' * 1_200_000}" for name in ("One", "Two"))
    assert answered(by_post(service, digest_of(one), one)) == COUNTED
    assert answered(by_post(service, digest_of(one))) == COUNTED
    assert answered(by_post(service, digest_of(two), two)) == answered(by_post(service, digest_of(two))) == COUNTED
    assert refused(by_post(service, digest_of(one))) == Refused(200, MISS_CODE, MISS)


def test_where_none_are_kept_every_digest_is_a_miss_and_documents_are_answered(
    configured: Configured, ask: Ask
) -> None:
    service = configured(persisted_queries=0)
    assert answered(ask(service, digest_of(COUNT), COUNT)) == COUNTED
    assert refused(ask(service, digest_of(COUNT))) == Refused(200, MISS_CODE, MISS)
