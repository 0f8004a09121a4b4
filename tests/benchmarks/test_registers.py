"""The generated registers: as large as they are said to be, sound, and the same each time."""

from collections import Counter

from sqlalchemy import Engine

from benchmarks.first_page import DAYS
from benchmarks.registers import AT, multiplied, slugs_of_copies, with_little_known_ones
from cget_api.core.model import Dataset
from cget_api.core.vocabulary import EntityType
from cget_api.store.recording import plan, record


def test_a_multiplied_register_is_recorded_as_it_is(dataset: Dataset, engine: Engine) -> None:
    large = with_little_known_ones(multiplied(dataset, 2), 150)
    types = Counter(entity.type for entity in large.entities)
    assert types[EntityType.ORGANIZATION] == 150
    assert all(statement.citations for statement in large.statements[-10:])
    assert set(slugs_of_copies("cget", 2)) <= {entity.slug for entity in large.entities}
    record(engine, large, "Ada", "Record a large register", AT)
    assert plan(engine, with_little_known_ones(multiplied(dataset, 2), 150)).is_empty


def test_no_organisation_is_asked_of_one_day_again_before_all_of_them_were() -> None:
    """As benchmarks/ask.lua counts, of the thousand copies of L and here of fewer days."""
    slugs, days = 7, 11
    asked = [(number % slugs, (number + number // slugs) % days) for number in range(slugs * days)]
    assert len(set(asked)) == slugs * days
    assert len(set(DAYS)) == 2063
    assert all(len(DAYS) % divisor for divisor in range(2, 46))
