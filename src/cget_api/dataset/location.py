"""Where the curated register lies: in the checkout, or in the installed package."""

from pathlib import Path
from typing import Final

from cget_api.core.errors import InvalidSeeds

_PACKAGE: Final = Path(__file__).resolve().parents[1]


def seeds_folder(package: Path = _PACKAGE) -> Path:
    """`seeds` inside the package, where a wheel puts it, else `seeds` beside `src` in a checkout.

    Raises InvalidSeeds where there is neither.
    """
    candidates = [package / "seeds"]
    if package.parent.name == "src":
        candidates.append(package.parent.parent / "seeds")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    places = " or ".join(map(str, candidates))
    raise InvalidSeeds("the seed files", f"there are none at {places}", "Install the package anew, or name a folder")
