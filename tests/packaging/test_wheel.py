"""The wheel needs nothing of the checkout: it carries migrations and seeds, and answers from an empty folder."""

import zipfile
from pathlib import Path

from tests.packaging.running import Installation, answer

QUESTION = '{ organization(slug: "cget", asOf: "2016-08-11") { name } }'
ANSWER = {"organization": {"name": "Commissariat général à l'égalité des territoires"}}


def _files_below(folder: Path, name: str) -> set[str]:
    found = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {f"{name}/{file.relative_to(folder).as_posix()}" for file in found}


def test_the_wheel_carries_the_package_its_migrations_and_its_seeds(wheel: Path, root: Path) -> None:
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried == (
        _files_below(root / "src" / "cget_api", "cget_api")
        | _files_below(root / "migrations", "cget_api/migrations")
        | _files_below(root / "seeds", "cget_api/seeds")
    )


def test_what_is_imported_is_the_wheel_and_not_the_checkout(installation: Installation, tmp_path: Path) -> None:
    located = installation.run(["python", "-c", "import cget_api; print(cget_api.__file__)"], {}, tmp_path)
    assert Path(located.strip()) == installation.folder / "cget_api" / "__init__.py"


def test_it_creates_fills_and_serves_a_register_in_an_empty_folder(installation: Installation, tmp_path: Path) -> None:
    with installation.serving(["cget-api", "serve"], {}, tmp_path) as client:
        assert answer(client, QUESTION)["data"] == ANSWER
    assert list(tmp_path.glob("*.sqlite")) != []


def test_serving_it_again_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    question = "{ register { schemaRevision latestRevision { number digest } } }"
    with installation.serving(["cget-api", "serve"], {}, tmp_path) as client:
        first = answer(client, question)
    with installation.serving(["cget-api", "serve"], {}, tmp_path) as client:
        assert answer(client, question) == first
