"""uvicorn, which says that it listens only once it does."""

import gc
import ipaddress
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from cget_api.web.first_question import first_question_url

PATIENCE = 5
"""Seconds that requests under way are given when the service is told to stop; a subscription would never end."""
PATIENCE_WITH_WORKERS = 30
"""Seconds after which a worker that does not answer its supervisor is taken for hung."""


class AnsweredWebSockets(WebSocketsSansIOProtocol):
    """A handshake that is refused for its size (more than 8 KiB in one header, more than 128 headers) is answered so;
    uvicorn would leave the client waiting, and the connection open."""

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()


def config_of(
    app: ASGIApp | Callable[[], ASGIApp], max_message_bytes: int, *, factory: bool = False, workers: int = 1
) -> uvicorn.Config:
    """On uvloop and httptools where they are installed, with messages of WebSockets up to so many bytes. A `factory`
    makes the application in the process that serves."""
    return uvicorn.Config(
        app,
        factory=factory,
        workers=workers,
        ws=AnsweredWebSockets,
        ws_max_size=max_message_bytes,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
        timeout_worker_healthcheck=PATIENCE_WITH_WORKERS,
    )


class AnnouncingServer(uvicorn.Server):
    """Answers for `app` on the sockets that it is given, takes messages of WebSockets up to so many bytes, and calls
    `announce` when it is ready to."""

    def __init__(self, app: ASGIApp, announce: Callable[[], None], max_message_bytes: int) -> None:
        super().__init__(config_of(app, max_message_bytes))
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.enable()
        self._announce()


def announcement(address: str, port: int) -> str:
    """What to open on this machine, where `address` may stand for all of its addresses."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.is_unspecified:
        ip = ipaddress.ip_address("127.0.0.1" if ip.version == 4 else "::1")
    base = f"http://{f'[{ip}]' if ip.version == 6 else ip}:{port}"
    return f"serving on {base}/\na first question: {first_question_url(base)}\nstop it with Ctrl-C"
