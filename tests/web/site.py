"""A small application behind the same defences as the register: one route for each kind of answer."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cget_api.web.cross_site import OnlyAsked
from cget_api.web.defences import defences
from cget_api.web.hosts import hosts_from_list
from cget_api.web.origins import origins_from_list
from cget_api.web.pages import pages
from cget_api.web.refusals import not_served

PAGE, JSON, EVENTS, FAILURE, NOTHING = "/page", "/json", "/events", "/failure", "/nothing"


def site(
    hosts: str = "*", origins: str = "", hsts_seconds: int = 0, *, graphiql: bool = True, introspection: bool = True
) -> Starlette:
    allowed = origins_from_list(origins)
    return Starlette(
        routes=[
            *pages(graphiql, introspection),
            Route(PAGE, _page),
            Route(JSON, _json),
            Route(EVENTS, _events),
            Route(FAILURE, _failure),
            Route("/livez", _json),
            Route("/graphql", _json, methods=["GET", "POST"], middleware=[Middleware(OnlyAsked, origins=allowed)]),
            WebSocketRoute("/graphql", _socket),
        ],
        middleware=defences(hosts_from_list(hosts), allowed, hsts_seconds, within=[Middleware(ServerErrorMiddleware)]),
        exception_handlers={404: not_served, 405: not_served},
    )


def client(app: Starlette, host: str = "testserver") -> TestClient:
    return TestClient(app, base_url=f"http://{host}", raise_server_exceptions=False)


def message(answer: Any) -> str:
    """Of the one error that it refuses with."""
    (error,) = answer.json()["errors"]
    assert error.keys() == {"message", "extensions"}
    text: str = error["message"]
    return text


async def _page(_request: Request) -> Response:
    return HTMLResponse("<!doctype html><title>A page</title>")


async def _json(_request: Request) -> Response:
    return JSONResponse({"data": None}, headers={"Vary": "Accept"})


async def _events(_request: Request) -> Response:
    async def events() -> AsyncIterator[str]:
        yield "event: next\ndata: {}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


async def _failure(_request: Request) -> Response:
    raise ZeroDivisionError


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("welcome")
    await socket.close()
