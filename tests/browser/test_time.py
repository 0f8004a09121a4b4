"""Going through time: from change to change, by keys, buttons, the slider, and playing."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.service import Service

LINE = ("fas-fasild", "acse", "datar", "div", "sgciv", "cget", "anct", "dgcl")
CHANGES = """query($slug: String!, $day: Date!) { organization(slug: $slug, asOf: $day) { nextChange } }"""
FIRST, LAST = "1958-12-28", "2026-01-01"


def day_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["asOf"][0]


def changes_of(service: Service) -> list[str]:
    """Every day on which something about a body of the line changes, as the API tells it."""
    days: set[str] = set()
    for slug in LINE:
        day: str | None = FIRST
        while day is not None:
            answer = service.ask(CHANGES, slug=slug, day=day)["organization"]
            assert isinstance(answer, dict)
            day = answer["nextChange"]
            days |= {day} if day else set()
    return sorted(days)


def test_arrow_keys_step_through_every_change_from_1958_to_today_and_back(open_: Open, service: Service) -> None:
    expected = changes_of(service)
    assert len(expected) > 60
    page = open_(f"/?asOf={FIRST}&lang=fr")
    seen = []
    while page.locator("a#next").count():
        day = page.locator("a#next").get_attribute("href") or ""
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**/{day.removeprefix('./')}")
        expect(page.locator(".strip")).to_have_attribute("data-day", day_of(page))
        seen.append(day_of(page))
    assert seen == expected
    expect(page.locator("#next")).to_have_text("Aucun changement après")
    for day in reversed(expected[:-1][-5:]):
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".strip")).to_have_attribute("data-day", day)


def test_buttons_step_too_and_keep_the_focus(open_: Open) -> None:
    page = open_("/?asOf=2017-12-31&lang=en")
    page.locator("#next").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("1 January 2018")
    expect(page.locator("#next")).to_be_focused()
    expect(page.locator(".authority .name")).to_have_text("Minister for Territorial Cohesion")
    expect(page.locator("#status")).to_contain_text("CGET on 1 January 2018")
    expect(page.locator("#status")).to_contain_text("Prime Minister")
    expect(page.locator("#changes")).to_contain_text("Décret n° 2017-1860")


def test_playing_goes_on_by_itself_until_it_is_stopped(open_: Open) -> None:
    page = open_("/?asOf=2019-09-01&lang=en")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".strip")).to_have_attribute("data-day", "2019-10-28")
    expect(page.get_by_role("button", name="Stop")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".strip")).not_to_have_attribute("data-day", "2019-10-28")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false")


def test_the_slider_goes_to_the_day_under_it(open_: Open) -> None:
    page = open_("/?asOf=2016-08-11&lang=fr")
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "11 août 2016")
    box = slider.bounding_box()
    assert box is not None
    place = float(page.locator("#hand line").get_attribute("x1", timeout=1000).removesuffix("%"))  # type: ignore[union-attr]
    width = box["width"] - 20
    page.mouse.move(box["x"] + 10 + width * place / 100, box["y"] + box["height"] - 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 10 + width * 0.2, box["y"] + box["height"] - 12, steps=5)
    expect(page.locator("#hand text")).not_to_have_text("11 août 2016")
    page.mouse.up()
    expect(page.locator(".strip")).not_to_have_attribute("data-day", "2016-08-11")
    assert "1980" < day_of(page) < "2005"
    slider.focus()
    before = page.locator("a#next").get_attribute("href") or ""
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/{before.removeprefix('./')}")
    expect(page.get_by_role("slider")).to_be_focused()


def test_back_and_forward_lead_through_what_was_seen(open_: Open) -> None:
    page = open_("/?asOf=2016-08-11&lang=fr")
    page.locator("#next").click()
    expect(page.locator(".strip")).to_have_attribute("data-day", "2016-08-12")
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(page.locator("h1")).to_have_text("Sources")
    page.go_back()
    expect(page.locator(".strip")).to_have_attribute("data-day", "2016-08-12")
    page.go_back()
    expect(page.locator(".strip")).to_have_attribute("data-day", "2016-08-11")
    page.go_forward()
    expect(page.locator(".strip")).to_have_attribute("data-day", "2016-08-12")


def test_an_address_reopened_shows_the_same_view(open_: Open) -> None:
    first = open_("/?asOf=2018-01-01&revision=1&statedBy=cget-2015&lang=en")
    again = open_(first.url)
    for part in ("h1", "#plate", "#time .drawing", ".notice"):
        assert again.locator(part).first.text_content() == first.locator(part).first.text_content()
    assert again.url == first.url
    assert urlsplit(open_("/").url).query == "asOf=2016-08-11&lang=fr"
