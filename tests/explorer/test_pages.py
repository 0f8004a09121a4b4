"""Every page: whole, well-formed, in both languages, with nothing inline or foreign, under an address of its own."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from cget_api.explorer.catalogue import FOLDER as WORDS
from cget_api.explorer.catalogue import words_in
from cget_api.explorer.pages import VIEWS
from tests.explorer.pages import Page, refused, shown

ADDRESSES = [
    "/?asOf=2016-08-11",
    "/?asOf=1970-01-01",
    "/?asOf=2014-04-01",
    "/?asOf=2024-06-01",
    "/?asOf=2012-01-01&root=datar",
    "/?asOf=2015-11-24&statedBy=cget-2015",
    "/?asOf=2018-01-01&revision=1&certainty=CERTAIN",
    "/?asOf=2018-01-01&knownAt=2026-11-15T00:00:00Z",
    "/compare?from.asOf=2017-12-31&to.asOf=2018-01-01",
    "/compare?from.asOf=1990-01-01&to.asOf=2018-01-01",
    "/compare?from.asOf=2016-08-11&from.statedBy=vie-publique-2016&to.asOf=2018-06-01&to.statedBy=cget-2015",
    "/contradictions",
    "/events",
    "/events/rattachement-2018",
    "/events/dissolution-acse",
    "/organizations/cget?asOf=2016-08-11",
    "/organizations/cget?asOf=1900-01-01",
    "/organizations/ministre-charge-ville?asOf=2016-08-11",
    "/posts/commissaire-general?asOf=2016-08-11",
    "/posts/commissaire-general-delegue?asOf=2019-09-15",
    "/persons/serge-morvan",
    "/revisions",
    "/search",
    "/search?text=egalite",
    "/sources",
    "/sources/cget-2015",
    "/sources/decret-2014-394",
]
KINDS = {"/" + urlsplit(address).path.split("/")[1] for address in ADDRESSES}


def with_language(address: str, lang: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={lang}"


def test_every_kind_of_page_is_looked_at() -> None:
    assert {"/" + path.split("/")[1] for path in VIEWS} - {"/statements"} == KINDS


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_whole_and_carries_nothing_inline(client: TestClient, address: str, lang: str) -> None:
    page = shown(client, with_language(address, lang))
    assert page.lang == lang
    assert page.inline == []
    assert [level for level, _ in page.headings].count(1) == 1
    levels = [level for level, _ in page.headings]
    assert all(next_ - level <= 1 for level, next_ in pairwise(levels)), page.headings
    assert len(page.ids) == len(set(page.ids))
    assert page.title.endswith(words_in(lang)["register"])
    assert {"main", "cite", "status"} - set(page.ids) <= ({"cite"} if address == "/search" else set())
    assert "Undefined" not in page.says
    assert not re.search(r"[>: ](None|True|False)[<,]|\{[a-z]+\}", page.html), "a value that slipped through"


@pytest.mark.parametrize("address", ADDRESSES)
def test_everything_that_a_page_loads_is_served_here_and_may_be_kept_for_ever(client: TestClient, address: str) -> None:
    page = shown(client, address)
    assert len(page.loads) == 3
    for loaded in page.loads:
        assert re.fullmatch(r"(\./|\.\./)static/.+", loaded), "relative, wherever the service stands"
        answer = client.get(urljoin(address, loaded))
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


def test_every_link_of_a_page_leads_to_something(client: TestClient) -> None:
    """Followed one step from each kind of page, each address once."""
    seen: set[str] = set()
    for address in ADDRESSES:
        for _, link in shown(client, with_language(address, "en")).links:
            followed = urljoin(f"http://testserver{address}", link)
            if urlsplit(followed).netloc == "testserver":
                seen.add(followed.partition("#")[0])
    assert len(seen) > 500
    kinds: dict[str, str] = {}
    for followed in sorted(seen):
        kinds.setdefault(re.sub(r"=[^&]*", "", followed), followed)
    assert {client.get(followed).status_code for followed in kinds.values()} == {200}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_names_its_view_and_opens_it_again(client: TestClient, address: str) -> None:
    first = shown(client, with_language(address, "fr"))
    canonical = urljoin(address, first.heads["canonical"])
    assert parse_qs(urlsplit(canonical).query)["lang"] == ["fr"]
    assert shown(client, canonical).html == first.html
    other = urljoin(address, first.heads["alternate"])
    assert shown(client, other).lang == "en"


def test_the_addresses_use_the_names_of_the_api(client: TestClient) -> None:
    address = "/?asOf=2016-08-11&revision=1&statedBy=vie-publique-2016&certainty=CERTAIN&root=dvcu&lang=en"
    assert shown(client, address).heads["canonical"] == f".{address}"


def test_a_page_in_a_language_holds_no_word_of_ours_in_the_other(client: TestClient) -> None:
    french, english = words_in("fr"), words_in("en")
    assert french.keys() == english.keys()
    told = {text for key, text in french.items() if text != english[key] and len(text) > 12 and "{" not in text}
    for address in ADDRESSES:
        page = shown(client, with_language(address, "en"))
        assert [text for text in told if f">{text}<" in page.html] == []


def test_every_word_that_a_template_asks_for_is_there_and_every_one_is_asked_for() -> None:
    templates = "".join(file.read_text(encoding="utf-8") for file in (WORDS.parent / "templates").glob("*.html"))
    code = "".join(file.read_text(encoding="utf-8") for file in WORDS.parent.rglob("*.py"))
    asked = set(re.findall(r"\bt\.([a-z_]+)", templates)) | set(re.findall(r"\bt[(\[]'(\w+)'[\],)]", templates))
    begun = set(re.findall(r"\bt\['(\w+_)' ~", templates)) | {"error_"}
    held = set(words_in("fr"))
    assert asked <= held
    unasked = held - asked - set(re.findall(r'"(\w+)"', code))
    assert {key for key in unasked if not key.startswith(tuple(begun))} == set()


def test_the_same_blanks_are_filled_in_both_languages() -> None:
    blanks = {
        lang: {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in words_in(lang).items()}
        for lang in ("fr", "en")
    }
    assert blanks["fr"] == blanks["en"]


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/?asOf=2016-02-30&lang=en", 400, "This address cannot be understood"),
        ("/?asOf=11/08/2016&lang=en", 400, "This address cannot be understood"),
        ("/?revision=0&lang=en", 400, "This address cannot be understood"),
        ("/?revision=99&lang=en", 400, "This address cannot be understood"),
        ("/?revision=1&knownAt=2026-11-15T00:00:00Z&lang=en", 400, "This address cannot be understood"),
        ("/?knownAt=yesterday&lang=en", 400, "This address cannot be understood"),
        ("/?statedBy=nobody&lang=en", 400, "This address cannot be understood"),
        ("/?certainty=SURE&lang=en", 400, "This address cannot be understood"),
        ("/?lang=de", 400, "Cette adresse ne se comprend pas"),
        ("/compare?from.asOf=then&lang=en", 400, "This address cannot be understood"),
        ("/?root=nothing&lang=en", 404, "The register has nothing under this name"),
        ("/?knownAt=2020-01-01T00:00:00Z&lang=en", 404, "The register has nothing under this name"),
        ("/organizations/nothing", 404, "Le registre n'a rien sous ce nom"),
        ("/posts/nothing", 404, "Le registre n'a rien sous ce nom"),
        ("/persons/nothing", 404, "Le registre n'a rien sous ce nom"),
        ("/events/nothing", 404, "Le registre n'a rien sous ce nom"),
        ("/sources/nothing", 404, "Le registre n'a rien sous ce nom"),
        ("/statements/nothing", 404, "Le registre n'a rien sous ce nom"),
        (f"/organizations/{'a' * 5_000}", 404, "Le registre n'a rien sous ce nom"),
    ],
)
def test_what_is_wrong_is_told_on_a_page_that_leads_back(
    client: TestClient, address: str, status: int, heading: str
) -> None:
    told, page = refused(client, address)
    assert (told, page.headings[0]) == (status, (1, heading))
    assert page.inline == []
    begin = urljoin(
        f"http://testserver{address.partition('?')[0]}", dict(page.links)[words_in(page.lang)["begin_again"]]
    )
    assert client.get(begin).status_code == 200
    assert client.get(address).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    ["/search?text=<script>alert(1)</script>", "/?asOf=<script>", "/organizations/<script>", "/?lang=<b>"],
)
def test_what_is_asked_is_never_taken_for_markup(client: TestClient, address: str) -> None:
    html = client.get(address).text
    assert "<script>" not in html
    assert "<b>" not in html
    assert Page(html).inline == []
