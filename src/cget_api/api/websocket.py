"""GraphQL over WebSocket, by graphql-transport-ws, on the same path as over HTTP."""

from collections.abc import Sequence
from copy import copy
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from typing_extensions import override

from cget_api.api.asking import Asking, Service
from cget_api.api.errors import codes_of, public_error
from cget_api.api.exchange import operation_in
from cget_api.api.schema import Schema
from cget_api.core.errors import RegisterError

_OPERATIONS_OF_ONE_CONNECTION = 100


class _Connection(BaseGraphQLTransportWSHandler[Service, None]):
    """Gives each operation an exchange of its own, and the register as it is when the operation begins."""

    @override
    async def run_operation(self, operation: Operation[Service, None]) -> None:
        assert isinstance(self.websocket, ASGIWebSocketAdapter)
        with operation_in(self.websocket.ws.scope) as exchange:
            try:
                asking = Asking(self.context, exchange)
            except RegisterError as refusal:
                error = public_error(GraphQLError(str(refusal), original_error=refusal), exchange.correlation_id)
                exchange.refusals = codes_of([error])
                await operation.send_initial_errors([error])
                return
            own: Any = copy(self)
            own.context = asking
            await super(_Connection, own).run_operation(operation)


class GraphQLOverWebSocket(GraphQL[Service, None]):
    """Each connection carries several operations."""

    graphql_transport_ws_handler_class = _Connection

    def __init__(self, schema: Schema, service: Service, allowed_origins: Sequence[str]) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            max_subscriptions_per_connection=_OPERATIONS_OF_ONE_CONNECTION,
            allowed_origins=allowed_origins,
        )
        self._service = service

    @override
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Service:
        return self._service

    @override
    async def get_root_value(self, request: Request | WebSocket) -> None:
        return None

    @override
    def encode_json(self, data: object) -> str:
        """Text: the protocol knows no binary messages."""
        return orjson.dumps(data).decode()

    @override
    def decode_json(self, data: str | bytes) -> object:
        """Refuses what is nested too deep to be an operation, as it refuses what is not JSON."""
        return orjson.loads(data)
