"""Everything that seed files are refused for, each in the words that a curator reads: `refused/*.yaml`."""

from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from cget_api.core.errors import ErrorCode
from cget_api.dataset.loading import dataset_from_folder, load
from cget_api.dataset.problems import SeedErrors, SeedProblem
from tests.dataset.world import CGET, FILES, folder_with, refusals

REFUSED = Path(__file__).parent / "refused"


class Case(TypedDict, total=False):
    """What is `refused`: `files` of the register, or a `statement` added to one; and the `errors`, codes first."""

    refused: str
    files: dict[str, str]
    statement: str
    errors: list[str]


CASES = [
    case
    for file in sorted(REFUSED.glob("*.yaml"))
    for case in cast("list[Case]", yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
]


@pytest.mark.parametrize("case", CASES, ids=[case["refused"] for case in CASES])
def test_seed_files_are_refused_for(case: Case, tmp_path: Path) -> None:
    changes = dict(case.get("files", {}))
    if "statement" in case:
        changes[CGET] = FILES[CGET] + case["statement"]
    assert refusals(folder_with(tmp_path, changes)) == case["errors"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    assert refusals(folder) == [f"NO_FOLDER {folder}: is not a folder. Name the folder that holds the seed files"]


def test_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"sites/segur.yaml": "statements:\n- text: Ségur\n".encode("latin-1")})
    assert refusals(folder) == ["NOT_UTF8 sites/segur.yaml: line 2 is not UTF-8. Save the file in UTF-8"]


def test_every_problem_has_a_case() -> None:
    told = {error.partition(" ")[0] for case in CASES for error in case["errors"]}
    assert told | {SeedProblem.NO_FOLDER, SeedProblem.NOT_UTF8} == set(SeedProblem)


def test_every_error_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        {
            "organizations/cget.yaml": FILES[CGET].replace("life", "always").replace("page-2016", "page-2061", 1),
            "posts/commissaire.yaml": FILES["posts/commissaire.yaml"].replace("object: cget", "object: cegt"),
            "sites/segur.yaml": "statements: [\n",
            "sources/page-2016.yaml": "title: A page\n",
        },
    )
    with pytest.raises(SeedErrors) as refused:
        dataset_from_folder(folder)
    assert [(error.code, error.file, error.entry, error.field) for error in refused.value.errors] == [
        ("SYNTAX", "sites/segur.yaml", None, None),
        ("UNKNOWN_SOURCE", "organizations/cget.yaml", "statement 1 (EXISTENCE)", "citation 1, source"),
        ("BAD_DATE", "organizations/cget.yaml", "statement 2 (CLASSIFICATION)", "when"),
        ("BAD_DATE", "organizations/cget.yaml", "statement 3 (NAME)", "when"),
        ("UNKNOWN_ENTITY", "posts/commissaire.yaml", "statement 2 (HEAD_OF)", "object"),
        ("MISSING_KEY", "sources/page-2016.yaml", None, "source_kind"),
    ]


def test_all_errors_are_raised_as_one(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"sources/page-2016.yaml": "publisher: CGET\n"})
    errors = load(folder).errors
    with pytest.raises(SeedErrors) as refused:
        dataset_from_folder(folder)
    assert refused.value.code is ErrorCode.INVALID_SEEDS
    assert refused.value.errors == errors
    assert str(refused.value) == "\n".join([f"{folder}: the seed files hold 2 errors. Mend them:", *map(str, errors)])
