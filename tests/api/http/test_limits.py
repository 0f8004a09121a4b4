"""How much a request may ask: what is just within a limit is answered; one more is refused, and told of what and by
how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from cget_api.api.documents.persisted import digest_of
from tests.api.administration import P, register
from tests.api.conftest import Serve
from tests.api.http.conftest import Configured
from tests.api.http.sending import (
    BAD,
    COUNT,
    JSON,
    RESPONSE,
    STREAM,
    TOO_COMPLEX,
    Refused,
    answered,
    events,
    get,
    post,
    refused,
)
from tests.api.service import Service
from tests.worlds import said

SPLIT = "Ask in several requests"


@dataclass(frozen=True, slots=True)
class Case:
    """One limit: a document that it just allows, some that go beyond it by one, and what those are told."""

    limit: str
    most: int
    within: str
    beyond: tuple[str, ...]
    sentence: str


CASES = {
    "depth": Case(
        "max_depth",
        3,
        "{ register { latestRevision { number } } }",
        (
            "{ register { latestRevision { parent { number } } } }",
            "{ ...R } fragment R on Query { register { latestRevision { parent { number } } } }",
            "{ ... { register { ... on Register { latestRevision { ... { parent { number } } } } } } }",
            "query A { register { name } } query B { register { latestRevision { parent { number } } } }",
        ),
        "depth: 4 where 3 are allowed. Ask for less deep fields, or follow an id with node(id:)",
    ),
    "root fields": Case(
        "max_root_fields",
        2,
        "{ register { name sourceCount statementCount } __typename }",
        (
            "{ register { name } sources { totalCount } __typename }",
            "{ register { name } register { name } register { name } }",
            "{ register { name } ...S } fragment S on Query { sources { totalCount } ... { __typename } }",
            "{ __typename ...S ...S } fragment S on Query { sources { totalCount } }",
        ),
        f"root fields: 3 where 2 are allowed. {SPLIT}",
    ),
    "aliases": Case(
        "max_aliases",
        2,
        "{ a: register { b: name sourceCount } }",
        (
            "{ a: register { b: name c: name } }",
            "{ register { ...A } a: sources { totalCount } b: __typename } fragment A on Register { c: name }",
            "{ register { ...A ...A ...A } } fragment A on Register { c: name }",
        ),
        f"aliases: 3 where 2 are allowed. {SPLIT}",
    ),
    "directives": Case(
        "max_directives",
        2,
        "{ register @include(if: true) { name @skip(if: false) } }",
        (
            "{ register @include(if: true) { name @skip(if: false) @include(if: true) } }",
            "{ ... @skip(if: false) { ...R @skip(if: false) } } fragment R on Query { __typename @skip(if: false) }",
            "{ register { ...R ...R ...R } } fragment R on Register { name @include(if: true) }",
        ),
        f"directives: 3 where 2 are allowed. {SPLIT}",
    ),
    "tokens": Case(
        "max_tokens",
        7,
        "{ register { name sourceCount } }",
        ("{ register { name sourceCount statementCount } }", "{ a b c d e f g"),
        f"document: Document contains more than 7 tokens. {SPLIT}",
    ),
    "bytes of the document": Case(
        "max_document_bytes",
        40,
        COUNT.ljust(40),
        (COUNT.ljust(41), f"{COUNT} # égalités".ljust(39), "[" * 41),
        f"bytes of the document: 41 where 40 are allowed. {SPLIT}",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_document_within_a_limit_is_answered_and_one_beyond_it_is_told_by_how_much(
    configured: Configured, case: Case
) -> None:
    service = configured(**{case.limit: case.most})
    answered(post(service, {"query": case.within}))
    for query in case.beyond:
        assert refused(post(service, {"query": query}, accept=JSON)) == Refused(200, TOO_COMPLEX, case.sentence)
        assert refused(get(service, query, {"accept": RESPONSE})) == Refused(400, TOO_COMPLEX, case.sentence)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_limits_hold_in_streams_and_by_websocket_too(configured: Configured, case: Case) -> None:
    service = configured(**{case.limit: case.most})
    with service.client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        for query in case.beyond:
            in_a_stream = events(post(service, {"query": query}, accept=STREAM))
            told = {"code": TOO_COMPLEX, **dict(zip(("subject", "remedy"), _parts(case.sentence), strict=True))}
            error = {"message": case.sentence, "extensions": told}
            assert in_a_stream == [("next", {"errors": [error]}), ("complete", None)]
            socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": query, "operationName": None}})
            assert socket.receive_json() == {"type": "error", "id": "1", "payload": [error]}


def _parts(sentence: str) -> tuple[str, str]:
    return sentence.partition(": ")[0], sentence.rpartition(". ")[2]


@pytest.mark.parametrize("limit", ["max_aliases", "max_directives"])
def test_none_may_be_allowed(configured: Configured, limit: str) -> None:
    service = configured(**{limit: 0})
    answered(post(service, {"query": COUNT}))
    query = "{ a: register { name @include(if: true) } }"
    what = limit.removeprefix("max_")
    assert refused(post(service, {"query": query})) == Refused(
        200, TOO_COMPLEX, f"{what}: 1 where 0 are allowed. {SPLIT}"
    )


BOMB = 61
TIMES = f"{2 ** (BOMB - 1):,}"
"""How often the last of so many fragments is reached, each of which spreads the next one twice."""


def bomb(type_: str, last: str, each: str = "{}") -> str:
    """Its fragments: the first is `F0`. They cannot be followed one by one in the age of the universe."""
    bodies = [each.format(f"...F{number} ...F{number}") for number in range(1, BOMB)]
    return " ".join(f"fragment F{number} on {type_} {{ {body} }}" for number, body in enumerate([*bodies, last]))


BOMBS = {
    "root fields": (
        "{ ...F0 } " + bomb("Query", "register { name }"),
        f"root fields: {TIMES} where 10 are allowed. {SPLIT}",
    ),
    "aliases": (
        "{ register { ...F0 } } " + bomb("Register", "a: name"),
        f"aliases: {TIMES} where 10 are allowed. {SPLIT}",
    ),
    "directives": (
        "{ register { ...F0 } } " + bomb("Register", "name @include(if: true)"),
        f"directives: {TIMES} where 10 are allowed. {SPLIT}",
    ),
    "fields": (
        "{ register { ...F0 } } " + bomb("Register", "name"),
        f"fields: {2 ** (BOMB - 1) + 1:,} where 1,000 are allowed. {SPLIT}",
    ),
    "depth": (
        '{ organization(slug: "cget") { ...F0 } } ' + bomb("Organization", "name", 'on(date: "2015-01-01") {{ {} }}'),
        f"depth: {BOMB + 1} where 10 are allowed. Ask for less deep fields, or follow an id with node(id:)",
    ),
}


@pytest.mark.parametrize(("query", "sentence"), BOMBS.values(), ids=BOMBS.keys())
def test_a_fragment_counts_wherever_it_is_spread_and_is_looked_at_once(
    configured: Configured, query: str, sentence: str
) -> None:
    service = configured(max_depth=10, max_root_fields=10, max_aliases=10, max_directives=10, max_cost=1000)
    assert refused(post(service, {"query": query})) == Refused(200, TOO_COMPLEX, sentence)


def test_fragments_that_lead_into_one_another_are_told_so_and_are_no_failure(service: Service) -> None:
    query = "{ register { ...A } } fragment A on Register { name ...B } fragment B on Register { name ...A }"
    (error,) = post(service, {"query": query}).json()["errors"]
    assert error["message"] == "Cannot spread fragment 'A' within itself via 'B'."
    to_itself = "{ register { ...A } } fragment A on Register { name ...A }"
    (error,) = post(service, {"query": to_itself}).json()["errors"]
    assert error["message"] == "Cannot spread fragment 'A' within itself."


def test_fragments_that_lead_too_deep_are_refused(service: Service) -> None:
    chain = " ".join(f"fragment F{number} on Query {{ ...F{number + 1} }}" for number in range(2000))
    query = f"{{ ...F0 }} {chain} fragment F2000 on Query {COUNT}"
    sentence = f"document: fragments lead into one another too deep. {SPLIT}"
    assert refused(post(service, {"query": query})) == Refused(200, TOO_COMPLEX, sentence)


@pytest.mark.parametrize("steps", [180, 190])
def test_a_question_that_leads_too_deep_to_be_answered_is_no_failure(configured: Configured, steps: int) -> None:
    """Where the maintainer allows what the machine cannot do."""
    service = configured(max_depth=1000)
    on_and_on = '{ on(date: "2015-01-01") ' * steps
    answer = post(service, {"query": f'{{ organization(slug: "cget") {on_and_on} {{ slug }} {"}" * steps} }}'})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == TOO_COMPLEX
    assert error["message"] == "The query leads too deep to be answered. Ask in several queries"


@pytest.mark.parametrize(
    "query",
    [
        "{ register " * 50_000,
        "{ " + "... { " * 50_000,
        "{ sources(kind: " + "[" * 50_000,
        "query ($a: " + "[" * 50_000,
        "{ register { name(lang: " + "{a: " * 50_000,
    ],
    ids=lambda query: query[:20],
)
def test_a_document_nested_too_deep_to_be_read_is_refused(service: Service, query: str) -> None:
    sentence = f"document: Document is nested too deeply. {SPLIT}"
    assert refused(post(service, {"query": query})) == Refused(200, TOO_COMPLEX, sentence)


def test_a_field_may_be_repeated_but_not_without_end(service: Service) -> None:
    """Each must be compared with each other."""
    assert answered(post(service, {"query": f"{{ register {{ {'sourceCount ' * 50} }} }}"})) == {
        "register": {"sourceCount": 3}
    }
    without_end = f"{{ register {{ {'sourceCount ' * 3000} }} }}"
    sentence = f"document: the same fields are repeated too often. {SPLIT}"
    assert refused(post(service, {"query": without_end})) == Refused(200, TOO_COMPLEX, sentence)


PAGES = {
    "organizations": 'organizations(asOf: "2016-08-11", {}) {{ nodes {{ slug }} }}',
    "statements": "statements({}) {{ nodes {{ key }} }}",
    "sources": "sources({}) {{ nodes {{ slug }} }}",
    "revisions": "revisions({}) {{ nodes {{ number }} }}",
    "timeline": "timeline({}) {{ nodes {{ slug }} }}",
    "source.statements": 'source(slug: "decree") {{ statements({}) {{ nodes {{ key }} }} }}',
    "revision.added": "revision(number: 1) {{ added({}) {{ nodes {{ key }} }} }}",
    "revision.superseded": "revision(number: 2) {{ superseded({}) {{ nodes {{ key }} }} }}",
}


@pytest.mark.parametrize("list_", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("side", ["first", "last"])
def test_a_page_may_be_as_large_as_is_allowed_and_no_larger(configured: Configured, list_: str, side: str) -> None:
    service = configured(max_page_size=2)
    for size in (0, 1, 2):
        assert len(nodes(service, list_, f"{side}: {size}")) <= size
    (error,) = post(service, {"query": f"{{ {list_.format(f'{side}: 3')} }}"}).json()["errors"]
    assert (error["message"], error["extensions"]["code"]) == (f"{side}: 3: is out of range. Choose from 0 to 2", BAD)


def nodes(service: Service, list_: str, arguments: str) -> list[object]:
    data = answered(post(service, {"query": f"{{ {list_.format(arguments)} }}"}))
    while "nodes" not in data:
        (data,) = data.values()
    found: list[object] = data["nodes"]
    return found


def test_a_page_of_no_size_is_no_larger_than_is_allowed(configured: Configured, service: Service) -> None:
    arguments = "after: null"
    assert len(nodes(configured(max_page_size=2), PAGES["statements"], arguments)) == 2
    assert len(nodes(configured(max_page_size=60), PAGES["statements"], arguments)) == 50
    assert len(nodes(service, PAGES["statements"], arguments)) == 50


def test_so_many_earlier_revisions_may_be_asked_and_no_more(serve: Serve) -> None:
    service = serve(
        *(register(*(said("cget", P.PARTNER, f"town {town}") for town in range(towns))) for towns in range(1, 5)),
        max_revisions=2,
    )
    asked = "r{0}: statements(revision: {0}) {{ totalCount }} "
    within = asked.format(4) + asked.format(1) + asked.format(3) + asked.format(1).replace("r1", "again")
    assert answered(post(service, {"query": f"{{ {within} }}"})).keys() == {"r4", "r1", "r3", "again"}
    body = post(service, {"query": f"{{ {within} {asked.format(2)} }}"}).json()
    (error,) = body["errors"]
    assert (error["message"], error["extensions"]["code"]) == (
        "query: asks for more than 2 earlier revisions. Ask for them in several requests",
        TOO_COMPLEX,
    )


def test_a_document_asked_for_by_its_digest_is_held_to_the_same_limits(configured: Configured) -> None:
    """Its cost is that of its variables, which are not sent with it the first time."""
    service = configured(max_cost=1000)
    query = "query ($first: Int = 1) { sources(first: $first) { nodes { slug title } } }"
    answered(post(service, {"query": query, "documentId": digest_of(query)}))
    answer = post(service, {"documentId": digest_of(query), "variables": {"first": 500}})
    assert refused(answer).code == TOO_COMPLEX


LISTS: Mapping[str, dict[str, Any]] = {
    "a list": {"query": "query ($k: [Predicate!]) { statements(filter: {predicate: $k}) { totalCount } }"},
    "a list within a value": {"query": "query ($f: StatementFilter) { statements(filter: $f) { totalCount } }"},
}


@pytest.mark.parametrize("body", LISTS.values(), ids=LISTS.keys())
def test_a_list_among_the_values_of_variables_may_be_so_long(configured: Configured, body: dict[str, Any]) -> None:
    service = configured(max_list_items=2)

    def asked(items: int) -> dict[str, Any]:
        kinds = ["NAME"] * items
        return {**body, "variables": {"k": kinds, "f": {"predicate": kinds}}}

    assert answered(post(service, asked(2)))["statements"]["totalCount"] > 0
    sentence = f"items of a list: 3 where 2 are allowed. {SPLIT}"
    assert refused(post(service, asked(3), accept=JSON)) == Refused(200, TOO_COMPLEX, sentence)


def test_so_many_nodes_may_be_asked_at_once_and_no_more(configured: Configured) -> None:
    service = configured(max_list_items=1_000)
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }"
    found = answered(post(service, {"query": "{ sources(first: 1) { nodes { id } } }"}))
    (source,) = found["sources"]["nodes"]
    assert len(answered(post(service, {"query": query, "variables": {"ids": [source["id"]] * 500}}))["nodes"]) == 500
    (error,) = post(service, {"query": query, "variables": {"ids": [source["id"]] * 501}}).json()["errors"]
    assert error["message"] == "501 ids: are too many. Ask for at most 500 at once"


def test_a_text_to_search_for_may_be_so_long(service: Service) -> None:
    query = "query ($text: String!) { organizations(filter: {text: $text}) { totalCount } }"
    assert service.ask(query, text="é" * 200) == {"organizations": {"totalCount": 0}}
    assert service.refusal(query, text="é" * 201).message == "text of 201 signs: is too long. Write at most 200"


def test_a_number_that_no_computer_reads_is_the_callers_error(service: Service) -> None:
    refusal = service.refusal("{ organizations(first: " + "1" * 5_000 + ") { totalCount } }")
    assert (refusal.code, refusal.message) == (BAD, "number: has too many digits. Write it with at most 10")
