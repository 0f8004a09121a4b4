"""What a page of another origin can make a browser send, and which of it is answered."""

import pytest
from starlette.datastructures import Headers

from cget_api.web.cross_site import is_unasked
from cget_api.web.origins import origins_from_list
from tests.web.site import client, message, site

ALLOWED, OTHER = "https://front.example", "https://evil.example"
LIST = origins_from_list(ALLOWED)


def sent(site_: str, mode: str, dest: str, origin: str | None = None) -> dict[str, str]:
    headers = {"Sec-Fetch-Site": site_, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    return {**headers, "Origin": origin} if origin else headers


@pytest.mark.parametrize(
    ("what", "method", "headers"),
    [
        ("a program", "GET", {}),
        ("a program that posts", "POST", {"Content-Type": "application/json"}),
        ("a browser too old to say", "GET", {"Origin": OTHER}),
        ("an address that was typed", "GET", sent("none", "navigate", "document")),
        ("a page of the service", "POST", sent("same-origin", "cors", "empty", "https://register.example")),
        ("an event source of the service", "GET", sent("same-origin", "cors", "empty")),
        ("a link on another site", "GET", sent("cross-site", "navigate", "document")),
        ("a link on a sister site", "HEAD", sent("same-site", "navigate", "document")),
        ("fetch() of an allowed origin", "POST", sent("cross-site", "cors", "empty", ALLOWED)),
        ("fetch() of an allowed sister", "GET", sent("same-site", "cors", "empty", ALLOWED)),
    ],
)
def test_what_was_asked_for_is_answered(what: str, method: str, headers: dict[str, str]) -> None:
    assert not is_unasked(method, Headers(headers), LIST), what
    assert client(site(origins=ALLOWED)).request(method, "/graphql", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("what", "method", "headers"),
    [
        ("an image", "GET", sent("cross-site", "no-cors", "image")),
        ("a script", "GET", sent("cross-site", "no-cors", "script")),
        ("an image on a sister site", "GET", sent("same-site", "no-cors", "image")),
        ("a frame", "GET", sent("cross-site", "navigate", "iframe")),
        ("an embedded object", "GET", sent("cross-site", "navigate", "object")),
        ("a form", "POST", sent("cross-site", "navigate", "document", OTHER)),
        ("a form of an allowed origin", "POST", sent("cross-site", "navigate", "document", ALLOWED)),
        ("a beacon", "POST", sent("cross-site", "no-cors", "empty", OTHER)),
        ("fetch() of another origin", "GET", sent("cross-site", "cors", "empty", OTHER)),
        ("fetch() of a sandboxed page", "GET", sent("cross-site", "cors", "empty", "null")),
        ("fetch() that hides its origin", "GET", sent("cross-site", "cors", "empty")),
        ("an image on an allowed site", "GET", sent("cross-site", "no-cors", "image", ALLOWED)),
        ("a mode that is not known", "GET", {"Sec-Fetch-Site": "cross-site"}),
        ("a relation that is not known", "GET", {"Sec-Fetch-Site": "next-door", "Sec-Fetch-Mode": "no-cors"}),
    ],
)
def test_what_a_browser_sends_unasked_is_refused(what: str, method: str, headers: dict[str, str]) -> None:
    assert is_unasked(method, Headers(headers), LIST), what
    answer = client(site(origins=ALLOWED)).request(method, "/graphql", headers=headers)
    assert (answer.status_code, answer.headers["cache-control"]) == (403, "no-store")
    assert message(answer) == (
        "request from a page of another origin: is one that browsers send unasked, and is not answered. "
        "Use fetch() in CORS mode from an origin that CGET_ALLOWED_ORIGINS names, or open the address itself"
    )


def test_where_any_origin_may_ask_it_must_still_ask() -> None:
    app = client(site(origins="*"))
    assert app.get("/graphql", headers=sent("cross-site", "cors", "empty", OTHER)).status_code == 200
    assert app.get("/graphql", headers=sent("cross-site", "no-cors", "image")).status_code == 403


def test_a_page_may_be_reached_from_anywhere() -> None:
    assert client(site()).get("/graphiql", headers=sent("cross-site", "navigate", "document")).status_code == 200
