"""The way from a dataset to seed files and back."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from cget_api.core.model import Dataset
from cget_api.dataset.formatting import format_folder
from cget_api.dataset.loading import Loading, dataset_from_folder, load
from cget_api.dataset.writing import write
from tests.dataset.generated import DATASETS
from tests.dataset.world import folder_with


@given(DATASETS)
def test_a_dataset_written_and_loaded_is_the_same_and_canonical(dataset: Dataset) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        write(dataset, folder)
        assert load(folder) == Loading(dataset, ())
        assert format_folder(folder, check=True) == ()


def test_keys_and_digests_survive_being_written(tmp_path: Path) -> None:
    dataset = dataset_from_folder(folder_with(tmp_path / "seeds", {}))
    write(dataset, tmp_path / "copy")
    copy = dataset_from_folder(tmp_path / "copy")
    assert [(said.key, said.digest) for said in copy.statements] == [
        (said.key, said.digest) for said in dataset.statements
    ]
    assert [source.digest for source in copy.sources] == [source.digest for source in dataset.sources]
