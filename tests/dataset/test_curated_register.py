"""The curated register itself: read without an error, and in canonical form."""

from cget_api.dataset.formatting import format_folder
from cget_api.dataset.loading import load
from cget_api.dataset.location import seeds_folder


def test_the_curated_register_has_no_errors() -> None:
    assert [str(error) for error in load(seeds_folder()).errors] == []


def test_the_curated_register_is_in_canonical_form() -> None:
    assert format_folder(seeds_folder(), check=True) == ()
