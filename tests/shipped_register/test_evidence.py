"""What the evidence gives beside the two founding documents stands in the register: bodies, acts, holders, seats."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from cget_api.core.model import Dataset, Statement

FACTS: list[tuple[str, str, str, dict[str, str]]] = [
    tuple(fact)
    for fact in yaml.load((Path(__file__).parent / "evidence.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
]


def _told(statement: Statement) -> dict[str, Any]:
    start, end = statement.validity.start, statement.validity.end
    return {
        "object": statement.object,
        "kind": statement.kind,
        "start": start and start.text,
        "end": end and end.text,
        "standing": statement.standing,
        "interim": str(statement.interim).lower(),
    }


@pytest.mark.parametrize(("fact", "subject", "predicate", "expected"), FACTS, ids=[f"{f[0]} ({f[1]})" for f in FACTS])
def test_a_fact_of_the_evidence_is_held(
    dataset: Dataset, fact: str, subject: str, predicate: str, expected: dict[str, str]
) -> None:
    held = [
        _told(statement)
        for statement in dataset.statements
        if (statement.subject, statement.predicate) == (subject, predicate)
    ]
    matching = [told for told in held if {key: told[key] for key in expected} == expected]
    assert matching, f"{fact}: {subject} {predicate} {expected} is not among {held}"
