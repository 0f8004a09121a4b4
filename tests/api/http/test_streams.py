"""Streams as their protocols have them: server-sent events of distinct connections, and graphql-transport-ws."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from cget_api.app import create_app
from cget_api.settings import Settings
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.http.conftest import Configured
from tests.api.http.kept import keeping
from tests.api.http.sending import (
    BAD,
    COUNT,
    COUNTED,
    JSON,
    RESPONSE,
    STREAM,
    Refused,
    events,
    get,
    media_type,
    post,
    refused,
)
from tests.api.service import Service, database_beside
from tests.subscriptions.live import PATIENCE, Live, listening

PROTOCOL = "graphql-transport-ws"
AFTER_NONE = "subscription { revisionRecorded(after: 0) { number } }"
TWO = f"query A {COUNT} query B {COUNT}"


@pytest.fixture(scope="module")
def live(administration: str) -> Iterator[Live]:
    with listening(administration) as live:
        yield live


def test_a_stream_is_written_to_the_letter(live: Live) -> None:
    address = f"http://127.0.0.1:{live.port}/graphql"
    with httpx2.Client(trust_env=False, timeout=PATIENCE) as client:
        answer = client.get(address, params={"query": COUNT}, headers={"accept": STREAM})
    result = json.loads(answer.text.split("\n")[1].removeprefix("data: "))
    assert result == {"data": COUNTED, "extensions": result["extensions"]}
    told = json.dumps(result, separators=(",", ":"))
    assert answer.content == f"event: next\ndata: {told}\n\nevent: complete\ndata: \n\n".encode()
    headers = {"content-type": STREAM, "cache-control": "no-store, no-transform", "x-accel-buffering": "no"}
    assert {name: answer.headers[name] for name in headers} == headers


def test_an_operation_asked_again_and_again_is_answered_alike_by_either_protocol(live: Live) -> None:
    query = '{ organization(slug: "cget", asOf: "2016-08-11") { id name units { organization { name } } } }'
    answer = live.ask(query).json()
    assert answer["data"]["organization"]["units"]
    for _ in range(3):
        with live.streamed(query) as told_by_events, live.subscribed(query) as told_by_websocket:
            assert (next(told_by_events), next(told_by_websocket)) == (answer, answer)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("accept", [STREAM, f"{STREAM}, {JSON}", f"{RESPONSE}, {JSON}, {STREAM};q=0.1"])
def test_a_subscription_is_streamed_by_either_method_to_who_takes_streams(live: Live, method: str, accept: str) -> None:
    address, query = f"http://127.0.0.1:{live.port}/graphql", {"query": AFTER_NONE}
    asked: Mapping[str, Any] = {"params": query} if method == "GET" else {"json": query}
    with (
        httpx2.Client(trust_env=False, timeout=PATIENCE) as client,
        client.stream(method, address, headers={"accept": accept}, **asked) as answer,
    ):
        assert media_type(answer) == STREAM
        two_events = islice(answer.iter_lines(), 6)
        told = [json.loads(line[6:])["data"] for line in two_events if line.startswith("data: ")]
    assert told == [{"revisionRecorded": {"number": 1}}, {"revisionRecorded": {"number": 2}}]


ERRORS: Mapping[str, tuple[str, str]] = {
    "an unfinished document": ("{ register", "Syntax Error: Expected Name, found <EOF>."),
    "an unknown field": ("{ xyzzy }", "Cannot query field 'xyzzy' on type 'Query'."),
    "an unknown field of a subscription": (
        "subscription { xyzzy }",
        "Cannot query field 'xyzzy' on type 'Subscription'.",
    ),
}


@pytest.mark.parametrize(("query", "message"), ERRORS.values(), ids=ERRORS.keys())
def test_a_document_that_cannot_run_is_told_in_the_stream(service: Service, query: str, message: str) -> None:
    for answer in (post(service, {"query": query}, accept=STREAM), get(service, query, {"accept": STREAM})):
        assert (answer.status_code, media_type(answer)) == (200, STREAM)
        (name, result), complete = events(answer)
        (error,) = result["errors"]
        assert (name, result.keys(), complete) == ("next", {"errors"}, ("complete", None))
        assert (error["message"], error["extensions"]) == (message, {"code": BAD})


def test_an_operation_that_fails_is_told_in_the_stream(service: Service) -> None:
    after_seven = "subscription { revisionRecorded(after: 7) { number } }"
    (_, result), complete = events(post(service, {"query": after_seven}, accept=STREAM))
    (error,) = result["errors"]
    assert error == {
        "message": "after: 7: was never recorded. Resume after a number from 0 to 2",
        "extensions": {"code": BAD, "subject": "after: 7", "remedy": "Resume after a number from 0 to 2"},
    }
    assert complete == ("complete", None)
    partial = '{ register { sourceCount } organization(slug: "cget", revision: 7) { name } }'
    (_, result), _ = events(post(service, {"query": partial}, accept=STREAM))
    assert result["data"] == {**COUNTED, "organization": None}
    assert [error["path"] for error in result["errors"]] == [["organization"]]


def test_what_is_no_request_is_refused_without_a_stream(service: Service) -> None:
    """A client of streams takes any other status than 200 for what it is."""
    sentence = "operationName: was left out, and the document holds 2 operations. Name one of them"
    assert refused(post(service, {"query": TWO}, accept=STREAM)) == Refused(400, BAD, sentence)
    assert refused(post(service, b"[]", accept=STREAM)).status == 400


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_the_single_connection_mode_is_refused(service: Service, method: str) -> None:
    headers = {"accept": STREAM, "x-graphql-event-stream-token": "0123"}
    answer = service.client.request(method, "/graphql", headers=headers)
    sentence = "X-GraphQL-Event-Stream-Token: belongs to the single-connection mode. Use distinct connections"
    assert refused(answer) == Refused(400, BAD, sentence)


def test_head_opens_no_stream_that_would_never_end(service: Service) -> None:
    answer = service.client.head("/graphql", params={"query": AFTER_NONE}, headers={"accept": STREAM})
    assert (answer.status_code, media_type(answer)) == (400, JSON)


@contextmanager
def connected(service: Service) -> Iterator[WebSocketTestSession]:
    with service.client.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        yield socket


def ask(socket: WebSocketTestSession, query: str, **payload: object) -> list[Any]:
    """Every message about one operation, up to the last."""
    socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": query, **payload}})
    messages: list[Any] = []
    while not messages or messages[-1]["type"] == "next":
        messages.append(socket.receive_json())
        assert messages[-1]["id"] == "1"
    return messages


def test_every_message_is_text(live: Live) -> None:
    address = f"ws://127.0.0.1:{live.port}/graphql"
    with connect(address, subprotocols=[Subprotocol(PROTOCOL)], proxy=None) as socket:
        socket.send('{"type": "connection_init"}')
        assert socket.recv(PATIENCE) == '{"type":"connection_ack"}'
        socket.send('{"type": "ping"}')
        assert socket.recv(PATIENCE) == '{"type":"pong"}'
        socket.send(json.dumps({"type": "subscribe", "id": "é", "payload": {"query": COUNT}}))
        told = socket.recv(PATIENCE)
        assert isinstance(told, str)
        assert json.loads(told)["payload"]["data"] == COUNTED
        assert socket.recv(PATIENCE) == '{"id":"é","type":"complete"}'


def test_a_query_is_answered_once_by_websocket(service: Service) -> None:
    with connected(service) as socket:
        by_slug = "query S($slug: String!) { source(slug: $slug) { title } }"
        answer, complete = ask(socket, f"{by_slug} query C {COUNT}", operationName="S", variables={"slug": "page"})
        assert answer == {
            "id": "1",
            "type": "next",
            "payload": {
                "data": {"source": {"title": "Le CGET"}},
                "extensions": answer["payload"]["extensions"],
            },
        }
        assert complete == {"id": "1", "type": "complete"}


@pytest.mark.parametrize(("query", "message"), ERRORS.values(), ids=ERRORS.keys())
def test_a_document_that_cannot_run_is_an_error_and_the_connection_goes_on(
    service: Service, query: str, message: str
) -> None:
    with connected(service) as socket:
        (told,) = ask(socket, query)
        (error,) = told["payload"]
        assert (told["type"], error["message"], error["extensions"]) == ("error", message, {"code": BAD})
        (told,) = ask(socket, TWO)
        assert [error["extensions"]["code"] for error in told["payload"]] == [BAD]
        assert ask(socket, COUNT)[0]["payload"]["data"] == COUNTED


def test_an_operation_that_fails_is_told_with_its_code(service: Service) -> None:
    with connected(service) as socket:
        (answer,) = ask(socket, "subscription { revisionRecorded(after: 7) { number } }")
        (error,) = answer["payload"]
        assert answer["type"] == "error"
        assert error["message"] == "after: 7: was never recorded. Resume after a number from 0 to 2"
        assert error["extensions"]["code"] == BAD


def test_an_operation_without_a_query_is_told_what_is_missing(service: Service) -> None:
    with connected(service) as socket:
        (told,) = ask(socket, "")
        (error,) = told["payload"]
        assert (told["type"], error["extensions"]["code"]) == ("error", BAD)
        assert error["message"] == 'query: is missing. Send {"query": "…", "variables": {…}} as the payload'
        assert ask(socket, COUNT, operationName="")[0]["payload"]["data"] == COUNTED, "no name is none"


def test_each_operation_of_a_connection_begins_with_the_register_as_it_is_then(
    migrated_file: Path, tmp_path: Path
) -> None:
    latest = "{ register { latestRevision { number } } }"
    with keeping(database_beside(migrated_file, tmp_path), RECORDED_FIRST) as kept:
        service = kept.served()
        with connected(service) as socket:
            before, _ = ask(socket, latest)
            kept.record(CORRECTED)
            after, _ = ask(socket, latest)
    numbers = [told["payload"]["data"]["register"]["latestRevision"]["number"] for told in (before, after)]
    assert numbers == [1, 2]


OPERATION = {"type": "subscribe", "id": "1", "payload": {"query": COUNT}}
LONG = "x" * 200

NO_MESSAGES: Mapping[str, tuple[str, str]] = {
    "unfinished JSON": ("{", "WebSocket message must be valid JSON"),
    "nested without end": ("[" * 5000, "WebSocket message must be valid JSON"),
    **{
        name: (json.dumps(message), "Invalid message")
        for name, message in {
            "null": None,
            "a number": 3,
            "a list": [OPERATION],
            "no type": {"id": "1"},
            "a type that nobody knows": {"type": LONG},
            "a type that is no text": {"type": ["subscribe"]},
            "no payload": {"type": "subscribe", "id": "1"},
            "no id": {"type": "subscribe", "payload": {"query": COUNT}},
            "an id that is no text": {**OPERATION, "id": [1]},
            "an id too long to be repeated": {**OPERATION, "id": LONG},
            "no query": {**OPERATION, "payload": {"variables": {}}},
            "a query that is no text": {**OPERATION, "payload": {"query": 3}},
            "variables that are none": {**OPERATION, "payload": {"query": COUNT, "variables": [1]}},
            "a name that is none": {**OPERATION, "payload": {"query": COUNT, "operationName": {}}},
            "completing what is no text": {"type": "complete", "id": {}},
        }.items()
    },
}


@pytest.mark.parametrize(("message", "reason"), NO_MESSAGES.values(), ids=NO_MESSAGES.keys())
def test_what_is_no_message_of_the_protocol_ends_the_connection(service: Service, message: str, reason: str) -> None:
    with connected(service) as socket:
        socket.send_text(message)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert (closed.value.code, closed.value.reason) == (4400, reason)


def test_a_message_is_no_longer_than_a_body_may_be(configured: Configured) -> None:
    service = configured(max_body_bytes=1000)
    with connected(service) as socket:
        answer, _ = ask(socket, COUNT, variables={"padding": "x" * 700})
        assert answer["payload"]["data"] == COUNTED
        socket.send_json({**OPERATION, "payload": {"query": COUNT, "variables": {"padding": "x" * 1000}}})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert (closed.value.code, closed.value.reason) == (4400, "Invalid message")


def test_a_connection_carries_a_hundred_operations_at_a_time(service: Service) -> None:
    waiting = {"query": "subscription { revisionRecorded { number } }"}
    with connected(service) as socket:
        for number in range(100):
            socket.send_json({"type": "subscribe", "id": f"s{number}", "payload": waiting})
        for _ in range(2):
            socket.send_json({"type": "subscribe", "id": "one more", "payload": waiting})
            remedy = "Wait until one of them is complete"
            error = {
                "message": f"connection: has 100 operations under way, as many as it takes. {remedy}",
                "extensions": {"code": "OVERLOADED", "subject": "connection", "remedy": remedy},
            }
            assert socket.receive_json() == {"type": "error", "id": "one more", "payload": [error]}
        socket.send_json({"type": "complete", "id": "s7"})
        assert ask(socket, COUNT)[0]["payload"]["data"] == COUNTED
        socket.send_json({"type": "subscribe", "id": "s8", "payload": waiting})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert (closed.value.code, closed.value.reason) == (4409, "Subscriber for s8 already exists")


@pytest.mark.parametrize("offered", [[], ["graphql-ws"], ["nonsense"]])
def test_another_protocol_is_not_spoken(service: Service, offered: list[str]) -> None:
    connection = service.client.websocket_connect("/graphql", subprotocols=offered)
    with connection as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == 4406


def test_nothing_is_answered_before_the_connection_is_acknowledged(service: Service) -> None:
    with service.client.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
        socket.send_json(OPERATION)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4401


def test_a_register_that_is_not_loaded_yet_is_told_and_the_connection_goes_on(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'nowhere' / 'register.sqlite'}", poll_seconds=3600)
    sentence = "register: is not loaded yet. Ask /readyz what it waits for, and try again"
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        service = Service(client)
        with connected(service) as socket:
            for _ in range(2):
                (told,) = ask(socket, COUNT)
                (error,) = told["payload"]
                assert (told["type"], error["message"]) == ("error", sentence)
        answer = post(service, {"query": COUNT}, accept=STREAM)
        assert refused(answer) == Refused(503, "DATABASE_UNAVAILABLE", sentence)
        assert answer.headers["retry-after"] == "1"
