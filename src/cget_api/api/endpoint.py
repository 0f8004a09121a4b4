"""GraphQL over HTTP, WebSocket and server-sent events, on one path."""

import re
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket
from strawberry import UNSET
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLRequestData
from strawberry.http.streaming import SSETransport
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from typing_extensions import override

from cget_api.api.asking import Asking, Clock
from cget_api.api.schema import schema
from cget_api.core.errors import ErrorCode
from cget_api.core.register import LiveArchive

_OPERATION = re.compile(r"\b(?:query|subscription)\b")


class ServerSentEvents(SSETransport):
    """As the distinct-connections mode of graphql-sse has it, with the line ends of the WHATWG's examples."""

    @override
    def encode_event(self, event: str, data: str | None = None) -> str:
        return super().encode_event(event, data).replace("\r\n", "\n")

    @override
    def encode_comment(self, comment: str) -> str:
        return super().encode_comment(comment).replace("\r\n", "\n")


class GraphQLEndpoint(GraphQL[Asking, None]):
    """Answers each operation from the archive that was the latest when it began."""

    def __init__(self, live: LiveArchive, clock: Clock) -> None:
        protocols = (GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL)
        super().__init__(schema, graphql_ide=None, subscription_protocols=protocols)
        self.stream_transport_classes_by_protocol = {GRAPHQL_SSE_PROTOCOL: ServerSentEvents}
        self._live = live
        self._clock = clock

    @override
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Asking:
        return Asking(self._live, self._clock)

    @override
    async def get_root_value(self, request: Request | WebSocket) -> None:
        return None

    @override
    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)

    @override
    def decode_json(self, data: str | bytes) -> object:
        """Refuses what is not UTF-8, and what is nested too deep to be an operation, as it refuses what is not JSON."""
        return orjson.loads(data)

    @override
    async def run(self, request: Any, context: Any = UNSET, root_value: Any = UNSET) -> Any:
        """What is wrong with a request before it is an operation is told in the form of any other error."""
        try:
            return await super().run(request, context, root_value)
        except HTTPException as refused:
            error = {"message": refused.reason, "extensions": {"code": ErrorCode.BAD_USER_INPUT}}
            headers = {"Allow": "GET, POST"} if refused.status_code == HTTPStatus.METHOD_NOT_ALLOWED else None
            return JSONResponse({"errors": [error]}, refused.status_code, headers)

    @override
    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData | list[GraphQLRequestData]:
        """Some clients accept event streams with every request: a subscription is answered by one, and nothing else."""
        if request.method == "POST" and (await request.get_body()).lstrip()[:1] not in (b"{", b"["):
            raise HTTPException(400, 'Send a JSON object: {"query": "…", "variables": {…}}')
        data = await super().parse_http_body(request)
        if not isinstance(data, GraphQLRequestData):
            return data
        if data.protocol == "sse" and "json" in request.headers.get("accept", "") and not _subscribes(data):
            return replace(data, protocol="http")
        if data.protocol == "http" and "subscription" in (data.query or "") and _subscribes(data):
            raise HTTPException(400, "Subscribe by event stream (Accept: text/event-stream) or by graphql-transport-ws")
        if data.operation_name is None and _chooses_none(data):
            raise HTTPException(400, "The document holds several operations: name the one to run in operationName")
        return data


def _operations(data: GraphQLRequestData) -> list[OperationDefinitionNode]:
    """Empty of a document that cannot be read: executing it tells why."""
    try:
        document = parse(data.query or "")
    except GraphQLError:
        return []
    return [definition for definition in document.definitions if isinstance(definition, OperationDefinitionNode)]


def _subscribes(data: GraphQLRequestData) -> bool:
    named = data.operation_name
    chosen = [one for one in _operations(data) if named is None or (one.name is not None and one.name.value == named)]
    return len(chosen) == 1 and chosen[0].operation is OperationType.SUBSCRIPTION


def _chooses_none(data: GraphQLRequestData) -> bool:
    return len(_OPERATION.findall(data.query or "")) > 1 and len(_operations(data)) > 1
