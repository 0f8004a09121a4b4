"""What one source says, and what the register makes of it."""

from dataclasses import replace

from cget_api.core.model import Statement
from cget_api.core.vocabulary import Predicate, Standing
from tests.api.administration import NOTICE, P, printed, register
from tests.api.conftest import Serve
from tests.api.service import Service
from tests.worlds import DECREE, PAGE, both, cited, said

ON_THE_PAGE = (cited(PAGE, "§ 1"),)
SINCE_2017 = (cited(PAGE, "§ 1", "[2017-05-17..]"),)
IN_2015 = printed(PAGE, "2015-11-24", wording="[2017-05-17..]")


def _missions(service: Service, day: str, source: str = PAGE, certainty: str = "POSSIBLE") -> dict[str, str]:
    query = """query ($day: Date!, $source: String!, $certainty: Certainty!) {
      organization(slug: "cget", asOf: $day, statedBy: $source, certainty: $certainty) {
        missions { text certainty } } }"""
    told = service.ask(query, day=day, source=source, certainty=certainty)["organization"]["missions"]
    return {mission["text"]: mission["certainty"] for mission in told}


def test_a_source_states_on_the_days_of_a_statement_on_those_it_attests_and_on_the_day_printed_on_it(
    serve: Serve,
) -> None:
    """It is CERTAIN only on days for which the source vouches."""
    service = serve(
        register(
            said("cget", P.MISSION, "whole", "2016-01-01", "2018-12-31", citations=ON_THE_PAGE),
            said("cget", P.MISSION, "a day", "2016-01-01", "2018-12-31", citations=(cited(PAGE, None, "2017-03-01"),)),
            said("cget", P.MISSION, "since", "2016-01-01", "2018-12-31", citations=SINCE_2017),
            said("cget", P.MISSION, "beyond", "2016-01-01", "2018-12-31", citations=(cited(PAGE, None, "2020"),)),
            said("cget", P.MISSION, "loose", "[2016..2017]", "2018-12-31", citations=ON_THE_PAGE),
            said("cget", P.MISSION, "another's", "2010-01-01", "2030-12-31"),
            sources=(IN_2015,),
        )
    )
    at_all = {"whole": "POSSIBLE", "a day": "POSSIBLE", "since": "POSSIBLE", "beyond": "POSSIBLE", "loose": "POSSIBLE"}
    assert {day: _missions(service, day) for day in ("2015-11-23", "2015-11-24", "2016-02-01", "2017-03-01")} == {
        "2015-11-23": {},
        "2015-11-24": at_all,
        "2016-02-01": {**at_all, "whole": "CERTAIN"},
        "2017-03-01": {**at_all, "whole": "CERTAIN", "a day": "CERTAIN"},
    }
    assert {day: _missions(service, day) for day in ("2018-12-31", "2019-01-01", "2020-06-01", "2021-01-01")} == {
        "2018-12-31": {**at_all, "whole": "CERTAIN", "loose": "CERTAIN"},
        "2019-01-01": {"since": "POSSIBLE"},
        "2020-06-01": {"since": "POSSIBLE", "beyond": "CERTAIN"},
        "2021-01-01": {"since": "POSSIBLE"},
    }
    assert _missions(service, "2017-03-01", certainty="CERTAIN") == {"whole": "CERTAIN", "a day": "CERTAIN"}


def test_how_surely_it_held_on_a_day_speaks_of_the_validity_alone(serve: Serve) -> None:
    mission = said("cget", P.MISSION, "advises", "2016-01-01", "2018-12-31", citations=SINCE_2017)
    service = serve(register(mission, sources=(IN_2015,)))
    query = """{ organization(slug: "cget", asOf: "2015-11-24", statedBy: "page") { missions { certainty
      validity { printed: certaintyOn(date: "2015-11-24") held: certaintyOn(date: "2016-08-11") } } } }"""
    assert service.ask(query)["organization"]["missions"] == [
        {"certainty": "POSSIBLE", "validity": {"printed": None, "held": "CERTAIN"}}
    ]


def test_who_had_authority_on_a_day_is_answered_by_the_register_and_otherwise_by_the_page_of_that_day(
    service: Service,
) -> None:
    query = """query ($source: String) { organization(slug: "cget", asOf: "2015-11-24", statedBy: $source) {
      authorities { organization { slug } standing certainty terms note(lang: EN) validity { start end }
        citations { source { slug } via { slug } attests } } } }"""
    assert service.ask(query)["organization"]["authorities"] == [
        {
            "organization": {"slug": "prime-minister"},
            "standing": "ACCEPTED",
            "certainty": "CERTAIN",
            "terms": "sous l'autorité",
            "note": None,
            "validity": {"start": "[2014-03-31..2014-04-03]", "end": "2017-12-31"},
            "citations": [{"source": {"slug": "decree"}, "via": None, "attests": None}],
        }
    ]
    assert service.ask(query, source=PAGE)["organization"]["authorities"] == [
        {
            "organization": {"slug": "minister"},
            "standing": "ACCEPTED",
            "certainty": "POSSIBLE",
            "terms": "rattaché administrativement",
            "note": "attached for its management (en)",
            "validity": {"start": "2018-01-01", "end": "2019-12-31"},
            "citations": [
                {"source": {"slug": "decree"}, "via": {"slug": "notice"}, "attests": None},
                {"source": {"slug": "page"}, "via": None, "attests": "[2017-05-17..]"},
            ],
        },
        {
            "organization": {"slug": "minister"},
            "standing": "REJECTED",
            "certainty": "CERTAIN",
            "terms": None,
            "note": "that ministry did not exist (en)",
            "validity": {"start": "2015-11-24", "end": "2015-11-24"},
            "citations": [{"source": {"slug": "page"}, "via": None, "attests": None}],
        },
    ]


def test_a_source_through_which_another_was_read_does_not_state_what_the_other_says(serve: Serve) -> None:
    service = serve(
        register(said("cget", P.MISSION, "advises", "2016", "2018", citations=(cited(DECREE, via=NOTICE),)))
    )
    assert _missions(service, "2017-01-01", DECREE) == {"advises": "CERTAIN"}
    assert _missions(service, "2017-01-01", NOTICE) == {}
    assert service.ask('{ statements(filter: {source: "notice"}) { totalCount } }')["statements"]["totalCount"] == 0


IDENTITY = """query ($day: Date!, $source: String, $certainty: Certainty! = POSSIBLE) {
  organization(slug: "cget", asOf: $day, statedBy: $source, certainty: $certainty) {
    name kind acronym existence existenceCertainty lifespan { start end } names { text } } }"""


def refuted_on_the_page(predicate: Predicate, what: str | None, start: str, end: str) -> Statement:
    return said("cget", predicate, what, start, end, standing=Standing.REJECTED, citations=ON_THE_PAGE)


def test_what_identifies_is_the_source_s_own_where_it_says_so_and_else_the_register_s(serve: Serve) -> None:
    service = serve(
        register(
            said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"),
            said("cget", P.CLASSIFICATION, "STATE_SERVICE", "2014-04-03", "2019-12-31"),
            said("cget", P.NAME, "Commissariat général", "2014-04-03", "2019-12-31"),
            said("cget", P.ACRONYM, "CGET", "2014-04-03", "2019-12-31"),
            refuted_on_the_page(P.NAME, "The General Commission", "2016", "2016"),
            refuted_on_the_page(P.EXISTENCE, None, "2015", "2018"),
            sources=(IN_2015,),
        )
    )
    known = {
        "name": "Commissariat général",
        "kind": "STATE_SERVICE",
        "acronym": "CGET",
        "existence": "EXISTS",
        "existenceCertainty": "CERTAIN",
        "lifespan": {"start": "2014-04-03", "end": "2019-12-31"},
        "names": [{"text": "Commissariat général"}],
    }
    assert service.ask(IDENTITY, day="2015-06-01")["organization"] == known
    assert service.ask(IDENTITY, day="2015-06-01", source=DECREE)["organization"] == known
    assert service.ask(IDENTITY, day="2015-06-01", source=PAGE)["organization"] == {
        "name": "The General Commission",
        "kind": "STATE_SERVICE",
        "acronym": "CGET",
        "existence": "EXISTS",
        "existenceCertainty": "POSSIBLE",
        "lifespan": {"start": "2015", "end": "2018"},
        "names": [],
    }


def test_what_identifies_is_never_left_out_for_want_of_certainty(serve: Serve) -> None:
    loose = ("[2014..2016]", "[2018..2019]")
    service = serve(
        register(
            said("cget", P.EXISTENCE, None, *loose),
            said("cget", P.CLASSIFICATION, "STATE_SERVICE", *loose),
            said("cget", P.NAME, "Commissariat général", *loose),
            said("cget", P.ACRONYM, "CGET", *loose),
        )
    )
    possible = service.ask(IDENTITY, day="2015-06-01")["organization"]
    certain = service.ask(IDENTITY, day="2015-06-01", certainty="CERTAIN")["organization"]
    assert possible == {
        "name": "Commissariat général",
        "kind": "STATE_SERVICE",
        "acronym": "CGET",
        "existence": "EXISTS",
        "existenceCertainty": "POSSIBLE",
        "lifespan": {"start": "[2014..2016]", "end": "[2018..2019]"},
        "names": [{"text": "Commissariat général"}],
    }
    assert certain == {**possible, "names": []}


def test_before_and_after_a_life_its_first_and_last_labels_are_shown_and_nothing_else(serve: Serve) -> None:
    first, last = ("1963-02-14", "2005-12-31"), ("2006-01-01", "2014-03-30")
    service = serve(
        register(
            said("datar", P.EXISTENCE, None, "1963-02-14", "2014-03-30"),
            said("datar", P.CLASSIFICATION, "DELEGATION", *first),
            said("datar", P.CLASSIFICATION, "STATE_SERVICE", *last),
            said("datar", P.NAME, "first", *first),
            said("datar", P.NAME, "last", *last),
            said("datar", P.ACRONYM, "F", *first),
            said("datar", P.ACRONYM, "L", *last),
            said("datar", P.MISSION, "mission", "1963-02-14", "2014-03-30"),
            said("datar", P.AUTHORITY, "prime-minister", "1963-02-14", "2014-03-30"),
        )
    )
    query = """query ($day: Date!) { organization(slug: "datar", asOf: $day) {
      name acronym kind existence names { text } missions { text } authorities { key } } }"""
    nothing: dict[str, list[object]] = {"names": [], "missions": [], "authorities": []}
    assert [service.ask(query, day=day)["organization"] for day in ("1900-01-01", "2020-01-01")] == [
        {"name": "first", "acronym": "F", "kind": "DELEGATION", "existence": "NOT_YET", **nothing},
        {"name": "last", "acronym": "L", "kind": "STATE_SERVICE", "existence": "CEASED", **nothing},
    ]


def test_an_acronym_that_is_not_known_on_a_day_of_its_life_is_not_taken_from_another_day(serve: Serve) -> None:
    service = serve(
        register(
            said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"),
            said("cget", P.ACRONYM, "CGET", "2014-04-03", "2015-12-31"),
        )
    )
    assert service.ask(IDENTITY, day="2015-06-01")["organization"]["acronym"] == "CGET"
    assert service.ask(IDENTITY, day="2017-06-01")["organization"]["acronym"] is None
    assert service.ask(IDENTITY, day="2020-06-01")["organization"]["acronym"] == "CGET"


def test_what_could_be_believed_at_a_time_is_asked_by_the_day_sources_were_published(serve: Serve) -> None:
    """A page that was rewritten counts from the time of its wording; what the register knew is another question."""
    service = serve(
        register(
            said("cget", P.PARTNER, "of the decree", citations=(cited(DECREE),)),
            said("cget", P.PARTNER, "of the rewritten page", citations=ON_THE_PAGE),
            said("cget", P.PARTNER, "of both", citations=(cited(DECREE), *ON_THE_PAGE)),
            said("cget", P.PARTNER, "of an undated notice", citations=(cited(NOTICE),)),
            sources=(IN_2015, replace(printed(DECREE, "2014-04"), note=both("a month"))),
        )
    )
    query = """query ($day: Date!) { statements(filter: {sourcePublishedBy: $day, predicate: [PARTNER]}) {
      nodes { ... on TextStatement { text } } } }"""

    def believed(day: str) -> set[str]:
        return {node["text"] for node in service.ask(query, day=day)["statements"]["nodes"]}

    assert believed("2014-03-31") == set()
    assert believed("2014-04-01") == {"of the decree", "of both"}
    assert believed("2015-11-24") == {"of the decree", "of both"}
    assert believed("2017-05-17") == {"of the decree", "of both", "of the rewritten page"}


def test_silence_of_a_source_is_not_denial_but_an_empty_list(service: Service) -> None:
    query = """{ organization(slug: "cget", asOf: "2015-11-24", statedBy: "page") {
      name sites { key } figures { key } } }"""
    assert service.ask(query)["organization"] == {"name": "Commissariat général", "sites": [], "figures": []}


def test_a_correction_of_a_source_keeps_what_cites_it_and_shows_each_revision_s_description(service: Service) -> None:
    """A citation names the source, and a revision describes it."""
    query = """query ($revision: Int!) { source(slug: "notice", revision: $revision) { title statements { nodes { key
      citations { source { id title } } } } } }"""
    first, second = (service.ask(query, revision=number)["source"] for number in (1, 2))
    assert (first["title"], second["title"]) == ("Notice", "Notice of the archives")
    (before,), (after,) = first["statements"]["nodes"], second["statements"]["nodes"]
    assert before["key"] == after["key"]
    assert before["citations"][0]["source"]["title"] == "Notice"
    assert after["citations"][0]["source"]["title"] == "Notice of the archives"
    assert before["citations"][0]["source"]["id"] != after["citations"][0]["source"]["id"]


def test_editions_are_told_in_both_directions_and_relations_with_their_sense(service: Service) -> None:
    query = """query ($slug: String!) { source(slug: $slug) {
      editions { slug } relations { kind inverse source { slug } } publishedOn wordingDated } }"""
    assert [service.ask(query, slug=slug)["source"] for slug in (PAGE, NOTICE)] == [
        {
            "editions": [{"slug": "notice"}],
            "relations": [{"kind": "EDITION_OF", "inverse": False, "source": {"slug": "notice"}}],
            "publishedOn": "2015-11-24",
            "wordingDated": "[2017-05-17..]",
        },
        {
            "editions": [{"slug": "page"}],
            "relations": [{"kind": "EDITION_OF", "inverse": True, "source": {"slug": "page"}}],
            "publishedOn": None,
            "wordingDated": None,
        },
    ]
