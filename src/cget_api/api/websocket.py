"""GraphQL over WebSocket, by graphql-transport-ws, on the same path as over HTTP."""

from collections.abc import Sequence
from copy import copy
from typing import Any

import orjson
from graphql import GraphQLError, OperationType
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import Message, SubscribeMessage
from strawberry.types import ExecutionResult
from typing_extensions import override

from cget_api.api.answering import Answering, Question
from cget_api.api.asking import Asking, Service
from cget_api.api.errors import codes_of, public_error
from cget_api.api.exchange import operation_in
from cget_api.api.http.encoding import refused
from cget_api.core.errors import Overloaded, RegisterError

_OPERATIONS_OF_ONE_CONNECTION = 100
_LONGEST_ID_BYTES = 90


class _Connection(BaseGraphQLTransportWSHandler[Service, None]):
    """Gives each operation an exchange of its own, and the register as it is when the operation begins."""

    @override
    async def handle_message(self, message: Message) -> None:
        if _is_well_formed(message):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message("Invalid message")

    @override
    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        under_way = len(self.operations)
        if under_way < _OPERATIONS_OF_ONE_CONNECTION or message["id"] in self.operations:
            await super().handle_subscribe(message)
            return
        problem = f"has {under_way} operations under way, as many as it takes"
        refusal = Overloaded("connection", problem, "Wait until one of them is complete")
        error = public_error(GraphQLError(str(refusal), original_error=refusal), "")
        await self.send_message({"id": message["id"], "type": "error", "payload": [error.formatted]})

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
            cost = self._cost_of_query(operation)
            if cost is None:
                own: Any = copy(self)
                own.context = asking
                await super(_Connection, own).run_operation(operation)
            else:
                await self._answer(operation, asking, cost)

    def _cost_of_query(self, operation: Operation[Service, None]) -> int | None:
        """None for a subscription, and for what may not be asked: the protocol's handler tells why."""
        service = self.context
        try:
            service.persisted.require_trusted(operation.query)
            document = service.documents.read(operation.query)
            chosen = document.operation(operation.operation_name)
            if document.errors or chosen.operation is OperationType.SUBSCRIPTION:
                return None
            return document.price(chosen, operation.variables, service.limits)
        except RegisterError:
            return None

    async def _answer(self, operation: Operation[Service, None], asking: Asking, cost: int) -> None:
        question = Question(operation.query, operation.operation_name, operation.variables)
        assert isinstance(self.view, GraphQLOverWebSocket)
        try:
            result = await self.view.answering.result(question, asking, cost)
        except RegisterError as refusal:
            error = public_error(GraphQLError(str(refusal), original_error=refusal), asking.exchange.correlation_id)
            asking.exchange.refusals = codes_of([error])
            result = ExecutionResult(None, [error])
        if refused(result):
            await operation.send_initial_errors(result.errors or [])
            return
        await operation.send_next(result)
        await operation.send_operation_message({"id": operation.id, "type": "complete"})


def _is_well_formed(message: object) -> bool:
    """As far as types go, which the protocol's handler takes for granted. What it says of an id or a type when it
    closes a connection must be short."""
    match message:
        case {"type": "subscribe", "id": str(id_), "payload": {"query": str(), **others}}:
            operation_name, variables = others.get("operationName"), others.get("variables")
            return (
                len(id_.encode()) <= _LONGEST_ID_BYTES
                and (operation_name is None or isinstance(operation_name, str))
                and (variables is None or isinstance(variables, dict))
            )
        case {"type": "complete", "id": str()} | {"type": "connection_init" | "ping" | "pong"}:
            return True
    return False


class GraphQLOverWebSocket(GraphQL[Service, None]):
    """Each connection carries several operations."""

    graphql_transport_ws_handler_class = _Connection

    def __init__(self, answering: Answering, allowed_origins: Sequence[str]) -> None:
        super().__init__(
            answering.schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            allowed_origins=allowed_origins,
        )
        self.answering = answering
        self._service = answering.service

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
        """Refuses what is nested too deep to be an operation, as it refuses what is not JSON; what is longer than a
        body may be is no message."""
        return orjson.loads(data) if len(data) <= self._service.limits.max_body_bytes else None
