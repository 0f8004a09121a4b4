"""Every query in the documentation is asked, and its printed answer is the real one."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.shipped import Shipped

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "docs/api.md", "docs/time.md", "docs/historians.md")
_EXAMPLE = re.compile(
    r"^```graphql\n(?P<query>.*?)^```\n"
    r"(?:\n```json variables\n(?P<variables>.*?)^```\n)?"
    r"\n```json\n(?P<answer>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_QUERY = re.compile(r"^```graphql$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A query of a document, with its variables and the answer that the document prints."""

    document: str
    line: int
    query: str
    variables: dict[str, object]
    answer: object

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def examples(document: str) -> list[Example]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return [
        Example(
            document,
            text.count("\n", 0, match.start()) + 1,
            match["query"],
            json.loads(match["variables"] or "{}"),
            json.loads(match["answer"]),
        )
        for match in _EXAMPLE.finditer(text)
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_query_of_a_document_has_its_answer_beside_it(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert len(examples(document)) == len(_QUERY.findall(text)) > 0


@pytest.mark.parametrize("example", [example for document in DOCUMENTS for example in examples(document)], ids=str)
def test_a_document_prints_the_real_answer(example: Example, shipped: Shipped) -> None:
    assert shipped.ask(example.query, example.variables) == example.answer
