"""`cget-api verify` and `cget-api erase`."""

import pytest
from sqlalchemy import Engine

from cget_api.core.vocabulary import Predicate
from cget_api.store.reading import read_history
from tests.cli.conftest import Run
from tests.clients import intruder

ORDER = ("--author", "A. Clerk", "--reason", "Order 12/345")


def _name_of_jane(engine: Engine) -> str:
    (key,) = (
        recorded.key
        for recorded in read_history(engine).statements
        if recorded.value.subject == "jane" and recorded.value.predicate is Predicate.NAME
    )
    return key


def test_what_is_as_it_was_recorded_is_said_to_be(run: Run, register: str) -> None:
    result = run("verify", "--database-url", register)
    assert (result.exit_code, result.stdout) == (0, "revisions 1 to 1: everything is as it was recorded\n")


def test_an_empty_register_is_said_to_be_empty(run: Run, database_url: str) -> None:
    result = run("verify", "--database-url", database_url)
    assert (result.exit_code, result.stdout) == (0, "nothing is recorded\n")


def test_a_row_that_was_tampered_with_is_named_in_one_line(run: Run, register: str, engine: Engine) -> None:
    key = _name_of_jane(engine)
    with intruder(register) as client:
        client.execute("UPDATE statement SET text_fr = 'Jeanne Doe' WHERE text_fr = 'Jane Doe'")
    result = run("verify", "--database-url", register)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith("error: REGISTER_TAMPERED: ")
    assert key in result.stderr


def test_a_statement_is_erased_once_the_question_is_answered(run: Run, register: str, engine: Engine) -> None:
    key = _name_of_jane(engine)
    result = run("erase", "statement", key, *ORDER, "--database-url", register, answer="y\n")
    assert (result.exit_code, result.stderr) == (0, "")
    history = read_history(engine)
    assert result.stdout.splitlines() == [
        "jane: NAME “Jane Doe”",
        "Erase it from every revision? It cannot be undone [y/N]: y",
        f"revision 2: {history.revisions[1].message}",
        "digests computed anew: of revision 1",
        "put the same into the seed files, or the next `cget-api seed apply` records what was erased again",
    ]
    assert "Jane Doe" not in repr(history)
    assert run("verify", "--database-url", register).exit_code == 0


@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "nothing", "no terminal"])
def test_nothing_is_erased_without_a_yes(answer: str, run: Run, register: str, engine: Engine) -> None:
    before = read_history(engine)
    result = run("erase", "statement", _name_of_jane(engine), *ORDER, "--database-url", register, answer=answer)
    assert result.exit_code == 1
    assert result.stderr.strip() == "Aborted!"
    assert read_history(engine) == before


def test_a_slug_is_erased_without_a_question_where_yes_was_said_at_once(
    run: Run, register: str, engine: Engine
) -> None:
    result = run("erase", "slug", "jane", *ORDER, "--yes", "--database-url", register)
    assert (result.exit_code, result.stderr) == (0, "")
    asked, revision, *_ = result.stdout.splitlines()
    assert (asked, revision) == ("jane, of the type person", f"revision 2: {read_history(engine).revisions[1].message}")
    assert "jane" not in read_history(engine).entities


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("statement", "0123"), "statement '0123': was never recorded. Take its key from the API"),
        (("slug", "jean"), "slug 'jean': was never recorded. Take it from the API or from the name of a seed file"),
    ],
    ids=["statement", "slug"],
)
def test_what_was_never_recorded_cannot_be_erased(
    arguments: tuple[str, ...], told: str, run: Run, register: str
) -> None:
    result = run("erase", *arguments, *ORDER, "--yes", "--database-url", register)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"error: NOT_FOUND: {told}\n")
