"""What goes wrong inside is told to nobody but the maintainer."""

import logging
from datetime import datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cget_api.core.index import EMPTY_REVISION, ArchiveInMemory
from cget_api.core.register import Register
from cget_api.graphql import graphql_routes
from cget_api.settings import Settings
from tests.api.service import NOW, Service, Standing

SECRET = "password of /srv/register"


class BrokenArchive(ArchiveInMemory):
    """One in which nothing can be looked up."""

    def register_in(self, number: int) -> Register:
        raise RuntimeError(f"{SECRET} {number}")

    def register_known_at(self, instant: datetime) -> Register:
        raise KeyError(SECRET, instant)


@pytest.fixture
def broken() -> Service:
    live = Standing(BrokenArchive("0001", (EMPTY_REVISION,), {}, (), ()))
    app = Starlette(routes=graphql_routes(live, lambda: NOW, Settings()))
    return Service(TestClient(app, raise_server_exceptions=False))


@pytest.mark.parametrize("argument", ["revision: 7", 'knownAt: "2026-01-01T12:00:00Z"'])
def test_a_defect_is_masked_and_logged_under_the_id_that_the_caller_is_told(
    broken: Service, caplog: pytest.LogCaptureFixture, argument: str
) -> None:
    query = '{ first: register { organizationCount } organization(slug: "cget", ARGUMENT) { name } }'
    body = broken.body(query.replace("ARGUMENT", argument))
    (error,) = body["errors"]
    correlation = error["extensions"]["correlationId"]
    assert body == {
        "data": {"first": {"organizationCount": 0}, "organization": None},
        "errors": [
            {
                "message": f"The service failed. Report it with the correlation id {correlation}",
                "locations": error["locations"],
                "path": ["organization"],
                "extensions": {"code": "INTERNAL_SERVER_ERROR", "correlationId": correlation},
            }
        ],
        "extensions": {"cost": body["extensions"]["cost"]},
    }
    (logged,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert correlation in logged.getMessage()
    assert logged.exc_info is not None
    assert SECRET in str(logged.exc_info[1])
    assert SECRET not in str(body)


def test_two_defects_have_two_ids(broken: Service) -> None:
    query = '{ organization(slug: "cget", revision: 7) { name } }'
    ids = {broken.body(query)["errors"][0]["extensions"]["correlationId"] for _ in range(3)}
    assert len(ids) == 3
