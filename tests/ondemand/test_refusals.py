"""What is refused does not depend on what was asked before."""

import pytest

from cget_api import holding
from cget_api.core.model import Dataset, Entity
from cget_api.core.vocabulary import EntityType, Predicate
from tests.api.administration import register
from tests.ondemand.conftest import ServeTwice
from tests.worlds import said

P = Predicate
UNITS_OF = 'organization(slug: "{}", asOf: "2016-01-01") {{ units {{ organization {{ name kind }} }} }}'
OF_ONE, OF_THE_OTHER = UNITS_OF.format("cget"), UNITS_OF.format("datar")
OF_BOTH = f"{{ one: {OF_ONE} other: {OF_THE_OTHER} }}"
TOO_MANY = b"takes more than 50 statements to answer"


def two_organizations(units: int) -> Dataset:
    """Each with so many units, of each of which three things are said."""
    parents = {f"{parent}-{number}": parent for parent in ("cget", "datar") for number in range(units)}
    few = register(
        said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"), said("datar", P.EXISTENCE, None, "1963")
    )
    statements = [
        *(said(unit, P.UNIT_OF, parent, "2014-04-03") for unit, parent in parents.items()),
        *(said(unit, P.NAME, unit) for unit in parents),
        *(said(unit, P.CLASSIFICATION, "DIRECTORATE") for unit in parents),
    ]
    entities = (*few.entities, *(Entity(unit, EntityType.ORGANIZATION) for unit in parents))
    return Dataset(entities, (*few.statements, *statements), few.sources)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_takes_too_much_is_refused_though_all_of_it_was_read_before(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MOST_STATEMENTS", 50)
    twice = serve_twice(two_organizations(units=10))
    _, refused = twice.bodies(OF_BOTH)
    assert TOO_MANY in refused
    for alone in (OF_ONE, OF_THE_OTHER) * 2:
        whole, on_demand = twice.bodies(f"{{ {alone} }}")
        assert on_demand == whole
    assert [twice.bodies(OF_BOTH)[1] for _ in range(3)] == [refused] * 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_takes_too_much_is_refused_though_everything_was_read_for_others(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = two_organizations(units=7)
    monkeypatch.setattr(holding, "MOST_STATEMENTS", most := len(dataset.statements))
    twice = serve_twice(dataset)
    often = f"{{ one: {OF_ONE} other: {OF_THE_OTHER} statements(first: 20) {{ nodes {{ key }} }} }}"
    _, refused = twice.bodies(often)
    assert f"takes more than {most} statements".encode() in refused
    whole, on_demand = twice.bodies("{ contradictions { subject { name } } }")
    assert on_demand == whole
    assert [twice.bodies(often)[1] for _ in range(2)] == [refused] * 2
