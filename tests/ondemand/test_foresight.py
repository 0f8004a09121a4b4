"""An operation that was asked before is answered with one statement, and with the same answer."""

import json

import pytest
from sqlalchemy import Engine

from cget_api import holding
from cget_api.core.model import Dataset, Entity
from cget_api.core.vocabulary import EntityType, Predicate
from cget_api.store.ondemand import foresight_sql, reading
from cget_api.store.ondemand.foresight import End, Rule
from cget_api.store.ondemand.foresight_sql import question_ahead
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.ondemand.sql import SQLITE
from tests.api.administration import register
from tests.ondemand.conftest import ServeTwice
from tests.worlds import said

P = Predicate
IN_UNITS = """organization(slug: "cget", asOf: %s) { units {
  organization { name posts { post { name holders { person { name } } } } } citations { source { title } } } }"""
POSTS = f"query Posts($day: Date!) {{ {IN_UNITS % '$day'} }}"
TREE = (
    '{ organization(slug: "cget", asOf: "2016-01-01") { units { organization { units { organization { name } } } } } }'
)


def administration() -> Dataset:
    """The one unit until 2015, and the other since, have posts, each with a holder; the other has a unit too."""
    units = {"before": ("2014-04-03", "2015-12-31"), "after": ("2016-01-01", "2019-12-31")}
    posts = {f"{unit}-{number}": unit for unit in units for number in range(10)}
    people = {post: f"holder-{post}" for post in posts}
    statements = [
        *(said(unit, P.UNIT_OF, "cget", *days) for unit, days in units.items()),
        *(said(post, P.POST_IN, unit) for post, unit in posts.items()),
        *(said(post, P.HELD_BY, person) for post, person in people.items()),
        *(said(slug, P.NAME, f"called {slug}") for slug in ("nested", *units, *posts, *people.values())),
        said("nested", P.UNIT_OF, "after", "2016-01-01"),
    ]
    few = register(said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"))
    entities = (
        *few.entities,
        *(Entity(slug, EntityType.ORGANIZATION) for slug in ("nested", *units)),
        *(Entity(slug, EntityType.POST) for slug in posts),
        *(Entity(slug, EntityType.PERSON) for slug in people.values()),
    )
    return Dataset(entities, (*few.statements, *statements), few.sources)


def on(day: str) -> dict[str, str]:
    return {"day": day}


@pytest.mark.parametrize(("query", "levels"), [(POSTS, 4), (TREE, 3)], ids=["posts", "tree"])
def test_what_is_asked_again_takes_one_statement(serve_twice: ServeTwice, query: str, levels: int) -> None:
    twice = serve_twice(administration(), kept_bytes=0)
    taken = []
    for _ in range(3):
        twice.asked.clear()
        whole, on_demand = twice.bodies(query, on("2016-01-01"))
        assert on_demand == whole
        taken.append(len(twice.asked))
    assert taken == [levels, 1, 1]


def test_what_another_day_shows_besides_takes_one_statement_more(serve_twice: ServeTwice) -> None:
    twice = serve_twice(administration())
    taken = []
    for day in ("2014-06-01", "2014-06-02", "2016-06-01"):
        twice.asked.clear()
        whole, on_demand = twice.bodies(POSTS, on(day))
        assert on_demand == whole
        taken.append(len(twice.asked))
    assert taken == [4, 0, 1]


def test_where_it_would_lead_too_far_nothing_is_read_ahead(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (foresight_sql, reading):
        monkeypatch.setattr(module, "MOST_AHEAD", 20)
    twice = serve_twice(administration(), kept_bytes=0)
    taken = []
    for _ in range(3):
        twice.asked.clear()
        whole, on_demand = twice.bodies(POSTS, on("2016-01-01"))
        assert on_demand == whole
        taken.append(len(twice.asked))
    assert taken == [4, 5, 4]


def test_what_is_read_ahead_does_not_make_an_operation_too_complex(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one day shows is made of less than 50 statements, what both show of more."""
    monkeypatch.setattr(holding, "MOST_STATEMENTS", 50)
    twice = serve_twice(administration(), kept_bytes=0)
    for day in ("2014-06-01", "2016-06-01", "2014-06-01"):
        whole, on_demand = twice.bodies(POSTS, on(day))
        assert on_demand == whole
        assert "errors" not in json.loads(whole)
    one, other = (IN_UNITS % f'"{day}"' for day in ("2014-06-01", "2016-06-01"))
    both = f"{{ one: {one} other: {other} }}"
    assert b"QUERY_TOO_COMPLEX" in twice.bodies(both)[1]


RULES = (
    Rule(Sort.POINTING_TO, P.UNIT_OF, End.SUBJECT, Sort.ABOUT, P.NAME),
    Rule(Sort.POINTING_TO, P.UNIT_OF, End.SUBJECT, Sort.POINTING_TO, P.POST_IN),
    Rule(Sort.POINTING_TO, P.POST_IN, End.SUBJECT, Sort.ABOUT, P.HELD_BY),
    Rule(Sort.ABOUT, P.HELD_BY, End.OBJECT, Sort.ABOUT, P.NAME),
    Rule(Sort.ABOUT, P.NAME, End.SOURCE, Sort.DESCRIPTION, ""),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_table_is_gone_through_to_read_ahead(engine: Engine) -> None:
    question = question_ahead(SQLITE, (Need(Sort.POINTING_TO, "cget", P.UNIT_OF), Need(Sort.KEY, "", "key")), RULES, 3)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question.sql}", question.parameters).all()
    gone_through = {row[3].split()[1] for row in plan if row[3].startswith("SCAN ")}
    of_the_question = {"w", "r", "f", "each_", "rule", "found", "every", "foreseen", "thing", "described", "held"}
    levels = {f"{name}_{level}" for name in ("needed", "found") for level in range(4)}
    assert gone_through - of_the_question - levels == {"CONSTANT"}
