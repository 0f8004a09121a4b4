"""The list of known findings, and the places that the proof-reader names."""

from pathlib import Path

from cget_api.core.consistency import FindingCode
from cget_api.core.known_findings import KnownFinding
from cget_api.core.model import Text
from cget_api.core.vocabulary import Predicate
from cget_api.dataset.formatting import format_folder
from cget_api.dataset.loading import dataset_from_folder, load
from cget_api.dataset.places import places_of_statements
from cget_api.dataset.problems import Place
from tests.dataset.world import folder_with

LIST = "known-findings.yaml"
TIDY = """findings:
- code: PLAN_OVERTAKEN
  subject: cget
  predicate: SITE
  key: 615cb9274cc8a1fbe0d215a1542bc3d4
  about: cget
  reason: {fr: Vu, en: Seen}
"""


def test_it_is_read_beside_the_dataset(tmp_path: Path) -> None:
    without, loading = load(folder_with(tmp_path / "a", {})), load(folder_with(tmp_path / "b", {LIST: TIDY}))
    assert loading.dataset == without.dataset
    assert (loading.errors, without.known_findings) == ((), ())
    key = "615cb9274cc8a1fbe0d215a1542bc3d4"
    assert loading.known_findings == (
        KnownFinding(FindingCode.PLAN_OVERTAKEN, "cget", Predicate.SITE, key, "cget", Text("Vu", "Seen")),
    )


def test_it_is_brought_into_canonical_form_with_the_others(tmp_path: Path) -> None:
    untidy = TIDY.replace("about: cget\n  reason", "reason").replace("en: Seen}\n", "en: Seen}\n  about: 'cget'\n")
    folder = folder_with(tmp_path, {LIST: untidy})
    assert format_folder(folder, check=True) == (folder / LIST,)
    assert format_folder(folder) == (folder / LIST,)
    assert (folder / LIST).read_text(encoding="utf-8") == TIDY
    assert format_folder(folder) == ()


def test_each_statement_has_the_place_at_which_it_stands(tmp_path: Path) -> None:
    dataset = dataset_from_folder(folder_with(tmp_path, {}))
    places = places_of_statements(dataset)
    told = [places[statement.key] for statement in dataset.statements if statement.subject in {"cget", "commissaire"}]
    assert told == [
        Place("organizations/cget.yaml", "statement 1 (EXISTENCE)"),
        Place("organizations/cget.yaml", "statement 2 (CLASSIFICATION)"),
        Place("organizations/cget.yaml", "statement 3 (NAME)"),
        Place("posts/commissaire.yaml", "statement 1 (NAME)"),
        Place("posts/commissaire.yaml", "statement 2 (HEAD_OF)"),
    ]
    assert len(places) == len(dataset.statements)
