"""The files that pages load, below an address that changes whenever one of them does."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override

FOLDER = Path(__file__).parent / "static"
COMPRESSED = Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)
"""For what a browser loads before it shows anything. Nothing here is secret, so that its length tells nothing."""
_FOR_EVER = "public, max-age=31536000, immutable"
_WHILE_UNCHANGED = "no-cache"


@cache
def assets_path() -> str:
    """Relative, for pages at the root of the service wherever that is: `./static/DIGEST`, of all files and their names.

    One digest for all lets a file name another beside it, as modules, style sheets and SVG do.
    """
    digest = sha256()
    for file in sorted(file for file in FOLDER.rglob("*") if file.is_file()):
        digest.update(f"{file.relative_to(FOLDER).as_posix()}\0".encode())
        digest.update(sha256(file.read_bytes()).digest())
    return f"./static/{digest.hexdigest()[:16]}"


class _Assets(StaticFiles):
    """Below the digest of a process before or after this one, the files are served too, but not for caches to keep:
    while processes are replaced, the page may come from another than its files do."""

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        digest, _, file = path.partition(os.sep)
        response = await super().get_response(file, scope)
        response.headers["Cache-Control"] = _FOR_EVER if assets_path().endswith(f"/{digest}") else _WHILE_UNCHANGED
        return response


def assets() -> Mount:
    return Mount("/static", _Assets(directory=FOLDER), middleware=[COMPRESSED])
