"""The names under which the service answers."""

import pytest
from starlette.testclient import WebSocketDenialResponse

from cget_api.web.hosts import hosts_from_list
from tests.web.site import EVENTS, JSON, client, message, site

LIST = "register.example, *.archives.example, 192.0.2.7, [2001:DB8::7], ::1"


@pytest.mark.parametrize(
    "host",
    [
        "register.example",
        "Register.Example:8000",
        "register.example.",
        "register.example.:443",
        "paris.archives.example",
        "old.paris.archives.example:80",
        "192.0.2.7:8000",
        "[2001:db8::7]",
        "[2001:db8:0::7]:8000",
        "[::1]:8000",
    ],
)
def test_a_listed_host_is_answered_for(host: str) -> None:
    assert hosts_from_list(LIST).allows(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "other.example",
        "archives.example",
        "register.example.evil.example",
        "evilarchives.example",
        "register.example:80:80",
        "register.example@evil.example",
        "evil.example/register.example",
        "register.example, evil.example",
        "2001:db8::7",
        "[2001:db8::8]",
        "[register.example]",
        ".register.example",
        "192.0.2.70",
    ],
)
def test_any_other_is_not(host: str) -> None:
    assert not hosts_from_list(LIST).allows(host)
    assert hosts_from_list("*").allows(host)


@pytest.mark.parametrize(
    "entry", ["https://register.example", "register.example:443", "register.example/", "*example", "a..b", "*.", "é.fr"]
)
def test_what_is_no_host_name_is_refused_by_its_own_words(entry: str) -> None:
    with pytest.raises(ValueError, match=r"is no host name such as example\.org") as refused:
        hosts_from_list(f"register.example, {entry}")
    assert repr(entry) in str(refused.value)


def test_a_list_that_would_refuse_everybody_is_refused() -> None:
    with pytest.raises(ValueError, match="names no host"):
        hosts_from_list(" , ")


def test_a_request_for_another_host_is_refused_with_the_setting_that_would_allow_it() -> None:
    app = site(hosts="register.example")
    assert client(app, "register.example:8000").get(JSON).status_code == 200
    refused = client(app, "rebound.example").get(JSON)
    assert refused.status_code == 421
    assert refused.headers["cache-control"] == "no-store"
    assert message(refused) == (
        "host rebound.example: is not one that this service answers for. "
        "Ask for one that CGET_ALLOWED_HOSTS names, or have the maintainer add this one there"
    )
    assert refused.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("path", ["/", EVENTS, "/graphql", "/graphiql", "/nothing", "/livez/", "/static/0/icon.svg"])
def test_no_address_but_those_of_probes_is_open_under_another_name(path: str) -> None:
    assert client(site(hosts="register.example"), "rebound.example").get(path).status_code == 421


def test_probes_ask_by_address() -> None:
    assert client(site(hosts="register.example"), "127.0.0.1:8000").get("/livez").status_code == 200


def test_two_hosts_are_one_too_many() -> None:
    twice = [("host", "register.example"), ("host", "register.example")]
    assert client(site(hosts="register.example"), "register.example").get(JSON, headers=twice).status_code == 421


def test_a_connection_to_another_host_is_refused_alike() -> None:
    service = client(site(hosts="register.example"))
    with service.websocket_connect("ws://register.example/graphql") as socket:
        assert socket.receive_text() == "welcome"
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        service.websocket_connect("ws://rebound.example/graphql"),
    ):
        pass
    assert denied.value.status_code == 421
    assert message(denied.value).startswith("host rebound.example: ")
    assert denied.value.headers["x-content-type-options"] == "nosniff"
