"""Which plans are kept."""

from graphql import OperationDefinitionNode, parse

from cget_api.api.compiled.plans import MOST_ASKED, MOST_FIELDS, MOST_TEXT, Plans
from cget_api.api.documents.document import Document
from tests.api.compiled.asked import Asked

QUESTION = "{ register { name } }"


def _is_answered(plans: Plans, asked: Asked, document: Document, operation: OperationDefinitionNode) -> bool:
    return plans.result(document, operation, None, asked.asking()) is not None


def _asked(plans: Plans, asked: Asked, text: str, times: int = 1) -> list[bool]:
    """Whether a plan answered, each time."""
    document = asked.document(text)
    return [_is_answered(plans, asked, document, document.operation(None)) for _ in range(times)]


def test_an_operation_is_planned_when_it_is_asked_again(administration: Asked) -> None:
    assert _asked(Plans(), administration, QUESTION, times=3) == [False, True, True]


def test_operations_of_one_document_have_plans_of_their_own(administration: Asked) -> None:
    document = administration.document("query One { register { name } } query Other { sources { totalCount } }")
    plans, asking = Plans(), administration.asking()
    one, other = document.operations
    assert [plans.result(document, operation, None, asking) for operation in (one, other)] == [None, None]
    found = [plans.result(document, operation, None, asking) for operation in (one, other, one)]
    assert [list(result.data or ()) for result in found if result] == [["register"], ["sources"], ["register"]]


def test_an_operation_that_cannot_be_compiled_is_never_planned(administration: Asked) -> None:
    text = "query @skip(if: true) { register { name } }"
    document = Document(text, administration.service.documents.schema, ast=parse(text))
    plans = Plans()
    answered = [_is_answered(plans, administration, document, document.operation(None)) for _ in range(3)]
    assert answered == [False, False, False]


def test_that_an_operation_was_asked_is_forgotten_after_so_many_others(administration: Asked) -> None:
    plans = Plans()
    _asked(plans, administration, QUESTION)
    for number in range(MOST_ASKED):
        _asked(plans, administration, f"# {number}\n{QUESTION}")
    assert _asked(plans, administration, QUESTION) == [False]
    assert _asked(plans, administration, f"# {MOST_ASKED - 1}\n{QUESTION}") == [True]


def test_the_plan_asked_for_longest_ago_is_forgotten_where_the_documents_grow_too_long(administration: Asked) -> None:
    plans = Plans()
    texts = [f"# {number} {'.' * 10_000}\n{QUESTION}" for number in range(MOST_TEXT // 10_000)]
    assert [_asked(plans, administration, text, times=2) for text in texts] == [[False, True]] * len(texts)
    assert _asked(plans, administration, texts[-1]) == [True]
    assert _asked(plans, administration, texts[0]) == [False]


def test_the_plan_asked_for_longest_ago_is_forgotten_where_there_are_too_many_fields(administration: Asked) -> None:
    plans = Plans()
    texts = [
        f"{{ register {{ {' '.join(f'a{number}_{field}: name' for field in range(120))} }} }}"
        for number in range(MOST_FIELDS // 120 + 1)
    ]
    assert [_asked(plans, administration, text, times=2) for text in texts] == [[False, True]] * len(texts)
    assert _asked(plans, administration, texts[-1]) == [True]
    assert _asked(plans, administration, texts[0]) == [False]
