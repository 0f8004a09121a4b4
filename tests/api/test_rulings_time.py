"""When something held, on the borders where two readers would differ."""

from tests.api.administration import P, register
from tests.api.conftest import Serve
from tests.worlds import said

LIFE = said("cget", P.EXISTENCE, None, "[2014-03-31..2014-04-03]", "2019-12-31")


def test_an_open_side_reaches_no_further_than_its_subject_and_object_may_have_existed(serve: Serve) -> None:
    service = serve(
        register(
            LIFE,
            said("datar", P.EXISTENCE, None, "2014-06-01", "[2018-01-01..]"),
            said("cget", P.MISSION, "open on both sides"),
            said("cget", P.MISSION, "began at some time", "[..2016-08-11]", "2016-12-31"),
            said("cget", P.MISSION, "ended at some time", "2016-08-11", "[2016-08-11..]"),
            said("datar", P.UNIT_OF, "cget"),
        )
    )
    answer = service.ask(
        """{
          missions: statements(filter: {predicate: [MISSION]}) { nodes { ... on TextStatement { text } ...Dated } }
          units: statements(filter: {predicate: [UNIT_OF]}) { nodes { ...Dated } }
        }
        fragment Dated on Statement { validity { start end startEarliest startLatest endEarliest endLatest } }"""
    )
    validities = {node["text"]: node["validity"] for node in answer["missions"]["nodes"]}
    (unit,) = answer["units"]["nodes"]
    assert validities == {
        "open on both sides": {
            "start": None,
            "end": None,
            "startEarliest": "2014-03-31",
            "startLatest": "2014-04-03",
            "endEarliest": "2019-12-31",
            "endLatest": "2019-12-31",
        },
        "began at some time": {
            "start": "[..2016-08-11]",
            "end": "2016-12-31",
            "startEarliest": "2014-03-31",
            "startLatest": "2016-08-11",
            "endEarliest": "2016-12-31",
            "endLatest": "2016-12-31",
        },
        "ended at some time": {
            "start": "2016-08-11",
            "end": "[2016-08-11..]",
            "startEarliest": "2016-08-11",
            "startLatest": "2016-08-11",
            "endEarliest": "2016-08-11",
            "endLatest": "2019-12-31",
        },
    }
    assert unit["validity"] == {
        "start": None,
        "end": None,
        "startEarliest": "2014-06-01",
        "startLatest": "2014-06-01",
        "endEarliest": "2018-01-01",
        "endLatest": "2019-12-31",
    }


def test_a_closed_bound_is_never_clipped_so_that_what_is_refuted_stays_visible(serve: Serve) -> None:
    service = serve(
        register(
            LIFE,
            said("cget", P.MISSION, "before it was", "2010-01-01", "2010-12-31"),
            said("cget", P.MISSION, "until a day before it was", None, "2010-12-31"),
            said("cget", P.MISSION, "from a day after it was", "2022-01-01"),
        )
    )
    query = 'query ($day: Date!) { organization(slug: "cget", asOf: $day) { missions { text certainty } } }'
    shown = {
        day: {
            mission["text"]: mission["certainty"] for mission in service.ask(query, day=day)["organization"]["missions"]
        }
        for day in ("2010-12-30", "2010-12-31", "2011-01-01", "2021-12-31", "2022-01-01", "2022-01-02")
    }
    assert shown == {
        "2010-12-30": {"before it was": "CERTAIN"},
        "2010-12-31": {"before it was": "CERTAIN", "until a day before it was": "CERTAIN"},
        "2011-01-01": {},
        "2021-12-31": {},
        "2022-01-01": {"from a day after it was": "CERTAIN"},
        "2022-01-02": {},
    }


def test_where_sources_disagree_on_the_day_every_day_between_theirs_is_possible(serve: Serve) -> None:
    creation = said("creation", P.OCCURRED, "CREATION", *("[2014-03-31..2014-04-03]",) * 2)
    service = serve(register(LIFE, creation, said("creation", P.RESULTING_ORGANIZATION, "cget")))
    query = """query ($day: Date!) { organization(slug: "cget", asOf: $day) {
      existence existenceCertainty lifespan { start startLatest }
      events { occurred occurredEarliest occurredLatest } } }"""
    days = ("2014-03-30", "2014-03-31", "2014-04-02", "2014-04-03", "2019-12-31", "2020-01-01")
    answers = [service.ask(query, day=day)["organization"] for day in days]
    assert [(answer["existence"], answer["existenceCertainty"]) for answer in answers] == [
        ("NOT_YET", "CERTAIN"),
        ("EXISTS", "POSSIBLE"),
        ("EXISTS", "POSSIBLE"),
        ("EXISTS", "CERTAIN"),
        ("EXISTS", "CERTAIN"),
        ("CEASED", "CERTAIN"),
    ]
    occurred = {
        "occurred": "[2014-03-31..2014-04-03]",
        "occurredEarliest": "2014-03-31",
        "occurredLatest": "2014-04-03",
    }
    lifespan = {"start": "[2014-03-31..2014-04-03]", "startLatest": "2014-04-03"}
    assert [(answer["events"], answer["lifespan"]) for answer in answers] == [([occurred], lifespan)] * len(days)


def test_a_statement_reached_without_a_day_is_seen_on_the_first_day_it_may_have_held(serve: Serve) -> None:
    """The earliest start, else the earliest end, else the revision's day; never today."""
    service = serve(
        register(
            said("cget", P.PARTNER, "from a day", "2014-06-01", "2015"),
            said("cget", P.PARTNER, "from one of some days", "[2014-03-31..2014-04-03]", "2015"),
            said("cget", P.PARTNER, "up to a month", None, "2015-02"),
            said("cget", P.PARTNER, "up to some day", None, "[..2015-02-01]"),
            said("cget", P.PARTNER, "without a day"),
        )
    )
    selected = """nodes { certainty subject { asOf } citations { source { id } }
      ... on TextStatement { text } validity { startEarliest endEarliest certaintyOn(date: "2015-01-01") } }"""
    answer = service.ask(
        f"""{{
          statements(filter: {{predicate: [PARTNER]}}) {{ {selected} }}
          source(slug: "decree") {{ statements {{ {selected} }} }}
          revision(number: 1) {{ added {{ {selected} }} }}
        }}"""
    )
    lists = (answer["statements"], answer["source"]["statements"], answer["revision"]["added"])
    for list_ in lists:
        nodes = {node["text"]: node for node in list_["nodes"] if "text" in node}
        assert {text: nodes[text]["subject"]["asOf"] for text in nodes if text != "cget"} == {
            "from a day": "2014-06-01",
            "from one of some days": "2014-03-31",
            "up to a month": "2015-02-01",
            "up to some day": "2026-01-01",
            "without a day": "2026-01-01",
        }
        assert {node["certainty"] for node in nodes.values()} == {None}
        assert nodes["up to some day"]["validity"] == {
            "startEarliest": None,
            "endEarliest": None,
            "certaintyOn": "POSSIBLE",
        }


def test_a_gap_between_two_lives_is_an_interruption_and_the_lifespan_reaches_over_it(serve: Serve) -> None:
    service = serve(
        register(
            said("observatory", P.EXISTENCE, None, "2005-01-01", "2008-12-31"),
            said("observatory", P.EXISTENCE, None, "2011-01-01", "[2018-01-01..2018-12-31]"),
        )
    )
    query = """query ($day: Date!) { organization(slug: "observatory", asOf: $day) {
      existence existenceCertainty lifespan { start end startEarliest startLatest endEarliest endLatest } } }"""
    until_the_gap, gap = ("2004-12-31", "2005-01-01", "2008-12-31"), ("2009-01-01", "2010-12-31")
    days = (*until_the_gap, *gap, "2011-01-01", "2018-06-01", "2019-01-01")
    answers = [service.ask(query, day=day)["organization"] for day in days]
    assert [(answer["existence"], answer["existenceCertainty"]) for answer in answers] == [
        ("NOT_YET", "CERTAIN"),
        ("EXISTS", "CERTAIN"),
        ("EXISTS", "CERTAIN"),
        ("INTERRUPTED", "CERTAIN"),
        ("INTERRUPTED", "CERTAIN"),
        ("EXISTS", "CERTAIN"),
        ("EXISTS", "POSSIBLE"),
        ("CEASED", "CERTAIN"),
    ]
    assert {tuple(answer["lifespan"].values()) for answer in answers} == {
        ("2005-01-01", "[2018-01-01..2018-12-31]", "2005-01-01", "2005-01-01", "2018-01-01", "2018-12-31")
    }


def test_a_body_of_which_no_existence_is_known_possibly_exists_any_day(serve: Serve) -> None:
    service = serve(register(said("cget", P.PARTNER, "towns")))
    query = '{ organization(slug: "cget", asOf: "1900-01-01") { existence existenceCertainty lifespan { start } } }'
    assert service.ask(query)["organization"] == {
        "existence": "EXISTS",
        "existenceCertainty": "POSSIBLE",
        "lifespan": None,
    }
