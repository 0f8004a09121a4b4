"""A service whose register and whose time are in the hands of the test: more is recorded while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from cget_api.core.model import Dataset
from cget_api.graphql import graphql_routes
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from tests.api.service import NOW, WITHOUT_LIMITS, Service, record_at


@dataclass(slots=True)
class Kept:
    """The database at `url`, what was read of it, and the moment that it is."""

    url: str
    keeper: Keeper
    moment: datetime = NOW

    def record(self, dataset: Dataset) -> None:
        """As one more revision, which is the latest from here on."""
        assert self.keeper.archive is not None
        record_at(self.url, dataset, first=self.keeper.archive.latest.revision.number + 1)
        assert self.keeper.refresh()

    def served(self, **settings: Any) -> Service:
        """By another instance each time, which has answered nothing yet."""
        chosen = Settings(database_url=self.url, **{**WITHOUT_LIMITS, **settings})
        app = Starlette(routes=graphql_routes(self.keeper, lambda: self.moment, chosen))
        return Service(TestClient(app, raise_server_exceptions=False))


@contextmanager
def keeping(url: str, *recorded: Dataset) -> Iterator[Kept]:
    """In which each of `recorded` is one more revision."""
    record_at(url, *recorded)
    engine = engine_from_url(url)
    keeper = Keeper(engine)
    assert keeper.refresh()
    yield Kept(url, keeper)
    engine.dispose()
