"""Databases for tests: SQLite and PostgreSQL 18, each test with its own, made from one migrated once."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cget_api.store.engine import engine_from_url
from cget_api.store.migration import upgrade
from tests.cluster import Cluster, running_cluster

pytest_plugins = ["tests.shipped"]

ENGINES = ("sqlite", "postgresql")
MIGRATED = "migrated"

_numbers = count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def migrated_cluster(cluster: Cluster) -> Cluster:
    """With a template database `migrated`."""
    cluster.run(f"CREATE DATABASE {MIGRATED} TEMPLATE template0")
    upgrade(cluster.url(MIGRATED))
    return cluster


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated register that holds nothing."""
    if request.param == "sqlite":
        file = tmp_path / "register.sqlite"
        shutil.copyfile(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
    else:
        cluster: Cluster = request.getfixturevalue("migrated_cluster")
        with cluster.database(f"register_{next(_numbers)}", template=MIGRATED) as url:
            yield url


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a schema."""
    if request.param == "sqlite":
        file = tmp_path / "empty.sqlite"
        file.touch()
        yield f"sqlite:///{file}"
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        with cluster.database(f"empty_{next(_numbers)}") as url:
            yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = engine_from_url(database_url)
    yield opened
    opened.dispose()
