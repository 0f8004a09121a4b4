"""The headers by which browsers are told what an answer may do."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Pages of allowed origins ask in CORS mode, to which this does not apply.
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NOT_MODIFIED = 304


def page_policy(*, form_action: str = "'none'", **sources: str) -> str:
    """The Content-Security-Policy of a page that loads the service's own scripts, styles, images, fonts and answers.

    `sources` adds to one of these: `style_src="'sha256-…'"`. `form_action` is where its forms may lead.
    """
    directives = ["default-src 'none'"]
    for kind in ("script", "style", "img", "font", "connect"):
        more = sources.get(f"{kind}_src")
        directives.append(f"{kind}-src 'self'{' ' + more if more else ''}")
    return "; ".join([*directives, "base-uri 'none'", f"form-action {form_action}", "frame-ancestors 'none'"])


_OF_PAGES = {"Content-Security-Policy": page_policy(), "Cross-Origin-Opener-Policy": "same-origin"}
_OF_OTHERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


class SecurityHeaders:
    """Gives every answer the headers that it does not set itself; pages get the policy of pages.

    Stands outside of whatever answers, failures included. With `hsts_seconds` browsers are told to keep to HTTPS.
    """

    def __init__(self, app: ASGIApp, hsts_seconds: int = 0) -> None:
        self._app = app
        always = dict(_HEADERS)
        if hsts_seconds:
            always["Strict-Transport-Security"] = f"max-age={hsts_seconds}"
        self._always = _raw(always)
        self._of_pages = _raw({**always, **_OF_PAGES})
        self._of_others = _raw({**always, **_OF_OTHERS})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            await send(self._with_headers(message) if message["type"].endswith("http.response.start") else message)

        await self._app(scope, receive, send_with_headers)

    def _with_headers(self, message: Message) -> Message:
        # A list of its own: who answers may keep theirs, and answer with it again.
        headers = list(message.get("headers", ()))
        given = dict(headers)
        # Caches overwrite what they hold by what a 304 says, and it does not say of which kind it is.
        if message["status"] == _NOT_MODIFIED:
            wanted = self._always
        elif given.get(b"content-type", b"").startswith(b"text/html"):
            wanted = self._of_pages
        else:
            wanted = self._of_others
        headers += [header for header in wanted if header[0] not in given]
        return {**message, "headers": headers}


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
