"""Requests that a page of another origin has a browser send unasked: refused, though there is no state to harm."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from cget_api.core.errors import BadUserInput
from cget_api.web.origins import AllowedOrigins
from cget_api.web.refusals import Refusal


def is_unasked(method: str, headers: Headers, origins: AllowedOrigins) -> bool:
    """By what the browser says of the request (Fetch Metadata); programs that say nothing are no browsers.

    A page of another origin may open an address as a page of its own, as a link does, and it may ask in CORS mode where
    its origin is allowed. It may not use an address as an image, a script, a frame or the target of a form.
    """
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    mode = headers.get("sec-fetch-mode")
    if mode == "navigate":
        return method not in ("GET", "HEAD") or headers.get("sec-fetch-dest") != "document"
    return mode != "cors" or not origins.allows(headers.get("origin"))


class OnlyAsked:
    """Refuses every request that is unasked. Handshakes of WebSockets are the endpoint's to judge, by their origin."""

    def __init__(self, app: ASGIApp, origins: AllowedOrigins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_unasked(scope["method"], Headers(scope=scope), self._origins):
            await self._app(scope, receive, send)
            return
        error = BadUserInput(
            "request from a page of another origin",
            "is one that browsers send unasked, and is not answered",
            "Use fetch() in CORS mode from an origin that CGET_ALLOWED_ORIGINS names, or open the address itself",
        )
        await Refusal(error, HTTPStatus.FORBIDDEN)(scope, receive, send)
