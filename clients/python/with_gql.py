"""Asks a query by HTTP and a subscription by WebSocket with gql, and prints the answers."""

import asyncio
import json
import os
import sys
from typing import Any

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

AUTHORITY = gql('query ($day: Date!) { organization(slug: "cget", asOf: $day) { asOf authorities { terms } } }')
FIRST = gql("{ revision(number: 1) { number message } }")
RECORDED = gql("subscription ($after: Int) { revisionRecorded(after: $after) { number message } }")


async def told() -> dict[str, Any]:
    answers: dict[str, Any] = {}
    over_http = HTTPXAsyncTransport(url=os.environ["CGET_GRAPHQL"])
    # The client asks the service for its schema first, and holds every document against it.
    async with Client(transport=over_http, fetch_schema_from_transport=True) as session:
        answers["organization"] = (await session.execute(with_variables(AUTHORITY, day="2015-11-24")))["organization"]
        try:
            await session.execute(with_variables(AUTHORITY, day="2015-02-30"))
        except TransportQueryError as error:
            answers["refused"] = [one["extensions"]["code"] for one in error.errors or []]
    over_websocket = WebsocketsTransport(url=os.environ["CGET_WEBSOCKET"])
    async with Client(transport=over_websocket) as session:
        answers["query"] = (await session.execute(FIRST))["revision"]
        async for result in session.subscribe(with_variables(RECORDED, after=0)):
            answers["subscription"] = result["revisionRecorded"]
            break
    return answers


def with_variables(document: Any, **variables: object) -> Any:
    document.variable_values = variables
    return document


json.dump(asyncio.run(told()), sys.stdout)
