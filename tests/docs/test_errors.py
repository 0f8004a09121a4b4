"""Every public code of an error is listed where clients read of it."""

import re
from pathlib import Path

from cget_api.api.errors import INTERNAL
from cget_api.core.errors import ErrorCode

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_page_lists_every_code_and_no_other() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Errors")[2].partition("## Health")[0]
    assert set(re.findall(r"`([A-Z_]+)`", section)) == {*ErrorCode, INTERNAL}
