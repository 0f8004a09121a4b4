"""A service on a real port of loopback, and clients that subscribe to it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import uvicorn
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from cget_api.app import create_app
from cget_api.settings import Settings

PATIENCE = 30.0
NEVER = 3600.0
"""Seconds between looks, so that what is seen was heard and not looked for."""


@dataclass(frozen=True, slots=True)
class Live:
    """A service that listens on `port`."""

    port: int

    @contextmanager
    def subscribed(self, query: str) -> Iterator[Iterator[Any]]:
        """What a subscription by graphql-transport-ws gives, one payload after the other."""
        address = f"ws://127.0.0.1:{self.port}/graphql"
        with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None) as socket:
            _say(socket, {"type": "connection_init"})
            assert _hear(socket) == {"type": "connection_ack"}
            _say(socket, {"type": "subscribe", "id": "1", "payload": {"query": query}})
            yield _payloads(socket)

    @contextmanager
    def streamed(self, query: str, accept: str = "text/event-stream") -> Iterator[Iterator[Any]]:
        """What a subscription by server-sent events gives, one payload after the other."""
        address, headers = f"http://127.0.0.1:{self.port}/graphql", {"accept": accept}
        with (
            httpx2.Client(trust_env=False, timeout=PATIENCE) as client,
            client.stream("POST", address, json={"query": query}, headers=headers) as answer,
        ):
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: {"))

    def ask(self, query: str, accept: str = "application/json") -> httpx2.Response:
        with httpx2.Client(trust_env=False, timeout=PATIENCE) as client:
            address = f"http://127.0.0.1:{self.port}/graphql"
            return client.post(address, json={"query": query}, headers={"accept": accept})


@contextmanager
def listening(url: str, **settings: Any) -> Iterator[Live]:
    app = create_app(Settings(database_url=url, poll_seconds=NEVER, **settings))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not server.started:
            assert thread.is_alive(), "the service stopped before it listened"
            assert time.monotonic() < deadline, "the service does not listen"
            time.sleep(0.02)
        yield Live(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def _say(socket: ClientConnection, message: dict[str, Any]) -> None:
    socket.send(json.dumps(message))


def _hear(socket: ClientConnection) -> Any:
    return json.loads(socket.recv(timeout=PATIENCE))


def _payloads(socket: ClientConnection) -> Iterator[Any]:
    """What is refused as a whole is told in the form of a result, as by server-sent events."""
    while (message := _hear(socket))["type"] == "next":
        yield message["payload"]
    if message["type"] == "error":
        yield {"errors": message["payload"]}
