"""What a real server tells of itself: nothing by which its software or its version could be known."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from cget_api.cli.server import AnnouncingServer
from tests.web.site import EVENTS, FAILURE, JSON, NOTHING, PAGE, site

PATIENCE = 20.0
TELLING = re.compile(r"uvicorn|starlette|strawberry|python|websockets|h11|httptools|\d+\.\d+\.\d+", re.IGNORECASE)
HANDSHAKE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """Of a server as `cget-api serve` starts it, over the small application of these tests."""
    ready = threading.Event()
    server = AnnouncingServer(site(hosts="127.0.0.1, register.example"), ready.set, 1_000)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        try:
            assert ready.wait(PATIENCE)
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def head(address: tuple[str, int], request: str) -> dict[str, str]:
    """The status line, under an empty name, and the headers of the answer; each header stands there once."""
    with socket.create_connection(address, timeout=PATIENCE) as connection:
        connection.sendall(request.encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = connection.recv(65_536)
            assert part, answer
            answer += part
    status, *lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    assert len(headers) == len(lines), lines
    return {"": status, **headers}


def plain(method: str, path: str, host: str = "127.0.0.1", more: str = "") -> str:
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n"


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (200, plain("GET", PAGE)),
        (200, plain("GET", JSON)),
        (200, plain("GET", EVENTS)),
        (404, plain("GET", NOTHING)),
        (405, plain("DELETE", JSON)),
        (421, plain("GET", JSON, "rebound.example")),
        (500, plain("GET", FAILURE)),
        (101, plain("GET", "/graphql", more=HANDSHAKE)),
        (421, plain("GET", "/graphql", "rebound.example", HANDSHAKE)),
        (431, plain("GET", "/graphql", more=f"{HANDSHAKE}X-Long: {'a' * 9_000}\r\n")),
        (431, plain("GET", "/graphql", more=HANDSHAKE + "X-Many: a\r\n" * 130)),
        (414, plain("GET", f"/graphql?{'a' * 9_000}", more=HANDSHAKE)),
        (400, "no request at all\r\n\r\n"),
    ],
    ids=[
        "page",
        "json",
        "events",
        "404",
        "405",
        "421",
        "500",
        "socket",
        "refused socket",
        "long socket",
        "socket of many",
        "far socket",
        "nonsense",
    ],
)
def test_no_answer_tells_what_it_was_made_with(address: tuple[str, int], status: int, request_: str) -> None:
    answer = head(address, request_)
    assert answer[""].startswith(f"HTTP/1.1 {status} ")
    assert not answer.keys() & {"server", "x-powered-by", "via"}
    values = {name: value for name, value in answer.items() if name not in ("", "date")}
    assert TELLING.search(str(values)) is None, values
