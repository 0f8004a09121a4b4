"""For everybody: by keyboard alone, in both languages, without scripts, at every width, heard and not seen."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Open, Watch
from tests.browser.service import Service

AXE = (Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
VIEWS = {
    "plate": "/?asOf=2016-08-11",
    "plate-before": "/?asOf=1970-01-01",
    "plate-after": "/?asOf=2024-06-01",
    "plate-stated": "/?asOf=2015-11-24&statedBy=cget-2015&revision=1&certainty=CERTAIN",
    "plate-of-datar": "/?asOf=2012-01-01&root=datar",
    "organization": "/organizations/cget?asOf=2016-08-11",
    "post": "/posts/commissaire-general?asOf=2016-08-11",
    "person": "/persons/serge-morvan?asOf=2018-06-01",
    "compare": "/compare?from.asOf=2014-05-31&to.asOf=2014-06-02",
    "compare-sources": (
        "/compare?from.asOf=2016-08-11&from.statedBy=vie-publique-2016&to.asOf=2018-06-01&to.statedBy=cget-2015"
    ),
    "events": "/events?asOf=2016-08-11",
    "event": "/events/rattachement-2018?asOf=2016-08-11",
    "sources": "/sources?asOf=2016-08-11",
    "source": "/sources/cget-2015?asOf=2016-08-11",
    "contradictions": "/contradictions?asOf=2016-08-11",
    "revisions": "/revisions?asOf=2016-08-11",
    "search": "/search?text=egalite",
}
"""Every kind of page, in every state that looks different."""
BUDGET = 60_000
"""Bytes of the first view over the wire, headers included."""


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(open_: Open, view: str, lang: str, scheme: str) -> None:
    page = open_(f"{VIEWS[view]}&lang={lang}", color_scheme=scheme, reduced_motion="reduce")
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 640, 820])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_a_phone_or_a_page_at_twice_its_size(open_: Open, view: str, width: int) -> None:
    """A window of 1280 pixels at 200 % has 640 of CSS, one of 1280 at 400 % has 320 (WCAG 1.4.10)."""
    page = open_(f"{VIEWS[view]}&lang=fr", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_on_a_phone_with_a_source_laid_open(open_: Open) -> None:
    page = open_("/?asOf=2016-08-11&lang=fr", width=390)
    page.locator(".authority .source").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


def test_the_keyboard_alone_leads_everywhere(open_: Open) -> None:
    page = open_("/?asOf=2016-08-11&lang=en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    field = page.get_by_role("combobox", name="Search for a body")
    field.focus()
    page.keyboard.type("egalite des territoires")
    expect(page.get_by_role("option").first).to_contain_text("General Commission for Territorial Equality")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("General Commission for Territorial Equality")
    expect(page.locator("main")).to_be_focused()

    link = page.get_by_role("link", name="Sources: Prime Minister")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="General Commission")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()


def test_every_control_is_reached_by_the_tab_key_in_the_order_of_the_page(open_: Open) -> None:
    page = open_("/?asOf=2016-08-11&lang=fr")
    controls = """[...document.querySelectorAll("a[href], button, input, select, summary")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.type !== "hidden")"""
    count = page.evaluate(f"{controls}.map((e, number) => (e.dataset.number = number)).length")
    reached = []
    for _ in range(count + 40):
        page.keyboard.press("Tab")
        number = page.evaluate("document.activeElement.dataset.number")
        if number is not None and number not in reached:
            reached.append(number)
    assert [int(number) for number in reached] == list(range(count))


def test_both_languages_show_the_same_day(open_: Open) -> None:
    page = open_("/?asOf=2018-01-01&lang=fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".authority .name")).to_have_text("ministre de la Cohésion des territoires")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("CGET on 1 January 2018")
    expect(page.locator(".authority .name")).to_have_text("Minister for Territorial Cohesion")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert "asOf=2018-01-01" in page.url


@pytest.mark.parametrize(("locale", "title"), [("fr-CA", "CGET le 11 août 2016"), ("en-US", "CGET on 11 August 2016")])
def test_the_browser_chooses_the_language_where_the_address_does_not(open_: Open, locale: str, title: str) -> None:
    expect(open_("/", lang=locale).locator("h1")).to_have_text(title)


def test_without_scripts_the_same_addresses_show_the_same(open_: Open) -> None:
    bare = open_("/?asOf=2016-08-11&lang=fr", java_script_enabled=False)
    full = open_("/?asOf=2016-08-11&lang=fr")
    for part in ("h1", "#plate", ".drawing", "#around"):
        assert bare.locator(part).text_content() == full.locator(part).text_content()
    expect(bare.get_by_role("slider")).to_have_count(0)
    expect(bare.get_by_role("button", name="Dérouler")).to_have_count(0)
    bare.locator("#next").click()
    expect(bare.locator("h1")).to_have_text("CGET le 12 août 2016")
    bare.get_by_label("Jour", exact=True).fill("2018-01-01")
    bare.locator("form.day").get_by_role("button", name="Voir").click()
    expect(bare.locator("h1")).to_have_text("CGET le 1er janvier 2018")
    bare.get_by_role("link", name="Sources : ministre de la Cohésion des territoires").click()
    expect(bare.get_by_role("heading", name="Sources")).to_be_visible()
    bare.get_by_label("Chercher un organisme").fill("egalite des territoires")
    bare.get_by_label("Chercher un organisme").press("Enter")
    expect(bare.locator(".found li").first).to_contain_text("Commissariat général à l'égalité des territoires")
    bare.goto("/compare?from.asOf=2017-12-31&to.asOf=2018-01-01&lang=fr")
    expect(bare.get_by_role("row", name="Premier ministre")).to_be_visible()


def test_the_first_view_is_light_and_asks_for_nothing_twice(open_: Open, service: Service, watch: Watch) -> None:
    page = open_("/livez")
    loaded: list[Request] = []

    def came(request: Request) -> None:
        loaded.append(request)

    page.on("requestfinished", came)
    page.goto("/", wait_until="load")
    page.wait_for_function("document.querySelector('#slider').checkVisibility()")
    sizes = {request.url.removeprefix(service.base): _bytes_of(request) for request in loaded}
    assert len(sizes) == len(loaded) >= 9, "the page, its style, its modules"
    assert sum(sizes.values()) < BUDGET, sizes
    assert sizes["/"] > 5_000
    assert watch.foreign == []


def _bytes_of(request: Request) -> int:
    """Of its answer, as they went over the wire."""
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_who_asked_for_less_motion_sees_none(open_: Open) -> None:
    page = open_("/?asOf=2017-12-31&lang=fr", reduced_motion="reduce")
    page.locator("#next").click()
    expect(page.locator(".strip")).to_have_attribute("data-day", "2018-01-01")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('main')).transitionDuration") == "0s"


def test_on_paper_there_is_the_view_and_its_reference_and_nothing_to_press(open_: Open) -> None:
    page = open_("/?asOf=2016-08-11&lang=fr")
    page.emulate_media(media="print")
    expect(page.locator(".chart")).to_be_visible()
    expect(page.locator("#reference")).to_be_visible()
    for part in (".steps", ".search", ".masthead nav", "#slider"):
        expect(page.locator(part)).to_be_hidden()
