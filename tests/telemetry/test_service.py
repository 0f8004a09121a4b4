"""The service as it is put together tells of itself what it should."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.core.register import Archive
from cget_api.settings import LogFormat, Settings
from tests.api.administration import RECORDED_FIRST
from tests.api.service import NOW, database_beside, record_at
from tests.telemetry.watched import counted, event, event_from_line, samples_on

CHOSEN = {"x-correlation-id": "chosen-by-a-test"}
PAGE = "query Page($slug: String!) { organization(slug: $slug) { name } }"


class Told:
    """A running service by its client, and the access log that it writes."""

    def __init__(self, client: TestClient, stderr: io.StringIO) -> None:
        self.client = client
        self._stderr = stderr

    def ask(self, query: str, **variables: object) -> Any:
        question = {"query": query, "variables": variables}
        return self.client.post("/graphql", json=question, headers=CHOSEN)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event_from_line(line) for line in self._stderr.getvalue().splitlines()]

    @property
    def counts(self) -> dict[str, float]:
        return samples_on(self.client.get("/metrics").text)


FRONT, OTHER = "https://front.example", "https://other.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST"}
IMAGE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}


@pytest.fixture
def told(migrated_file: Path, tmp_path: Path) -> Iterator[Told]:
    url = database_beside(migrated_file, tmp_path)
    record_at(url, RECORDED_FIRST)
    stderr = io.StringIO()
    settings = Settings(
        database_url=url,
        poll_seconds=3600,
        log_format=LogFormat.JSON,
        allowed_hosts="testserver",
        allowed_origins=FRONT,
    )
    with redirect_stderr(stderr):
        app = create_app(settings, lambda: NOW)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Told(client, stderr)


def test_a_query_asked_again_is_told_with_its_name_cost_and_revision_and_whence_its_answer_came(told: Told) -> None:
    """The third time it is answered before the endpoint is reached."""
    answers = [told.ask(PAGE, slug="cget") for _ in range(4)]
    first, *again = answers
    assert first.headers["x-correlation-id"] == "chosen-by-a-test"
    assert [(answer.content, answer.headers) for answer in again] == [(first.content, first.headers)] * 3
    miss, *hits = told.events
    assert len({miss.pop("cost"), *(hit.pop("cost") for hit in hits)}) == 1
    common = event(
        correlation_id="chosen-by-a-test",
        method="POST",
        bytes=len(first.content),
        operation_type="query",
        operation_name="Page",
        revision=1,
    )
    del common["cost"]
    assert [miss, *hits] == [{**common, "from_cache": False}, *[{**common, "from_cache": True}] * 3]
    assert counted(told.counts, "cget_requests_total", "cget_cache") == {
        "cget_requests_total method=POST route=/graphql status=200": 4,
        "cget_cache_answers_total outcome=hit": 3,
        "cget_cache_answers_total outcome=miss": 1,
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ nothing }", "BAD_USER_INPUT"),
        ("{ organization(slug: ", "BAD_USER_INPUT"),
        ('{ organization(slug: "cget", revision: 99) { name } }', "BAD_USER_INPUT"),
        ("{ " + " ".join(f"a{number}: __typename" for number in range(101)) + " }", "QUERY_TOO_COMPLEX"),
    ],
)
def test_what_is_refused_is_told_by_its_code(told: Told, query: str, code: str) -> None:
    told.ask(query)
    assert [refused["refusals"] for refused in told.events] == [[code]]
    assert counted(told.counts, "cget_refusals") == {f"cget_refusals_total code={code}": 1}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("GET", "/graphql", IMAGE, 403, "BAD_USER_INPUT"),
        ("GET", "/graphql", {"Host": "other.example"}, 421, "BAD_USER_INPUT"),
        ("OPTIONS", "/graphql", {"Origin": OTHER, **PREFLIGHT}, 403, "BAD_USER_INPUT"),
        ("OPTIONS", "/graphql", {"Origin": FRONT, "Host": "other.example", **PREFLIGHT}, 421, "BAD_USER_INPUT"),
        ("GET", "/nowhere", {}, 404, "NOT_FOUND"),
        ("GET", "/nowhere", {"Accept": "application/json"}, 404, "NOT_FOUND"),
        ("DELETE", "/graphiql", {}, 405, "BAD_USER_INPUT"),
    ],
)
def test_what_is_refused_at_the_door_is_told_alike(
    told: Told, method: str, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    answer = told.client.request(method, path, headers={**CHOSEN, **headers})
    assert (answer.status_code, answer.headers["x-correlation-id"]) == (status, "chosen-by-a-test")
    (refused,) = told.events
    assert refused == event(
        correlation_id="chosen-by-a-test",
        method=method,
        path=path,
        status=status,
        bytes=len(answer.content),
        refusals=[code],
    )
    assert counted(told.counts, "cget_refusals") == {f"cget_refusals_total code={code}": 1}


def test_a_preflight_is_told_like_any_request(told: Told) -> None:
    answer = told.client.options("/graphql", headers={**CHOSEN, "Origin": FRONT, **PREFLIGHT})
    assert (answer.status_code, answer.headers["x-correlation-id"]) == (200, "chosen-by-a-test")
    (granted,) = told.events
    assert granted == event(correlation_id="chosen-by-a-test", method="OPTIONS", bytes=len(answer.content))
    assert counted(told.counts, "cget_refusals") == {}


def test_a_defect_is_masked_and_logged_under_the_same_id(
    told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_archive: Archive) -> object:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("cget_api.core.index.ArchiveInMemory.revisions", broken)
    (error,) = told.ask("{ revisions { totalCount } }").json()["errors"]
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "correlationId": "chosen-by-a-test"}
    (told_of,) = told.events
    assert (told_of["correlation_id"], told_of["refusals"]) == ("chosen-by-a-test", ["INTERNAL_SERVER_ERROR"])
    assert [record.getMessage().split(" at ")[0] for record in caplog.records if record.levelname == "ERROR"] == [
        "Unexpected error chosen-by-a-test"
    ]


def test_an_operation_on_a_websocket_is_told_like_a_request(told: Told) -> None:
    with told.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"], headers=CHOSEN) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        for number, slug in enumerate(("cget", "datar")):
            payload = {"query": PAGE, "variables": {"slug": slug}}
            socket.send_json({"type": "subscribe", "id": str(number), "payload": payload})
            assert [json.loads(socket.receive_text())["type"] for _ in range(2)] == ["next", "complete"]
    *operations, connection = told.events
    assert connection["event"] == "connection"
    assert [(one["event"], one["operation_name"], one["revision"], one["connection_id"]) for one in operations] == [
        ("operation", "Page", 1, "chosen-by-a-test")
    ] * 2
    assert len({one["correlation_id"] for one in told.events}) == 3


def test_the_page_tells_which_revision_it_answers_from(told: Told) -> None:
    counts = told.counts
    assert (counts["cget_revision"], counts["cget_database_up"]) == (1, 1)


def test_a_page_of_a_service_that_tells_nothing_is_not_there(migrated_file: Path, tmp_path: Path) -> None:
    url, stderr = database_beside(migrated_file, tmp_path), io.StringIO()
    with redirect_stderr(stderr):
        app = create_app(Settings(database_url=url, access_log=False, metrics=False))
    with TestClient(app) as client:
        assert client.get("/metrics").status_code == 404
        assert len(client.get("/livez").headers["x-correlation-id"]) == 32
    assert stderr.getvalue() == ""
