"""What the service is compared with: applications that know one answer. `python -m benchmarks.beside NAME < ANSWER`.

`route` is a route of Starlette behind every middleware of the service; `bare` the same without any; `plain` is no
framework at all, and shows how much the load generator can ask.
"""

import socket
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.servers import READY
from cget_api.api.http.repetitions import Repetitions
from cget_api.app import create_app
from cget_api.cli.server import AnnouncingServer
from cget_api.settings import Settings
from cget_api.web.cross_site import OnlyAsked
from cget_api.web.origins import origins_from_list

MEDIA_TYPE: Final = "application/graphql-response+json"


def route(answer: bytes) -> ASGIApp:
    """Behind the middleware of the service as shipped, that of its own route included; but for what answers in place of
    the endpoint, which is measured beside it."""
    before_the_route = [Middleware(OnlyAsked, origins=origins_from_list(""))]
    service = create_app(Settings(database_url="sqlite:///never-opened.sqlite"))
    before = [middleware for middleware in service.user_middleware if cast("object", middleware.cls) is not Repetitions]
    return Starlette(routes=[_route(answer, before_the_route)], middleware=before)


def bare(answer: bytes) -> ASGIApp:
    return Starlette(routes=[_route(answer)])


def _route(answer: bytes, middleware: list[Middleware] | None = None) -> Route:
    async def told(_request: Request) -> Response:
        return Response(answer, media_type=MEDIA_TYPE)

    return Route("/graphql", told, methods=["GET", "POST"], middleware=middleware)


def plain(answer: bytes) -> ASGIApp:
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(answer))]

    async def application(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": answer})

    return application


APPLICATIONS: Final[Mapping[str, Callable[[bytes], ASGIApp]]] = {"route": route, "bare": bare, "plain": plain}


def main(name: str) -> None:
    application = APPLICATIONS[name](sys.stdin.buffer.read())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address, port = listener.getsockname()
        announce = partial(print, f"{READY}http://{address}:{port}/", flush=True)
        server = AnnouncingServer(application, announce, Settings().max_body_bytes)
        server.run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
