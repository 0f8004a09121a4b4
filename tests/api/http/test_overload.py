"""More than can be answered now, or in time: told so at once, while whatever else is asked goes on being answered."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from cget_api.core.index import EMPTY_REVISION, ArchiveInMemory
from cget_api.core.register import Register
from cget_api.graphql import graphql_routes
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.telemetry.health import Health
from tests.api.administration import P, register
from tests.api.conftest import Serve
from tests.api.http.sending import JSON, RESPONSE, STREAM, Answer, Refused, answered, events, get, post, refused
from tests.api.service import NOW, WITHOUT_LIMITS, Service, Standing, recorded_at
from tests.subscriptions.live import PATIENCE, Live, listening
from tests.worlds import said

PROTOCOL = "graphql-transport-ws"
OVERLOADED = "OVERLOADED"
BUSY = "service: has no place left for {kind}: {taken} of {taken} are taken. Try again a little later"
TOO_LONG = "answer: took longer than {} s. Ask for less at a time, or try again later"

DEAR = '{ organizations(knownAt: "2026-01-01T00:00:00Z", first: 500) { totalCount nodes { slug name } } }'
DEAR_ANSWER = {"organizations": {"totalCount": 0, "nodes": []}}
CHEAP = "{ register { organizationCount } }"
EARLIER = '{ organization(slug: "cget", revision: 1) { name } }'
NEWS = "subscription { revisionRecorded(after: 0) { number added(first: 1) { totalCount } } }"

REVISIONS = tuple(replace(EMPTY_REVISION, number=number, recorded_at=recorded_at(number)) for number in (1, 2))


class Slow(ArchiveInMemory):
    """One that holds nothing but two empty revisions, and in which looking for the time before them, or for the first
    of them, takes until it is let go."""

    under_way: threading.Semaphore
    let_go: threading.Event

    def register_known_at(self, instant: datetime) -> Register:
        self._wait()
        return super().register_known_at(instant)

    def register_in(self, number: int) -> Register:
        if number == 1:
            self._wait()
        return super().register_in(number)

    def _wait(self) -> None:
        self.under_way.release()
        assert self.let_go.wait(PATIENCE), "nobody let it go"


@dataclass(slots=True)
class Busy:
    """A service over a slow archive, and what was asked of it and is not answered yet."""

    service: Service
    archive: Slow
    _clients: ThreadPoolExecutor
    asked: list[Future[Answer]] = field(default_factory=list)

    def ask(self, query: str = DEAR) -> None:
        """Something that is looked up from here on."""
        self.asked.append(self._clients.submit(post, self.service, {"query": query}))
        assert self.archive.under_way.acquire(timeout=PATIENCE), "it was not looked up"

    def let_go(self) -> list[Answer]:
        """What was asked, answered."""
        self.archive.let_go.set()
        return [one.result(PATIENCE) for one in self.asked]


@contextmanager
def busy(**settings: Any) -> Iterator[Busy]:
    engine = engine_from_url("sqlite://")
    archive = Slow("0001", REVISIONS, {}, (), ())
    archive.under_way, archive.let_go = threading.Semaphore(0), threading.Event()
    routes = graphql_routes(Standing(archive), lambda: NOW, Settings(**{**WITHOUT_LIMITS, **settings}))
    app = Starlette(routes=[*routes, Route("/livez", Health(engine, Keeper(engine)).livez)])
    with TestClient(app, raise_server_exceptions=False) as client, ThreadPoolExecutor() as clients:
        try:
            yield Busy(Service(client), archive, clients)
        finally:
            archive.let_go.set()
    engine.dispose()


@pytest.mark.parametrize("form", [JSON, RESPONSE])
def test_more_queries_than_there_are_places_for_are_told_to_come_again(form: str) -> None:
    with busy(max_queries=2) as running:
        service = running.service
        assert answered(post(service, {"query": CHEAP}, accept=form)) == {"register": {"organizationCount": 0}}
        running.ask()
        running.ask()
        by_post, by_get = post(service, {"query": DEAR}, accept=form), get(service, DEAR, {"accept": form})
        for answer in (by_post, by_get):
            assert refused(answer) == Refused(503, OVERLOADED, BUSY.format(kind="queries", taken=2))
            assert answer.headers["retry-after"] == "1"
        in_a_stream = events(post(service, {"query": DEAR}, accept=STREAM))
        assert in_a_stream == [("next", by_post.json()), ("complete", None)]
        assert service.client.get("/livez").json() == {"status": "alive"}
        assert answered(post(service, {"query": CHEAP}, accept=form)), "what was answered before needs no place"
        assert post(service, {"query": "{ nonsense }"}).json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert [answered(answer) for answer in running.let_go()] == [DEAR_ANSWER, DEAR_ANSWER]
        assert answered(post(service, {"query": f"query Again {DEAR}"})) == DEAR_ANSWER


@pytest.mark.parametrize("slow", [DEAR, EARLIER], ids=["a dear query", "an earlier revision, put together first"])
def test_what_is_slow_does_not_keep_a_cheap_query_waiting(slow: str) -> None:
    with busy() as running:
        running.ask(slow)
        assert answered(get(running.service, CHEAP)) == {"register": {"organizationCount": 0}}
        assert running.service.client.get("/livez").json() == {"status": "alive"}
        (answer,) = running.let_go()
        assert answered(answer) == (DEAR_ANSWER if slow == DEAR else {"organization": None})


def test_a_long_document_that_is_not_known_takes_a_place_until_it_is_read() -> None:
    long = f"{CHEAP} # {'x' * 500}"
    with busy(max_queries=1) as running:
        running.ask()
        assert refused(post(running.service, {"query": long}, accept=JSON)) == Refused(
            503, OVERLOADED, BUSY.format(kind="queries", taken=1)
        )
        running.let_go()
        assert answered(post(running.service, {"query": long})) == {"register": {"organizationCount": 0}}


def test_the_events_of_a_subscription_wait_for_their_turn_and_keep_nobody_waiting() -> None:
    with busy() as running, ExitStack() as open_:
        client = running.service.client
        sockets = [open_.enter_context(client.websocket_connect("/graphql", [PROTOCOL])) for _ in range(3)]
        for socket in sockets:
            socket.send_json({"type": "connection_init"})
            assert socket.receive_json() == {"type": "connection_ack"}
            socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": NEWS}})
        assert running.archive.under_way.acquire(timeout=PATIENCE), "nothing was looked up"
        assert client.get("/livez").json() == {"status": "alive"}
        assert answered(post(running.service, {"query": CHEAP})) == {"register": {"organizationCount": 0}}
        assert not running.archive.under_way.acquire(timeout=0.2), "two were looked up at once"
        running.let_go()
        for socket in sockets:
            event = socket.receive_json()["payload"]["data"]["revisionRecorded"]
            assert event == {"number": 1, "added": {"totalCount": 0}}


@pytest.mark.parametrize("form", [JSON, RESPONSE])
def test_what_takes_too_long_is_given_up_and_keeps_its_place_until_it_has_ended(form: str) -> None:
    with busy(timeout_seconds=0.05, max_queries=1) as running:
        answer = post(running.service, {"query": DEAR}, accept=form)
        assert refused(answer) == Refused(503, OVERLOADED, TOO_LONG.format("0.05"))
        assert answer.headers["retry-after"] == "1"
        again = post(running.service, {"query": DEAR}, accept=form)
        assert refused(again) == Refused(503, OVERLOADED, BUSY.format(kind="queries", taken=1))
        running.let_go()
        assert _answered_again(running.service, form) == DEAR_ANSWER


def _answered_again(service: Service, form: str) -> Any:
    """As soon as what was given up has ended."""
    deadline = time.monotonic() + PATIENCE
    while (answer := post(service, {"query": DEAR}, accept=form)).status_code == 503 and time.monotonic() < deadline:
        time.sleep(0.02)
    return answered(answer)


MISSIONS = '{ organization(slug: "cget", asOf: "2015-01-01") { missions { text } } }'


def test_an_answer_is_given_up_while_it_is_put_together(serve: Serve) -> None:
    """However cheap it looked: here there is no time at all."""
    service = serve(
        register(*(said("cget", P.MISSION, f"task {task}", "2014", "2019") for task in range(700))),
        timeout_seconds=1e-9,
    )
    sentence = TOO_LONG.format("1e-09")
    for answer in (post(service, {"query": MISSIONS}), get(service, MISSIONS, {"accept": RESPONSE})):
        body = answer.json()
        (error,) = body["errors"]
        assert (answer.status_code, error["message"], error["extensions"]["code"]) == (503, sentence, OVERLOADED)
        assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("1", "no-store")
        assert "data" not in body
    (_, result), _ = events(post(service, {"query": MISSIONS}, accept=STREAM))
    assert [error["message"] for error in result["errors"]] == [sentence]


SUBSCRIPTION = "subscription { revisionRecorded(after: 0) { number } }"
Subscribe = Callable[[Live, str], AbstractContextManager[Iterator[Any]]]
WAYS = {"websocket": Live.subscribed, "server-sent events": Live.streamed}


@pytest.fixture(scope="module")
def one_place(administration: str) -> Iterator[Live]:
    """A service that takes one subscription at a time."""
    with listening(administration, max_subscriptions=1) as live:
        yield live


@pytest.mark.parametrize("asked", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("held", WAYS.values(), ids=WAYS.keys())
def test_a_subscription_too_many_is_refused_and_a_place_that_is_left_is_free(
    one_place: Live, held: Subscribe, asked: Subscribe
) -> None:
    with held(one_place, SUBSCRIPTION) as told:
        assert next(told)["data"] == {"revisionRecorded": {"number": 1}}
        with asked(one_place, SUBSCRIPTION) as refused_at_once:
            (error,) = next(refused_at_once)["errors"]
            assert list(refused_at_once) == []
        assert (error["message"], error["extensions"]["code"]) == (
            BUSY.format(kind="subscriptions", taken=1),
            OVERLOADED,
        )
        assert next(told)["data"] == {"revisionRecorded": {"number": 2}}, "the one that has a place keeps it"
    assert _taken_again(one_place, asked)


def _taken_again(live: Live, subscribe: Subscribe) -> bool:
    """As soon as the service has seen that the one before went away."""
    for _ in range(300):
        with subscribe(live, SUBSCRIPTION) as told:
            if "errors" not in next(told):
                return True
        time.sleep(0.02)
    return False


def test_dear_queries_by_websocket_take_the_same_places() -> None:
    with busy(max_queries=1) as running:
        service = running.service
        running.ask()
        with service.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
            socket.send_json({"type": "connection_init"})
            assert socket.receive_json() == {"type": "connection_ack"}
            socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": DEAR}})
            told = socket.receive_json()
            assert (told["id"], told["type"]) == ("1", "error")
            assert told["payload"][0]["extensions"]["code"] == OVERLOADED
            socket.send_json({"type": "subscribe", "id": "2", "payload": {"query": CHEAP}})
            assert socket.receive_json()["payload"]["data"] == {"register": {"organizationCount": 0}}
            assert socket.receive_json() == {"id": "2", "type": "complete"}
        assert [answered(answer) for answer in running.let_go()] == [DEAR_ANSWER]
