"""What plans answer, and in what order."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.compiled.asked import Asked, Variables
from tests.api.compiled.conftest import Ask
from tests.api.everything import Everything, objects

CGET = 'organization(slug: "cget", asOf: "2016-08-11")'


def _planned(asked: Asked, text: str, variables: Variables | None = None) -> Any:
    """The data of an answer that a plan gives, and that is the reference executor's."""
    answer, planned = asked.answer_to_asked_again(text, variables)
    assert planned
    assert answer == asked.reference(text, variables)
    return answer.json["data"]


def test_fields_stand_in_the_order_in_which_they_are_first_asked(administration: Asked) -> None:
    data = _planned(
        administration,
        """{
          ORGANIZATION { slug ...Late units { key } again: slug ...Late existence units { standing key } }
        }
        fragment Late on Entity { name slug ... on Organization { kind @skip(if: true) units { predicate } } }
        """.replace("ORGANIZATION", CGET),
    )
    assert list(data["organization"]) == ["slug", "name", "units", "again", "existence"]
    assert list(data["organization"]["units"][0]) == ["predicate", "key", "standing"]


def test_a_fragment_speaks_of_the_types_that_it_names(administration: Asked) -> None:
    data = _planned(
        administration,
        """{
          statements(first: 100, filter: { subject: "cget" }) { nodes {
            __typename
            ... on Node { id }
            ... on OrganizationLink { terms other: organization { ...Thing } }
            ... on TextStatement { heading }
            subject { ...Thing ... on Post { holders { key } } }
          } }
        }
        fragment Thing on Entity { slug ... on Organization { acronym } ... on ChangeEvent { occurred } __typename }
        """,
    )
    fields = {node["__typename"]: list(node) for node in data["statements"]["nodes"]}
    assert fields["OrganizationLink"] == ["__typename", "id", "terms", "other", "subject"]
    assert fields["TextStatement"] == ["__typename", "id", "heading", "subject"]
    assert fields["SiteLink"] == ["__typename", "id", "subject"]
    things = {tuple(node["subject"]) for node in data["statements"]["nodes"]}
    assert things == {("slug", "acronym", "__typename")}


def test_a_fragment_may_be_one_selection_among_others_and_alone(administration: Asked) -> None:
    data = _planned(
        administration,
        """{ one: ORGANIZATION { ...Units units { key } } other: ORGANIZATION { ...Units } }
        fragment Units on Organization { units { standing } }""".replace("ORGANIZATION", CGET),
    )
    assert [list(data[name]["units"][0]) for name in ("one", "other")] == [["standing", "key"], ["standing"]]


CONDITIONS = """query ($one: Boolean!, $other: Boolean = true) {
  ORGANIZATION { ...First @include(if: $one) ...Second kind @skip(if: $other) }
}
fragment First on Organization { name ...Third }
fragment Second on Organization { acronym ...Third }
fragment Third on Organization { slug @skip(if: $one) existence }
""".replace("ORGANIZATION", CGET)


@pytest.mark.parametrize(
    ("variables", "fields"),
    [
        ({"one": True}, ["name", "existence", "acronym"]),
        ({"one": False}, ["acronym", "slug", "existence"]),
        ({"one": True, "other": False}, ["name", "existence", "acronym", "kind"]),
        ({"one": False, "other": False}, ["acronym", "slug", "existence", "kind"]),
    ],
)
def test_what_is_skipped_and_included_is_chosen_each_time(
    administration: Asked, variables: Mapping[str, bool], fields: list[str]
) -> None:
    assert list(_planned(administration, CONDITIONS, variables)["organization"]) == fields


def test_one_plan_answers_every_choice(administration: Asked) -> None:
    administration.answer(CONDITIONS, {"one": True})
    for number in range(12):
        variables = {"one": bool(number & 1), "other": bool(number & 2)}
        assert administration.answer(CONDITIONS, variables) == (
            administration.reference(CONDITIONS, variables),
            True,
        )


def test_only_so_many_choices_are_compiled(administration: Asked) -> None:
    names = [f"c{number}" for number in range(4)]
    fields = " ".join(f"a{name}: slug @skip(if: ${name})" for name in names)
    text = f"query ({', '.join(f'${name}: Boolean!' for name in names)}) {{ {CGET} {{ {fields} key: slug }} }}"
    administration.answer(text, dict.fromkeys(names, True))
    planned = []
    for number in range(16):
        variables = {name: bool(number >> place & 1) for place, name in enumerate(names)}
        answer, by_plan = administration.answer(text, variables)
        assert answer == administration.reference(text, variables)
        planned.append(by_plan)
    assert planned == [True] * 8 + [False] * 8


EVERYTHING = (
    f"{{ {CGET} {{ …Organization }} }}",
    '{ post(slug: "head", asOf: "2016-08-11") { …Post } person(slug: "jane") { …Person } }',
    '{ source(slug: "page") { …Source } revision(number: 2) { …Revision } register { …Register } }',
    "{ statements(first: 500) { nodes { …Statement } } }",
    '{ structure(asOf: "2016-08-11") { …Structure } timeline { nodes { …ChangeEvent } } }',
    '{ compare(from: { asOf: "2016-08-11" }, to: { asOf: "2018-01-01" }) { …Comparison } }',
    "{ contradictions { …Contradiction } organizations { edges { cursor node { …Entity } } pageInfo { …PageInfo } } }",
)


@pytest.mark.parametrize("question", EVERYTHING)
def test_every_field_of_the_schema_can_be_planned(ask: Ask, question: str) -> None:
    """One asks more than a service lets anyone ask."""
    asked = ask(RECORDED_FIRST, CORRECTED, max_cost=10**9)
    text = Everything(asked.service.documents.schema, 1).asked(question)
    assert sum(1 for _ in objects(_planned(asked, text))) > 1


def test_the_type_of_anything_can_be_planned(administration: Asked) -> None:
    text = f"{{ __typename also: __typename {CGET} {{ __typename units {{ __typename }} }} }}"
    assert list(_planned(administration, text)) == ["__typename", "also", "organization"]


def test_several_threads_run_one_plan(administration: Asked) -> None:
    text = """query ($day: Date, $one: Boolean!) { organization(slug: "cget", asOf: $day) {
      name @skip(if: $one) events { concerns { entity { name } } } posts { post { holders { person { name } } } } } }"""
    plan = administration.plan(text)
    assert plan is not None
    asked = [{"day": f"20{year}-06-01", "one": bool(year & 1)} for year in range(10, 30)] * 4

    def data(variables: dict[str, object]) -> object:
        return plan.data(variables, administration.asking())

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(data, asked))
    assert answers == [administration.reference(text, variables).json["data"] for variables in asked]
