"""Documents that whoever runs the service trusts: in which forms they are listed, and what only trusting them means."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import WebSocketTestSession

from cget_api.api.documents.persisted import digest_of
from cget_api.app import create_app
from cget_api.core.errors import BadUserInput
from cget_api.settings import Settings
from tests.api.http.conftest import Configured
from tests.api.http.sending import COUNT, COUNTED, JSON, RESPONSE, STREAM, Refused, answered, events, get, post, refused
from tests.api.service import Service

BY_SLUG = "query BySlug($slug: String!) { source(slug: $slug) { title } }"
TRUSTED = (COUNT, BY_SLUG)
STRANGER = "{ register { statementCount } }"
NOT_TRUSTED = "document: is not in the manifest of this service. Register it with whoever runs the service"

FORMS: Mapping[str, object] = {
    "ids and documents, as Relay writes them": {digest_of(text): text for text in TRUSTED},
    "with the prefix of the specification": {f"sha256:{digest_of(text)}": text for text in TRUSTED},
    "the manifest of Apollo's tools": {
        "format": "apollo-persisted-query-manifest",
        "version": 1,
        "operations": [{"id": digest_of(text), "name": "", "type": "query", "body": text} for text in TRUSTED],
    },
}


def manifest(folder: Path, content: object) -> Path:
    file = folder / "manifest.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


@pytest.fixture(scope="module")
def trusting(configured: Configured, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """Answers the documents of its manifest and no other."""
    file = manifest(tmp_path_factory.mktemp("trusted"), {digest_of(text): text for text in TRUSTED})
    return configured(trusted_documents=file, trusted_documents_only=True)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_the_documents_of_a_manifest_are_asked_for_by_their_ids(
    configured: Configured, tmp_path: Path, form: object
) -> None:
    service = configured(trusted_documents=manifest(tmp_path, form), persisted_queries=0)
    assert answered(post(service, {"documentId": digest_of(COUNT)})) == COUNTED
    assert answered(get(service, documentId=f"sha256:{digest_of(COUNT)}")) == COUNTED
    in_the_extension = {"persistedQuery": {"version": 1, "sha256Hash": digest_of(BY_SLUG)}}
    assert answered(post(service, {"extensions": in_the_extension, "variables": {"slug": "page"}})) == {
        "source": {"title": "Le CGET"}
    }
    assert answered(post(service, {"query": STRANGER})).keys() == {"register"}, (
        "others are answered unless they are not"
    )


OTHER = digest_of("another document")

FAULTS: Mapping[str, tuple[object, str]] = {
    "an id of another document": (
        {OTHER: COUNT},
        f"{{file}} has the document id {OTHER}, and the SHA-256 of its document is {digest_of(COUNT)}. {{anew}}",
    ),
    "an id that is none": ({"count": COUNT}, "{file} has a document id 'count', which is not a SHA-256. {anew}"),
    "an operation of Apollo's with the id of another": (
        {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": OTHER, "body": COUNT}]},
        f"{{file}} has the document id {OTHER}, and the SHA-256 of its document is {digest_of(COUNT)}. {{anew}}",
    ),
    "a list": ([COUNT], "{file} is not a manifest of documents. {remedy}"),
    "a document that is no text": ({OTHER: {"query": COUNT}}, "{file} is not a manifest of documents. {remedy}"),
    "operations that are none": (
        {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [COUNT]},
        "{file} is not a manifest of documents. {remedy}",
    ),
    "a manifest of a format that nobody knows": (
        {"format": "another", "version": 1, "operations": []},
        "{file} has a document id 'format', which is not a SHA-256. {anew}",
    ),
    "what is not JSON": (
        b"{",
        "{file} is not JSON (unexpected end of data: line 1 column 2 (char 1)). {anew}",
    ),
    "half a character": (
        f'{{"{OTHER}": "\\ud800"}}'.encode(),
        "{file} is not JSON (no low surrogate in string: line 1 column 71 (char 70)). {anew}",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_manifest_that_cannot_be_used_is_told_before_anything_is_served(
    tmp_path: Path, content: object, sentence: str
) -> None:
    file = manifest(tmp_path, content)
    words = {
        "{file}": str(file),
        "{anew}": "Generate the manifest anew",
        "{remedy}": 'Write {"sha256:…": "query …"}, or a manifest of format apollo-persisted-query-manifest',
    }
    for word, meaning in words.items():
        sentence = sentence.replace(word, meaning)
    with pytest.raises(BadUserInput) as raised:
        create_app(Settings(trusted_documents=file))
    assert str(raised.value) == f"CGET_TRUSTED_DOCUMENTS: {sentence}"


def test_a_manifest_that_is_not_there_is_told_with_the_setting_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.json"
    with pytest.raises(BadUserInput) as raised:
        create_app(Settings(trusted_documents=file))
    told = f"CGET_TRUSTED_DOCUMENTS: {file} cannot be read (No such file or directory). Name another file"
    assert str(raised.value) == told


@pytest.mark.parametrize(("form", "status"), [(JSON, 200), (RESPONSE, 400)])
def test_where_only_they_are_trusted_every_other_document_is_refused(trusting: Service, form: str, status: int) -> None:
    told = Refused(status, "DOCUMENT_NOT_TRUSTED", NOT_TRUSTED)
    for query in (STRANGER, f"{COUNT} ", "{ register", "subscription { revisionRecorded { number } }"):
        assert refused(post(trusting, {"query": query}, accept=form)) == told
        assert refused(get(trusting, query, {"accept": form})) == told


def test_they_are_answered_whether_asked_for_by_id_or_by_their_text(trusting: Service) -> None:
    assert answered(post(trusting, {"documentId": digest_of(COUNT)})) == COUNTED
    assert answered(post(trusting, {"query": COUNT})) == answered(get(trusting, COUNT)) == COUNTED


def test_a_client_cannot_add_to_them(trusting: Service) -> None:
    digest = digest_of(STRANGER)
    sent_together = {"query": STRANGER, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}
    told = Refused(200, "DOCUMENT_NOT_TRUSTED", NOT_TRUSTED)
    assert refused(post(trusting, sent_together)) == told
    assert refused(post(trusting, {"query": STRANGER, "documentId": digest})) == told
    answer = post(trusting, {"documentId": digest})
    assert refused(answer) == Refused(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    remedy = "Only documents of the service's manifest are answered"
    assert answer.json()["errors"][0]["extensions"]["remedy"] == remedy


@pytest.mark.parametrize("query", [STRANGER, "subscription { revisionRecorded { number } }", "{ register"])
def test_they_alone_are_answered_in_a_stream(trusting: Service, query: str) -> None:
    told = Refused(400, "DOCUMENT_NOT_TRUSTED", NOT_TRUSTED)
    assert refused(post(trusting, {"query": query}, accept=STREAM)) == told
    assert refused(get(trusting, query, {"accept": STREAM})) == told
    (_, result), _ = events(post(trusting, {"documentId": digest_of(COUNT)}, accept=STREAM))
    assert result["data"] == COUNTED


def subscribe(socket: WebSocketTestSession, query: str) -> Any:
    socket.send_json({"type": "subscribe", "id": query, "payload": {"query": query}})
    return socket.receive_json()


def test_they_alone_are_answered_by_websocket(trusting: Service) -> None:
    with trusting.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        for query in (STRANGER, "subscription { revisionRecorded { number } }"):
            told = subscribe(socket, query)
            (error,) = told.pop("payload")
            assert told == {"type": "error", "id": query}
            assert (error["message"], error["extensions"]["code"]) == (NOT_TRUSTED, "DOCUMENT_NOT_TRUSTED")
        assert subscribe(socket, COUNT)["payload"]["data"] == COUNTED


def test_to_answer_trusted_documents_only_there_must_be_some() -> None:
    with pytest.raises(BadUserInput, match="CGET_TRUSTED_DOCUMENTS_ONLY: is set without a manifest"):
        create_app(Settings(trusted_documents_only=True))
