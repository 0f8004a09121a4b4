"""Server-sent events, as the distinct-connections mode of graphql-sse has them."""

from collections.abc import AsyncGenerator

from strawberry.http.streaming import SSETransport, merge_stream_with_heartbeat
from strawberry.types import ExecutionResult
from typing_extensions import override

from cget_api.api.http.encoding import body_of, encoded


class ServerSentEvents(SSETransport):
    """With the line ends of the WHATWG's examples."""

    @override
    def encode_event(self, event: str, data: str | None = None) -> str:
        return super().encode_event(event, data).replace("\r\n", "\n")

    @override
    def encode_comment(self, comment: str) -> str:
        return super().encode_comment(comment).replace("\r\n", "\n")


_EVENTS = ServerSentEvents()

HEADERS = {**_EVENTS.headers, "Cache-Control": "no-store, no-transform", "Vary": "Accept"}


def events_from_results(results: AsyncGenerator[ExecutionResult, None]) -> AsyncGenerator[str, None]:
    """One `next` for each result, a comment now and then lest the silence be taken for an end, and one `complete`."""

    async def told() -> AsyncGenerator[str, None]:
        async for result in results:
            yield _EVENTS.encode_event("next", encoded(body_of(result)).decode())
        yield _EVENTS.encode_complete()

    def heartbeat() -> str:
        return _EVENTS.encode_comment("ping")

    beating = merge_stream_with_heartbeat(
        told, heartbeat, interval=_EVENTS.heartbeat_interval, send_initial_heartbeat=False
    )
    return beating()
