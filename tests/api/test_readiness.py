"""Whether the service is alive, and whether it is ready and, where it is not, why."""

import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.settings import Settings
from cget_api.store.migration import downgrade, upgrade
from cget_api.store.versions import expected_revision, require_expected_schema
from cget_api.telemetry import health
from tests.api.administration import RECORDED_FIRST
from tests.api.service import NOW, database_beside, record_at, serving
from tests.cluster import Cluster

ALIVE = (200, {"status": "alive"})


def _asked(client: TestClient, path: str) -> tuple[int, Any]:
    answer = client.get(path)
    return answer.status_code, answer.json()


def _app(url: str, poll_seconds: float = 3600) -> TestClient:
    settings = Settings(database_url=url, poll_seconds=poll_seconds)
    return TestClient(create_app(settings, lambda: NOW), raise_server_exceptions=False)


def _refused(client: TestClient) -> tuple[int, str]:
    answer = client.post("/graphql", json={"query": "{ register { apiVersion } }"})
    (error,) = answer.json()["errors"]
    assert "Traceback" not in answer.text
    assert error["extensions"]["remedy"] in error["message"]
    return answer.status_code, error["extensions"]["code"]


def test_a_register_that_is_reachable_up_to_date_and_loaded_is_ready(database_url: str) -> None:
    with serving(database_url, RECORDED_FIRST) as service:
        assert _asked(service.client, "/livez") == ALIVE
        assert _asked(service.client, "/readyz") == (
            200,
            {"status": "ready", "schemaRevision": expected_revision(), "revision": 1},
        )
        assert service.ask("{ register { schemaRevision latestRevision { number } } }")["register"] == {
            "schemaRevision": expected_revision(),
            "latestRevision": {"number": 1},
        }


def test_an_empty_register_is_alive_answers_and_is_not_ready(database_url: str) -> None:
    with serving(database_url) as service:
        assert _asked(service.client, "/livez") == ALIVE
        assert _asked(service.client, "/readyz") == (
            503,
            {
                "status": "not ready",
                "code": "REGISTER_EMPTY",
                "reason": "No revision is loaded. Record one with: cget-api seed apply",
            },
        )
        assert service.ask("{ organizations { totalCount } }") == {"organizations": {"totalCount": 0}}


def test_a_database_without_a_schema_is_alive_and_not_ready(empty_database_url: str) -> None:
    with _app(empty_database_url) as client:
        assert _asked(client, "/livez") == ALIVE
        status, told = _asked(client, "/readyz")
        assert (status, told["code"]) == (503, "SCHEMA_OUT_OF_DATE")
        assert told["reason"].endswith("Run `cget-api db upgrade`")
        assert _refused(client) == (503, "DATABASE_UNAVAILABLE")


def test_a_schema_that_is_behind_is_not_ready_even_where_a_register_was_loaded(database_url: str) -> None:
    with serving(database_url, RECORDED_FIRST) as service:
        downgrade(database_url, "-1", force=True)
        assert _asked(service.client, "/livez") == ALIVE
        status, told = _asked(service.client, "/readyz")
        assert (status, told["status"], told["code"]) == (503, "not ready", "SCHEMA_OUT_OF_DATE")
        assert expected_revision() in told["reason"]
        upgrade(database_url)
        assert service.client.get("/readyz").status_code == 200


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.sqlite", "postgresql://nobody@/nothing?host=/nowhere"])
def test_a_database_that_does_not_answer_is_not_ready_and_the_service_stays_alive(url: str) -> None:
    with _app(url) as client:
        assert _asked(client, "/livez") == ALIVE
        status, told = _asked(client, "/readyz")
        assert (status, told["code"]) == (503, "DATABASE_UNAVAILABLE")
        assert told["reason"].endswith(", or mend CGET_DATABASE_URL")
        assert _refused(client) == (503, "DATABASE_UNAVAILABLE")


def test_a_file_that_is_no_database_is_not_ready_and_the_service_stays_alive(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_text("Dear Sir or Madam, " * 1000, encoding="utf-8")
    with _app(f"sqlite:///{file}") as client:
        assert _asked(client, "/livez") == ALIVE
        status, told = _asked(client, "/readyz")
        assert (status, told["code"]) == (503, "DATABASE_UNAVAILABLE")
        assert _refused(client) == (503, "DATABASE_UNAVAILABLE")


def test_a_server_that_went_away_is_not_ready(migrated_cluster: Cluster) -> None:
    with migrated_cluster.database("went_away", template="migrated") as url, serving(url, RECORDED_FIRST) as service:
        assert service.client.get("/readyz").status_code == 200
        migrated_cluster.run("ALTER DATABASE went_away WITH ALLOW_CONNECTIONS false")
        migrated_cluster.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'went_away'")
        assert _asked(service.client, "/livez") == ALIVE
        status, told = _asked(service.client, "/readyz")
        assert (status, told["code"]) == (503, "DATABASE_UNAVAILABLE")
        assert service.ask("{ register { sourceCount } }") == {"register": {"sourceCount": 3}}
        migrated_cluster.run("ALTER DATABASE went_away WITH ALLOW_CONNECTIONS true")
        assert service.client.get("/readyz").status_code == 200


def test_a_register_that_comes_late_is_loaded_as_soon_as_it_is_there(migrated_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'late' / 'register.sqlite'}"
    with _app(url, poll_seconds=0.02) as client:
        assert _refused(client) == (503, "DATABASE_UNAVAILABLE")
        prepared = tmp_path / "prepared"
        prepared.mkdir()
        record_at(database_beside(migrated_file, prepared), RECORDED_FIRST)
        prepared.rename(tmp_path / "late")
        for _ in range(500):
            if client.get("/readyz").status_code == 200:
                break
        answer = client.post("/graphql", json={"query": "{ register { latestRevision { number } } }"})
        assert answer.json()["data"] == {"register": {"latestRevision": {"number": 1}}}


def test_a_database_that_does_not_answer_in_time_is_not_ready(migrated_cluster: Cluster) -> None:
    with migrated_cluster.database("slow_to_answer", template="migrated") as url:
        record_at(url, RECORDED_FIRST)
        with _app(url) as client, psycopg.connect(url) as other:
            other.execute("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
            assert _asked(client, "/livez") == ALIVE
            assert _asked(client, "/readyz") == (
                503,
                {
                    "status": "not ready",
                    "code": "DATABASE_UNAVAILABLE",
                    "reason": "The database does not answer in time",
                },
            )


def test_who_asks_meanwhile_waits_for_the_same_answer_and_its_connection_is_closed_in_the_end(
    migrated_cluster: Cluster,
) -> None:
    connected = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'asked_often' AND pid <> pg_backend_pid()"
    with migrated_cluster.database("asked_often", template="migrated") as url:
        record_at(url, RECORDED_FIRST)
        with psycopg.connect(url, autocommit=True) as watching:
            with _app(url) as client, psycopg.connect(url) as other:
                before = watching.execute(connected).fetchone()
                other.execute("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
                for _ in range(2):
                    assert _asked(client, "/readyz")[0] == 503
                after = watching.execute(connected).fetchone()
            assert before is not None
            assert after is not None
            assert after[0] <= before[0] + 1
            left = None
            for _ in range(250):
                left = watching.execute(connected).fetchone()
                if left == (0,):
                    break
                time.sleep(0.02)
            assert left == (0,)


def test_a_check_that_hangs_does_not_keep_others_from_being_made(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a connection was dropped and nobody says so."""
    asked, let_go = 0, threading.Event()
    ask = require_expected_schema

    def hang_once(engine: Engine) -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            let_go.wait(60)
        ask(engine)

    monkeypatch.setattr(health, "READINESS_SECONDS", 0.2)
    with serving(database_url, RECORDED_FIRST) as service:
        monkeypatch.setattr(health, "require_expected_schema", hang_once)
        statuses = [service.client.get("/readyz").status_code for _ in range(3)]
        let_go.set()
    assert (statuses, asked) == ([503, 200, 200], 3)
