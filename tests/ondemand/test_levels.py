"""A query takes as many statements as it has levels, however many items are on each and however large the register."""

import pytest

from cget_api.core.model import Dataset, Entity
from cget_api.core.vocabulary import EntityType, Predicate
from tests.api.administration import register
from tests.ondemand.conftest import ServeTwice
from tests.worlds import said

P = Predicate


def administration(units: int, *, beside: int = 0) -> Dataset:
    """One organisation with so many units, each with a post; and so many organisations beside them."""
    slugs = [f"unit-{number:05}" for number in range(units)]
    posts = [f"post-{number:05}" for number in range(units)]
    others = [f"zz-{number:05}" for number in range(beside)]
    statements = [
        *(said(slug, P.UNIT_OF, "cget", "2014-04-03") for slug in slugs),
        *(said(post, P.POST_IN, slug, "2014-04-03") for post, slug in zip(posts, slugs, strict=True)),
        *(said(slug, P.NAME, f"called {slug}") for slug in (*slugs, *posts, *others)),
        *(said(slug, P.CLASSIFICATION, "DIRECTORATE") for slug in (*slugs, *others)),
    ]
    few = register(said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"))
    entities = (
        *few.entities,
        *(Entity(slug, EntityType.ORGANIZATION) for slug in (*slugs, *others)),
        *(Entity(post, EntityType.POST) for post in posts),
    )
    return Dataset(entities, (*few.statements, *statements), few.sources)


LEVELS = {
    '{ organization(slug: "cget", asOf: "2016-01-01") { name kind } }': 1,
    '{ organization(slug: "cget", asOf: "2016-01-01") { units { organization { name } } } }': 2,
    '{ organization(slug: "cget", asOf: "2016-01-01") { units { organization { name posts { post { name } } } } } }': 3,
    '{ organization(slug: "cget", asOf: "2016-01-01") { units { citations { source { title } } } } }': 2,
    '{ organizations(asOf: "2016-01-01", first: 5) { nodes { name kind posts { post { name } } } } }': 3,
    '{ statements(filter: { object: "cget" }, first: 5) { nodes { subject { name } } } }': 2,
    '{ structure(root: "cget", asOf: "2016-01-01", depth: 1) { members { organization { name } } } }': 2,
    "{ sources(first: 5) { nodes { title } } }": 1,
}


@pytest.mark.parametrize("query", LEVELS)
def test_statements_are_as_many_as_levels_whatever_the_size(serve_twice: ServeTwice, query: str) -> None:
    small = serve_twice(administration(5))
    assert small.levels(query) == LEVELS[query]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("times", [1, 10])
def test_neither_items_nor_a_larger_register_take_more_statements(serve_twice: ServeTwice, times: int) -> None:
    served = serve_twice(administration(5 * times, beside=100 * times), kept_bytes=0)
    assert {query: served.levels(query) for query in LEVELS} == LEVELS


def test_what_was_read_is_not_read_again(serve_twice: ServeTwice) -> None:
    served = serve_twice(administration(5))
    (query, *_) = LEVELS
    assert (served.levels(query), served.levels(query)) == (1, 0)
