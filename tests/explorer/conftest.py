"""The service over the shipped register, asked for pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.core.model import Dataset
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.recording import record
from tests.api.service import database_beside
from tests.shipped import NOW, RECORDED_AT


@pytest.fixture(scope="session")
def url(migrated_file: Path, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of the shipped register, as its first revision."""
    url = database_beside(migrated_file, tmp_path_factory.mktemp("explored"))
    engine = engine_from_url(url)
    record(engine, dataset, "The curators", "Record the shipped register", RECORDED_AT)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(database_url=url), clock=lambda: NOW), raise_server_exceptions=False) as client:
        yield client
