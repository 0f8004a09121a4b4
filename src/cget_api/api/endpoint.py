"""GraphQL over HTTP, WebSocket and server-sent events, on one path."""

from dataclasses import replace

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from graphql import GraphQLError, OperationDefinitionNode, OperationType, get_operation_ast, parse
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLRequestData
from strawberry.http.streaming import SSETransport
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from typing_extensions import override

from cget_api.api.asking import Asking, Clock
from cget_api.api.schema import schema
from cget_api.core.register import LiveArchive


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
    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData | list[GraphQLRequestData]:
        """Some clients accept event streams with every request: a subscription is answered by one, and nothing else."""
        data = await super().parse_http_body(request)
        if not isinstance(data, GraphQLRequestData):
            return data
        if data.protocol == "sse" and "json" in request.headers.get("accept", "") and not _subscribes(data):
            return replace(data, protocol="http")
        if data.protocol == "http" and "subscription" in (data.query or "") and _subscribes(data):
            raise HTTPException(400, "Subscribe by event stream (Accept: text/event-stream) or by graphql-transport-ws")
        return data


def _subscribes(data: GraphQLRequestData) -> bool:
    try:
        operation = get_operation_ast(parse(data.query or ""), data.operation_name)
    except GraphQLError:
        return False
    return isinstance(operation, OperationDefinitionNode) and operation.operation is OperationType.SUBSCRIPTION
