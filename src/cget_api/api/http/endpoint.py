"""GraphQL over HTTP, to the letter of its specification: one request in, one response out."""

from http import HTTPStatus

from graphql import OperationDefinitionNode, OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from cget_api.api.answering import Answering, Question
from cget_api.api.asking import Asking
from cget_api.api.documents.document import Document
from cget_api.api.errors import made_public
from cget_api.api.exchange import Exchange, exchange_in
from cget_api.api.http import replies
from cget_api.api.http.answers import Answers, key_of
from cget_api.api.http.asked import Asked, asked_by
from cget_api.api.http.encoding import body_of, encoded
from cget_api.api.http.events import HEADERS, events_from_results
from cget_api.api.http.freshness import freshness_of
from cget_api.api.http.media_types import JSON, RESPONSE, STREAM, preferred
from cget_api.api.http.refusals import (
    METHODS,
    RETRY,
    Refused,
    bad_request,
    how_to_subscribe,
    method_not_allowed,
    not_acceptable,
    not_by_get,
)
from cget_api.core.errors import BadUserInput, DatabaseUnavailable, Overloaded, RegisterError

_TOKEN_OF_SINGLE_CONNECTION = "x-graphql-event-stream-token"


class GraphQLOverHTTP:
    """Answers each operation from the archive that is the latest when it begins."""

    def __init__(self, answering: Answering, max_age_seconds: int, answer_cache_bytes: int) -> None:
        self._answering = answering
        self._service = answering.service
        self._max_age_seconds = max_age_seconds
        self._answers = Answers(answer_cache_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._response(request, exchange_in(scope))
        except ClientDisconnect:
            return
        response.headers.add_vary_header("Accept")
        await response(scope, receive, send)

    async def _response(self, request: Request, exchange: Exchange) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": METHODS})
        accepted = _accepted(request)
        media_type = preferred(accepted, (RESPONSE, JSON))
        told_as = media_type or JSON
        try:
            return await self._answer(request, accepted, media_type, exchange)
        except Refused as refused:
            return replies.refusal(refused.error, refused.status, refused.headers, told_as, exchange)
        except (Overloaded, DatabaseUnavailable) as error:
            return replies.refusal(error, HTTPStatus.SERVICE_UNAVAILABLE, RETRY, told_as, exchange)
        except RegisterError as error:
            return replies.refusal(error, replies.status_of_request_error(media_type), {}, told_as, exchange)

    async def _answer(self, request: Request, accepted: str, media_type: str | None, exchange: Exchange) -> Response:
        """Raises Refused for what is no request to be answered, and RegisterError for what may not be asked."""
        streamed = _takes_stream(request, accepted)
        if request.method not in ("GET", "HEAD", "POST"):
            raise method_not_allowed(request.method)
        if media_type is None and not streamed:
            raise not_acceptable(accepted, f"{RESPONSE}, {JSON} or, to subscribe, {STREAM}")
        asked = await asked_by(request, self._service.limits)
        asking = Asking(self._service, exchange)
        document = await self._document(asked, exchange)
        operation = self._operation(document, asked, request.method, exchange)
        subscribes = operation is not None and operation.operation is OperationType.SUBSCRIPTION
        if subscribes and (not streamed or request.method == "HEAD"):
            raise how_to_subscribe()
        if subscribes or media_type is None:
            results = self._answering.results(document, operation, asked.variables, asking)
            return StreamingResponse(events_from_results(results), headers=HEADERS)
        if document.errors or operation is None:
            return self._faulty(PreExecutionError(None, made_public(document.errors, exchange)), media_type)
        question = self._answering.question(document, operation, asked.variables, exchange)
        return await self._answer_to(question, request, asking, media_type)

    async def _document(self, asked: Asked, exchange: Exchange) -> Document:
        """The document sent, or held under the digest sent; one sent with its digest is held from here on."""
        persisted = self._service.persisted
        if asked.query is None:
            assert asked.digest is not None
            return await self._answering.document(persisted.text(asked.digest), exchange)
        if asked.digest is not None:
            try:
                persisted.require_digest(asked.digest, asked.query)
            except RegisterError as mismatch:
                raise Refused(HTTPStatus.BAD_REQUEST, mismatch) from None
        persisted.require_trusted(asked.query)
        document = await self._answering.document(asked.query, exchange)
        if asked.digest is not None and not document.errors:
            persisted.register(asked.digest, asked.query)
        return document

    def _operation(
        self, document: Document, asked: Asked, method: str, exchange: Exchange
    ) -> OperationDefinitionNode | None:
        """None where the errors of the document leave it open.

        Raises Refused where nothing tells which of several is meant, and for what does not go by GET.
        """
        try:
            operation = self._answering.operation(document, asked.operation_name, exchange)
        except BadUserInput as error:
            if document.errors:
                return None
            raise Refused(HTTPStatus.BAD_REQUEST, error) from None
        if method != "POST" and operation.operation is OperationType.MUTATION:
            raise not_by_get("mutation")
        return operation

    async def _answer_to(self, question: Question, request: Request, asking: Asking, media_type: str) -> Response:
        key = key_of(question, asking)
        answer = self._answers.get(key)
        asking.exchange.from_cache = answer is not None
        if answer is None:
            result = await self._answering.result(question, asking)
            if result.errors:
                return self._faulty(result, media_type)
            answer = encoded(body_of(result))
            self._answers.keep(key, answer)
        kept = None if request.method == "POST" else freshness_of(question, asking, self._max_age_seconds)
        return replies.answer(answer, request, media_type, kept)

    def _faulty(self, result: ExecutionResult, media_type: str) -> Response:
        return replies.faulty_answer(encoded(body_of(result)), result, media_type)


def _accepted(request: Request) -> str:
    """A client may send the header in several lines, and means one list."""
    return ", ".join(request.headers.getlist("accept"))


def _takes_stream(request: Request, accepted: str) -> bool:
    """Raises Refused for a client of the other mode of graphql-sse."""
    if _TOKEN_OF_SINGLE_CONNECTION in request.headers:
        raise bad_request(
            "X-GraphQL-Event-Stream-Token", "belongs to the single-connection mode", "Use distinct connections"
        )
    return preferred(accepted, (STREAM,)) is not None
