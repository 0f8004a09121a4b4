"""docker-compose.yml without Docker: its form, its order, its secrets, and the commands of its services by hand."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.cluster import Cluster
from tests.packaging.composition import Service, interpolated, services_from_file
from tests.packaging.running import Installation, answer

PASSWORD = "a password with / @ : % in it"
ADDRESS = "postgresql://cget@postgres:5432/cget"


@pytest.fixture
def services(root: Path) -> dict[str, Service]:
    return services_from_file(root / "docker-compose.yml")


@pytest.fixture
def database_of_cget(cluster: Cluster) -> Iterator[str]:
    """What the service `postgres` provides: a database `cget` whose owner is let in with the password alone."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE cget LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("CREATE DATABASE cget OWNER cget")
        hba_file = connection.execute("SELECT current_setting('hba_file')").fetchone()
        assert hba_file is not None
        rules = Path(hba_file[0])
        before = rules.read_text()
        rules.write_text(f"local all cget scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
        yield f"postgresql://cget@/cget?host={connection.info.host}"
        connection.execute("DROP DATABASE cget WITH (FORCE)")
        connection.execute("DROP ROLE cget")
        rules.write_text(before)
        connection.execute("SELECT pg_reload_conf()")


def _environment(service: Service, variables: dict[str, str]) -> dict[str, str]:
    return {name: interpolated(str(value), variables) for name, value in service["environment"].items()}


def test_the_file_follows_the_compose_specification(root: Path) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    done = subprocess.run(check, cwd=root, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done"), done.stdout


def test_each_service_waits_for_what_it_needs(services: dict[str, Service]) -> None:
    assert {name: service.get("depends_on", {}) for name, service in services.items()} == {
        "postgres": {},
        "migrate": {"postgres": {"condition": "service_healthy"}},
        "seed": {"migrate": {"condition": "service_completed_successfully"}},
        "api": {"postgres": {"condition": "service_healthy"}, "seed": {"condition": "service_completed_successfully"}},
    }
    assert list(services) == ["postgres", "migrate", "seed", "api"]
    assert [name for name, service in services.items() if service["restart"] == "no"] == ["migrate", "seed"]


@pytest.mark.parametrize("name", ["migrate", "seed", "api"])
def test_our_services_are_confined(services: dict[str, Service], name: str) -> None:
    confinement = {"user", "read_only", "tmpfs", "cap_drop", "security_opt"}
    assert {key: value for key, value in services[name].items() if key in confinement} == {
        "user": "10001:10001",
        "read_only": True,
        "tmpfs": ["/tmp"],
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
    }


def test_only_this_machine_reaches_the_api_and_nobody_the_database(services: dict[str, Service]) -> None:
    assert {name: service.get("ports", []) for name, service in services.items()} == {
        "postgres": [],
        "migrate": [],
        "seed": [],
        "api": ["127.0.0.1:8000:8000"],
    }


def test_the_data_outlives_the_container(services: dict[str, Service], root: Path) -> None:
    assert services["postgres"]["image"] == "postgres:18"
    assert services["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert "\nvolumes:\n  postgres:\n" in (root / "docker-compose.yml").read_text(encoding="utf-8")


def test_no_secret_stands_in_the_file(services: dict[str, Service]) -> None:
    secrets = [
        str(value)
        for service in services.values()
        for name, value in service["environment"].items()
        if re.search("PASSWORD|SECRET|TOKEN|KEY", name)
    ]
    assert len(secrets) == 4
    assert all(re.fullmatch(r"\$\{CGET_POSTGRES_PASSWORD:\?[^}]+\}", secret) for secret in secrets)
    with pytest.raises(KeyError, match="CGET_POSTGRES_PASSWORD: choose a password"):
        interpolated(secrets[0], {})
    addresses = [service["environment"].get("CGET_DATABASE_URL", "") for service in services.values()]
    assert [urlsplit(address).password for address in addresses] == [None, None, None, None]


def test_the_database_is_asked_whether_it_is_healthy(services: dict[str, Service], cluster: Cluster) -> None:
    kind, program, host, *rest = services["postgres"]["healthcheck"]["test"]
    assert (kind, program, host) == ("CMD", "pg_isready", "--host=127.0.0.1")
    check = [str(cluster.programs / program), f"--host={cluster.directory}", *rest]
    assert subprocess.run(check, check=False, capture_output=True).returncode == 0
    assert subprocess.run([*check, "--port=1"], check=False, capture_output=True).returncode == 2


def test_the_commands_of_the_services_make_a_register_that_answers(
    services: dict[str, Service], installation: Installation, database_of_cget: str, tmp_path: Path
) -> None:
    variables = {"CGET_POSTGRES_PASSWORD": PASSWORD}
    for name in ("migrate", "seed"):
        environment = _environment(services[name], variables)
        assert environment.pop("CGET_DATABASE_URL") == ADDRESS
        assert environment == {"PGPASSWORD": PASSWORD}
        command = [interpolated(word, variables) for word in services[name]["command"]]
        installation.run(command, {**environment, "CGET_DATABASE_URL": database_of_cget}, tmp_path)

    api = services["api"]
    environment = {**_environment(api, variables), "CGET_DATABASE_URL": database_of_cget}
    with installation.serving(api["command"], environment, tmp_path) as client:
        kind, *check = api["healthcheck"]["test"]
        assert kind == "CMD"
        installation.run(check, {"CGET_PORT": str(client.base_url.port)}, tmp_path)
        question = (
            '{ organization(slug: "cget", asOf: "2016-08-11") { acronym } register { latestRevision { author } } }'
        )
        assert answer(client, question)["data"] == {
            "organization": {"acronym": "CGET"},
            "register": {"latestRevision": {"author": "docker compose"}},
        }
    assert list(tmp_path.iterdir()) == [], "the file system of the container is read-only"


def test_nobody_enters_the_database_without_the_password(
    services: dict[str, Service], installation: Installation, database_of_cget: str, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match="password"):
        installation.run(services["migrate"]["command"], {"CGET_DATABASE_URL": database_of_cget}, tmp_path)
