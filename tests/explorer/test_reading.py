"""What the pages tell of sources, contradictions, comparisons and revisions, and how a view is cited."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.explorer.pages import Page, shown


def words(page: Page, opening: str = "<main", closing: str = "</main>") -> str:
    found = page.html.partition(opening)[2].partition(closing)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def test_a_source_tells_the_date_printed_on_it_and_when_its_words_were_written(client: TestClient) -> None:
    told = words(shown(client, "/sources/cget-2015?lang=fr"))
    assert "publié le 24 novembre 2015 rédigé le 17 mai 2017 ou plus tard" in told
    assert "Ce qu'elle dit (76 énoncés)" in told
    links = dict(shown(client, "/sources/cget-2015?lang=fr").links)
    assert links["L'organigramme du 24 novembre 2015 selon cette seule source"] == (
        "../?asOf=2015-11-24&statedBy=cget-2015&lang=fr"
    )


def test_the_list_of_sources_tells_both_dates_where_they_differ(client: TestClient) -> None:
    page = shown(client, "/sources?lang=en")
    assert [text for level, text in page.headings if level == 2] == [
        "Legal acts",
        "Official pages",
        "Parliamentary records",
        "Archival records",
        "Reports",
        "Press",
        "Others",
    ]
    assert (
        "Le CGET concourt par son action à la cohésion des territoires "
        "Commissariat général à l'égalité des territoires published on 24 November 2015; "
        "written on 17 May 2017 or later"
    ) in words(page)


@pytest.mark.parametrize(
    ("lang", "steps"),
    [
        (
            "en",
            [
                "Why a page dated 2015 names a minister of 2017",
                "under the authority of: Minister for Territorial Cohesion",
                "On 24 November 2015, the authority is: Prime Minister",
                "the Ministry of Territorial Cohesion has existed only since 17 May 2017",
                "The words of the page were written on 17 May 2017 or later.",
                "rattaché administrativement : from 1 January 2018 to 31 December 2019",
            ],
        ),
        (
            "fr",
            [
                "Pourquoi une page datée de 2015 nomme un ministre de 2017",
                "sous l'autorité de : ministre de la Cohésion des territoires",
                "Le 24 novembre 2015, l'autorité est : Premier ministre",
                "le ministère de la Cohésion des territoires n'existe que depuis le 17 mai 2017",
                "Les mots de la page ont été écrits le 17 mai 2017 ou plus tard.",
                "rattaché administrativement : du 1er janvier 2018 au 31 décembre 2019",
            ],
        ),
    ],
)
def test_the_page_whose_words_are_younger_than_its_date_is_told_as_a_story(
    client: TestClient, lang: str, steps: list[str]
) -> None:
    page = shown(client, f"/contradictions?lang={lang}")
    assert page.html.count('<article class="story"') == 1
    told = words(page, '<article class="story"', "</article>")
    places = [told.find(step) for step in steps]
    assert -1 not in places, told
    assert places == sorted(places)


def test_every_contradiction_tells_each_statement_with_its_standing_and_sources(client: TestClient) -> None:
    page = shown(client, "/contradictions?lang=en")
    assert page.html.count('<article class="contradiction"') == 27
    name = next(part for part in page.html.split('<article class="contradiction"') if "égalité du territoire" in part)
    told = " ".join(unescape(re.sub(r"<[^>]+>", " ", name)).split())
    assert "refuted" in told
    assert "according to Commissariat général à l'égalité du territoire (CGET)" in told


def test_two_days_side_by_side_tell_what_changed_appeared_and_vanished_and_the_act(client: TestClient) -> None:
    page = shown(client, "/compare?from.asOf=2017-12-31&to.asOf=2018-01-01&lang=en")
    assert page.headings[0] == (1, "CGET: from 31 December 2017 to 1 January 2018")
    assert [text for level, text in page.headings if level == 2] == [
        "What changes",
        "What appears",
        "What vanishes",
        "What becomes more or less sure",
    ]
    changed = words(page, '<section class="changed"', "</section>")
    assert "Attachment of the CGET to the Minister for Territorial Cohesion ( Décret n° 2017-1860" in changed
    assert "authority Prime Minister Minister for Territorial Cohesion" in changed
    charts = page.html.partition('<div class="sides charts">')[2]
    assert charts.index("Prime Minister") < charts.index("Minister for Territorial Cohesion")


def test_two_sources_side_by_side_tell_silence_apart_from_change(client: TestClient) -> None:
    address = "/compare?from.asOf=2016-08-11&from.statedBy=vie-publique-2016&to.asOf=2018-06-01&to.statedBy=cget-2015"
    page = shown(client, f"{address}&lang=en")
    told = words(page)
    assert "Silence is not contradiction." in told
    assert "Before General Commission for Territorial Equality: figure" in told
    assert page.heads["canonical"] == (
        "./compare?lang=en&from.asOf=2016-08-11&from.statedBy=vie-publique-2016&to.asOf=2018-06-01&to.statedBy=cget-2015"
    )


def test_every_box_of_the_chart_leads_to_its_sources(client: TestClient) -> None:
    page = shown(client, "/?asOf=2018-01-01&lang=en")
    chart = page.html.partition('<section id="plate"')[2].partition("</section>")[0]
    named = dict(re.findall(r'href="\./(statements/[0-9a-f]{32}[^"]*)" aria-label="Sources: ([^"]+)"', chart))
    authority = next(href for href, name in named.items() if name == "Minister for Territorial Cohesion")
    told = words(shown(client, "/" + unescape(authority)))
    assert "held from 1 January 2018 to 31 December 2019" in told
    assert "Décret n° 2017-1860 du 30 décembre 2017 (rattachement administratif du CGET) , read in" in told
    assert "official source" in told
    assert len(named) > 25


def test_a_search_finds_with_accents_or_without_names_of_any_time(client: TestClient) -> None:
    def found(text: str) -> list[str]:
        page = shown(client, f"/search?text={text}&lang=fr")
        return re.findall(r'href="\./organizations/([a-z0-9-]+)\?', page.html.partition('class="found"')[2])

    assert found("egalite des territoires") == found("Égalité des Territoires")
    assert found("egalite des territoires")[0] == "cget"
    assert found("diact") == ["datar"]
    assert found("zzz") == []


def test_the_revisions_are_told_with_their_digests_and_lead_to_what_was_known(client: TestClient) -> None:
    page = shown(client, "/revisions?lang=en")
    told = words(page)
    assert "revision 1, 1 November 2026, 12:00 UTC Record the shipped register The curators" in told
    assert re.search(r"digest of the content [0-9a-f]{64}", told)
    known = dict(page.links)["revision 1, 1 November 2026, 12:00 UTC"]
    assert "As known in revision 1 (1 November 2026, 12:00 UTC)." in words(shown(client, known.removeprefix(".")))


def test_a_view_is_cited_with_its_revision_digest_day_of_consultation_and_a_stable_address(client: TestClient) -> None:
    page = shown(client, "/?asOf=2016-08-11&statedBy=vie-publique-2016&lang=fr")
    digest = re.findall(r"empreinte ([0-9a-f]{64})", page.says)
    assert len(digest) == 1
    assert unescape(words(page, '<p id="reference"', "</p>").partition(">")[2]) == (
        "« CGET, le 11 août 2016 », Registre temporel du CGET, révision 1 du 1er novembre 2026, 12:00 UTC, "
        f"empreinte {digest[0]}. Consulté le 22 novembre 2026. "
        "http://testserver/?asOf=2016-08-11&revision=1&statedBy=vie-publique-2016&lang=fr"
    )


def test_the_questions_of_a_page_are_shown_and_answer_what_it_shows(client: TestClient) -> None:
    page = shown(client, "/?asOf=2018-01-01&lang=en")
    asked = re.findall(r'<a href="\./(queries/[a-z]+\.graphql)">', page.html)
    assert asked[0] == "queries/plate.graphql"
    document = client.get(f"/{asked[0]}").text
    variables = {"root": "cget", "asOf": "2018-01-01", "certainty": "POSSIBLE", "lang": "EN"}
    answer = client.post("/graphql", json={"query": document, "variables": variables}).json()["data"]
    (authority,) = answer["structure"]["root"]["authorities"]
    assert authority["organization"]["name"] in words(page, '<div class="above">', '<div class="middle">')
    assert client.get("/queries/nothing.graphql").status_code == 404
