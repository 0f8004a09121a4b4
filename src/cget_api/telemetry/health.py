"""Whether the process is alive, and whether it can answer questions; neither tells more than an operator needs."""

import asyncio
import time
from typing import Final

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cget_api.core.errors import ErrorCode, RegisterError
from cget_api.keeper import Keeper
from cget_api.store.versions import require_expected_schema

READINESS_SECONDS: Final = 3.0
_MOST_CHECKS: Final = 3
_HEADERS: Final = {"Cache-Control": "no-store"}


class Health:
    """The answers of `/livez`, which asks nobody, and of `/readyz`, which asks the database behind `engine`."""

    def __init__(self, engine: Engine, keeper: Keeper) -> None:
        self._engine = engine
        self._keeper = keeper
        self._checks: dict[asyncio.Task[None], float] = {}

    async def livez(self, _request: Request) -> Response:
        return JSONResponse({"status": "alive"}, headers=_HEADERS)

    async def readyz(self, _request: Request) -> Response:
        try:
            await asyncio.wait_for(asyncio.shield(self._checking()), READINESS_SECONDS)
        except TimeoutError:
            return _not_ready(ErrorCode.DATABASE_UNAVAILABLE, "The database does not answer in time")
        except RegisterError as error:
            return _not_ready(error.code, str(error))
        archive = self._keeper.archive
        if archive is None or not archive.revisions():
            return _not_ready(ErrorCode.REGISTER_EMPTY, "No revision is loaded. Record one with: cget-api seed apply")
        ready = {
            "status": "ready",
            "schemaRevision": archive.schema_revision,
            "revision": archive.latest.revision.number,
        }
        return JSONResponse(ready, headers=_HEADERS)

    def _checking(self) -> asyncio.Task[None]:
        """The check under way: however many ask wait for the same one. One that is late is left alone, for the
        connection that it waits on may be dead, and another is begun in its place, up to a few."""
        now = time.monotonic()
        for check, began in self._checks.items():
            if now - began < READINESS_SECONDS or len(self._checks) >= _MOST_CHECKS:
                return check
        check = asyncio.create_task(asyncio.to_thread(require_expected_schema, self._engine))
        self._checks[check] = now
        check.add_done_callback(self._ended)
        return check

    def _ended(self, check: asyncio.Task[None]) -> None:
        """What became of it is told to who asked for it; asyncio need not tell it too where nobody is left."""
        del self._checks[check]
        if not check.cancelled():
            check.exception()

    async def close(self) -> None:
        """Waits for checks that nobody waits for any more, as long as somebody would: each holds a connection."""
        if self._checks:
            await asyncio.wait(list(self._checks), timeout=READINESS_SECONDS)


def _not_ready(code: str, reason: str) -> Response:
    return JSONResponse({"status": "not ready", "code": code, "reason": reason}, status_code=503, headers=_HEADERS)
