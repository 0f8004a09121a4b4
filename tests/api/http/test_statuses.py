"""Which status an answer has, in each of its two forms; and what it says beside."""

from typing import Any

import pytest

from tests.api.http.conftest import Configured
from tests.api.http.sending import BAD, COUNT, COUNTED, JSON, RESPONSE, get, media_type, post
from tests.api.service import Service

BY_SLUG = "query ($slug: String!) { source(slug: $slug) { title } }"
PARTIAL = '{ counted: register { sourceCount } lost: organization(slug: "cget", revision: 7) { name } }'
LOST = "{ sources(first: -1) { totalCount } }"


def error(message: str, line: int, column: int, path: list[str] | None = None, **told: str) -> dict[str, Any]:
    where = {"locations": [{"line": line, "column": column}]}
    return {"message": message, **where, **({"path": path} if path else {}), "extensions": {"code": BAD, **told}}


@pytest.mark.parametrize(("form", "status"), [(JSON, 200), (RESPONSE, 400)])
@pytest.mark.parametrize("by_get", [True, False], ids=["GET", "POST"])
@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("{ register", [error("Syntax Error: Expected Name, found <EOF>.", 1, 11)]),
        ("# nothing", [error("Syntax Error: Unexpected <EOF>.", 1, 10)]),
        ('"', [error("Syntax Error: Unterminated string.", 1, 2)]),
        (
            "{ register { names sauces } }",
            [
                error("Cannot query field 'names' on type 'Register'. Did you mean 'name'?", 1, 14),
                error("Cannot query field 'sauces' on type 'Register'.", 1, 20),
            ],
        ),
        ("type T { a: Int }", [error("The 'T' definition is not executable.", 1, 1)]),
        (
            "{ register }",
            [
                error(
                    "Field 'register' of type 'Register!' must have a selection of subfields."
                    " Did you mean 'register { ... }'?",
                    1,
                    3,
                )
            ],
        ),
    ],
    ids=["unfinished", "nothing asked", "unterminated", "unknown fields", "a definition", "no selection"],
)
def test_a_document_that_cannot_run_is_a_bad_request_where_the_form_has_statuses(
    service: Service, form: str, status: int, by_get: bool, query: str, errors: list[object]
) -> None:
    answer = get(service, query, {"accept": form}) if by_get else post(service, {"query": query}, accept=form)
    assert (answer.status_code, media_type(answer)) == (status, form)
    assert answer.json() == {"errors": errors}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("form", "status"), [(JSON, 200), (RESPONSE, 400)])
@pytest.mark.parametrize(
    ("variables", "message"),
    [
        (None, "Variable '$slug' has invalid value: Expected a value of non-null type 'String!' to be provided."),
        (
            {"slug": None},
            "Variable '$slug' has invalid value: Expected value of non-null type 'String!' not to be None.",
        ),
        ({"slug": 3}, "Variable '$slug' has invalid value: String cannot represent a non string value: 3"),
    ],
    ids=["left out", "null", "a number"],
)
def test_variables_of_another_type_are_a_bad_request_where_the_form_has_statuses(
    service: Service, form: str, status: int, variables: object, message: str
) -> None:
    answer = post(service, {"query": BY_SLUG, "variables": variables}, accept=form)
    assert (answer.status_code, media_type(answer)) == (status, form)
    body = answer.json()
    assert body == {"errors": [error(message, 1, 8)], "extensions": body["extensions"]}


@pytest.mark.parametrize("form", [JSON, RESPONSE])
def test_an_answer_with_a_part_that_failed_is_an_answer(service: Service, form: str) -> None:
    answer = post(service, {"query": PARTIAL}, accept=form)
    body = answer.json()
    assert (answer.status_code, media_type(answer)) == (200, form)
    problem = error(
        "revision 7: was never recorded. Choose from 1 to 2",
        1,
        37,
        ["lost"],
        subject="revision 7",
        remedy="Choose from 1 to 2",
    )
    assert body == {
        "data": {"counted": {"sourceCount": 3}, "lost": None},
        "errors": [problem],
        "extensions": body["extensions"],
    }


@pytest.mark.parametrize("form", [JSON, RESPONSE])
def test_an_answer_of_which_nothing_is_left_is_an_answer_and_says_null(service: Service, form: str) -> None:
    """It was executed: `data` is null, and not left out."""
    answer = post(service, {"query": LOST}, accept=form)
    body = answer.json()
    assert (answer.status_code, media_type(answer)) == (200, form)
    assert (body["data"], [one["path"] for one in body["errors"]]) == (None, [["sources"]])


@pytest.mark.parametrize("form", [JSON, RESPONSE])
def test_an_answer_without_errors_has_none(service: Service, form: str) -> None:
    answer = post(service, {"query": COUNT}, accept=form)
    assert (answer.status_code, media_type(answer)) == (200, form)
    body = answer.json()
    assert body == {"data": COUNTED, "extensions": body["extensions"]}
    assert body["extensions"].keys() == {"cost"}


@pytest.mark.parametrize("form", [JSON, RESPONSE])
def test_a_request_that_is_none_is_a_bad_request_in_either_form(service: Service, form: str) -> None:
    answer = post(service, b"{}", accept=form)
    assert (answer.status_code, media_type(answer)) == (400, form)


def test_nothing_is_suggested_where_that_is_turned_off(configured: Configured) -> None:
    service = configured(suggestions=False)
    by_value = {"query": "query ($k: [Predicate!]) { statements(filter: {predicate: $k}) { totalCount } }"}
    for body in ({"query": "{ register { names } }"}, {**by_value, "variables": {"k": ["NAMES"]}}):
        (error,) = post(service, body).json()["errors"]
        assert "Did you mean" not in error["message"]
