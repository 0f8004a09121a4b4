"""The organigram and the time line in HTML: what a reader without scripts sees of the register."""

import re
from html import unescape

from starlette.testclient import TestClient

from tests.explorer.pages import Page, shown

ROW = re.compile(r"<rect class=\"(\w+)\" x=\"([\d.]+)%\" width=\"([\d.]+)%\"")


def part(page: Page, opening: str, closing: str) -> str:
    """The words between two pieces of the markup."""
    found = page.html.partition(opening)[2].partition(closing)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def test_the_chart_of_a_day_holds_authority_body_units_posts_and_holders(client: TestClient) -> None:
    page = shown(client, "/?asOf=2016-08-11&lang=en")
    assert page.headings[0] == (1, "CGET on 11 August 2016")
    chart = part(page, '<section id="plate"', '<p class="legend">')
    for said in (
        "sous l'autorité Prime Minister",
        "Service of the State General Commission for Territorial Equality CGET",
        "Marie-Caroline Bonnet-Galzy possible § or Jean-Michel Thornary possible § Commissioner-General",
        "Directorate for Urban Policy and Urban Cohesion DVCU",
        "Hosts Observatory of Territories",
        "Secretariat of Interministerial Committee on Rural Areas",
        "holder not known to the register Secretary-General of the CGET",
    ):
        assert said in chart, chart


def test_what_is_only_possible_is_marked_in_a_word_and_in_its_line(client: TestClient) -> None:
    page = shown(client, "/?asOf=2016-08-11&lang=fr")
    possible = part(page, '<li class="unit possible">\n      <p class="label">Mission', "</h3>")
    assert possible.endswith("mission de coordination de l'action ministérielle possible §")
    certain = shown(client, "/?asOf=2016-08-11&certainty=CERTAIN&lang=fr")
    assert "mission de coordination" not in part(certain, '<section id="plate"', '<p class="legend">')


def test_a_body_that_is_not_there_yet_gives_way_to_those_it_came_from(client: TestClient) -> None:
    chart = part(shown(client, "/?asOf=2007-01-01&lang=en"), '<section id="plate"', '<p class="legend">')
    assert "It does not exist yet. Before it, on that day:" in chart
    assert [name for name in ("Diact", "DIV", "Acsé", "ANCT", "DGCL") if name in chart] == ["Diact", "DIV", "Acsé"]


def test_a_body_that_is_no_more_gives_way_to_those_that_came_of_it(client: TestClient) -> None:
    chart = part(shown(client, "/?asOf=2020-06-01&lang=en"), '<section id="plate"', '<p class="legend">')
    assert "It exists no longer. After it, on that day:" in chart
    assert [name for name in ("Datar", "SGCIV", "ANCT", "DGCL") if name in chart] == ["ANCT", "DGCL"]


def test_the_time_line_draws_certain_and_uncertain_stretches_of_every_life(client: TestClient) -> None:
    html = shown(client, "/?asOf=2016-08-11&lang=fr").html
    lanes = re.findall(r'<g class="lane[^"]*">(.*?)</g>', html, re.DOTALL)
    drawn = {re.findall(r">([^<>]+)</text>", lane)[0]: [kind for kind, *_ in ROW.findall(lane)] for lane in lanes}
    assert drawn == {
        "Datar": ["certain", "ending"],
        "DIV": ["beginning", "certain"],
        "SGCIV": ["certain", "ending"],
        "FASILD": ["certain", "ending"],
        "Acsé": ["beginning", "certain", "ending"],
        "CGET": ["beginning", "certain"],
        "DGCL": ["beginning", "certain", "ending"],
        "ANCT": ["beginning", "certain", "ending"],
    }
    years = [int(year) for year in re.findall(r'<text class="year"[^>]*>(\d{4})</text>', html)]
    assert years == [1960, 1980, 2000, 2014, 2015, 2016, 2017, 2018, 2019, 2020]


def test_the_detail_of_the_time_line_goes_to_the_body_that_is_looked_at(client: TestClient) -> None:
    html = shown(client, "/?asOf=1970-01-01&root=datar&lang=fr").html
    assert re.search(r'data-stops="1958-12-29 0, 1962-11-06 9.03, 2014-07-11 71.03, 2026-11-22 100"', html)


def test_that_day_tells_what_changes_and_by_which_act(client: TestClient) -> None:
    page = shown(client, "/?asOf=2018-01-01&lang=fr")
    told = part(page, '<section id="changes"', "</section>")
    assert "autorité ou rattachement : Premier ministre → ministre de la Cohésion des territoires" in told
    assert "Rattachement du CGET au ministre de la Cohésion des territoires" in told
    assert "Décret n° 2017-1860 du 30 décembre 2017" in told
    assert '<section id="changes"' not in shown(client, "/?asOf=2017-12-25&lang=fr").html


def test_what_a_source_says_otherwise_is_beside_what_the_register_holds(client: TestClient) -> None:
    page = shown(client, "/?asOf=2015-11-24&lang=fr")
    assert "Premier ministre" in part(page, '<div class="above">', '<div class="middle">')
    otherwise = part(page, '<section id="otherwise"', "</section>")
    assert "réfuté autorité ou rattachement : ministre de la Cohésion des territoires" in otherwise
    assert "selon Le CGET concourt par son action à la cohésion des territoires" in otherwise


def test_as_stated_by_one_source_the_chart_is_what_that_source_says(client: TestClient) -> None:
    page = shown(client, "/?asOf=2015-11-24&statedBy=cget-2015&lang=fr")
    above = part(page, '<div class="above">', '<div class="middle">')
    assert above.startswith("rattaché administrativement ministre de la Cohésion des territoires possible")
    assert "Premier ministre" not in above
    assert "Selon une seule source : Le CGET concourt par son action" in part(page, "<main", '<div class="title">')
    assert "direction de la ville" not in part(page, '<section id="plate"', '<p class="legend">')


def test_the_steps_lead_to_the_nearest_changes_of_the_whole_line(client: TestClient) -> None:
    page = shown(client, "/?asOf=2017-12-31&lang=en")
    steps = {text: href for text, href in page.links if "change" in text}
    assert steps == {
        "← previous change 6 September 2017": "./?asOf=2017-09-06&lang=en",
        "next change → 1 January 2018": "./?asOf=2018-01-01&lang=en",
    }
