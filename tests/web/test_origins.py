"""Which pages may ask and read (CORS), and that no cache gives one what was meant for another."""

import pytest

from cget_api.web.origins import AllowedOrigins, origins_from_list
from tests.web.site import EVENTS, FAILURE, JSON, NOTHING, PAGE, client, message, site

ALLOWED, OTHER = "https://front.example", "https://evil.example"
LIST = f"{ALLOWED}, http://localhost:5173"
WILL_POST = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-correlation-id"}


def test_origins_are_listed_as_browsers_write_them() -> None:
    written = (
        "https://Front.example:443, http://front.example:80,https://front.example:8443 , app://desk, http://[::1]:1"
    )
    assert origins_from_list(written).listed() == (
        "app://desk",
        "http://[::1]:1",
        "http://front.example",
        "https://front.example",
        "https://front.example:8443",
    )
    assert origins_from_list("") == AllowedOrigins()
    assert not origins_from_list(" , ")
    assert origins_from_list(f"{ALLOWED}, *").listed() == ("*",)


@pytest.mark.parametrize(
    "entry",
    ["front.example", "https://front.example/", "https://front.example/app", "https://*.front.example", "null", "//a"],
)
def test_what_no_browser_sends_as_an_origin_is_refused_by_its_own_words(entry: str) -> None:
    with pytest.raises(ValueError, match=r"is no origin such as https://example\.org") as refused:
        origins_from_list(f"{ALLOWED}, {entry}")
    assert repr(entry) in str(refused.value)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (ALLOWED, True),
        ("http://localhost:5173", True),
        ("http://front.example", False),
        ("https://front.example:8443", False),
        ("https://front.example.evil.example", False),
        ("null", False),
        (None, False),
    ],
)
def test_an_origin_is_allowed_to_the_letter(origin: str | None, allowed: bool) -> None:
    assert origins_from_list(LIST).allows(origin) is allowed
    assert origins_from_list("*").allows(origin)
    assert not origins_from_list("").allows(origin)


@pytest.mark.parametrize("path", [PAGE, JSON, EVENTS, NOTHING, FAILURE, "/graphql"])
def test_a_page_of_an_allowed_origin_reads_every_kind_of_answer(path: str) -> None:
    headers = client(site(origins=LIST)).get(path, headers={"Origin": ALLOWED}).headers
    assert headers["access-control-allow-origin"] == ALLOWED
    assert headers["access-control-expose-headers"] == "ETag, Retry-After, X-Correlation-Id"
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("path", [PAGE, JSON, EVENTS, NOTHING, FAILURE, "/graphql"])
@pytest.mark.parametrize("origin", [None, ALLOWED, OTHER])
def test_every_answer_varies_by_origin_where_only_some_are_allowed(path: str, origin: str | None) -> None:
    headers = client(site(origins=LIST)).get(path, headers={"Origin": origin} if origin else {}).headers
    assert [name.strip() for name in headers["vary"].split(",")].count("Origin") == 1
    assert ("access-control-allow-origin" in headers) is (origin == ALLOWED)


def test_it_varies_by_what_it_varied_by_before_too() -> None:
    assert client(site(origins=LIST)).get(JSON).headers["vary"] == "Accept, Origin"


@pytest.mark.parametrize("origin", [None, ALLOWED, OTHER])
def test_where_any_origin_is_allowed_one_answer_serves_all(origin: str | None) -> None:
    headers = client(site(origins="*")).get(JSON, headers={"Origin": origin} if origin else {}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["vary"] == "Accept"


def test_where_none_is_allowed_nothing_is_said_of_it() -> None:
    headers = client(site()).get(JSON, headers={"Origin": OTHER}).headers
    assert [name for name in headers if name.startswith("access-control-")] == []
    assert headers["vary"] == "Accept"


@pytest.mark.parametrize(("listed", "shown"), [(LIST, ALLOWED), ("*", "*")])
def test_a_preflight_of_an_allowed_origin_is_granted_what_clients_of_graphql_send(listed: str, shown: str) -> None:
    answer = client(site(origins=listed)).options("/graphql", headers={"Origin": ALLOWED, **WILL_POST})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == shown
    assert answer.headers["access-control-allow-methods"] == "GET, POST"
    assert answer.headers["access-control-max-age"] == "7200"
    granted = {name.strip().lower() for name in answer.headers["access-control-allow-headers"].split(",")}
    assert granted >= {
        "content-type",
        "if-none-match",
        "apollographql-client-name",
        "apollographql-client-version",
        "apollo-require-preflight",
        "x-apollo-operation-name",
    }
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("listed", "asked", "unwanted"),
    [
        (LIST, {"Origin": OTHER}, "origin"),
        ("", {"Origin": ALLOWED}, "origin"),
        (LIST, {"Origin": ALLOWED, "Access-Control-Request-Method": "DELETE"}, "method"),
        (LIST, {"Origin": ALLOWED, "Access-Control-Request-Headers": "x-other"}, "headers"),
        ("*", {"Origin": OTHER, "Access-Control-Request-Headers": "authorization"}, "headers"),
    ],
)
def test_any_other_preflight_is_refused_with_the_setting(listed: str, asked: dict[str, str], unwanted: str) -> None:
    answer = client(site(origins=listed)).options("/graphql", headers={**WILL_POST, **asked})
    assert answer.status_code == 403
    assert message(answer) == (
        f"origin {asked['Origin']}: may not ask so, because of its {unwanted}. "
        "CGET_ALLOWED_ORIGINS names the origins that may ask, by GET and POST, with the headers answered here"
    )
    assert answer.headers["vary"].split(", ").count("Origin") == 1
    if unwanted == "origin":
        assert "access-control-allow-origin" not in answer.headers


def test_a_preflight_for_another_host_is_refused_like_any_request_for_it() -> None:
    app = site(hosts="register.example", origins=LIST)
    asked = {"Origin": ALLOWED, **WILL_POST}
    assert client(app, "register.example").options("/graphql", headers=asked).status_code == 200
    refused = client(app, "rebound.example").options("/graphql", headers=asked)
    assert refused.status_code == 421
    assert "access-control-allow-methods" not in refused.headers
