"""The pages and what they load: nothing inline, nothing foreign, nothing missing, and nothing loaded twice."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from tests.web.site import PAGE, client, site

PAGES = ["/graphiql"]
LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("source", "src"), ("use", "href"), ("iframe", "src")}


class Inspection(HTMLParser):
    """What a page loads, where it leads, what it carries inline, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.inline: list[str] = []
        self.says = ""
        self._within = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        for name, value in attrs:
            if (tag, name) in LOADED:
                self.loads.append(value or "")
            elif name == "href":
                self.leads.append(value or "")
            if name == "style" or name.startswith("on") or (value or "").strip().startswith("javascript:"):
                self.inline.append(f"{tag} {name}")
        if tag in ("style", "base", "object", "embed", "iframe", "form"):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        if self._within == "script" and data.strip():
            self.inline.append("script")
        self.says += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""


def inspected(path: str) -> Inspection:
    answer = client(site()).get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return Inspection(answer.text)


def test_the_inspection_finds_what_the_policy_forbids() -> None:
    page = Inspection('<style>a{}</style><p style="x" onclick=y><a href="javascript:z">t</a><script>1</script>')
    assert page.inline == ["style", "p style", "p onclick", "a href", "script"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_carries_nothing_inline(path: str) -> None:
    assert inspected(path).inline == []


@pytest.mark.parametrize("path", PAGES)
def test_everything_that_a_page_loads_is_served_here_and_may_be_kept_for_ever(path: str) -> None:
    service = client(site())
    loads = inspected(path).loads
    assert len(loads) >= 2
    kinds = {".js": "javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    for address in loads:
        assert address.startswith("./static/"), "relative, wherever the service stands"
        answer = service.get(urljoin(path, address))
        assert answer.status_code == 200, address
        assert kinds[address[address.rindex(".") :]] in answer.headers["content-type"]
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_only_to_what_the_service_answers(path: str) -> None:
    for address in inspected(path).leads:
        assert not urlsplit(address).netloc
        assert urljoin(path, address).partition("?")[0] in {"/graphql", "/graphiql", "/readyz", "/livez"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_asked_for_anew_and_sent_once(path: str) -> None:
    service = client(site())
    first = service.get(path)
    assert first.headers["cache-control"] == "no-cache"
    assert service.get(path).headers["etag"] == first.headers["etag"]


def test_the_address_of_the_files_changes_with_any_of_them_and_earlier_addresses_still_lead_to_them() -> None:
    service = client(site())
    address = urljoin("/", inspected("/graphiql").loads[0])
    _, _, digest, file = address.split("/", 3)
    before = service.get(f"/static/{digest[::-1]}/{file}")
    assert before.content == service.get(address).content
    assert before.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/static", "/static/", "/static/0", "/static/0/graphiql", "/static/0/../../page.py", "/static/0/..%2fpages.py"],
)
def test_only_files_of_the_folder_are_served(path: str) -> None:
    assert client(site()).get(path, follow_redirects=True).status_code == 404


def test_a_file_that_is_kept_already_is_not_sent_again() -> None:
    service = client(site())
    address = urljoin("/", inspected("/graphiql").loads[1])
    etag = service.get(address).headers["etag"]
    assert service.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_graphiql_is_there_only_where_it_is_set() -> None:
    assert client(site(graphiql=True)).get("/graphiql").status_code == 200
    assert client(site(graphiql=False)).get("/graphiql").status_code == 404


def test_graphiql_says_so_where_the_schema_is_not_told() -> None:
    notice = "This service does not tell its schema (CGET_INTROSPECTION is off)"
    told = client(site(introspection=True)).get("/graphiql").text
    untold = client(site(introspection=False)).get("/graphiql").text
    assert notice not in Inspection(told).says
    assert notice in Inspection(untold).says
    assert ('data-introspection="on"' in told, 'data-introspection="off"' in untold) == (True, True)


def test_graphiql_begins_with_a_question_about_the_cget_on_a_day() -> None:
    script = next(address for address in inspected("/graphiql").loads if address.endswith("/console.js"))
    assert 'organization(slug: "cget", asOf: "2016-08-11")' in client(site()).get(urljoin("/", script)).text


def test_graphiql_is_allowed_fonts_within_its_style_sheet_and_one_style_by_its_digest() -> None:
    service = client(site())
    page = _sources(service.get(PAGE).headers["content-security-policy"])
    console = _sources(service.get("/graphiql").headers["content-security-policy"])
    assert console.keys() == page.keys()
    more = {name: console[name] - page[name] for name in page if console[name] != page[name]}
    (style,) = more.pop("style-src")
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", style)
    assert more == {"font-src": {"data:"}}


def _sources(policy: str) -> dict[str, set[str]]:
    """Of each directive."""
    directives = (directive.split() for directive in policy.split("; "))
    return {name: set(sources) for name, *sources in directives}
