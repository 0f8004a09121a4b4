"""The ASGI application: routes, their wiring, and nothing of what they answer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from typing_extensions import override

from cget_api.api.asking import Asking
from cget_api.api.schema import schema
from cget_api.core.errors import DatabaseUnavailable, RegisterError
from cget_api.front_page import front_page
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.migration import require_expected_schema

Clock = Callable[[], datetime]


def now() -> datetime:
    return datetime.now(UTC)


class GraphQLEndpoint(GraphQL[Asking, None]):
    """Answers each request from the archive that was the latest when it came."""

    def __init__(self, keeper: Keeper, clock: Clock) -> None:
        super().__init__(schema, graphql_ide=None)
        self._keeper = keeper
        self._clock = clock

    @override
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Asking:
        if self._keeper.archive is None:
            raise DatabaseUnavailable("register", "is not loaded yet", "Ask /readyz what it waits for, and try again")
        return Asking(self._keeper.archive, self._clock())

    @override
    async def get_root_value(self, request: Request | WebSocket) -> None:
        return None

    @override
    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)


def create_app(settings: Settings, clock: Clock = now) -> Starlette:
    engine = engine_from_url(settings.database_url)
    keeper = Keeper(engine)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        with suppress(RegisterError):
            await asyncio.to_thread(keeper.refresh)
        freshness = asyncio.create_task(keeper.keep_fresh(settings.poll_seconds))
        yield
        freshness.cancel()
        with suppress(asyncio.CancelledError):
            await freshness
        engine.dispose()

    async def livez(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        try:
            await asyncio.to_thread(require_expected_schema, engine)
        except RegisterError as error:
            return _not_ready(error.code, str(error))
        archive = keeper.archive
        if archive is None or not archive.revisions():
            return _not_ready("REGISTER_EMPTY", "No revision is loaded. Record one with: cget-api seed apply")
        return JSONResponse(
            {
                "status": "ready",
                "schemaRevision": archive.schema_revision,
                "revision": archive.latest.revision.number,
            }
        )

    async def home(_request: Request) -> Response:
        return HTMLResponse(front_page())

    return Starlette(
        routes=[
            Route("/", home),
            Route("/graphql", GraphQLEndpoint(keeper, clock)),
            Route("/livez", livez),
            Route("/readyz", readyz),
        ],
        exception_handlers={RegisterError: _refused},
        lifespan=lifespan,
    )


def _not_ready(code: str, reason: str) -> Response:
    return JSONResponse({"status": "not ready", "code": code, "reason": reason}, status_code=503)


async def _refused(_request: Request, error: Any) -> Response:
    """Before there is a register to ask, the one thing that can be said is why."""
    return JSONResponse(
        {"errors": [{"message": str(error), "extensions": {"code": error.code, "remedy": error.remedy}}]},
        status_code=503,
    )
