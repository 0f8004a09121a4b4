"""Questions that an archivist asks of one day, with the answers that the evidence gives: `*.yaml`, one a file.

A file holds a `question`, what to `ask` in GraphQL, the whole `answer`, and `because`, which names the sources.
"""

import re
from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from tests.shipped import Shipped

FOLDER = Path(__file__).parent
KEYS = ["question", "ask", "answer", "because"]
DAYS = {
    "1963-03-01",
    "2006-06-01",
    "2010-01-01",
    "2014-03-30",
    "2014-04-01",
    "2014-04-03",
    "2014-06-01",
    "2015-06-01",
    "2015-11-24",
    "2016-08-11",
    "2017-06-01",
    "2017-12-31",
    "2018-01-01",
    "2018-10-17",
    "2019-09-15",
    "2019-12-31",
    "2020-01-01",
    "today",
}
"""The days that must have a file; others may."""

_NAME = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|today)-[a-z0-9-]+")


class Case(TypedDict):
    question: str
    ask: str
    answer: object
    because: str


class _Loader(yaml.SafeLoader):
    """Leaves dates as the text that the API answers with."""


_LEFT_AS_TEXT = "tag:yaml.org,2002:timestamp"
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, form) for tag, form in resolvers if tag != _LEFT_AS_TEXT]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def case_from_file(file: Path) -> Case:
    return cast("Case", yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader))


def day_of(file: Path) -> str:
    named = _NAME.fullmatch(file.stem)
    assert named, f"{file.name} is not named by its day and its subject"
    return named["day"]


FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_register_answers_as_the_evidence_does(file: Path, shipped: Shipped) -> None:
    case = case_from_file(file)
    assert shipped.ask(case["ask"]) == case["answer"]


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_case_is_whole_and_asks_for_the_day_that_it_is_named_after(file: Path) -> None:
    case = case_from_file(file)
    assert list(case) == KEYS
    assert case["question"].endswith("?")
    assert case["because"].endswith(".")
    day = day_of(file)
    assert f'"{day}"' in case["ask"] if day != "today" else "asOf:" not in case["ask"]


def test_every_day_of_the_acceptance_has_a_case() -> None:
    assert set(map(day_of, FILES)) >= DAYS
