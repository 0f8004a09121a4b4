"""Whatever the program and its libraries log comes out on stderr in one form, and cannot pass for what it is not."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets import Origin, Subprotocol
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from cget_api.settings import LogFormat
from tests.telemetry.watched import PATIENCE, until

GRAPHQL = Subprotocol("graphql-transport-ws")
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
LOGGING = """
import logging, sys
from cget_api.settings import LogFormat
from cget_api.telemetry.log import log_to
log_to(sys.stderr, LogFormat(sys.argv[1]))
logger = logging.getLogger("a.library")
logger.info("Told by a library to nobody")
logging.getLogger("cget_api.keeper").info("Revision %d", 7)
logger.warning("Two\\nlines and a \\x1b[31mcolour and half a sign \\ud83d")
logger.error("Unexpected error", extra={"correlation_id": "chosen-by-a-test", "variables": "secret"})
try:
    local = "secret"
    raise ValueError("Two\\nlines and a \\x1b[31mcolour")
except ValueError:
    logger.exception("A defect")
"""


LOGGING_WITHOUT_END = """
import logging, sys
from cget_api.settings import LogFormat
from cget_api.telemetry.log import log_to
log_to(sys.stderr, LogFormat(sys.argv[1]))
logger = logging.getLogger("a.library")
endless = "é" * 100_000
logger.warning("Asked for %s", endless)
try:
    raise ValueError(endless)
except ValueError:
    logger.exception("A defect")
"""


def logged(form: LogFormat, code: str = LOGGING) -> str:
    """On stderr, with the moments replaced by STAMP."""
    run = [sys.executable, "-c", code, form]
    done = subprocess.run(run, check=True, capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout == ""
    return re.sub(STAMP, "STAMP", done.stderr)


def test_a_program_reads_one_object_a_line() -> None:
    *events, defect = [json.loads(line) for line in logged(LogFormat.JSON).splitlines()]
    common = {"timestamp": "STAMP", "logger": "a.library"}
    assert events == [
        {**common, "level": "info", "logger": "cget_api.keeper", "event": "Revision 7"},
        {**common, "level": "warning", "event": r"Two\nlines and a \x1b[31mcolour and half a sign \ud83d"},
        {**common, "level": "error", "event": "Unexpected error", "correlation_id": "chosen-by-a-test"},
    ]
    traceback = defect.pop("exception")
    assert defect == {**common, "level": "error", "event": "A defect"}
    assert traceback.startswith("Traceback (most recent call last):\n")
    assert traceback.endswith("\nValueError: Two\nlines and a \\x1b[31mcolour")
    assert "secret" not in traceback


def test_a_person_reads_lines_of_which_only_tracebacks_are_indented() -> None:
    text = logged(LogFormat.TEXT)
    assert text == (
        "STAMP INFO cget_api.keeper: Revision 7\n"
        "STAMP WARNING a.library: Two\\nlines and a \\x1b[31mcolour and half a sign \\ud83d\n"
        "STAMP ERROR a.library: Unexpected error correlation_id=chosen-by-a-test\n"
        "STAMP ERROR a.library: A defect\n"
        "    Traceback (most recent call last):\n"
        '      File "<string>", line 13, in <module>\n'
        "    ValueError: Two\n"
        "    lines and a \\x1b[31mcolour\n"
    )


def test_no_line_is_endless_whatever_it_quotes() -> None:
    told, defect = [json.loads(line) for line in logged(LogFormat.JSON, LOGGING_WITHOUT_END).splitlines()]
    assert told["event"] == f"Asked for {'é' * 990}…"
    assert defect["exception"].splitlines()[-1] == f"ValueError: {'é' * 988}…"
    lines = logged(LogFormat.TEXT, LOGGING_WITHOUT_END).splitlines()
    assert max(map(len, lines)) == len(f"STAMP WARNING a.library: {'é' * 1_000}…")


@contextmanager
def uvicorn_serving(settings: Mapping[str, str], log: Path) -> Iterator[str]:
    """The application as any ASGI server runs it; the address without its scheme."""
    command = [sys.executable, "-m", "uvicorn", "cget_api.asgi:app", "--port", "0", "--log-level", "info"]
    with (
        log.open("w") as stderr,
        subprocess.Popen(command, stderr=stderr, env={**os.environ, **settings}) as process,
    ):
        try:
            yield _address_in(log, process)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _address_in(log: Path, process: "subprocess.Popen[bytes]") -> str:
    found: list[str] = []

    def listens() -> bool:
        assert process.poll() is None, log.read_text()
        found.extend(re.findall(r"http://(127\.0\.0\.1:\d+)", log.read_text()))
        return found != []

    until(listens)
    return found[0]


def test_an_asgi_server_logs_in_that_form_and_quotes_neither_query_strings_nor_headers(tmp_path: Path) -> None:
    log = tmp_path / "log"
    nowhere = {"CGET_DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite", "CGET_LOG_FORMAT": "json"}
    with uvicorn_serving(nowhere, log) as address:
        with httpx2.Client(trust_env=False) as client:
            assert client.get(f"http://{address}/livez?token=secret").status_code == httpx2.codes.OK
        with pytest.raises(InvalidStatus):
            connect(f"ws://{address}/nowhere?token=secret", proxy=None)
        with pytest.raises(InvalidStatus):
            connect(f"ws://{address}/graphql", subprotocols=[GRAPHQL], origin=Origin("https://secret"), proxy=None)
    events: list[dict[str, Any]] = [json.loads(line) for line in log.read_text().splitlines()]
    assert {"timestamp", "level", "logger", "event"} <= set.intersection(*(set(event) for event in events))
    assert {event["logger"] for event in events} >= {"uvicorn.error", "cget_api.keeper"}
    assert "secret" not in log.read_text()


def test_what_cannot_be_served_is_told_in_one_line(tmp_path: Path) -> None:
    log = tmp_path / "log"
    told = "error: BAD_USER_INPUT: the database URL: is neither"
    with pytest.raises(AssertionError, match=told), uvicorn_serving({"CGET_DATABASE_URL": "mysql://nobody"}, log):
        pass
    assert log.read_text().count("\n") == 1
