"""With the fast path on, an answer is the same as with it off: status, headers and body, to the byte."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from cget_api.api.compiled import pieces, shapes
from cget_api.api.compiled.pieces import Piece
from tests.api.compiled.asked import Asked
from tests.api.compiled.conftest import BROKEN, EXAMPLES, RECORDED, Ask
from tests.api.compiled.operations import Documents, Made
from tests.api.compiled.turning import TURNING, on_any_day, turning_days

DAYS_ASKED_OF_EACH = 4
"""And of each fourth operation."""


@pytest.mark.parametrize("world", RECORDED)
def test_generated_operations_are_answered_as_by_the_reference_executor(
    ask: Ask, documents: Documents, world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(*RECORDED[world]())
    compared: Counter[str] = Counter()
    turned = 0
    written: list[Piece] = []

    def write(piece: Piece, *arguments: Any) -> None:
        written.append(piece)
        pieces.write(piece, *arguments)

    monkeypatch.setattr(shapes, "write", write)
    chance = random.Random(world)
    days = turning_days(asked.asking().archive.latest)
    for number, made in enumerate(documents.operations(asked.words(), random.Random(world))):
        compared.update(_compared(asked, made))
        text = on_any_day(made.text) if number % DAYS_ASKED_OF_EACH == 0 else None
        if text is not None and days:
            values = {**(made.values[0] or {}), TURNING: None}
            for day in chance.sample(days, min(DAYS_ASKED_OF_EACH, len(days))):
                _require_equal_twice(asked, text, {**values, TURNING: day})
                turned += 1
    assert turned > EXAMPLES or not days
    assert compared.total() >= 30 * EXAMPLES, compared
    assert compared["planned"] > (0.5 if world == BROKEN else 0.7) * compared.total(), compared
    assert len(written) > 2 * EXAMPLES, compared


def _require_equal_twice(asked: Asked, text: str, values: dict[str, Any]) -> None:
    reference = asked.reference(text, values)
    for _ in range(2):
        answer, _planned = asked.answer(text, values)
        assert answer == reference, (text, values)


def _compared(asked: Asked, made: Made) -> Iterator[str]:
    """How each set of values was answered: by a plan wherever nothing is wrong, of what it kept too."""
    for values in made.values:
        reference = asked.reference(made.text, values)
        answer, planned = asked.answer(made.text, values)
        if not planned:
            assert answer == reference, (made.text, values)
            answer, planned = asked.answer(made.text, values)
        again = asked.answer(made.text, values)
        assert answer == reference, (made.text, values)
        assert again == (answer, planned), (made.text, values)
        faulty = reference.body.startswith(b'{"errors"')
        assert planned is not faulty, (made.text, values, reference.body[:500])
        yield "planned" if planned else "faulty" if b'"data"' in reference.body else "refused"
