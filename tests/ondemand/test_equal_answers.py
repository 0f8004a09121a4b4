"""A register answers with the same bytes whether it is held whole or read where it is asked."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

import pytest
from graphql import build_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from cget_api.api.ids import decoded, encoded
from cget_api.api.schema import sdl
from cget_api.core.model import Dataset
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.everything import Everything
from tests.docs.test_queries import DOCUMENTS, examples
from tests.ondemand.conftest import ServeTwice

BROAD = Everything(build_schema(sdl()), hops=1)
FLAT = Everything(build_schema(sdl()), hops=0)
DAYS = ("2014-04-01", "2025-01-01")
REVISIONS = ("", "revision: 1")
SINGLE = {
    "organization": 'organization(slug: "cget", LENS) { …Organization }',
    "post": 'post(slug: "head", LENS) { …Post }',
    "person": 'person(slug: "jane", LENS) { …Person }',
    "nothing": 'organization(slug: "nothing", LENS) { …Organization }',
    "source": 'source(slug: "page", REVISION) { …Source }',
}
LISTS = {
    "register": "register { …Register }",
    "organizations": "organizations(LENS) { totalCount nodes { …Organization } pageInfo { endCursor hasNextPage } }",
    "existing": "organizations(LENS, filter: {existence: [EXISTS]}) { totalCount nodes { id } }",
    "not yet": "organizations(LENS, filter: {existence: [NOT_YET]}) { totalCount nodes { id } }",
    "no more": "organizations(LENS, filter: {existence: [CEASED, INTERRUPTED]}) { totalCount nodes { id } }",
    "of a kind": "organizations(LENS, filter: {kind: [STATE_SERVICE]}) { totalCount nodes { id } }",
    "stated": 'organizations(LENS, statedBy: "decree") { totalCount nodes { …Organization } }',
    "found": 'organizations(LENS, filter: {text: "e"}) { totalCount nodes { id } }',
    "structure": "structure(LENS) { …Structure }",
    "compare": 'compare(from: {asOf: "2014-04-01", REVISION}, to: {LENS}) { …Comparison }',
    "statements": "statements(REVISION, first: 500) { totalCount nodes { …Statement } }",
    "statements of a day": "statements(LENS, first: 500) { totalCount nodes { …Statement } }",
    "timeline": "timeline(REVISION) { totalCount nodes { …ChangeEvent } }",
    "timeline of one": 'timeline(subject: "cget", REVISION) { totalCount nodes { …ChangeEvent } }',
    "contradictions": "contradictions(REVISION) { …Contradiction }",
    "contradictions of one": 'contradictions(subject: "cget", REVISION) { …Contradiction }',
    "sources": "sources(REVISION) { totalCount nodes { …Source } }",
    "revisions": "revisions { nodes { …Revision } }",
}
FILTERS = (
    'subject: "cget"',
    'object: "cget"',
    'source: "page"',
    'sourcePublishedBy: "2016-12-31"',
    "standing: [REJECTED, PLANNED]",
    "predicate: [NAME, UNIT_OF, HELD_BY]",
    'predicate: [AUTHORITY], subject: "cget", standing: [ACCEPTED]',
    'key: "nothing"',
    "predicate: []",
)


def _queries() -> Iterator[str]:
    for everything, roots in ((BROAD, SINGLE), (FLAT, LISTS)):
        for root in roots.values():
            for day in DAYS:
                for revision in REVISIONS:
                    lens = f'asOf: "{day}", {revision}'
                    asked = root.replace("LENS", lens).replace("REVISION", revision).replace("(, ", "(")
                    yield everything.asked(f"{{ {asked.replace('()', '')} }}")
    for filter_ in FILTERS:
        for lens in ("", 'asOf: "2016-08-11",'):
            yield FLAT.asked(
                f"{{ statements({lens} filter: {{{filter_}}}, first: 500) {{ totalCount nodes {{ …Statement }} }} }}"
            )


QUERIES = tuple(dict.fromkeys(_queries()))


UNRECORDABLE = {"a NUL": "cget\\u0000x", "nothing but a NUL": "\\u0000", "far too long": "x" * 2_000}
ASKED_BY_A_WORD = (
    'organization(slug: "WORD") { slug name units { key } }',
    'source(slug: "WORD") { title relations { source { slug } } }',
    'structure(root: "WORD") { members { depth } }',
    'statements(filter: {subject: "WORD"}) { totalCount nodes { key } }',
    'statements(filter: {object: "WORD"}) { totalCount nodes { key } }',
    'statements(filter: {source: "WORD"}) { totalCount nodes { key } }',
    'statements(filter: {key: "WORD"}) { totalCount nodes { key } }',
    'organizations(statedBy: "WORD") { totalCount nodes { slug } }',
    'organizations(filter: {text: "WORD"}) { totalCount nodes { slug } }',
    'timeline(subject: "WORD") { totalCount }',
    'contradictions(subject: "WORD") { predicate }',
)


@pytest.mark.parametrize("word", UNRECORDABLE.values(), ids=UNRECORDABLE.keys())
def test_words_that_no_database_could_hold_are_answered_alike(serve_twice: ServeTwice, word: str) -> None:
    twice = serve_twice(RECORDED_FIRST, CORRECTED)
    for asked in ASKED_BY_A_WORD:
        query = f"{{ {asked.replace('WORD', word)} }}"
        whole, on_demand = twice.bodies(query)
        assert on_demand == whole, query


@pytest.mark.parametrize("recorded", [(RECORDED_FIRST, CORRECTED), ()], ids=["two", "none"])
def test_everything_there_is_to_ask_is_answered_alike(serve_twice: ServeTwice, recorded: tuple[Dataset, ...]) -> None:
    twice = serve_twice(*recorded)
    for query in QUERIES:
        whole, on_demand = twice.bodies(query)
        assert on_demand == whole, query


def test_nothing_depends_on_what_is_kept(serve_twice: ServeTwice) -> None:
    """Nor on what is read ahead where the same was asked before."""
    twice = serve_twice(RECORDED_FIRST, CORRECTED, kept_bytes=0)
    for query in QUERIES * 2:
        whole, on_demand = twice.bodies(query)
        assert on_demand == whole, query


def test_the_documents_are_answered_alike(serve_twice: ServeTwice, dataset: Dataset) -> None:
    twice = serve_twice(dataset)
    for example in (example for document in DOCUMENTS for example in examples(document)):
        whole, on_demand = twice.bodies(example.query, example.variables)
        assert on_demand == whole, str(example)
        assert "errors" not in json.loads(whole)


SCALARS = {
    "Date": st.sampled_from(DAYS).map(nodes.String),
    "DateTime": st.sampled_from(("2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z", "2000-01-01T00:00:00Z")).map(
        nodes.String
    ),
    "EDTF": st.just("2014").map(nodes.String),
}


def test_whatever_else_is_asked_is_answered_alike(serve_twice: ServeTwice) -> None:
    twice = serve_twice(RECORDED_FIRST, CORRECTED)
    asked: list[bool] = []

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(from_schema(sdl(), custom_scalars=SCALARS))
    def ask(query: str) -> None:
        if not query.startswith("subscription"):
            whole, on_demand = twice.bodies(query)
            assert on_demand == whole
            asked.append("errors" not in json.loads(whole))

    ask()
    assert any(asked)


LISTS_BY_SLUG = {
    "statements": "statements(PAGE)",
    "organizations": 'organizations(asOf: "2016-08-11", PAGE)',
    "organizations found": 'organizations(asOf: "2016-08-11", filter: {text: "d"}, PAGE)',
    "sources": "sources(PAGE)",
    "timeline": "timeline(PAGE)",
}


@pytest.mark.parametrize("list_", LISTS_BY_SLUG.values(), ids=LISTS_BY_SLUG.keys())
def test_a_cursor_made_up_with_a_nul_in_it_stands_where_it_would_in_memory(serve_twice: ServeTwice, list_: str) -> None:
    twice = serve_twice(RECORDED_FIRST, CORRECTED)
    shown = "{ edges { cursor node { id } } }"
    (edges,) = json.loads(twice.bodies(f"{{ list: {list_.replace('PAGE', 'first: 500')} {shown} }}")[0])[
        "data"
    ].values()
    assert edges["edges"]
    for cursor in [_with_a_nul(edge["cursor"]) for edge in edges["edges"][:3]]:
        for page in (f'first: 2, after: "{cursor}"', f'last: 2, before: "{cursor}"'):
            whole, on_demand = twice.bodies(f"{{ {list_.replace('PAGE', page)} {shown} }}")
            assert on_demand == whole
            assert "errors" not in json.loads(whole)


def _with_a_nul(cursor: str) -> str:
    made_in, asked, place = cast("list[Any]", decoded(cursor, "cursor"))
    return encoded([made_in, asked, [f"{part}\0x" if isinstance(part, str) else part for part in place]])


LISTS_IN_PAGES = {
    "statements": "statements(PAGE)",
    "statements of a day": 'statements(asOf: "2016-08-11", PAGE)',
    "statements about": 'statements(filter: {subject: "cget"}, PAGE)',
    "organizations": 'organizations(asOf: "2016-08-11", PAGE)',
    "organizations existing": 'organizations(asOf: "2016-08-11", filter: {existence: [EXISTS]}, PAGE)',
    "sources": "sources(PAGE)",
    "timeline": "timeline(PAGE)",
    "added": "revision(number: 2) { added(PAGE)",
    "superseded": "revision(number: 2) { superseded(PAGE)",
}


@pytest.mark.parametrize("list_", LISTS_IN_PAGES.values(), ids=LISTS_IN_PAGES.keys())
@pytest.mark.parametrize(
    ("size", "cursor", "here"), [("first", "after", "endCursor"), ("last", "before", "startCursor")]
)
def test_every_page_is_the_same_in_either_direction(
    serve_twice: ServeTwice, list_: str, size: str, cursor: str, here: str
) -> None:
    twice = serve_twice(RECORDED_FIRST, CORRECTED)
    shown = "{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"
    closing = " }" * list_.count("{ added") + " }" * list_.count("{ superseded")
    page = f"{size}: 3"
    pages = []
    while True:
        whole, on_demand = twice.bodies(f"{{ {list_.replace('PAGE', page)} {shown}{closing} }}")
        assert on_demand == whole
        value = json.loads(whole)["data"]
        while "pageInfo" not in value:
            (value,) = value.values()
        pages.append(value)
        if not value["pageInfo"]["hasNextPage" if size == "first" else "hasPreviousPage"]:
            break
        page = f'{size}: 3, {cursor}: "{value["pageInfo"][here]}"'
    assert all(one["edges"] != other["edges"] for one, other in pairwise(pages))
