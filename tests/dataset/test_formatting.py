"""Bringing a folder into canonical form."""

from pathlib import Path

import pytest

from cget_api.dataset.formatting import format_folder
from cget_api.dataset.problems import SeedErrors
from tests.dataset.world import CGET, FILES, folder_with

UNTIDY = "title: 'Une page'\nsource_kind: OFFICIAL_PAGE\n"
TIDY = "source_kind: OFFICIAL_PAGE\ntitle: Une page\n"


def test_canonical_files_are_left_alone(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {})
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.yaml")}
    assert format_folder(folder) == ()
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.yaml")} == before
    assert {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in before} == FILES


def test_other_files_are_rewritten_and_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"sources/page-2016.yaml": UNTIDY, CGET: FILES[CGET].replace("\n", "\r\n")})
    assert format_folder(folder) == (folder / CGET, folder / "sources/page-2016.yaml")
    assert (folder / "sources/page-2016.yaml").read_bytes() == TIDY.encode()
    assert (folder / CGET).read_bytes() == FILES[CGET].encode()
    assert format_folder(folder) == ()


def test_a_check_rewrites_nothing(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"sources/page-2016.yaml": UNTIDY})
    assert format_folder(folder, check=True) == (folder / "sources/page-2016.yaml",)
    assert (folder / "sources/page-2016.yaml").read_text(encoding="utf-8") == UNTIDY


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (UNTIDY + "# to be checked\n", "COMMENT"),
        (UNTIDY + "titel: Une page\n", "UNKNOWN_KEY"),
        (UNTIDY + "title: Une autre\n", "DUPLICATE_KEY"),
        (UNTIDY + "note: &n {fr: a, en: b}\n", "UNSUPPORTED_YAML"),
        (UNTIDY + "note: une note\n", "WRONG_FORM"),
        ("title: [\n", "SYNTAX"),
    ],
)
def test_nothing_is_rewritten_where_a_file_would_lose_something(tmp_path: Path, content: str, code: str) -> None:
    folder = folder_with(tmp_path, {"sources/page-2016.yaml": content, "sources/decret-2014-394.yaml": UNTIDY})
    with pytest.raises(SeedErrors) as refused:
        format_folder(folder)
    assert [(error.code, error.file) for error in refused.value.errors] == [(code, "sources/page-2016.yaml")]
    assert (folder / "sources/page-2016.yaml").read_text(encoding="utf-8") == content
    assert (folder / "sources/decret-2014-394.yaml").read_text(encoding="utf-8") == UNTIDY


def test_a_file_that_is_wrong_but_loses_nothing_is_formatted(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"sources/page-2016.yaml": "title: 'Une page'\n"})
    assert format_folder(folder) == (folder / "sources/page-2016.yaml",)
