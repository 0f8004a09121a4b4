"""The same request again, to the byte: answered before anybody looks at it, and never with another answer."""

import asyncio
import json
import weakref
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from cget_api.api.documents.persisted import digest_of
from cget_api.api.http.answers import Answers
from cget_api.api.http.repetitions import Repetitions
from cget_api.graphql import answering_from_settings, routes_of
from cget_api.settings import Settings
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.http.kept import Kept, keeping
from tests.api.http.sending import COUNT, COUNTED, JSON, STREAM, Answer, answered
from tests.api.service import database_beside

MISSIONS = '{ organization(slug: "cget", asOf: "2016-08-11") { missions { text } } }'
TODAY = '{ organization(slug: "cget") { asOf } }'


class Watched:
    """A service behind which is counted what is asked of it in the end; `client` asks through Repetitions."""

    def __init__(self, kept: Kept, **chosen: Any) -> None:
        settings = Settings(database_url=kept.url, **chosen)
        answering = answering_from_settings(kept.keeper, lambda: kept.moment, settings)
        answers = Answers(settings.answer_cache_bytes)
        self.service = answering.service
        self._service = Starlette(routes=routes_of(answering, answers, settings))
        self.app = self._repetitions = Repetitions(self._counted, answering.service, settings.answer_cache_bytes)
        self.client = TestClient(self.app)
        self.asked = 0

    @property
    def kept_bytes(self) -> int:
        return self._repetitions.kept.bytes

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += scope["type"] == "http"
        await self._service(scope, receive, send)

    def post(self, query: str | None, digest: str | None = None, path: str = "/graphql", **headers: str) -> Answer:
        named = {"content-type": JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}
        extensions = None if digest is None else {"persistedQuery": {"version": 1, "sha256Hash": digest}}
        return self.client.post(path, content=json.dumps({"query": query, "extensions": extensions}), headers=named)


@pytest.fixture
def kept(migrated_file: Path, tmp_path: Path) -> Iterator[Kept]:
    with keeping(database_beside(migrated_file, tmp_path), RECORDED_FIRST) as kept:
        yield kept


@pytest.fixture
def watched(kept: Kept) -> Watched:
    return Watched(kept)


def test_who_asks_the_same_a_fourth_time_is_answered_alike_without_asking_anybody(watched: Watched) -> None:
    answers = [watched.post(COUNT) for _ in range(5)]
    assert watched.asked == 3
    assert [answered(answer) for answer in answers] == [COUNTED] * 5
    assert len({(answer.content, tuple(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.parametrize(
    "header",
    [
        {"accept": "application/graphql-response+json"},
        {"accept": "image/png"},
        {"content_type": "text/plain"},
        {"content_encoding": "gzip"},
        {"host": "other.example"},
        {"origin": "https://other.example"},
        {"sec_fetch_site": "cross-site"},
        {"user_agent": "another"},
        {"x_graphql_event_stream_token": "1"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_whoever_sends_another_header_is_judged_by_it(watched: Watched, header: dict[str, str]) -> None:
    for _ in range(4):
        watched.post(COUNT)
    alone = watched.post(COUNT, **header)
    assert watched.asked == 4
    (said,) = header.values()
    assert alone.status_code == {"image/png": 406, "text/plain": 415, "gzip": 415, "1": 400}.get(said, 200)


def test_another_address_or_body_is_another_request(watched: Watched) -> None:
    for _ in range(4):
        watched.post(COUNT)
    assert watched.post(COUNT, path="/elsewhere").status_code == 404
    assert answered(watched.post(f"{COUNT} ")) == COUNTED
    assert watched.asked == 5


@pytest.mark.parametrize(
    "unusual",
    [{"path": "/graphql?query=1"}, {"expect": "100-continue"}, {"x_long": "a" * 3_000_000}],
    ids=["a query string", "expects to be told to go on", "takes too much to keep"],
)
def test_what_is_unusual_is_looked_at_each_time(watched: Watched, unusual: dict[str, str]) -> None:
    for _ in range(5):
        assert answered(watched.post(COUNT, **unusual)) == COUNTED
    assert watched.asked == 5


def test_a_proxy_that_marks_each_request_leaves_nothing_behind(watched: Watched) -> None:
    for number in range(20):
        assert answered(watched.post(COUNT, cf_ray=str(number))) == COUNTED
    assert watched.kept_bytes == 0
    for _ in range(4):
        watched.post(COUNT)
    assert watched.kept_bytes > len(COUNT)


def test_what_only_watchers_read_makes_no_difference(watched: Watched) -> None:
    for number in range(4):
        trace = f"00-{number + 1:032x}-{number + 1:016x}-01"
        answer = watched.post(COUNT, traceparent=trace, tracestate="a=b", x_request_id=f"request-{number}")
        assert answered(answer) == COUNTED
    assert watched.asked == 3


def test_a_new_revision_is_answered_from_at_once(kept: Kept, watched: Watched) -> None:
    before = [answered(watched.post(MISSIONS)) for _ in range(3)]
    kept.record(CORRECTED)
    after = [answered(watched.post(MISSIONS)) for _ in range(3)]
    assert before == [{"organization": {"missions": [{"text": "conçoit"}]}}] * 3
    assert after == [{"organization": {"missions": [{"text": "conçoit et met en œuvre"}]}}] * 3


def test_another_day_is_answered_as_of_that_day(kept: Kept, watched: Watched) -> None:
    answers = [answered(watched.post(TODAY)) for _ in range(3)]
    kept.moment += timedelta(days=1)
    answers += [answered(watched.post(TODAY)) for _ in range(3)]
    days = [answer["organization"]["asOf"] for answer in answers]
    first = kept.moment.date()
    assert days == [*[(first - timedelta(days=1)).isoformat()] * 3, *[first.isoformat()] * 3]


@pytest.mark.parametrize("query", ["{ nothing }", '{ organization(slug: "cget", revision: 9) { name } }'])
def test_what_went_wrong_is_looked_at_again(watched: Watched, query: str) -> None:
    for _ in range(4):
        assert watched.post(query).json()["errors"]
    assert watched.asked == 4


def test_only_a_post_is_repeated(watched: Watched) -> None:
    for _ in range(4):
        assert answered(watched.client.get("/graphql", params={"query": COUNT})) == COUNTED
        assert watched.post(COUNT, accept=STREAM).status_code == 200
    assert watched.asked == 8


def test_a_document_that_a_client_registered_is_looked_up_each_time(kept: Kept) -> None:
    """It may be forgotten, and then has to be registered again."""
    watched = Watched(kept, persisted_queries=1)
    first, other = COUNT, f"{COUNT} "
    for query in (first, other, first, other, first, first, first):
        assert answered(watched.post(query, digest_of(query))) == COUNTED
        assert answered(watched.post(None, digest_of(query))) == COUNTED
    assert watched.post(None, digest_of(other)).json()["errors"][0]["message"] == "PersistedQueryNotFound"


def test_a_document_of_the_manifest_is_repeated_by_its_digest(kept: Kept, tmp_path: Path) -> None:
    manifest = tmp_path / "documents.json"
    manifest.write_text(json.dumps({digest_of(COUNT): COUNT}), encoding="utf-8")
    watched = Watched(kept, trusted_documents=manifest, trusted_documents_only=True)
    for _ in range(4):
        assert answered(watched.post(None, digest_of(COUNT))) == COUNTED
    assert watched.asked == 3


class Event(dict[str, Any]):
    """A message that can be seen to be forgotten."""


def test_of_a_stream_nothing_is_remembered_that_was_sent(watched: Watched) -> None:
    left: list[int] = []

    async def stream(_scope: Scope, _receive: Receive, send: Send) -> None:
        events: list[weakref.ref[Event]] = []
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(20):
            event = Event(type="http.response.body", body=b"data: 1", more_body=True)
            events.append(weakref.ref(event))
            await send(event)
            del event
        left.append(sum(event() is not None for event in events))

    async def receive() -> Message:
        return {"type": "http.request", "body": BODY}

    async def send(_message: Message) -> None:
        """To a client that keeps nothing."""

    repetitions = Repetitions(stream, watched.service, 1_000_000)
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": []}
    asyncio.run(repetitions(scope, receive, send))
    assert left[0] <= 1


def test_nothing_is_repeated_where_nothing_is_kept(kept: Kept) -> None:
    watched = Watched(kept, answer_cache_bytes=0)
    for _ in range(4):
        assert answered(watched.post(COUNT)) == COUNTED
    assert watched.asked == 4


BODY = json.dumps({"query": COUNT}).encode()


def sent(watched: Watched, parts: Sequence[Message], *, late: bool) -> list[Message]:
    """What comes back where the request comes in these parts, each `late` or not."""
    coming = list(parts)
    back: list[Message] = []

    async def receive() -> Message:
        if late:
            await asyncio.sleep(0)
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        back.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "query_string": b"",
        "headers": [(b"content-type", JSON.encode())],
    }
    asyncio.run(watched.app(scope, receive, send))
    return back


@pytest.mark.parametrize("late", [False, True], ids=["at once", "late"])
@pytest.mark.parametrize("cut", [0, 1, 9, len(BODY)])
def test_a_body_in_parts_is_put_together_and_looked_at(watched: Watched, cut: int, late: bool) -> None:
    parts: list[Message] = [
        {"type": "http.request", "body": BODY[:cut], "more_body": True},
        {"type": "http.request", "body": BODY[cut:]},
    ]
    answers = [sent(watched, parts, late=late) for _ in range(4)]
    assert [json.loads(answer[1]["body"])["data"] for answer in answers] == [COUNTED] * 4
    assert watched.asked == 4


def test_a_body_that_comes_late_is_waited_for_by_who_knows_how_long(watched: Watched) -> None:
    whole: list[Message] = [{"type": "http.request", "body": BODY}]
    answers = [sent(watched, whole, late=late) for late in (True, True, True, False, False, False)]
    assert [json.loads(answer[1]["body"])["data"] for answer in answers] == [COUNTED] * 6
    assert watched.asked == 5


@pytest.mark.parametrize("late", [False, True], ids=["at once", "late"])
def test_who_goes_away_before_the_body_is_there_is_not_answered(watched: Watched, late: bool) -> None:
    assert sent(watched, [], late=late) == []
    assert watched.asked == 1
