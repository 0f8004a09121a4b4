"""Why a page dated 2015 names a minister of 2017: told, followed, and checked against the source, as a reader would."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open


def test_the_contradiction_is_told_from_end_to_end(open_: Open) -> None:
    page = open_("/?lang=fr")
    page.get_by_role("link", name="Contradictions", exact=True).click()
    story = page.get_by_role("article", name="Pourquoi une page datée de 2015 nomme un ministre de 2017")
    expect(story.get_by_role("listitem")).to_have_count(5)
    expect(story).to_contain_text("Les mots de la page ont été écrits le 17 mai 2017 ou plus tard.")

    story.get_by_role("link", name="Voir ce jour selon cette page").click()
    expect(page.locator("h1")).to_have_text("CGET le 24 novembre 2015")
    expect(page.locator(".authority .name").first).to_have_text("ministre de la Cohésion des territoires")
    expect(page.locator(".notice")).to_contain_text("Le CGET concourt par son action à la cohésion des territoires")

    page.get_by_role("link", name="Voir ce que retient le registre.").click()
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("CGET le 24 novembre 2015")
    expect(page.locator(".authority .name")).to_have_text("Premier ministre")
    said = page.locator("#otherwise li", has_text="ministre de la Cohésion des territoires")
    expect(said).to_contain_text("réfuté")
    expect(said).to_contain_text("La page a été réécrite et a gardé son ancienne date.")

    page.locator(".authority").get_by_role("link", name="Sources : Premier ministre").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("listitem").first).to_contain_text(re.compile("Décret n° 2014-394|vie-publique|égalité"))
    sheet.get_by_role("button", name="Fermer").click()
    expect(sheet).to_have_count(0)

    said.get_by_role("link", name="Le CGET concourt par son action").click()
    expect(page.locator("h1")).to_have_text("Le CGET concourt par son action à la cohésion des territoires")
    expect(page.locator(".facts")).to_contain_text("24 novembre 2015")
    expect(page.locator(".facts .worded")).to_contain_text("le 17 mai 2017 ou plus tard")

    for _ in range(3):
        page.go_back()
    expect(story).to_be_visible()
    story.get_by_role("link", name="Comparer la veille et ce jour").click()
    expect(page.get_by_role("heading", name="Ce qui change")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("Premier ministre"))
    expect(row).to_contain_text("ministre de la Cohésion des territoires")
    expect(page.locator("tbody").first).to_contain_text("Décret n° 2017-1860 du 30 décembre 2017")
