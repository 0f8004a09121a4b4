"""GraphQL over HTTP, to the letter of its specification: one request in, one response out."""

from http import HTTPStatus

from graphql import OperationDefinitionNode, OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send
from strawberry.types.execution import PreExecutionError

from cget_api.api.answering import Answering, Question
from cget_api.api.asking import Asking
from cget_api.api.documents.document import Document
from cget_api.api.errors import made_public
from cget_api.api.exchange import Exchange, exchange_in
from cget_api.api.http import replies
from cget_api.api.http.answers import Answer, Answers, Key, answer_from_exchange, key_of
from cget_api.api.http.asked import Asked, asked_in_address, asked_in_body
from cget_api.api.http.body import body_from_client
from cget_api.api.http.encoding import body_of, encoded
from cget_api.api.http.events import HEADERS, events_from_results
from cget_api.api.http.freshness import freshness_of
from cget_api.api.http.media_types import JSON, RESPONSE, STREAM
from cget_api.api.http.refusals import (
    RETRY,
    Refused,
    bad_request,
    how_to_subscribe,
    method_not_allowed,
    not_acceptable,
    not_by_get,
    unread_encoding,
    unsupported_media_type,
)
from cget_api.api.http.repetitions import leave_repeatable
from cget_api.api.http.terms import Terms, terms_from_headers
from cget_api.core.errors import BadUserInput, DatabaseUnavailable, Overloaded, RegisterError


class GraphQLOverHTTP:
    """Answers each operation from the archive that is the latest when it begins."""

    def __init__(self, answering: Answering, answers: Answers, max_age_seconds: int) -> None:
        self._answering = answering
        self._service = answering.service
        self._max_age_seconds = max_age_seconds
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._response(request, terms_from_headers(scope["headers"]), exchange_in(scope))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _response(self, request: Request, terms: Terms, exchange: Exchange) -> Response:
        if request.method == "OPTIONS":
            return replies.methods()
        told_as = terms.media_type or JSON
        try:
            return await self._answer(request, terms, exchange)
        except Refused as refused:
            return replies.refusal(refused.error, refused.status, refused.headers, told_as, exchange)
        except (Overloaded, DatabaseUnavailable) as error:
            return replies.refusal(error, HTTPStatus.SERVICE_UNAVAILABLE, RETRY, told_as, exchange)
        except RegisterError as error:
            return replies.refusal(error, replies.status_of_request_error(terms.media_type), {}, told_as, exchange)

    async def _answer(self, request: Request, terms: Terms, exchange: Exchange) -> Response:
        """Raises Refused for what is no request to be answered, and RegisterError for what may not be asked."""
        method = request.method
        if terms.is_single_connection:
            raise bad_request(
                "X-GraphQL-Event-Stream-Token", "belongs to the single-connection mode", "Use distinct connections"
            )
        if method not in ("GET", "HEAD", "POST"):
            raise method_not_allowed(method)
        if terms.media_type is None and not terms.takes_stream:
            raise not_acceptable(terms.accepted, f"{RESPONSE}, {JSON} or, to subscribe, {STREAM}")
        if method == "POST":
            asked = asked_in_body(await self._body(request, terms))
        else:
            asked = asked_in_address(request.scope["query_string"])
        asking = Asking(self._service, exchange)
        found = await self._found(asked, method, terms, asking)
        if isinstance(found, Response):
            return found
        question, key, answer = found
        if method != "POST":
            fresh = freshness_of(question, asking, self._max_age_seconds)
            return replies.kept_answer(answer.body, request, terms.media_type, fresh)
        if exchange.from_cache and self._is_the_same_for_good(asked):
            leave_repeatable(request.scope, key, answer)
        return replies.Reply(answer.body, terms.media_type or JSON)

    def _is_the_same_for_good(self, asked: Asked) -> bool:
        """A document that a client registered may be forgotten: its digest has to be looked up, and registered anew."""
        return asked.digest is None or self._service.persisted.is_trusted(asked.digest)

    async def _body(self, request: Request, terms: Terms) -> bytes:
        if not terms.sends_json:
            raise unsupported_media_type(terms.content_type)
        if terms.content_encoding.lower() != "identity":
            raise unread_encoding(terms.content_encoding)
        return await body_from_client(request.scope["headers"], request.receive, self._service.limits)

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

    async def _found(
        self, asked: Asked, method: str, terms: Terms, asking: Asking
    ) -> tuple[Question, Key, Answer] | Response:
        """The answer, with the question that it answers and the key of both; or a response to what has none, or none
        without errors."""
        exchange = asking.exchange
        document = await self._document(asked, exchange)
        operation = self._operation(document, asked, method, exchange)
        subscribes = operation is not None and operation.operation is OperationType.SUBSCRIPTION
        if subscribes and (not terms.takes_stream or method == "HEAD"):
            raise how_to_subscribe()
        if subscribes or terms.media_type is None:
            results = self._answering.results(document, operation, asked.variables, asking)
            return StreamingResponse(events_from_results(results), headers=HEADERS)
        if document.errors or operation is None:
            return replies.faulty_answer(
                PreExecutionError(None, made_public(document.errors, exchange)), terms.media_type
            )
        question = self._answering.question(document, operation, asked.variables, exchange)
        key = key_of(question, asking)
        answer = self._answers.get(key)
        exchange.from_cache = answer is not None
        if answer is None:
            result = await self._answering.result(question, asking)
            if result.errors:
                return replies.faulty_answer(result, terms.media_type)
            answer = answer_from_exchange(encoded(body_of(result)), exchange)
            self._answers.keep(key, answer)
        return question, key, answer
