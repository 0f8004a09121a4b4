"""Registers to compare answers over, and how many answers are compared.

The environment variable EQUAL_ANSWERS_EXAMPLES says how many documents are made for each root field.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from graphql import build_schema

from cget_api.api.schema import sdl
from cget_api.core.model import Dataset
from cget_api.dataset.loading import dataset_from_folder
from cget_api.dataset.location import seeds_folder
from tests.api.administration import CORRECTED, RECORDED_FIRST, register
from tests.api.compiled.asked import Asked, asked
from tests.api.compiled.operations import Documents, documents_of
from tests.api.service import database_beside
from tests.worlds import whole_world

EXAMPLES = int(os.environ.get("EQUAL_ANSWERS_EXAMPLES", "22"))

Ask = Callable[..., Asked]


def _half(number: int) -> Dataset:
    """A register in which one statement of two is made, a different one for each number."""
    chance = random.Random(number)
    said = [statement for statement in RECORDED_FIRST.statements if chance.random() < 0.5]
    return register(*said, sources=RECORDED_FIRST.sources)


BROKEN = "broken world"
"""Its statements point at things that it does not hold, so that much of what is asked of it is a defect."""

RECORDED: dict[str, Callable[[], list[Dataset]]] = {
    "administration": lambda: [RECORDED_FIRST, CORRECTED],
    "whole world": lambda: [register(*whole_world().statements, sources=whole_world().sources)],
    BROKEN: lambda: [whole_world()],
    "half of it": lambda: [_half(number) for number in (1, 2, 3, 4, 5, 6)],
    "another half": lambda: [_half(7), RECORDED_FIRST, _half(8)],
    "shipped": lambda: [dataset_from_folder(seeds_folder())],
}


@pytest.fixture(scope="session")
def documents() -> Documents:
    return documents_of(build_schema(sdl()), EXAMPLES)


@pytest.fixture(scope="module")
def ask(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a register of these revisions, with these settings."""
    with ExitStack() as running:
        yield lambda *recorded, **settings: running.enter_context(
            asked(database_beside(migrated_file, tmp_path_factory.mktemp("asked")), *recorded, **settings)
        )


@pytest.fixture(scope="module")
def administration(ask: Ask) -> Asked:
    return ask(RECORDED_FIRST, CORRECTED)
