"""The limits that a client reads of are those that hold unless set otherwise."""

import re
from pathlib import Path

from cget_api.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
ROW = re.compile(r"\| [^|]+ \| `CGET_(\w+)` \| ([\d,]+) \|")


def test_each_limit_is_told_with_its_default() -> None:
    told = {
        name.lower(): int(number.replace(",", "")) for name, number in ROW.findall(PAGE.read_text(encoding="utf-8"))
    }
    limits = {
        name: field.default
        for name, field in Settings.model_fields.items()
        if name.startswith("max_") and name not in {"max_age_seconds", "max_queries", "max_subscriptions"}
    }
    assert told == limits
