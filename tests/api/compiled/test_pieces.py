"""What is kept of answers, and for which days."""

import gc
import random
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from cget_api.api.compiled import program, running, shapes
from cget_api.api.compiled.pieces import Piece, Stretch
from cget_api.api.compiled.plan import Plan
from cget_api.api.compiled.shapes import KeptShape
from cget_api.keeper import Keeper
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.compiled.asked import Asked, Variables, asked
from tests.api.compiled.conftest import RECORDED, Ask
from tests.api.compiled.turning import turning_days
from tests.api.everything import Everything
from tests.api.service import database_beside, record_at

PAGE = """query ($slug: String!, $day: Date, $source: String, $certainty: Certainty!, $revision: Int) {
  organization(slug: $slug, asOf: $day, statedBy: $source, certainty: $certainty, revision: $revision) {
    slug name acronym kind existence existenceCertainty lifespan { start }
    names { text certainty }
    missions { text certainty validity { start startEarliest certaintyOn(date: "2016-08-11") } ...Cited }
    partOf { organization { slug name kind units { organization { name } certainty } } ...Cited }
    units { certainty organization { slug name missions { text } posts { post { name holders { ...Held } }
      certainty } } }
    events { name occurred concerns { predicate certainty } }
    predecessors { organization { name existence } }
    on(date: "2014-06-01") { name existence units { organization { name } } }
  }
}
fragment Held on Membership { certainty person { name memberships { post { name asOf } certainty } } ...Cited }
fragment Cited on Statement { citations { evidence source { title } } }
"""
EVERY_LENS: list[dict[str, object]] = [
    {"certainty": "POSSIBLE"},
    {"certainty": "CERTAIN"},
    {"certainty": "POSSIBLE", "source": "page"},
    {"certainty": "POSSIBLE", "revision": 1},
]


def _asked_of(asked: Asked, lenses: list[dict[str, object]], slugs: list[str]) -> Iterator[Variables]:
    """In no order, each thing asked of one day after another, each time through another lens."""
    days = turning_days(asked.asking().archive.latest)
    variables = [{"slug": slug, "day": day, **lens} for day in days for slug in slugs for lens in lenses]
    return iter(random.Random(len(days)).sample(variables, len(variables)))


def _plan(asked: Asked, text: str = PAGE) -> Plan:
    plan = asked.plan(text)
    assert plan is not None
    return plan


def _shown_anew(stretches: list[Stretch]) -> int:
    return sum(not isinstance(part, bytes | Piece) for stretch in stretches for part in stretch.parts)


@pytest.fixture
def stretches(monkeypatch: pytest.MonkeyPatch) -> list[Stretch]:
    """Those that are worked out until the test ends."""
    made: list[Stretch] = []
    work_out = KeptShape.stretch

    def stretch(*arguments: Any) -> Stretch:
        made.append(work_out(*arguments))
        return made[-1]

    monkeypatch.setattr(KeptShape, "stretch", stretch)
    return made


def test_on_both_sides_of_every_change_an_answer_is_the_reference_executors(ask: Ask, stretches: list[Stretch]) -> None:
    asked = ask(RECORDED_FIRST, CORRECTED)
    plan = _plan(asked)
    for variables in _asked_of(asked, EVERY_LENS, ["cget", "datar", "observatory", "team"]):
        reference = asked.reference(PAGE, variables).json
        for _ in range(2):
            answer = plan.data(variables, asked.asking())
            assert ({"errors"} if answer is None else answer) == reference.get("data", {"errors"}), variables
    assert sum(stretch.said is None for stretch in stretches) > 50
    assert sum(stretch.said is not None for stretch in stretches) > 50


def test_the_shipped_register_shows_the_same_on_both_sides_of_every_change(ask: Ask) -> None:
    asked = ask(*RECORDED["shipped"]())
    plan = _plan(asked)
    for variables in _asked_of(asked, EVERY_LENS[:1], ["cget"]):
        assert plan.data(variables, asked.asking()) == asked.reference(PAGE, variables).json["data"], variables


@pytest.mark.parametrize(("field", "type_"), [("organization", "Organization"), ("post", "Post"), ("person", "Person")])
def test_every_field_is_shown_alike_on_both_sides_of_every_change(ask: Ask, field: str, type_: str) -> None:
    asked = ask(RECORDED_FIRST, CORRECTED, max_cost=10**9)
    question = f"query ($slug: String!, $day: Date) {{ {field}(slug: $slug, asOf: $day) {{ …{type_} }} }}"
    text = Everything(asked.service.documents.schema, 1).asked(question)
    plan, slugs = _plan(asked, text), [str(slug) for slug in asked.words()[f"{field}s"]]
    for variables in islice(_asked_of(asked, [{}], slugs), 100):
        reference = asked.reference(text, variables).json["data"]
        assert [plan.data(variables, asked.asking()) for _ in range(2)] == [reference] * 2, variables


def test_what_is_the_same_from_one_day_to_another_is_worked_out_once(
    administration: Asked, stretches: list[Stretch]
) -> None:
    text = 'query ($day: Date!) { organization(slug: "cget", asOf: $day) { name units { organization { name } } } }'
    plan = _plan(administration, text)
    for day in ("2016-08-11", "2016-08-12"):
        plan.data({"day": day}, administration.asking())
    assert stretches
    stretches.clear()
    plan.data({"day": "2016-08-13"}, administration.asking())
    assert stretches == []


def test_what_depends_on_more_than_how_a_day_compares_is_shown_anew(
    administration: Asked, stretches: list[Stretch]
) -> None:
    text = 'query ($day: Date!) { organization(slug: "cget", asOf: $day) { id asOf missions { text } } }'
    plan = _plan(administration, text)
    for day in ("2016-08-11", "2016-08-12", "2016-08-13", "2016-08-12"):
        assert (
            plan.data({"day": day}, administration.asking())
            == (administration.reference(text, {"day": day}).json["data"])
        )
    assert _shown_anew(stretches) == 1


def test_where_pieces_would_take_too_many_fields_all_is_shown_anew(
    administration: Asked, stretches: list[Stretch], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = _plan(administration)
    variables = {"slug": "cget", "day": "2016-08-11", "certainty": "POSSIBLE"}
    answers = [plan.data(variables, administration.asking())]
    monkeypatch.setattr(program, "MOST_FIELDS", plan.fields)
    answers += [plan.data(variables, administration.asking()) for _ in range(3)]
    assert answers == [administration.reference(PAGE, variables).json["data"]] * 4
    assert stretches
    assert _shown_anew(stretches) == len(stretches)


def test_nothing_is_kept_of_what_is_asked_once(administration: Asked, stretches: list[Stretch]) -> None:
    text = "query ($slug: String!) { organization(slug: $slug) { name missions { text } } }"
    plan = _plan(administration, text)
    for slug in ("cget", "datar"):
        plan.data({"slug": slug}, administration.asking())
    assert stretches == []
    plan.data({"slug": "datar"}, administration.asking())
    assert stretches


def test_what_was_shown_in_a_revision_is_not_shown_in_the_next(migrated_file: Path, tmp_path: Path) -> None:
    """The register that it was kept for is forgotten, and with it what was kept."""
    url = database_beside(migrated_file, tmp_path)
    variables = {"slug": "cget", "day": "2016-08-11", "certainty": "POSSIBLE"}
    with asked(url, RECORDED_FIRST) as asked_of:
        plan, keeper = _plan(asked_of), asked_of.service.live
        assert isinstance(keeper, Keeper)
        before = [plan.data(variables, asked_of.asking()) for _ in range(3)]
        register = weakref.ref(asked_of.asking().archive.latest)
        record_at(url, CORRECTED, first=2)
        assert keeper.refresh()
        after = [plan.data(variables, asked_of.asking()) for _ in range(3)]
        assert after == [asked_of.reference(PAGE, variables).json["data"]] * 3
        assert before != after
        gc.collect()
        assert register() is None


def test_of_a_register_that_is_read_on_demand_nothing_is_kept(
    migrated_file: Path, tmp_path: Path, stretches: list[Stretch]
) -> None:
    variables = {"slug": "cget", "day": "2016-08-11", "certainty": "POSSIBLE"}
    with asked(database_beside(migrated_file, tmp_path), RECORDED_FIRST, indexed_statements=0) as asked_of:
        reference = asked_of.reference(PAGE, variables)
        answers = [asked_of.answer(PAGE, variables) for _ in range(4)]
    assert answers == [(reference, False), *[(reference, True)] * 3]
    assert stretches == []


def test_when_pieces_take_too_much_they_are_forgotten(
    administration: Asked, stretches: list[Stretch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "MOST_KEPT_BYTES", 3_000)
    plan = _plan(administration)
    days = [f"20{year}-06-01" for year in range(10, 24)]
    worked_out = []
    for day in days * 2:
        variables = {"slug": "cget", "day": day, "certainty": "POSSIBLE"}
        assert plan.data(variables, administration.asking()) == (administration.reference(PAGE, variables).json["data"])
        worked_out.append(len(stretches))
    assert worked_out[-1] > 1.5 * worked_out[len(days) - 1] > 0


def test_several_threads_keep_pieces(ask: Ask) -> None:
    asked = ask(RECORDED_FIRST)
    plan = _plan(asked)
    variables = list(islice(_asked_of(asked, EVERY_LENS[:2], ["cget", "datar"]), 60))

    def data(variables: Variables) -> object:
        return plan.data(variables, asked.asking())

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(data, variables * 4))
    assert answers == [asked.reference(PAGE, each).json["data"] for each in variables] * 4


def test_what_would_be_too_many_values_for_a_piece_is_shown_anew(
    administration: Asked, stretches: list[Stretch], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run has bounds, and what is worked out for others has none but this."""
    text = """query ($day: Date!) { organization(slug: "cget", asOf: $day) { name missions { text citations {
      evidence source { title relations { source { title relations { source { title } } } } } } } } }"""
    monkeypatch.setattr(running, "_MOST_OF_A_PIECE", 3)
    plan = _plan(administration, text)
    for day in ("2016-08-11", "2016-08-12", "2016-08-13"):
        variables = {"day": day}
        reference = administration.reference(text, variables).json["data"]
        assert plan.data(variables, administration.asking()) == reference
    assert _shown_anew(stretches) > 0
