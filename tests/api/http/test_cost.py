"""What a question costs: told with its answer, known before it runs, and never exceeded by what is given."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cget_api.core.index import EMPTY_REVISION, ArchiveInMemory
from cget_api.core.model import Dataset, Revision
from cget_api.core.register import Register
from cget_api.graphql import graphql_routes
from cget_api.settings import Settings
from tests.api.administration import P, register
from tests.api.conftest import Serve
from tests.api.http.conftest import Configured
from tests.api.http.sending import RESPONSE, STREAM, TOO_COMPLEX, Refused, events, get, post, refused
from tests.api.service import NOW, WITHOUT_LIMITS, Service, Standing
from tests.worlds import said

Cost = Callable[..., int]

REMEDY = "Ask for fewer or shorter lists (`first`), or for less"
PAGE = "query ({}) {{ sources({}) {{ nodes {{ title url }} }} }}"
LITERAL = "{{ sources({}) {{ nodes {{ title url }} }} }}"


@pytest.fixture
def cost(service: Service) -> Cost:
    """As it is told, whatever the answer says."""

    def told(query: str, **variables: object) -> int:
        body = post(service, {"query": query, "variables": variables}).json()
        assert "data" in body, body
        number = body["extensions"]["cost"]
        assert isinstance(number, int)
        return number

    return told


def test_each_item_more_costs_as_much_as_the_one_before(cost: Cost) -> None:
    none, one, two, hundred, most = (cost(LITERAL.format(f"first: {size}")) for size in (0, 1, 2, 100, 500))
    item = one - none
    assert item > 2, "at least for its two values"
    assert (two, hundred, most) == (none + 2 * item, none + 100 * item, none + 500 * item)


def test_a_page_of_no_size_costs_as_much_as_one_of_fifty(cost: Cost) -> None:
    fifty = cost(LITERAL.format("first: 50"))
    assert cost("{ sources { nodes { title url } } }") == fifty
    assert cost(LITERAL.format("first: null")) == fifty
    assert cost(PAGE.format("$n: Int", "first: $n")) == cost(PAGE.format("$n: Int", "first: $n"), n=None) == fifty


@pytest.mark.parametrize("side", ["first", "last"])
def test_the_size_of_a_page_counts_however_it_is_given(cost: Cost, side: str) -> None:
    expected = cost(LITERAL.format(f"{side}: 7"))
    by_variable = PAGE.format("$n: Int", f"{side}: $n")
    by_default = PAGE.format("$n: Int = 7", f"{side}: $n")
    assert expected == cost(by_variable, n=7) == cost(by_variable, n=7.0) == cost(by_default)
    assert cost(by_default, n=300) == cost(LITERAL.format(f"{side}: 300"))
    assert cost(by_default, n=None) == cost(LITERAL.format(f"{side}: null"))


def test_the_ids_that_are_given_are_counted_however_they_are_given(cost: Cost) -> None:
    ids = [f"id{number}" for number in range(9)]
    written = json.dumps(ids)
    expected = cost(f"{{ nodes(ids: {written}) {{ __typename }} }}")
    assert expected > cost(f"{{ nodes(ids: {json.dumps(ids[:8])}) {{ __typename }} }}")
    assert expected == cost("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", ids=ids)
    assert expected == cost(f"query ($ids: [ID!]! = {written}) {{ nodes(ids: $ids) {{ __typename }} }}")


def test_a_list_within_a_list_is_counted_as_often_as_it_may_be_given(cost: Cost) -> None:
    inner = "statements(first: {1}) {{ nodes {{ key }} }}"
    outer = f"{{{{ sources(first: {{0}}) {{{{ nodes {{{{ {inner} }}}} }}}} }}}}"
    costs = {(a, b): cost(outer.format(a, b)) for a in (0, 10, 20) for b in (0, 10, 20)}
    assert costs[20, 20] - costs[20, 10] == 2 * (costs[10, 20] - costs[10, 10]) > 0
    assert costs[0, 20] == costs[0, 0]


def test_a_fragment_costs_as_much_as_what_it_stands_for_wherever_it_is_spread(cost: Cost) -> None:
    spread = (
        "{ ...Page again: sources(first: 9) { ...Nodes } }"
        " fragment Page on Query { sources(first: 3) { ...Nodes } }"
        " fragment Nodes on SourceConnection { nodes { ... on Source { title } ... { url } } }"
    )
    written = "{ sources(first: 3) { nodes { title url } } again: sources(first: 9) { nodes { title url } } }"
    assert cost(spread) == cost(written)


def test_only_the_operation_that_runs_costs(service: Service, cost: Cost) -> None:
    dear, cheap = "query Dear { sources(first: 500) { nodes { title } } }", "query Cheap { sources { totalCount } }"
    body = post(service, {"query": f"{dear} {cheap}", "operationName": "Cheap"}).json()
    assert body["extensions"]["cost"] == cost(cheap) < cost(dear)


def test_what_it_costs_is_told_with_an_answer_that_has_errors_too(service: Service) -> None:
    asked = '{{ organization(slug: "cget", revision: {}) {{ name }} }}'
    with_errors, without = (post(service, {"query": asked.format(number)}).json() for number in (7, 1))
    assert (with_errors["extensions"], "errors" in with_errors) == (without["extensions"], True)


QUESTIONS = (
    "{ sources(first: 100) { nodes { title } } }",
    '{ structure(asOf: "2016-08-11") { members { organization { name } } } }',
    "{ __schema { types { name } } }",
)


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_question_may_cost_as_much_as_is_allowed_and_no_more(configured: Configured, cost: Cost, query: str) -> None:
    price = cost(query)
    assert "errors" not in post(configured(max_cost=price), {"query": query}).json()
    service = configured(max_cost=price - 1)
    sentence = f"cost: {price:,} where {price - 1:,} are allowed. {REMEDY}"
    assert refused(post(service, {"query": query})) == Refused(200, TOO_COMPLEX, sentence)
    assert refused(get(service, query, {"accept": RESPONSE})) == Refused(400, TOO_COMPLEX, sentence)


def test_the_price_holds_in_streams_and_by_websocket_too(configured: Configured, cost: Cost) -> None:
    query = "query ($n: Int = 1) { sources(first: $n) { nodes { title } } }"
    within, beyond = cost(query), cost(query, n=2)
    service = configured(max_cost=within)
    sentence = f"cost: {beyond:,} where {within:,} are allowed. {REMEDY}"
    error = {"message": sentence, "extensions": {"code": TOO_COMPLEX, "subject": "cost", "remedy": REMEDY}}
    asked = {"query": query, "variables": {"n": 2}}
    assert events(post(service, asked, accept=STREAM)) == [("next", {"errors": [error]}), ("complete", None)]
    (_, result), _ = events(post(service, {"query": query}, accept=STREAM))
    assert result == {
        "data": {"sources": {"nodes": [{"title": "Décret n° 2014-394"}]}},
        "extensions": {"cost": within},
    }
    with service.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"type": "subscribe", "id": "1", "payload": asked})
        assert socket.receive_json() == {"type": "error", "id": "1", "payload": [error]}
        socket.send_json({"type": "subscribe", "id": "2", "payload": {"query": query}})
        assert socket.receive_json() == {"type": "next", "id": "2", "payload": result}


class Watched(ArchiveInMemory):
    """Notes which revisions it is asked for; it holds none."""

    asked_for: list[object]

    def register_in(self, number: int) -> Register:
        self.asked_for.append(number)
        return super().register_in(number)

    def register_known_at(self, instant: datetime) -> Register:
        self.asked_for.append(instant)
        return super().register_known_at(instant)

    def revisions(self) -> Sequence[Revision]:
        self.asked_for.append("all")
        return super().revisions()


def test_a_question_that_costs_too_much_is_refused_before_any_of_it_is_looked_up() -> None:
    watched = Watched("0001", (EMPTY_REVISION,), {}, (), ())
    watched.asked_for = []
    chosen: dict[str, Any] = {**WITHOUT_LIMITS, "max_cost": 500}
    settings = Settings(**chosen)
    service = Service(TestClient(Starlette(routes=graphql_routes(Standing(watched), lambda: NOW, settings))))
    query = "query ($n: Int) { revisions(first: $n) { nodes { number message author } } }"
    assert refused(post(service, {"query": query, "variables": {"n": 500}})).code == TOO_COMPLEX
    events(post(service, {"query": query, "variables": {"n": 500}}, accept=STREAM))
    assert watched.asked_for == []
    assert "errors" not in post(service, {"query": query, "variables": {"n": 3}}).json()
    assert watched.asked_for == ["all"]


MISSIONS = '{ organization(slug: "cget", asOf: "2015-01-01") { missions { text } } }'
TASKS = 700
VALUES = 1 + 1 + TASKS
"""Of the answer: the organisation, its list, and each text."""


@pytest.fixture(scope="module")
def busy() -> Dataset:
    """More missions than any list is taken to have whose length nobody gave."""
    return register(*(said("cget", P.MISSION, f"task {task}", "2014", "2019") for task in range(TASKS)))


def test_an_answer_that_holds_more_than_it_may_cost_is_given_up(serve: Serve, busy: Dataset) -> None:
    """Its price was that of usual lists, and these are longer."""
    within, beyond = serve(busy, max_cost=VALUES), serve(busy, max_cost=VALUES - 1)
    body = post(within, {"query": MISSIONS}).json()
    assert len(body["data"]["organization"]["missions"]) == TASKS
    assert body["extensions"]["cost"] < VALUES / 10
    answer = post(beyond, {"query": MISSIONS})
    problem = f"holds more than {VALUES - 1:,} values"
    assert answer.status_code == 200
    assert answer.json() == {
        "errors": [
            {
                "message": f"answer: {problem}. Ask for less at a time",
                "extensions": {"code": TOO_COMPLEX, "subject": "answer", "remedy": "Ask for less at a time"},
            }
        ],
        "extensions": body["extensions"],
    }
    assert answer.headers["cache-control"] == "no-store"
    assert post(beyond, {"query": MISSIONS}, accept=RESPONSE).status_code == 400
    assert get(beyond, MISSIONS).json() == answer.json()


def test_so_it_is_in_streams_and_by_websocket(serve: Serve, busy: Dataset) -> None:
    service = serve(busy, max_cost=VALUES - 1)
    (_, in_a_stream), complete = events(post(service, {"query": MISSIONS}, accept=STREAM))
    assert (in_a_stream["errors"][0]["extensions"]["code"], complete) == (TOO_COMPLEX, ("complete", None))
    assert "data" not in in_a_stream
    with service.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": MISSIONS}})
        assert socket.receive_json() == {"id": "1", "type": "error", "payload": in_a_stream["errors"]}


@pytest.mark.parametrize(("most", "code"), [(2 * TASKS, None), (TASKS, TOO_COMPLEX)])
def test_each_event_of_a_subscription_may_hold_so_much(
    serve: Serve, busy: Dataset, most: int, code: str | None
) -> None:
    missions = '... on Organization { on(date: "2015-01-01") { missions { text } } }'
    added = f"added(first: 1) {{ nodes {{ subject {{ {missions} }} }} }}"
    query = f"subscription {{ revisionRecorded(after: 0) {{ number {added} }} }}"
    service = serve(busy, max_cost=most)
    with service.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": query}})
        payload = socket.receive_json()["payload"]
    assert payload["extensions"]["cost"] < TASKS
    assert [error["extensions"]["code"] for error in payload.get("errors", ())] == ([] if code is None else [code])
    assert (payload["data"] is None) is (code is not None)
