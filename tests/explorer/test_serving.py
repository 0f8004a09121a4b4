"""Pages as HTTP has them: kept, not sent twice, refused like any other answer where the service cannot give them."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.settings import Settings
from cget_api.web.assets import assets_path
from tests.api.service import database_beside
from tests.explorer.pages import Page
from tests.shipped import NOW
from tests.web.test_headers import OF_PAGES

POLICY = OF_PAGES["content-security-policy"].replace("form-action 'none'", "form-action 'self'")


def test_a_page_bears_the_policy_of_pages_and_its_forms_lead_to_the_service_alone(client: TestClient) -> None:
    headers = client.get("/").headers
    assert {name: headers[name] for name in OF_PAGES} == {**OF_PAGES, "content-security-policy": POLICY}
    assert "unsafe" not in POLICY


@pytest.mark.parametrize("address", ["/", "/sources/cget-2015?lang=en"])
def test_a_page_is_asked_for_anew_and_sent_once(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert (first.headers["cache-control"], first.headers["vary"]) == (
        "no-cache",
        "Accept-Language, Accept-Encoding",
    )
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (
        client.get(f"{address}{'&' if '?' in address else '?'}asOf=2018-01-01").headers["etag"] != first.headers["etag"]
    )


def test_the_headers_of_a_page_are_told_without_it(client: TestClient) -> None:
    plain = {"Accept-Encoding": "identity"}
    whole, head = client.get("/?lang=fr", headers=plain), client.head("/?lang=fr", headers=plain)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.content))


@pytest.mark.parametrize("address", ["/", "/contradictions", "explorer/explorer.css", "explorer/explorer.js"])
def test_what_a_browser_loads_first_is_sent_compressed_to_who_takes_it(client: TestClient, address: str) -> None:
    path = address if address.startswith("/") else urljoin("/", f"{assets_path()}/{address}")
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert ("content-encoding" in plain.headers, packed.headers["content-encoding"]) == (False, "gzip")
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert "Accept-Encoding" in packed.headers["vary"]


def test_pages_are_only_read(client: TestClient) -> None:
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "fr"),
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.5,fr;q=0.4", "en"),
        ("fr-FR,en;q=0.9", "fr"),
        ("en;q=0,fr;q=0.1", "fr"),
        ("en;q=nonsense", "fr"),
        ("*", "fr"),
    ],
)
def test_the_language_is_the_browsers_where_the_address_names_none(
    client: TestClient, accepted: str, lang: str
) -> None:
    assert Page(client.get("/", headers={"Accept-Language": accepted}).text).lang == lang
    assert Page(client.get("/?lang=FR", headers={"Accept-Language": accepted}).text).lang == "fr"


def test_a_service_that_is_busy_says_so_on_a_page_and_when_to_try_again(url: str) -> None:
    no_time = Settings(database_url=url, timeout_seconds=0.000_001, answer_cache_bytes=0)
    with TestClient(create_app(no_time, clock=lambda: NOW), raise_server_exceptions=False) as busy:
        answer = busy.get("/?lang=en")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert Page(answer.text).headings[0] == (1, "The service is busy")


def test_limits_below_what_a_page_asks_are_told(url: str) -> None:
    with TestClient(create_app(Settings(database_url=url, max_cost=1_000)), raise_server_exceptions=False) as narrow:
        answer = narrow.get("/?lang=en")
        assert Page(narrow.get("/persons/serge-morvan?lang=en").text).headings[0] == (1, "Serge Morvan")
    assert (answer.status_code, Page(answer.text).headings[0]) == (
        500,
        (1, "This view asks more than this service allows"),
    )


def test_a_register_that_is_not_read_yet_or_empty_is_told(migrated_file: Path, tmp_path: Path) -> None:
    nowhere = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'none.sqlite'}"))
    with TestClient(nowhere, raise_server_exceptions=False) as unread:
        answer = unread.get("/?lang=en")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert Page(answer.text).headings[0] == (1, "The register has not been read yet")
    with TestClient(create_app(Settings(database_url=database_beside(migrated_file, tmp_path)))) as empty:
        answer = empty.get("/?lang=en")
        assert (answer.status_code, Page(answer.text).headings[0]) == (503, (1, "The register is still empty"))
        assert Page(empty.get("/revisions?lang=en").text).headings[0] == (1, "Revisions")


def test_the_pages_are_answered_where_only_trusted_documents_are(url: str, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text("{}")
    settings = Settings(database_url=url, trusted_documents=manifest, trusted_documents_only=True)
    with TestClient(create_app(settings, clock=lambda: NOW)) as strict:
        assert strict.get("/").status_code == 200
        assert strict.get("/contradictions").status_code == 200
        assert "graphiql" not in strict.get("/").text
        refused = strict.post("/graphql", json={"query": "{ __typename }"}).json()["errors"][0]
        assert refused["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
