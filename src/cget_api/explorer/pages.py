"""The routes of the explorer: an address in, a page out, with the headers that belong to it."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from cget_api.api.answering import Answering
from cget_api.api.exchange import exchange_in
from cget_api.api.http.answers import Answers
from cget_api.api.http.refusals import RETRY
from cget_api.api.http.replies import etag_of, is_held
from cget_api.core.errors import ErrorCode, RegisterError
from cget_api.explorer.lens import OPENING_DAY, Lens, language_from, lens_from_parameters
from cget_api.explorer.questions import FOLDER, Conversation, Unanswered, document
from cget_api.explorer.rendering import Rendering
from cget_api.explorer.view import Asking, View
from cget_api.explorer.views import compare, contradictions, lists, plate, sheets
from cget_api.web.assets import COMPRESSED
from cget_api.web.headers import page_policy

Showing = Callable[[Asking], Awaitable[View]]

VIEWS: dict[str, Showing] = {
    "/": plate.plate,
    "/compare": compare.compare,
    "/contradictions": contradictions.contradictions,
    "/events": lists.events,
    "/events/{slug}": sheets.event,
    "/organizations/{slug}": sheets.organization,
    "/persons/{slug}": sheets.person,
    "/posts/{slug}": sheets.post,
    "/revisions": lists.revisions,
    "/search": lists.search,
    "/sources": lists.sources,
    "/sources/{slug}": lists.source,
    "/statements/{slug}": sheets.statement,
}
POLICY = page_policy(form_action="'self'")
"""Days are chosen by forms, which lead to addresses of the service."""

_STATUS: dict[str, HTTPStatus] = {
    ErrorCode.BAD_USER_INPUT: HTTPStatus.BAD_REQUEST,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.REGISTER_EMPTY: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.OVERLOADED: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.DATABASE_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
_SENT = {"Content-Security-Policy": POLICY, "Vary": "Accept-Language"}


class Explorer:
    """Shows views of the register, from what `answering` says, kept for those who ask the same."""

    def __init__(self, answering: Answering, answer_cache_bytes: int, *, graphiql: bool) -> None:
        self._answering = answering
        self._answers = Answers(answer_cache_bytes)
        self._rendering = Rendering(graphiql)

    def routes(self) -> list[BaseRoute]:
        shown: list[BaseRoute] = [
            Route(path, self._endpoint(path, view), middleware=[COMPRESSED]) for path, view in VIEWS.items()
        ]
        return [*shown, Route("/queries/{name}.graphql", _query)]

    def _endpoint(self, path: str, showing: Showing) -> Callable[[Request], Awaitable[Response]]:
        async def show(request: Request) -> Response:
            relative = path.removeprefix("/").replace("{slug}", "_")
            try:
                return await self._shown(request, showing)
            except Unanswered as error:
                return self._refusal(request, relative, error.code, str(error))
            except RegisterError as error:
                return self._refusal(request, relative, error.code, str(error))

        return show

    async def _shown(self, request: Request, showing: Showing) -> Response:
        """Raises Unanswered and RegisterError for what cannot be shown."""
        lens = lens_from_parameters(request.query_params, request.headers.get("accept-language", ""))
        conversation = Conversation(self._answering, self._answers, exchange_in(request.scope))
        slug = request.path_params.get("slug", "")
        view = await showing(Asking(lens, request.query_params, conversation, slug))
        with exchange_in(request.scope).trace.phase("explorer.render"):
            html = self._rendering.page(view, lens, conversation, str(request.base_url)).encode()
        etag = etag_of(html)
        # Weak, for it may be sent compressed or not.
        kept = {"ETag": f"W/{etag}", "Cache-Control": "no-cache", "Vary": "Accept-Language"}
        if is_held(",".join(request.headers.getlist("if-none-match")), etag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
        return HTMLResponse(html, headers={**_SENT, **kept})

    def _refusal(self, request: Request, path: str, code: str, sentence: str) -> Response:
        archive = self._answering.service.live.archive
        latest = None if archive is None else archive.latest.revision.number
        if latest == 0 and code == ErrorCode.NOT_FOUND:
            code = ErrorCode.REGISTER_EMPTY
        status = _STATUS.get(code, HTTPStatus.INTERNAL_SERVER_ERROR)
        exchange_in(request.scope).refusals = (code,)
        lens = Lens(OPENING_DAY, _language(request))
        html = self._rendering.error(code, sentence, lens, path, latest)
        headers = {**_SENT, "Cache-Control": "no-store"}
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers |= RETRY
        return HTMLResponse(html, status, headers)


def _language(request: Request) -> str:
    """Of a page on which something is wrong, perhaps the language itself."""
    accepted = request.headers.get("accept-language", "")
    try:
        return language_from(request.query_params.get("lang") or None, accepted)
    except RegisterError:
        return language_from(None, accepted)


async def _query(request: Request) -> Response:
    """A document that pages ask, as it is asked."""
    name = request.path_params["name"]
    if not any(file.stem == name for file in FOLDER.glob("*.graphql")):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return PlainTextResponse(document(name), headers={"Cache-Control": "no-cache"})
