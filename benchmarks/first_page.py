"""What a front end asks for its first page, and whether it was answered."""

import json
import urllib.request
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.wrk import Asked, BenchmarkFailed

QUERY: Final = Path(__file__).with_name("first_page.graphql").read_text(encoding="utf-8")
QUESTION: Final = json.dumps({"query": QUERY, "variables": {"slug": "{slug}", "day": "{day}"}})
SLUG: Final = "cget"
_FIRST = date(2014, 5, 1)
# A prime: no organisation is asked of the same day again before all of them were.
DAYS: Final = tuple((_FIRST + timedelta(days=number)).isoformat() for number in range(2063))
DAY: Final = "2016-08-11"
LEAST_SCALARS: Final = 120
PATIENCE: Final = 60.0

ANOTHER_DAY: Final = Asked(QUESTION, (SLUG,), DAYS)
THE_SAME: Final = Asked(QUESTION, (SLUG,), (DAY,))

_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def answer(url: str, slug: str = SLUG, day: str = DAY) -> bytes:
    """Raises BenchmarkFailed where it is no page."""
    body = QUESTION.replace("{slug}", slug).replace("{day}", day).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
    with _DIRECTLY.open(urllib.request.Request(url, body, headers), timeout=PATIENCE) as response:
        told: bytes = response.read()
    require_page(json.loads(told), f"{slug} on {day}")
    return told


def require_page(told: Mapping[str, Any], of: str) -> None:
    """Raises BenchmarkFailed for what is no first page of something that has one."""
    if told.get("errors") or scalars(told.get("data")) < LEAST_SCALARS:
        raise BenchmarkFailed(f"no first page of {of} is answered: {json.dumps(told)[:500]}")


def scalars(value: object) -> int:
    """How many values are in it that hold no others."""
    match value:
        case dict():
            return sum(map(scalars, value.values()))
        case list():
            return sum(map(scalars, value))
    return 1


def text_of(url: str) -> str:
    """What a page of the service says."""
    with _DIRECTLY.open(url, timeout=PATIENCE) as response:
        told: bytes = response.read()
    return told.decode()
