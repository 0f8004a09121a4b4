"""Pictures of every view for people to review, and the one at the head of the README."""

from base64 import b64decode

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.service import ROOT
from tests.browser.test_reading import VIEWS

FOLDER = ROOT / ".screenshots"
PICTURE = ROOT / "docs" / "explorer.webp"
LARGEST = 100_000
WIDTHS = {"desktop": 1280, "tablet": 820, "phone": 390}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_its_picture_taken(open_: Open, view: str, device: str, scheme: str) -> None:
    lang = "fr" if scheme == "light" else "en"
    page = open_(f"{VIEWS[view]}&lang={lang}", width=WIDTHS[device], color_scheme=scheme, reduced_motion="reduce")
    file = FOLDER / f"{view}-{device}-{scheme}.png"
    page.screenshot(path=file, full_page=True)
    assert file.stat().st_size > 0


def test_the_picture_of_the_readme_is_small_and_there(open_: Open) -> None:
    """Taken anew beside the others; copied to docs/ by who changes the look."""
    page = open_("/?asOf=2016-08-11&lang=fr", reduced_motion="reduce")
    expect(page.get_by_role("slider")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 980})
    chromium = page.context.new_cdp_session(page)
    answer = chromium.send("Page.captureScreenshot", {"format": "webp", "quality": 82})
    FOLDER.mkdir(exist_ok=True)
    taken = FOLDER / PICTURE.name
    taken.write_bytes(b64decode(answer["data"]))
    assert taken.stat().st_size < LARGEST
    assert 0 < PICTURE.stat().st_size < LARGEST
    assert PICTURE.name in (ROOT / "README.md").read_text(encoding="utf-8")
