"""The ASGI application: routes, their wiring, and nothing of what they answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from cget_api.api.asking import Clock
from cget_api.api.endpoint import GraphQLEndpoint
from cget_api.core.errors import ErrorCode, RegisterError
from cget_api.front_page import front_page
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.store.migration import require_expected_schema

READINESS_SECONDS = 3.0


def now() -> datetime:
    return datetime.now(UTC)


def create_app(settings: Settings, clock: Clock = now) -> Starlette:
    engine = engine_from_url(settings.database_url)
    keeper = Keeper(engine)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        with suppress(RegisterError):
            await asyncio.to_thread(keeper.refresh)
        with keeper.kept_fresh(settings.poll_seconds):
            yield
        engine.dispose()

    async def livez(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        try:
            await asyncio.wait_for(asyncio.to_thread(require_expected_schema, engine), READINESS_SECONDS)
        except TimeoutError:
            return _not_ready(ErrorCode.DATABASE_UNAVAILABLE, "The database does not answer in time")
        except RegisterError as error:
            return _not_ready(error.code, str(error))
        archive = keeper.archive
        if archive is None or not archive.revisions():
            return _not_ready(ErrorCode.REGISTER_EMPTY, "No revision is loaded. Record one with: cget-api seed apply")
        return JSONResponse(
            {
                "status": "ready",
                "schemaRevision": archive.schema_revision,
                "revision": archive.latest.revision.number,
            }
        )

    async def home(_request: Request) -> Response:
        return HTMLResponse(front_page())

    graphql = GraphQLEndpoint(keeper, clock)
    return Starlette(
        routes=[
            Route("/", home),
            Route("/graphql", graphql),
            WebSocketRoute("/graphql", graphql),
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
