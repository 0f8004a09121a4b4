"""The origins whose pages may ask (CORS, as the Fetch standard has it)."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from cget_api.core.errors import BadUserInput
from cget_api.web.refusals import Refusal

_ORIGIN = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_TWO_HOURS = 7_200
"""The longest that browsers remember a preflight."""

SENT = (
    "Apollo-Require-Preflight",
    "ApolloGraphQL-Client-Name",
    "ApolloGraphQL-Client-Version",
    "Content-Type",
    "GraphQL-Preflight",
    "If-None-Match",
    "Last-Event-ID",
    "TraceParent",
    "TraceState",
    "X-Apollo-Operation-Id",
    "X-Apollo-Operation-Name",
    "X-Correlation-Id",
    "X-Requested-With",
)
"""Headers that the clients of GraphQL send, beside those that any page may."""
READ = ("ETag", "Retry-After", "X-Correlation-Id")
"""Headers of an answer that a page may read, beside those that any page may."""


@dataclass(frozen=True, slots=True)
class AllowedOrigins:
    """The `origins` whose pages may ask beside the service's own; `any` other too, if so set."""

    origins: frozenset[str] = frozenset()
    any: bool = False

    def __bool__(self) -> bool:
        return self.any or bool(self.origins)

    def allows(self, origin: str | None) -> bool:
        """`origin` is an Origin header, as browsers write it."""
        return self.any or origin in self.origins

    def listed(self) -> tuple[str, ...]:
        """As the list from which they were made would name them, in order."""
        return ("*",) if self.any else tuple(sorted(self.origins))


def origins_from_list(text: str) -> AllowedOrigins:
    """From what is written with commas: `https://example.org`, with a port where it is another than usual, or `*`.

    Raises ValueError, with the entry, for what no browser would send as an origin.
    """
    entries = [entry.strip().lower() for entry in text.split(",") if entry.strip()]
    return AllowedOrigins(frozenset(_normal(entry) for entry in entries if entry != "*"), "*" in entries)


def _normal(entry: str) -> str:
    parts = _ORIGIN.fullmatch(entry)
    if parts is None:
        raise ValueError(
            f"{entry!r} is no origin such as https://example.org (scheme, host, perhaps a port; not even a / after it)"
        )
    usual = parts["port"] in (None, _DEFAULT_PORTS.get(parts["scheme"]))
    return f"{parts['scheme']}://{parts['host']}{'' if usual else ':' + parts['port']}"


class CrossOrigin:
    """Lets pages of `origins` read the answers, whatever answers.

    Where only some are allowed, every answer varies by origin, also one to a request that names none. A cache would
    otherwise keep that answer, without the header that lets a page read it, for pages as well.
    """

    def __init__(self, app: ASGIApp, origins: AllowedOrigins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._origins:
            await self._app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin")

        async def send_with_headers(message: Message) -> None:
            await send(self._with_headers(message, origin) if message["type"] == "http.response.start" else message)

        await self._app(scope, receive, send_with_headers)

    def _with_headers(self, message: Message, origin: str | None) -> Message:
        # A list of its own: who answers may keep theirs, and answer with it again.
        message = {**message, "headers": list(message.get("headers", ()))}
        headers = MutableHeaders(scope=message)
        if not self._origins.any and "Origin" not in headers.get("vary", "").split(", "):
            headers.add_vary_header("Origin")
        if self._origins.allows(origin):
            headers["Access-Control-Allow-Origin"] = "*" if self._origins.any else str(origin)
            headers["Access-Control-Expose-Headers"] = ", ".join(READ)
        return message


class Preflights(CORSMiddleware):
    """Answers the questions that browsers ask before a page of another origin may ask: by GET and POST, without
    credentials, since there are none."""

    def __init__(self, app: ASGIApp, origins: AllowedOrigins) -> None:
        super().__init__(
            app,
            allow_origins=origins.listed(),
            allow_methods=("GET", "POST"),
            allow_headers=SENT,
            max_age=_TWO_HOURS,
        )

    @override
    def preflight_response(self, request_headers: Headers) -> Response:
        """A refusal is read by nobody but the developer, so it says which setting it comes from."""
        answer = super().preflight_response(request_headers)
        if answer.status_code == HTTPStatus.OK:
            return answer
        unwanted = bytes(answer.body).decode().removeprefix("Disallowed CORS ")
        error = BadUserInput(
            f"origin {request_headers['origin']}",
            f"may not ask so, because of its {unwanted}",
            "CGET_ALLOWED_ORIGINS names the origins that may ask, by GET and POST, with the headers answered here",
        )
        kept = {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}
        return Refusal(error, HTTPStatus.FORBIDDEN, {**kept, "Vary": answer.headers["vary"]})

    @override
    async def simple_response(self, scope: Scope, receive: Receive, send: Send, request_headers: Headers) -> None:
        """What is no preflight is for whoever answers, and CrossOrigin for what is sent with it."""
        await self.app(scope, receive, send)
