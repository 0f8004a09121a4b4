"""What is told: errors, the service gone, a new revision; and what is taken away: references and queries."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Open, Watch
from tests.browser.service import Service


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/?asOf=2016-02-30&lang=en", 400, "This address cannot be understood"),
        ("/?asOf=2016&lang=fr", 400, "Cette adresse ne se comprend pas"),
        ("/?revision=99&lang=en", 400, "This address cannot be understood"),
        ("/?statedBy=nobody&lang=en", 400, "This address cannot be understood"),
        ("/?root=nothing&lang=fr", 404, "Le registre n'a rien sous ce nom"),
        ("/organizations/nothing?lang=en", 404, "The register has nothing under this name"),
    ],
)
def test_what_is_wrong_with_an_address_is_told_and_leads_back(
    open_: Open, watch: Watch, address: str, status: int, heading: str
) -> None:
    page = open_("/")
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status
    expect(page.locator("h1")).to_have_text(heading)
    page.locator("main").get_by_role("link").first.click()
    expect(page.locator(".chart")).to_be_visible()
    watch.complaints = [told for told in watch.complaints if f"status of {status}" not in told]


def test_days_beyond_the_register_are_shown_and_told(open_: Open) -> None:
    page = open_("/?asOf=1900-01-01&lang=en")
    expect(page.locator(".notice")).to_have_text("The register begins on 29 December 1958. This day is before it.")
    page.goto("/?asOf=2999-01-01&lang=en")
    expect(page.locator(".notice")).to_contain_text("This day has not come yet")


def test_a_service_that_is_gone_is_told_and_what_is_shown_stays(browser: Browser, service_of_its_own: Service) -> None:
    page = browser.new_page(base_url=service_of_its_own.base, locale="en-GB")
    page.goto("/?asOf=2016-08-11&lang=en")
    service_of_its_own.stop()
    page.locator("#next").click()
    expect(page.get_by_role("alert")).to_contain_text("The service does not answer any more.")
    expect(page.locator("h1")).to_have_text("CGET on 11 August 2016")
    expect(page.get_by_role("alert").get_by_role("button", name="Try again")).to_be_visible()
    page.close()


def test_a_revision_recorded_while_one_looks_is_told_and_shown_on_demand(
    browser: Browser, service_of_its_own: Service, tmp_path: Path
) -> None:
    page = browser.new_page(base_url=service_of_its_own.base, locale="en-GB")
    with page.expect_request(re.compile("/graphql")):
        page.goto("/?asOf=2016-08-11&lang=en")
    service_of_its_own.record_another_revision(tmp_path)
    news = page.locator(".toast")
    expect(news).to_contain_text("A new revision has just been recorded.", timeout=20_000)
    news.get_by_role("button", name="Show it").click()
    expect(page.locator("#revision option").nth(1)).to_contain_text("revision 2")
    expect(news).to_have_count(0)
    page.locator("#revision").select_option("1")
    page.locator("form.looking").get_by_role("button", name="Show").click()
    expect(page.locator(".notice")).to_contain_text("As known in revision 1")
    assert "revision=1" in page.url
    page.close()


def test_a_reference_is_copied_with_day_revision_digest_and_an_address_that_reopens(
    open_: Open, service: Service
) -> None:
    page = open_("/?asOf=2016-08-11&lang=fr", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Citer cette vue").click()
    page.get_by_role("button", name="Copier la référence").click()
    expect(page.locator("#status")).to_have_text("Copié.")
    copied = page.evaluate("navigator.clipboard.readText()")
    revision = service.ask("{ revision(number: 1) { contentDigest } }")["revision"]
    assert isinstance(revision, dict)
    assert f"empreinte {revision['contentDigest']}." in copied
    assert re.search(r"révision 1 du \d+\w* \w+ \d{4}, \d\d:\d\d UTC", copied)
    assert re.search(r"Consulté le \d+\w* \w+ \d{4}\.", copied)
    (address,) = re.findall(r"http://\S+$", copied)
    assert address == f"{service.base}/?asOf=2016-08-11&revision=1&lang=fr"
    expect(open_(address).locator("h1")).to_have_text("CGET le 11 août 2016")


def test_the_query_copied_gives_what_is_shown(open_: Open, service: Service) -> None:
    page = open_("/?asOf=2018-01-01&lang=en", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("The GraphQL queries of this view").click()
    page.get_by_role("button", name="Copy query").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    first, *others = copied.split("# variables: ")[1:]
    assert len(others) >= 3
    variables, _, query = first.partition("\n")
    answer = service.ask(query, **json.loads(variables))["structure"]
    assert isinstance(answer, dict)
    (authority,) = answer["root"]["authorities"]
    expect(page.locator(".authority .name")).to_have_text(authority["organization"]["name"])
