"""GraphQL over WebSocket, by graphql-transport-ws, on the same path as over HTTP."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractContextManager, aclosing

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.schema import BaseSchema
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import Message, SubscribeMessage
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from typing_extensions import override

from cget_api.api.answering import Answering, result_of_refusal
from cget_api.api.asking import Asking, Service
from cget_api.api.errors import error_from_refusal, made_public
from cget_api.api.exchange import Exchange, operation_in
from cget_api.api.http.encoding import encoded
from cget_api.core.errors import BadUserInput, Overloaded, RegisterError

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
        with self._exchange() as exchange:
            [error] = made_public([error_from_refusal(refusal)], exchange)
        await self.send_message({"id": message["id"], "type": "error", "payload": [error.formatted]})

    @override
    async def run_operation(self, operation: Operation[Service, None]) -> None:
        with self._exchange() as exchange:
            try:
                await self._answer(operation, exchange)
            except WebSocketDisconnected:
                return
            except Exception as defect:  # noqa: BLE001  # it is logged, and told without what only we should see
                errors = made_public([GraphQLError(str(defect), original_error=defect)], exchange)
                await operation.send_initial_errors(errors)

    async def _answer(self, operation: Operation[Service, None], exchange: Exchange) -> None:
        async with aclosing(self._results(operation, exchange)) as results:
            async for result in results:
                if isinstance(result, PreExecutionError):
                    await operation.send_initial_errors(result.errors or [])
                    return
                await operation.send_next(result)
        await operation.send_operation_message({"id": operation.id, "type": "complete"})

    def _exchange(self) -> AbstractContextManager[Exchange]:
        assert isinstance(self.websocket, ASGIWebSocketAdapter)
        return operation_in(self.websocket.ws.scope)

    async def _results(
        self, asked: Operation[Service, None], exchange: Exchange
    ) -> AsyncGenerator[ExecutionResult, None]:
        assert isinstance(self.view, GraphQLOverWebSocket)
        answering = self.view.answering
        try:
            asking = Asking(answering.service, exchange)
            if not asked.query:
                raise BadUserInput("query", "is missing", 'Send {"query": "…", "variables": {…}} as the payload')
            answering.service.persisted.require_trusted(asked.query)
            document = await answering.document(asked.query, exchange)
            operation = (
                None if document.errors else answering.operation(document, asked.operation_name or None, exchange)
            )
        except RegisterError as refusal:
            yield result_of_refusal(refusal, exchange)
            return
        async with aclosing(answering.results(document, operation, asked.variables, asking)) as results:
            async for result in results:
                yield result


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

    def __init__(self, answering: Answering, schema: BaseSchema, allowed_origins: Sequence[str]) -> None:
        super().__init__(
            schema,
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
        return encoded(data).decode()

    @override
    def decode_json(self, data: str | bytes) -> object:
        """Refuses what is nested too deep to be an operation, as it refuses what is not JSON; what is longer than a
        body may be is no message."""
        return orjson.loads(data) if len(data) <= self._service.limits.max_body_bytes else None
