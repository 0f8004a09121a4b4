"""`cget-api serve` in processes of its own: what it makes, what it leaves alone, what it refuses, how it ends."""

import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from websockets import CloseCode, ConnectionClosedError, Subprotocol
from websockets.sync.client import connect

from cget_api.cli.server import announcement, config_of
from cget_api.store.migration import upgrade
from cget_api.store.reading import read_history
from cget_api.store.versions import current, expected_revision
from cget_api.web.first_question import first_question_url
from tests.cli.conftest import Run
from tests.cli.servers import LAST_LINE, PATIENCE, serving, sqlite_in
from tests.cli.world import CGET, FILES, write_seeds
from tests.clients import stranger


def _content(folder: Path) -> dict[str, str]:
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.is_file()}


def test_on_sqlite_it_makes_fills_and_serves_a_register_once(tmp_path: Path, seeds: Path) -> None:
    _, url = sqlite_in(tmp_path)
    arguments = ("--database-url", url, "--seeds", str(seeds))
    with serving(*arguments) as server:
        assert server.news == (
            f"schema {expected_revision()}, was nothing",
            "revision 1, 55 statements, just recorded from the seed files",
        )
        assert server.ask(f"{server.base}/").status_code == httpx2.codes.OK
        assert server.ask(f"{server.base}/readyz").json()["revision"] == 1
        assert server.ask(first_question_url(server.base)).json()["data"] == {
            "organization": {
                "name": "Commissariat général",
                "authorities": [{"organization": {"name": "Premier ministre"}}],
            }
        }
        assert server.stopped_by(signal.SIGINT) == (0, "\n", "")

    before = _content(tmp_path)
    with serving(*arguments) as server:
        assert server.news == ("revision 1, 55 statements, nothing new",)
        assert server.ask(f"{server.base}/readyz").json()["revision"] == 1
        assert server.stopped_by(signal.SIGTERM) == (-signal.SIGTERM, "", "")
    assert _content(tmp_path) == before


def test_it_runs_on_uvloop_and_httptools() -> None:
    config = config_of(Starlette(), 1_000)
    config.load()
    make_loop = config.get_loop_factory()
    assert make_loop is not None
    with closing(make_loop()) as loop:
        assert (type(loop).__module__, config.http_protocol_class.__name__) == ("uvloop", "HttpToolsProtocol")


def test_an_open_subscription_does_not_keep_it_from_stopping(tmp_path: Path, seeds: Path) -> None:
    _, url = sqlite_in(tmp_path)
    subscription = {"query": "subscription { revisionRecorded(after: 0) { number } }"}
    accept = {"accept": "text/event-stream"}
    with serving("--database-url", url, "--seeds", str(seeds)) as server:
        client = httpx2.Client(trust_env=False, timeout=PATIENCE)
        with client, client.stream("POST", f"{server.base}/graphql", json=subscription, headers=accept) as told:
            assert next(told.iter_lines()) == "event: next"
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(timeout=20) is not None


def test_a_message_of_a_websocket_may_be_as_long_as_a_body_and_no_longer(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = sqlite_in(tmp_path)
    monkeypatch.setenv("CGET_MAX_BODY_BYTES", "1000")
    with serving("--database-url", url, "--seeds", str(seeds)) as server:
        address = server.base.replace("http:", "ws:") + "/graphql"
        with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None) as socket:
            socket.send('{"type": "connection_init"}'.ljust(1_000))
            assert socket.recv(PATIENCE) == '{"type":"connection_ack"}'
            socket.send('{"type": "ping"}'.ljust(1_001))
            with pytest.raises(ConnectionClosedError) as closed:
                socket.recv(PATIENCE)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == CloseCode.MESSAGE_TOO_BIG


def test_on_sqlite_it_moves_an_older_schema_up_and_records_what_differs(tmp_path: Path, seeds: Path) -> None:
    _, url = sqlite_in(tmp_path)
    upgrade(url, "0001")
    with serving("--database-url", url, "--seeds", str(seeds)) as server:
        assert server.news[0] == f"schema {expected_revision()}, was 0001"
    write_seeds(seeds, {CGET: FILES[CGET].replace("Conseiller", "Éclairer")})
    with serving("--database-url", url, "--seeds", str(seeds)) as server:
        assert server.news == ("revision 2, 55 statements, just recorded from the seed files",)


def test_on_sqlite_seed_files_that_did_not_change_are_not_read_again(tmp_path: Path, seeds: Path) -> None:
    file, url = sqlite_in(tmp_path)
    program = (
        "import sys; from pathlib import Path; from cget_api.cli.preparing import prepare; "
        "from cget_api.settings import settings_from; "
        f"print(*prepare(settings_from(database_url={url!r}, seeds={str(seeds)!r}), Path({str(file)!r}))); "
        "print(*sorted({'alembic', 'yaml'} & sys.modules.keys()))"
    )

    def started() -> list[str]:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()

    unchanged = "revision 1, 55 statements, nothing new"
    assert started() == [
        f"schema {expected_revision()}, was nothing revision 1, 55 statements, just recorded from the seed files",
        "alembic yaml",
    ]
    assert started() == [unchanged, ""]
    note = tmp_path / "register.sqlite-seeds"
    note.write_text("damaged", encoding="ascii")
    assert started() == [unchanged, "alembic yaml"]
    assert started() == [unchanged, ""]
    note.unlink()
    note.mkdir()
    assert started() == [unchanged, "alembic yaml"]


def test_on_sqlite_seed_files_are_read_again_where_others_were_recorded_since(
    run: Run, tmp_path: Path, seeds: Path
) -> None:
    _, url = sqlite_in(tmp_path)
    arguments = ("--database-url", url, "--seeds", str(seeds))
    with serving(*arguments):
        pass
    other = write_seeds(tmp_path / "other", {CGET: FILES[CGET].replace("Conseiller", "Éclairer")})
    run("seed", "apply", "--author", "Ada", "--message", "Try", "--database-url", url, "--seeds", str(other))
    with serving(*arguments) as server:
        assert server.news == ("revision 3, 55 statements, just recorded from the seed files",)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_it_records_says_who_recorded_it_and_why(engine: Engine, database_url: str, seeds: Path) -> None:
    with serving("--database-url", database_url, "--seeds", str(seeds)):
        (revision,) = read_history(engine).revisions
    assert revision.author == "cget-api serve"
    assert re.fullmatch(r"Record the seed files of cget_api \d+\.\d+\.\d+", revision.message)


def test_the_environment_says_where_to_listen_and_what_to_serve(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, url = sqlite_in(tmp_path)
    monkeypatch.setenv("CGET_HOST", "127.0.0.2")
    monkeypatch.setenv("CGET_DATABASE_URL", url)
    monkeypatch.setenv("CGET_SEEDS", str(seeds))
    with serving() as server:
        assert server.base.startswith("http://127.0.0.2:")
        assert server.ask(f"{server.base}/livez").status_code == httpx2.codes.OK
    assert file.is_file()


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_on_postgresql_it_refuses_a_database_without_a_schema(run: Run, empty_database_url: str) -> None:
    result = run("serve", "--port", "0", "--database-url", empty_database_url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: SCHEMA_OUT_OF_DATE: the database: is not a register yet. Run `cget-api db upgrade`, then "
        "`cget-api seed apply --author NAME --message WHY`\n"
    )
    assert current(empty_database_url) is None


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_on_postgresql_it_refuses_an_older_schema(run: Run, empty_database_url: str) -> None:
    upgrade(empty_database_url, "0001")
    result = run("serve", "--port", "0", "--database-url", empty_database_url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: SCHEMA_OUT_OF_DATE: the database: is at schema 0001 and not at {expected_revision()}. "
        "Run `cget-api db upgrade`\n"
    )
    assert current(empty_database_url) == "0001"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_it_serves_what_is_recorded_and_records_nothing(
    register: str, engine: Engine, tmp_path: Path
) -> None:
    other_seeds = write_seeds(tmp_path / "other", {CGET: FILES[CGET].replace("Conseiller", "Éclairer")})
    before = read_history(engine)
    with serving("--database-url", register, "--seeds", str(other_seeds)) as server:
        assert server.news == ("revision 1",)
        assert server.ask(f"{server.base}/readyz").json()["revision"] == 1
        assert server.stopped_by(signal.SIGINT) == (0, "\n", "")
    assert read_history(engine) == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_an_empty_register_is_served_as_not_ready_and_says_what_to_run(database_url: str) -> None:
    with serving("--database-url", database_url) as server:
        assert server.news == ("nothing is recorded yet: run `cget-api seed apply --author NAME --message WHY`",)
        assert server.ask(f"{server.base}/readyz").status_code == httpx2.codes.SERVICE_UNAVAILABLE


def test_a_schema_made_by_a_newer_program_is_refused(run: Run, database_url: str, seeds: Path) -> None:
    with stranger(database_url) as client:
        client.execute("UPDATE alembic_version SET version_num = '9999'")
    result = run("serve", "--port", "0", "--database-url", database_url, "--seeds", str(seeds))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "was made by a newer program: its schema is 9999" in result.stderr
    assert current(database_url) == "9999"


def test_a_port_in_use_is_told_before_anything_is_made(run: Run, tmp_path: Path, seeds: Path) -> None:
    file, url = sqlite_in(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = run("serve", "--port", port, "--database-url", url, "--seeds", str(seeds))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: BAD_USER_INPUT: 127.0.0.1 port {port}: cannot be listened on (Address already in use). Stop what "
        "listens there, or choose another with --port or CGET_PORT\n"
    )
    assert not file.exists()


@pytest.mark.parametrize("command", [("-m", "cget_api", "serve", "--port", "0"), ("-c", "import cget_api.asgi")])
def test_a_manifest_of_documents_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    _, url = sqlite_in(tmp_path)
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"count": "{ register { sourceCount } }"}', encoding="utf-8")
    for name, value in (("DATABASE_URL", url), ("SEEDS", str(seeds)), ("TRUSTED_DOCUMENTS", str(manifest))):
        monkeypatch.setenv(f"CGET_{name}", value)
    ended = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"error: BAD_USER_INPUT: CGET_TRUSTED_DOCUMENTS: {manifest} has a document id 'count', which is not a SHA-256. "
        "Generate the manifest anew\n"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CGET_ALLOWED_HOSTS", "https://register.example"),
        ("CGET_ALLOWED_ORIGINS", "front.example"),
        ("CGET_TRUSTED_DOCUMENTS", "nowhere.json"),
        ("CGET_TRUSTED_DOCUMENTS_ONLY", "true"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_told_before_anything_is_made(
    run: Run, tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    file, url = sqlite_in(tmp_path)
    monkeypatch.setenv(name, value)
    result = run("serve", "--port", "0", "--database-url", url, "--seeds", str(seeds))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"error: BAD_USER_INPUT: {name}: ")
    assert not file.exists()


def test_a_setting_that_cannot_be_understood_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGET_MAX_DEPTH", "deep")
    command = [sys.executable, "-c", "import cget_api.asgi"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith("error: BAD_USER_INPUT: CGET_MAX_DEPTH=deep: cannot be understood")


def test_seed_files_with_errors_are_told_and_nothing_is_served(run: Run, tmp_path: Path) -> None:
    file, url = sqlite_in(tmp_path)
    wrong = write_seeds(tmp_path / "wrong", {"persons/jane.yaml": "statements: []\n"})
    result = run("serve", "--port", "0", "--database-url", url, "--seeds", str(wrong))
    assert (result.exit_code, result.stdout) == (1, "")
    first, *errors = result.stderr.splitlines()
    assert first.startswith(f"error: INVALID_SEEDS: {wrong}: the seed files hold ")
    assert errors != []
    assert not file.exists()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:///nowhere/register.sqlite", "nowhere/register.sqlite: there is no folder nowhere. Make the folder"),
        ("sqlite:////proc/register.sqlite", "/proc/register.sqlite: cannot be written ("),
        ("sqlite:///letter.txt", "letter.txt: is not a SQLite database. Leave it"),
    ],
)
def test_a_file_that_cannot_be_a_register_is_refused(url: str, told: str, run: Run, seeds: Path) -> None:
    Path("letter.txt").write_text("Dear registrar,\n")
    result = run("serve", "--port", "0", "--database-url", url, "--seeds", str(seeds))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"error: DATABASE_UNAVAILABLE: {told}")
    assert Path("letter.txt").read_text() == "Dear registrar,\n"


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("192.0.2.7", "http://192.0.2.7:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("fe80::1%eth0", "http://[fe80::1]:80"),
    ],
)
def test_what_to_open_is_an_address_of_this_machine(address: str, base: str) -> None:
    assert announcement(address, 80).splitlines() == [
        f"serving on {base}/",
        f"a first question: {first_question_url(base)}",
        LAST_LINE,
    ]
