"""When plans give up, and what is never compiled: then the reference executor answers as if there were no plan."""

from typing import Any

import pytest
from graphql import ExecutionResult, execute_sync, parse

from cget_api.api.compiled.plan import plan_for
from cget_api.api.compiled.plans import Plans
from cget_api.api.documents.document import Document
from cget_api.api.documents.reading import Documents
from cget_api.api.execution import BoundedExecutor
from cget_api.api.schema import schema_for
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.compiled.asked import Asked, Variables
from tests.api.compiled.conftest import Ask
from tests.api.everything import objects
from tests.worlds import whole_world


def _refused(asked: Asked, text: str, variables: Variables | None = None) -> Any:
    """The body of an answer that a plan leaves to the reference executor."""
    assert asked.plan(text) is not None
    answer, planned = asked.answer_to_asked_again(text, variables)
    assert not planned
    assert answer == asked.reference(text, variables)
    return answer.json


def test_a_null_where_none_may_stand_is_left_to_the_reference_executor(ask: Ask) -> None:
    body = _refused(ask(whole_world()), '{ organization(slug: "datar") { slug kind } register { statementCount } }')
    assert body["data"]["organization"] is None
    assert body["errors"][0]["path"] == ["organization", "kind"]


def test_an_error_is_left_to_the_reference_executor(administration: Asked) -> None:
    body = _refused(administration, '{ nodes(ids: ["AA"]) { id } register { statementCount } }')
    assert body["data"]["nodes"] == [None]
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("arguments", ["first: 501", "first: -1", "first: 1, last: 1", 'after: "AA"'])
def test_a_page_that_cannot_be_is_left_to_the_reference_executor(administration: Asked, arguments: str) -> None:
    assert "errors" in _refused(administration, f"{{ sources({arguments}) {{ totalCount }} }}")


@pytest.mark.parametrize(
    "variables", [{}, {"slug": None}, {"slug": 1}, {"slug": "cget", "day": "2016-02-30"}, {"slug": "cget", "day": 1}]
)
def test_variables_that_are_none_of_their_type_are_left_to_the_reference_executor(
    administration: Asked, variables: Variables
) -> None:
    text = "query ($slug: String!, $day: Date) { organization(slug: $slug, asOf: $day) { slug } }"
    assert "data" not in _refused(administration, text, variables)


def test_revisions_recalled_by_a_plan_that_gave_up_do_not_count(ask: Ask) -> None:
    datasets = [RECORDED_FIRST, CORRECTED] * 3
    asked = ask(*datasets, max_revisions=3)
    fields = " ".join(
        f'in{number}: organization(slug: "cget", revision: {number}) {{ slug }}' for number in range(1, 6)
    )
    body = _refused(asked, f"{{ {fields} }}")
    assert [name for name, found in body["data"].items() if found] == ["in1", "in2", "in3"]


@pytest.mark.parametrize(
    "question",
    [
        '{ organization(slug: "cget") { units { organization { slug } } events { citations { source { slug } } } } }',
        "{ statements(first: 500) { nodes { key validity { start } subject { slug } } pageInfo { endCursor } } }",
        '{ nodes(ids: []) { id } organization(slug: "nobody") { slug } source(slug: "page") { __typename } }',
        '{ person(slug: "jane") { memberships { person { slug } post { slug } } } }',
    ],
)
def test_a_plan_gives_as_many_values_as_the_reference_executor_and_no_more(ask: Ask, question: str) -> None:
    asked = ask(RECORDED_FIRST)
    given = asked.reference(question).json["data"]
    values = sum(len(found) for found in objects(given))
    for most, answered in ((values, True), (values - 1, False)):
        bound = ask(RECORDED_FIRST, max_cost=most)
        plan = asked.plan(question)
        assert plan is not None
        assert [plan.data(None, bound.asking()) == given for _ in range(3)] == [answered] * 3
        assert (_executed(bound, question).data == given) is answered


def _executed(asked: Asked, question: str) -> ExecutionResult:
    """Without what is looked at before an execution, which would refuse what costs too much."""
    return execute_sync(
        asked.service.documents.schema,
        parse(question),
        context_value=asked.asking(),
        executor_class=BoundedExecutor,
    )


def test_a_plan_whose_time_is_over_is_refused_as_an_execution_is(ask: Ask) -> None:
    question = "{ statements(first: 500) { nodes { key validity { start } subject { slug } } } }"
    asked = ask(RECORDED_FIRST, timeout_seconds=1e-9)
    document, plans = asked.document(question), Plans()
    results = [plans.result(document, document.operation(None), None, asked.asking()) for _ in range(2)]
    refusal = "answer: took longer than 1e-09 s. Ask for less at a time, or try again later"
    assert [result and (result.data, [error.message for error in result.errors or ()]) for result in results] == [
        None,
        (None, [refusal]),
    ]
    assert _executed(asked, question).errors == (results[1] and results[1].errors)


@pytest.mark.parametrize(
    "question",
    [
        "{ __schema { queryType { name } } }",
        '{ register { name } __type(name: "Node") { name } }',
        "subscription { revisionRecorded { number } }",
        "query @skip(if: true) { register { name } }",
    ],
)
def test_what_only_the_reference_executor_runs_is_not_compiled(administration: Asked, question: str) -> None:
    documents = administration.service.documents
    document = Document(question, documents.schema, ast=parse(question))
    plan = plan_for(document, document.operation(None))
    assert plan is None or plan.data(None, administration.asking()) is None
    assert plan is None or plan.fields == 0


def test_what_a_gateway_asks_is_not_compiled(administration: Asked) -> None:
    schema = schema_for(federation=True)
    documents = Documents(schema, administration.service.limits, introspection=True, suggestions=True)
    question = '{ _entities(representations: [{ __typename: "Person", slug: "jane" }]) { __typename } }'
    document = documents.read(question)
    assert not document.errors
    plan = plan_for(document, document.operation(None))
    assert plan is not None
    assert plan.data(None, administration.asking()) is None
