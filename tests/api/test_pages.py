"""Lists, a page at a time: whole, in order, each item once, in either direction."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cget_api.core.model import Dataset
from tests.api.administration import P, register
from tests.api.conftest import Serve
from tests.api.service import Service, database_beside, record_at, serving
from tests.worlds import said

PAGED = "ARGUMENTS) { ...Page }"
LISTS = {
    "organizations": ("Organization", f'organizations(asOf: "2016-08-11", {PAGED}'),
    "organizations found": ("Organization", f'organizations(asOf: "2016-08-11", filter: {{text: "t"}}, {PAGED}'),
    "statements": ("Statement", f"statements({PAGED}"),
    "statements of a day": ("Statement", f'statements(asOf: "2016-08-11", filter: {{subject: "cget"}}, {PAGED}'),
    "sources": ("Source", f"sources({PAGED}"),
    "revisions": ("Revision", f"revisions({PAGED}"),
    "source.statements": ("Statement", f'source(slug: "page") {{ statements({PAGED} }}'),
    "revision.added": ("Statement", f"revision(number: 1) {{ added({PAGED} }}"),
    "revision.superseded": ("Statement", f"revision(number: 2) {{ superseded({PAGED} }}"),
}
PAGE = """fragment Page on TYPEConnection { totalCount edges { cursor node { id } } nodes { id }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"""
for_each_list = pytest.mark.parametrize("list_", LISTS.values(), ids=LISTS.keys())

Page = dict[str, Any]


def _page(service: Service, list_: tuple[str, str], arguments: str) -> Page:
    type_, query = list_
    value = service.ask("{ " + query.replace("ARGUMENTS", arguments) + " } " + PAGE.replace("TYPE", type_))
    while "pageInfo" not in value:
        (value,) = value.values()
    page: Page = value
    assert [edge["node"] for edge in page["edges"]] == page["nodes"]
    cursors = [edge["cursor"] for edge in page["edges"]]
    assert page["pageInfo"]["startCursor"] == (cursors[0] if cursors else None)
    assert page["pageInfo"]["endCursor"] == (cursors[-1] if cursors else None)
    return page


def _forwards(service: Service, list_: tuple[str, str], size: int) -> Iterator[Page]:
    page = _page(service, list_, f"first: {size}")
    yield page
    while page["pageInfo"]["hasNextPage"]:
        page = _page(service, list_, f'first: {size}, after: "{page["pageInfo"]["endCursor"]}"')
        yield page


def _backwards(service: Service, list_: tuple[str, str], size: int) -> Iterator[Page]:
    page = _page(service, list_, f"last: {size}")
    yield page
    while page["pageInfo"]["hasPreviousPage"]:
        page = _page(service, list_, f'last: {size}, before: "{page["pageInfo"]["startCursor"]}"')
        yield page


def _ids(page: Page) -> list[str]:
    return [node["id"] for node in page["nodes"]]


@for_each_list
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_forwards_and_backwards_give_the_whole_list_once_and_in_order(
    service: Service, list_: tuple[str, str], size: int
) -> None:
    whole = _page(service, list_, "first: 500")
    forwards = list(_forwards(service, list_, size))
    backwards = list(_backwards(service, list_, size))
    assert [id_ for page in forwards for id_ in _ids(page)] == _ids(whole)
    assert [id_ for page in reversed(backwards) for id_ in _ids(page)] == _ids(whole)
    assert len(set(_ids(whole))) == whole["totalCount"] == len(whole["nodes"]) > 0
    assert {page["totalCount"] for page in (*forwards, *backwards)} == {whole["totalCount"]}


@for_each_list
def test_a_page_knows_what_lies_on_either_side_of_it(service: Service, list_: tuple[str, str]) -> None:
    whole = _page(service, list_, "first: 500")
    cursors = [edge["cursor"] for edge in whole["edges"]]
    first, last = cursors[0], cursors[-1]
    many = len(cursors) > 1
    expected = {
        "first: 500": (False, False),
        "last: 500": (False, False),
        "first: 0": (False, True),
        "last: 0": (True, False),
        "first: 1": (False, many),
        "last: 1": (many, False),
        f'first: 1, after: "{last}"': (True, False),
        f'last: 1, before: "{first}"': (False, True),
        f'first: 500, after: "{first}"': (True, False),
        f'last: 500, before: "{last}"': (False, True),
    }
    pages = {arguments: _page(service, list_, arguments)["pageInfo"] for arguments in expected}
    found = {arguments: (page["hasPreviousPage"], page["hasNextPage"]) for arguments, page in pages.items()}
    assert found == expected


@for_each_list
def test_between_two_cursors_lies_what_lies_between_them(service: Service, list_: tuple[str, str]) -> None:
    whole = _page(service, list_, "first: 500")
    first, last = whole["edges"][0]["cursor"], whole["edges"][-1]["cursor"]
    assert _ids(_page(service, list_, f'after: "{first}", before: "{last}", first: 500')) == _ids(whole)[1:-1]
    assert _ids(_page(service, list_, f'after: "{first}", before: "{last}", last: 2')) == _ids(whole)[1:-1][-2:]
    assert _ids(_page(service, list_, f'after: "{last}", before: "{first}"')) == []


def _many() -> Dataset:
    return register(*(said("cget", P.PARTNER, f"partner {number}") for number in range(600)))


def test_a_page_without_a_size_holds_fifty_and_never_more_than_five_hundred(serve: Serve) -> None:
    service = serve(_many())
    query = "{ statements(filter: {predicate: [PARTNER]}, ARGUMENTS) { totalCount nodes { key } } }"
    sizes = {
        arguments: len(service.ask(query.replace("ARGUMENTS", arguments))["statements"]["nodes"])
        for arguments in ("first: null", "first: 500", "last: 500", "first: 51", "first: 0")
    }
    assert sizes == {"first: null": 50, "first: 500": 500, "last: 500": 500, "first: 51": 51, "first: 0": 0}
    assert service.ask(query.replace(", ARGUMENTS", ""))["statements"]["totalCount"] == 600


def test_the_list_of_revisions_can_be_walked_on_after_another_one_was_recorded(
    migrated_file: Path, tmp_path: Path
) -> None:
    """No argument could pin it, and nothing before the cursor ever changes."""
    url = database_beside(migrated_file, tmp_path)
    versions = [register(said("cget", P.PARTNER, f"partner {number}")) for number in range(4)]
    query = "query ($after: String) { revisions(first: 2, after: $after) { nodes { number } pageInfo { endCursor } } }"
    with serving(url, *versions[:3]) as service:
        begun = service.ask(query)["revisions"]
    record_at(url, versions[3], first=4)
    with serving(url) as service:
        gone_on = service.ask(query, after=begun["pageInfo"]["endCursor"])["revisions"]
    assert [node["number"] for node in (*begun["nodes"], *gone_on["nodes"])] == [1, 2, 3, 4]


def test_a_list_can_be_walked_on_as_it_was_after_another_revision_was_recorded(
    migrated_file: Path, tmp_path: Path
) -> None:
    url = database_beside(migrated_file, tmp_path)
    versions = [register(said("cget", P.PARTNER, "a"), said("cget", P.PARTNER, "b")), register(said("cget", P.PARTNER))]
    query = """query ($after: String, $revision: Int) {
      statements(filter: {predicate: [PARTNER]}, first: 1, after: $after, revision: $revision) {
        revision { number } nodes { ... on TextStatement { text } } pageInfo { endCursor } } }"""
    with serving(url, versions[0]) as service:
        begun = service.ask(query)["statements"]
    record_at(url, versions[1], first=2)
    with serving(url) as service:
        after = begun["pageInfo"]["endCursor"]
        gone_on = service.ask(query, after=after, revision=begun["revision"]["number"])["statements"]
        assert service.ask(query, after=after)["statements"] == gone_on
        assert service.refusal(query, after=after, revision=2).message.endswith("pin `asOf` while you page")
    assert {node["text"] for node in (*begun["nodes"], *gone_on["nodes"])} == {"a", "b"}
