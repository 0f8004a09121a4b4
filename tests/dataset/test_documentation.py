"""docs/seeds.md says what the code does."""

import re
from pathlib import Path

import pytest

from cget_api.core.consistency import FindingCode
from cget_api.dataset.canonical import canonical
from cget_api.dataset.document import document_from_yaml
from cget_api.dataset.form import CITATION, ENTITY, FOLDERS, KNOWN, SOURCE, STATEMENT, check_form
from cget_api.dataset.problems import Place, Problems, SeedProblem
from tests.dataset.world import CGET, FILES, folder_with, refusals, statement

PAGE = (Path(__file__).parents[2] / "docs" / "seeds.md").read_text(encoding="utf-8")
FORMS = {"statements": ENTITY, "source_kind": SOURCE, "findings": KNOWN}
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=["entity", "source", "known findings"])
def test_the_examples_are_canonical(example: str) -> None:
    problems = Problems()
    document = document_from_yaml(example, Place("docs/seeds.md"), problems)
    form = FORMS[example.partition(":")[0]]
    assert document is not None
    check_form(document, form, Place("docs/seeds.md"), problems)
    assert problems.all() == ()
    assert canonical(document, form) == example


def test_the_table_of_a_statement_names_its_keys_in_canonical_order() -> None:
    table = PAGE.partition("| key | meaning |\n|---|---|\n")[2].partition("\n\n")[0]
    named = [re.findall(r"`(\w+)`", row.split("|")[1]) for row in table.splitlines()]
    assert [key for keys in named for key in keys] == list(STATEMENT.keys)


def test_a_citations_keys_are_all_told() -> None:
    told = PAGE.partition("A citation's keys: ")[2].partition("\n\n")[0]
    assert [key for key in re.findall(r"`(\w+)`", told) if key in CITATION.keys] == list(CITATION.keys)


def test_every_folder_is_told() -> None:
    assert [folder for folder in re.findall(r"`(\w+)/`", PAGE) if folder in FOLDERS] == list(FOLDERS)


def test_every_code_is_told_once() -> None:
    table = PAGE.partition("| code | refused |\n|---|---|\n")[2]
    told = [code for row in table.splitlines() for code in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(told) == sorted(SeedProblem)


def test_every_code_of_a_finding_is_told_once() -> None:
    table = PAGE.partition("| code | found |\n|---|---|\n")[2].partition("\n\n")[0]
    assert [row.split("|")[1].strip(" `") for row in table.splitlines()] == list(FindingCode)


def test_the_error_shown_is_the_one_that_is_told(tmp_path: Path) -> None:
    shown = PAGE.partition("```text\n")[2].partition("\n```")[0]
    wrong = FILES[CGET] + statement("AUTHORITY", "object: premier-minstre")
    assert refusals(folder_with(tmp_path, {CGET: wrong})) == [f"UNKNOWN_ENTITY {shown}"]
