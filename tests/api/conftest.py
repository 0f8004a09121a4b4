"""A service over the register of `tests.api.administration`, and a way to serve any other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cget_api.core.model import Dataset
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.service import Service, database_beside, serving

Serve = Callable[..., Service]


@pytest.fixture(scope="session")
def service(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two revisions of one administration; nobody records anything more in it."""
    url = database_beside(migrated_file, tmp_path_factory.mktemp("administration"))
    with serving(url, RECORDED_FIRST, CORRECTED) as running:
        yield running


@pytest.fixture
def serve(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Serves the datasets it is given, each as one more revision, until the test ends; with settings of its own."""
    numbers = count(1)
    with ExitStack() as running:

        def start(*recorded: Dataset, **settings: Any) -> Service:
            folder = tmp_path_factory.mktemp(f"served_{next(numbers)}")
            return running.enter_context(serving(database_beside(migrated_file, folder), *recorded, **settings))

        yield start
