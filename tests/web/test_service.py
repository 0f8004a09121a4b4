"""That the register's own application stands behind these defences, each as its setting says."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from cget_api.app import create_app
from cget_api.settings import Settings
from tests.api.service import database_beside
from tests.web.site import client, message

QUESTION = {"query": "{ __typename }"}
FRONT = "https://front.example"
Start = Callable[..., TestClient]


@pytest.fixture
def start(migrated_file: Path, tmp_path: Path) -> Iterator[Start]:
    url = database_beside(migrated_file, tmp_path)
    with ExitStack() as running:

        def started(**settings: Any) -> TestClient:
            return running.enter_context(client(create_app(Settings(database_url=url, **settings))))

        yield started


def test_its_pages_and_answers_bear_the_headers(start: Start) -> None:
    service = start()
    for path in ("/", "/graphiql", "/livez", "/readyz", "/nothing", "/graphql?query={__typename}"):
        headers = service.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["content-security-policy"].startswith("default-src 'none'"), path
        assert "strict-transport-security" not in headers
    assert start(hsts_seconds=60).get("/").headers["strict-transport-security"] == "max-age=60"


def test_it_answers_only_for_its_hosts(start: Start) -> None:
    service = start(allowed_hosts="register.example")
    assert service.get("/graphiql", headers={"Host": "register.example"}).status_code == 200
    assert "CGET_ALLOWED_HOSTS" in message(service.get("/"))
    assert service.get("/livez").status_code == 200


def test_pages_of_allowed_origins_ask_by_http_and_by_websocket(start: Start) -> None:
    service = start(allowed_origins=FRONT)
    answer = service.post("/graphql", json=QUESTION, headers={"Origin": FRONT})
    assert answer.headers["access-control-allow-origin"] == FRONT
    assert "Origin" in answer.headers["vary"]
    with service.websocket_connect("/graphql", ["graphql-transport-ws"], headers={"Origin": FRONT}) as socket:
        assert socket.accepted_subprotocol == "graphql-transport-ws"


def test_pages_of_other_origins_do_not(start: Start) -> None:
    service = start(allowed_origins=FRONT)
    other = {"Origin": "https://evil.example"}
    assert "access-control-allow-origin" not in service.post("/graphql", json=QUESTION, headers=other).headers
    with (
        pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)),
        service.websocket_connect("/graphql", ["graphql-transport-ws"], headers=other),
    ):
        pass


def test_a_question_that_a_browser_sends_unasked_is_refused(start: Start) -> None:
    image = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    service = start()
    assert service.get("/graphql", params=QUESTION).status_code == 200
    assert "browsers send unasked" in message(service.get("/graphql", params=QUESTION, headers=image))


def test_graphiql_can_ask_for_the_schema(start: Start) -> None:
    """In the words of the GraphiQL that is served, which ask deeper than most."""
    of_type = "kind name"
    for _ in range(9):
        of_type = f"kind name ofType {{ {of_type} }}"
    given = "name description type { ...T } defaultValue isDeprecated deprecationReason"
    question = f"""
      query IntrospectionQuery {{ __schema {{
        queryType {{ name kind }} mutationType {{ name kind }} subscriptionType {{ name kind }}
        types {{
          kind name description interfaces {{ ...T }} possibleTypes {{ ...T }}
          fields(includeDeprecated: true) {{
            name description args(includeDeprecated: true) {{ ...G }} type {{ ...T }} isDeprecated deprecationReason
          }}
          inputFields(includeDeprecated: true) {{ ...G }}
          enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
        }}
        directives {{ name description locations args(includeDeprecated: true) {{ ...G }} }}
      }} }}
      fragment G on __InputValue {{ {given} }}
      fragment T on __Type {{ {of_type} }}
    """
    answer = start().post("/graphql", json={"query": question}).json()
    assert "errors" not in answer, answer["errors"]


def test_an_address_that_leads_nowhere_is_told_in_one_sentence(start: Start) -> None:
    service = start()
    assert service.get("/nothing").text == "address /nothing: leads nowhere. Questions are asked at /graphql"
    assert message(service.get("/nothing", headers={"Accept": "application/json"})) == service.get("/nothing").text
    assert service.delete("/graphiql").text == "method DELETE: is not for this address. Read it by GET"


def test_no_address_leads_to_another_under_a_host_of_the_clients_choice(start: Start) -> None:
    answer = start().get("/graphql/", headers={"Host": "evil.example"}, follow_redirects=False)
    assert (answer.status_code, "location" in answer.headers) == (404, False)
    assert answer.text == "address /graphql/: leads nowhere. Questions are asked at /graphql"


def test_graphiql_is_there_only_where_it_is_set(start: Start) -> None:
    assert start(graphiql=False).get("/graphiql").status_code == 404
    assert "CGET_INTROSPECTION is off" in start(introspection=False).get("/graphiql").text
