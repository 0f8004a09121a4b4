"""One administration, and services over it with settings of their own; nobody records anything more in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.service import Service, database_beside, record_at, serving

Configured = Callable[..., Service]


@pytest.fixture(scope="session")
def administration(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two revisions, in a database."""
    url = database_beside(migrated_file, tmp_path_factory.mktemp("asked_over_http"))
    record_at(url, RECORDED_FIRST, CORRECTED)
    return url


@pytest.fixture(scope="module")
def configured(administration: str) -> Iterator[Configured]:
    """Serves it with these settings, and without any limit that they do not set; until the module ends."""
    with ExitStack() as running:
        yield lambda **settings: running.enter_context(serving(administration, **settings))
