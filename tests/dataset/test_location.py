"""Where seeds are looked for."""

from pathlib import Path

import pytest

from cget_api.core.errors import InvalidSeeds
from cget_api.dataset.location import seeds_folder


def test_a_checkout_has_its_seeds_beside_src(tmp_path: Path) -> None:
    package = tmp_path / "src" / "cget_api"
    (tmp_path / "seeds").mkdir()
    assert seeds_folder(package) == tmp_path / "seeds"


def test_a_wheel_has_its_seeds_inside(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "cget_api"
    (package / "seeds").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    assert seeds_folder(package) == package / "seeds"


def test_an_installation_does_not_take_a_strangers_folder_for_its_seeds(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "cget_api"
    (tmp_path / "seeds").mkdir()
    with pytest.raises(InvalidSeeds) as refused:
        seeds_folder(package)
    assert str(refused.value) == (
        f"the seed files: there are none at {package / 'seeds'}. Install the package anew, or name a folder"
    )


def test_this_checkout_has_seeds() -> None:
    assert seeds_folder() == Path(__file__).parents[2] / "seeds"
