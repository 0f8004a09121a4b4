"""Which value is shown where several hold, and what a whole life is."""

from dataclasses import replace

import pytest

from cget_api.core.model import Statement
from cget_api.core.vocabulary import Standing
from tests.api.administration import P, register
from tests.api.conftest import Serve
from tests.api.service import Service
from tests.worlds import cited, said

DAY = ("2015-01-01", "2015-12-31")
LOOSE = ("[2014..2016]", "[2015..2017]")


def named(
    words: str, validity: tuple[str, str], standing: Standing = Standing.ACCEPTED, position: int = 0
) -> Statement:
    return replace(said("cget", P.NAME, words, *validity, standing=standing), position=position)


BY_KEY = tuple(sorted((named(words, LOOSE) for words in "az"), key=lambda name: name.key))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (named("z", DAY), named("a", DAY, Standing.DISPUTED)),
        (named("z", LOOSE), named("a", DAY, Standing.DISPUTED)),
        (named("z", DAY), named("a", LOOSE)),
        (named("z", DAY, position=1), named("a", LOOSE)),
        (named("z", LOOSE, position=1), named("a", LOOSE, position=2)),
        BY_KEY,
    ],
    ids=["standing", "standing before certainty", "certainty", "certainty before position", "position", "key"],
)
def test_one_value_is_the_best_by_standing_then_certainty_then_position_then_key(
    serve: Serve, better: Statement, worse: Statement
) -> None:
    query = '{ organization(slug: "cget", asOf: "2015-06-01") { name } }'
    assert better.text is not None
    for names in ((better, worse), (worse, better)):
        assert serve(register(*names)).ask(query)["organization"]["name"] == better.text.fr


def test_of_what_one_source_states_the_planned_comes_before_the_refuted(serve: Serve) -> None:
    planned = said("cget", P.NAME, "planned", *LOOSE, standing=Standing.PLANNED)
    service = serve(register(planned, said("cget", P.NAME, "refuted", *DAY, standing=Standing.REJECTED)))
    query = '{ organization(slug: "cget", asOf: "2015-06-01", statedBy: "decree") { name } }'
    assert service.ask(query)["organization"]["name"] == "planned"


def test_an_empty_list_is_ignorance_and_a_vacancy_that_a_source_asserts_is_a_holder_without_a_person(
    service: Service,
) -> None:
    query = """query ($day: Date!) { post(slug: "head", asOf: $day) {
      holders { person { slug } interim certainty validity { start end } } } }"""
    days = ("2014-04-04", "2015-01-01", "2017-03-20", "2018-10-15", "2019-09-15")
    holders = {day: service.ask(query, day=day)["post"]["holders"] for day in days}
    assert {day: [holder["person"] for holder in held] for day, held in holders.items()} == {
        "2014-04-04": [],
        "2015-01-01": [{"slug": "jane"}],
        "2017-03-20": [None],
        "2018-10-15": [{"slug": "john"}],
        "2019-09-15": [],
    }
    assert holders["2017-03-20"] == [
        {
            "person": None,
            "interim": False,
            "certainty": "CERTAIN",
            "validity": {"start": "[2017-03-02..2017-03-05]", "end": "2017-03-31"},
        }
    ]
    assert holders["2018-10-15"][0]["interim"] is True


def test_authority_covers_attachment_in_the_words_of_the_sources_and_is_one_at_a_time(service: Service) -> None:
    query = """query ($day: Date!) { organization(slug: "cget", asOf: $day) {
      authorities { predicate terms organization { slug authorityOver { organization { slug } } } } } }"""
    days = ("2014-04-01", "2017-12-31", "2018-01-01", "2019-12-31", "2020-01-01")
    authorities = {day: service.ask(query, day=day)["organization"]["authorities"] for day in days}
    over = {"authorityOver": [{"organization": {"slug": "cget"}}]}
    prime_minister = [
        {"predicate": "AUTHORITY", "terms": "sous l'autorité", "organization": {"slug": "prime-minister", **over}}
    ]
    minister = [
        {"predicate": "AUTHORITY", "terms": "rattaché administrativement", "organization": {"slug": "minister", **over}}
    ]
    assert authorities == {
        "2014-04-01": prime_minister,
        "2017-12-31": prime_minister,
        "2018-01-01": minister,
        "2019-12-31": minister,
        "2020-01-01": [],
    }


def test_supervision_and_support_are_told_from_both_ends_and_are_no_authority(service: Service) -> None:
    query = """{
      cget: organization(slug: "cget", asOf: "2018-02-01") { supports { ...Ends } supervises { ...Ends } }
      minister: organization(slug: "minister", asOf: "2018-02-01") { supportedBy { ...Ends } supervises { ...Ends } }
      fund: organization(slug: "fund", asOf: "2018-02-01") { supervisedBy { ...Ends } authorities { ...Ends } }
    }
    fragment Ends on OrganizationLink { predicate organization { slug } }"""
    answer = service.ask(query)
    assert answer == {
        "cget": {"supports": [{"predicate": "SUPPORTS", "organization": {"slug": "minister"}}], "supervises": []},
        "minister": {
            "supportedBy": [{"predicate": "SUPPORTS", "organization": {"slug": "cget"}}],
            "supervises": [{"predicate": "SUPERVISES", "organization": {"slug": "fund"}}],
        },
        "fund": {
            "supervisedBy": [{"predicate": "SUPERVISES", "organization": {"slug": "minister"}}],
            "authorities": [],
        },
    }


WHOLE_LIVES = """query ($day: Date!, $certainty: Certainty! = POSSIBLE) {
  organization(slug: "cget", asOf: $day, certainty: $certainty) {
    predecessors { ...Link } successors { ...Link } events { slug standing } }
  person(slug: "john", asOf: $day, certainty: $certainty) { memberships { certainty post { slug } } }
  post(slug: "head", asOf: $day, certainty: $certainty) { succession { certainty person { slug } } }
}
fragment Link on OrganizationLink { certainty predicate organization { slug } subject { slug } }"""


@pytest.mark.parametrize("day", ["1900-01-01", "2014-04-01", "2016-08-11", "2030-01-01"])
@pytest.mark.parametrize("certainty", ["POSSIBLE", "CERTAIN"])
def test_kin_events_memberships_and_succession_cover_a_whole_life_whatever_the_day(
    service: Service, day: str, certainty: str
) -> None:
    assert service.ask(WHOLE_LIVES, day=day, certainty=certainty) == {
        "organization": {
            "predecessors": [
                {
                    "certainty": None,
                    "predicate": "ORIGINAL_ORGANIZATION",
                    "organization": {"slug": "datar"},
                    "subject": {"slug": "merger"},
                }
            ],
            "successors": [
                {
                    "certainty": None,
                    "predicate": "RESULTING_ORGANIZATION",
                    "organization": {"slug": "anct"},
                    "subject": {"slug": "announcement"},
                }
            ],
            "events": [
                {"slug": "creation", "standing": "ACCEPTED"},
                {"slug": "merger", "standing": "ACCEPTED"},
                {"slug": "move", "standing": "PLANNED"},
                {"slug": "announcement", "standing": "ACCEPTED"},
            ],
        },
        "person": {
            "memberships": [
                {"certainty": None, "post": {"slug": "deputy"}},
                {"certainty": None, "post": {"slug": "head"}},
            ]
        },
        "post": {
            "succession": [
                {"certainty": None, "person": {"slug": "jane"}},
                {"certainty": None, "person": None},
                {"certainty": None, "person": {"slug": "john"}},
            ]
        },
    }


def test_an_event_touches_what_it_concerns_and_its_original_and_resulting_organisations(serve: Serve) -> None:
    service = serve(
        register(
            said("merger", P.OCCURRED, "MERGER", "2014-04-03", "2014-04-03"),
            said("merger", P.ORIGINAL_ORGANIZATION, "datar"),
            said("merger", P.RESULTING_ORGANIZATION, "cget"),
            said("merger", P.CONCERNS, "fund"),
            said("merger", P.CONCERNS, "jane"),
            said("move", P.OCCURRED, "RELOCATION", "2014", "2014"),
            said("move", P.CONCERNS, "fund"),
            said("team", P.UNIT_OF, "cget"),
        )
    )
    query = '{ organizations(asOf: "2000-01-01") { nodes { slug events { slug } } } }'
    organizations = service.ask(query)["organizations"]["nodes"]
    touched = {node["slug"]: [event["slug"] for event in node["events"]] for node in organizations}
    assert touched == {"cget": ["merger"], "datar": ["merger"], "fund": ["move", "merger"], "team": []}


def test_a_plan_that_was_dated_twice_shows_the_best_of_its_days(service: Service) -> None:
    query = """query ($source: String) { organization(slug: "cget", asOf: "2016-01-01", statedBy: $source) {
      events { slug eventKind occurred standing } } }"""
    events = {event["slug"]: event for event in service.ask(query)["organization"]["events"]}
    assert events["announcement"] == {
        "slug": "announcement",
        "eventKind": "DISSOLUTION",
        "occurred": "2020-01-01",
        "standing": "ACCEPTED",
    }
    assert events["move"]["standing"] == "PLANNED"
    query = """{ statements(filter: {subject: "announcement", predicate: [OCCURRED]}) {
      nodes { standing validity { start } } } }"""
    assert service.ask(query)["statements"]["nodes"] == [
        {"standing": "PLANNED", "validity": {"start": "2018-07-01"}},
        {"standing": "ACCEPTED", "validity": {"start": "2020-01-01"}},
    ]


def test_a_source_that_names_the_kin_without_the_day_still_states_who_they_are(serve: Serve) -> None:
    page = (cited("page"),)
    service = serve(
        register(
            said("merger", P.OCCURRED, "MERGER", "2014-04-03", "2014-04-03"),
            said("merger", P.ORIGINAL_ORGANIZATION, "datar", citations=page),
            said("merger", P.RESULTING_ORGANIZATION, "cget", citations=page),
        )
    )
    query = """{ organization(slug: "cget", asOf: "2015-01-01", statedBy: "page") {
      predecessors { organization { slug } } events { slug occurred } } }"""
    assert service.ask(query)["organization"] == {
        "predecessors": [{"organization": {"slug": "datar"}}],
        "events": [{"slug": "merger", "occurred": "2014-04-03"}],
    }


def test_a_merger_that_was_only_planned_makes_nobody_a_predecessor(serve: Serve) -> None:
    service = serve(
        register(
            said("merger", P.OCCURRED, "MERGER", "2014", "2014", standing=Standing.PLANNED),
            said("merger", P.ORIGINAL_ORGANIZATION, "datar"),
            said("merger", P.RESULTING_ORGANIZATION, "cget"),
        )
    )
    query = '{ organization(slug: "cget", asOf: "2015-01-01") { predecessors { key } events { standing } } }'
    assert service.ask(query)["organization"] == {"predecessors": [], "events": [{"standing": "PLANNED"}]}


def test_names_without_dates_and_the_links_of_events_count_for_no_coverage(serve: Serve) -> None:
    service = serve(
        register(
            said("cget", P.EXISTENCE, None, "[2014-03-31..2014-04-03]", "2019"),
            said("jane", P.NAME, "Jane"),
            said("tower", P.NAME, "The tower"),
            said("creation", P.OCCURRED, "CREATION", "1999-01-01", "1999-01-01", standing=Standing.PLANNED),
            said("creation", P.RESULTING_ORGANIZATION, "cget"),
            said("cget", P.MISSION, "only possible", "2012", "2012"),
        )
    )
    assert service.ask("{ register { coverage } }") == {"register": {"coverage": "2014-04-03/2019-01-01"}}


def test_a_name_without_dates_is_borne_on_any_day(service: Service) -> None:
    query = """query ($day: Date!) { person(slug: "jane", asOf: $day) { name }
      post(slug: "head", asOf: $day) { name } }"""
    answers = [service.ask(query, day=day) for day in ("1900-01-01", "2016-08-11", "2100-01-01")]
    assert answers == [{"person": {"name": "jane"}, "post": {"name": "head"}}] * 3


def test_words_are_answered_in_french_unless_english_is_asked_for(service: Service) -> None:
    query = """{ organization(slug: "cget", asOf: "2016-08-11") {
      name fr: name(lang: FR) en: name(lang: EN)
      missions { language text fr: text(lang: FR) en: text(lang: EN) heading(lang: EN) }
      figures { label unit(lang: EN) per approximate value covers } } }"""
    assert service.ask(query)["organization"] == {
        "name": "Commissariat général",
        "fr": "Commissariat général",
        "en": "Commissariat général (en)",
        "missions": [
            {
                "language": "FR",
                "text": "conçoit et met en œuvre",
                "fr": "conçoit et met en œuvre",
                "en": "conçoit et met en œuvre (en)",
                "heading": "Concevoir (en)",
            }
        ],
        "figures": [
            {
                "label": "agents",
                "unit": "agent (en)",
                "per": None,
                "approximate": True,
                "value": 300.0,
                "covers": None,
            }
        ],
    }
