"""Requests as they go over the wire, and what comes back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx2

from tests.api.service import Service

JSON = "application/json"
RESPONSE = "application/graphql-response+json"
STREAM = "text/event-stream"
BAD = "BAD_USER_INPUT"
TOO_COMPLEX = "QUERY_TOO_COMPLEX"

COUNT = "{ register { sourceCount } }"
COUNTED = {"register": {"sourceCount": 3}}

Answer: TypeAlias = httpx2.Response


@dataclass(frozen=True, slots=True)
class Refused:
    """What a request is told that was not executed: `message` is one sentence, which says what to do instead."""

    status: int
    code: str
    message: str


def post(service: Service, body: object, **headers: str) -> Answer:
    """Bytes as they are, anything else as JSON; `content_type` stands for the header of that name."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return service.client.post("/graphql", content=content, headers=_headers({"content-type": JSON, **headers}))


def get(
    service: Service, query: str | None = None, headers: Mapping[str, str] | None = None, /, **others: str
) -> Answer:
    """What is None is left out."""
    parameters = others if query is None else {"query": query, **others}
    return service.client.get("/graphql", params=parameters, headers=dict(headers or {}))


def _headers(given: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in given.items()}


def refused(answer: Answer) -> Refused:
    """The only error of a request that was not executed; in the form that every such error has."""
    body = answer.json()
    (error,) = body["errors"]
    extensions = error["extensions"]
    assert body == {"errors": [{"message": error["message"], "extensions": extensions}]}
    assert extensions.keys() == {"code", "subject", "remedy"}
    assert extensions["code"] == "PERSISTED_QUERY_NOT_FOUND" or (
        error["message"].startswith(f"{extensions['subject']}: ")
        and error["message"].endswith(f". {extensions['remedy']}")
    )
    assert answer.headers["cache-control"] == "no-store"
    assert "Accept" in answer.headers["vary"].split(", ")
    return Refused(answer.status_code, extensions["code"], error["message"])


def answered(answer: Answer) -> Any:
    """The data of an answer without errors."""
    body = answer.json()
    assert answer.status_code == 200, body
    assert body.keys() == {"data", "extensions"}, body
    return body["data"]


def media_type(answer: Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0]


def events(answer: Answer) -> list[tuple[str, Any]]:
    """Each event of a stream that has ended, with its data."""
    found = []
    for event in answer.text.removesuffix("\n\n").split("\n\n"):
        name, data = event.split("\n")
        text = data.removeprefix("data: ")
        found.append((name.removeprefix("event: "), json.loads(text) if text else None))
    return found
