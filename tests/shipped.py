"""The register as it is shipped: the real seeds, recorded in a real database and asked through the front door."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.core.model import Dataset
from cget_api.dataset.loading import dataset_from_folder
from cget_api.dataset.location import seeds_folder
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.recording import record
from tests.cluster import Cluster
from tests.conftest import ENGINES, MIGRATED

RECORDED_AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Shipped:
    """A running service over the shipped register, on `today` = 2026-11-22."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def ask(self, query: str, variables: dict[str, object] | None = None) -> object:
        """The data of an answer without errors."""
        answer = self._client.post("/graphql", json={"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return dataset_from_folder(seeds_folder())


@pytest.fixture(scope="session", params=ENGINES)
def shipped(
    request: pytest.FixtureRequest, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shipped]:
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("shipped") / "register.sqlite"
        migrated: Path = request.getfixturevalue("migrated_file")
        shutil.copyfile(migrated, file)
        with _serving(f"sqlite:///{file}", dataset) as client:
            yield Shipped(client)
    else:
        cluster: Cluster = request.getfixturevalue("migrated_cluster")
        with cluster.database("shipped", template=MIGRATED) as url, _serving(url, dataset) as client:
            yield Shipped(client)


def _serving(url: str, dataset: Dataset) -> TestClient:
    engine = engine_from_url(url)
    record(engine, dataset, "The curators", "Record the shipped register", RECORDED_AT)
    engine.dispose()
    return TestClient(create_app(Settings(database_url=url), clock=lambda: NOW))
