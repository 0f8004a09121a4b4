"""A page that says the same to everybody."""

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from cget_api.api.http.replies import is_held
from cget_api.web.headers import page_policy


def page(path: str, html: str, policy: str | None = None) -> Route:
    """Caches ask each time whether it is still the same, and are told so by its ETag.

    `policy` is a Content-Security-Policy for pages that need another than most.
    """
    policy = policy or page_policy()
    etag = f'"{sha256(f"{policy} {html}".encode()).hexdigest()[:32]}"'
    kept = {"ETag": etag, "Cache-Control": "no-cache"}
    sent = {**kept, "Content-Security-Policy": policy}

    async def show(request: Request) -> Response:
        if is_held(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=kept)
        return HTMLResponse(html, headers=sent)

    return Route(path, show)
