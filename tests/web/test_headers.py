"""What every answer tells browsers that they may do with it."""

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from cget_api.web.headers import SecurityHeaders
from tests.web.site import EVENTS, FAILURE, JSON, NOTHING, PAGE, client, site

OF_ALL = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
OF_DATA = {**OF_ALL, "content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
OF_PAGES = {
    **OF_ALL,
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
}
SET_BY_NOBODY_ELSE = {*OF_PAGES, "strict-transport-security", "server", "x-powered-by"}


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        ("GET", PAGE, 200, OF_PAGES),
        ("HEAD", PAGE, 200, OF_PAGES),
        ("GET", JSON, 200, OF_DATA),
        ("GET", EVENTS, 200, OF_DATA),
        ("GET", NOTHING, 404, OF_DATA),
        ("GET", "/static/0/nothing", 404, OF_DATA),
        ("DELETE", JSON, 405, OF_DATA),
        ("GET", FAILURE, 500, OF_DATA),
    ],
)
def test_every_kind_of_answer_bears_them(method: str, path: str, status: int, expected: dict[str, str]) -> None:
    answer = client(site()).request(method, path)
    assert answer.status_code == status
    assert {name: value for name, value in answer.headers.items() if name in SET_BY_NOBODY_ELSE} == expected


@pytest.mark.parametrize("path", [PAGE, JSON, EVENTS, NOTHING, FAILURE])
def test_browsers_are_told_to_keep_to_https_where_it_is_set(path: str) -> None:
    headers = client(site(hsts_seconds=31_536_000)).get(path).headers
    assert headers["strict-transport-security"] == "max-age=31536000"


def test_a_policy_that_an_answer_brings_is_kept() -> None:
    answer = Response(headers={"Content-Security-Policy": "sandbox", "Referrer-Policy": "origin"})
    headers = TestClient(SecurityHeaders(answer)).get("/").headers
    assert headers["content-security-policy"] == "sandbox"
    assert headers["referrer-policy"] == "origin"


def test_an_answer_sent_twice_bears_them_once_each_time() -> None:
    kept = TestClient(SecurityHeaders(Response(media_type="text/html")))
    assert kept.get("/").headers.raw == kept.get("/").headers.raw


def test_a_page_that_is_unchanged_keeps_the_policy_under_which_it_was_loaded() -> None:
    service = client(site())
    first = service.get("/graphiql")
    again = service.get("/graphiql", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-security-policy" not in again.headers
    assert "unsafe" not in first.headers["content-security-policy"]


@pytest.mark.parametrize("tags", ['"other", W/{etag}', "*", "{etag}"])
def test_what_a_cache_holds_is_recognised_in_every_way_of_naming_it(tags: str) -> None:
    service = client(site())
    etag = service.get("/graphiql").headers["etag"]
    assert service.get("/graphiql", headers={"If-None-Match": tags.format(etag=etag)}).status_code == 304
    assert service.get("/graphiql", headers={"If-None-Match": f'"{etag[1:9]}"'}).status_code == 200
