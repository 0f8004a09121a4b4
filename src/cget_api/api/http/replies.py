"""Responses: bodies with the status and the headers that belong to them."""

import base64
import hashlib
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from typing_extensions import override

from cget_api.api.errors import codes_of, error_from_refusal, made_public
from cget_api.api.exchange import Exchange
from cget_api.api.http.encoding import body_of, encoded
from cget_api.api.http.freshness import Freshness
from cget_api.api.http.media_types import JSON
from cget_api.api.http.refusals import METHODS, RETRY
from cget_api.core.errors import ErrorCode, RegisterError

_NOT_STORED = {"Cache-Control": "no-store"}
_VARIES = {"Vary": "Accept"}
_HEADERS_OF_REPLIES = [(b"cache-control", b"no-store"), (b"vary", b"Accept")]


def methods() -> Response:
    """Which there are."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": METHODS, **_VARIES})


class Reply(Response):
    """An answer without errors, to a POST. It is what is sent most, and its headers are always the same, but for the
    length and the type."""

    def __init__(self, body: bytes, media_type: str) -> None:
        super().__init__(body, media_type=_told(media_type))

    @override
    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        length = b"%d" % len(self.body)
        type_ = str(self.media_type).encode()
        self.raw_headers = [*_HEADERS_OF_REPLIES, (b"content-length", length), (b"content-type", type_)]


def kept_answer(body: bytes, request: Request, media_type: str | None, freshness: Freshness) -> Response:
    """The same to a GET: it may be kept as long as it is fresh, and is not sent again to who has it."""
    etag = etag_of(body)
    headers = {"Cache-Control": freshness.cache_control, "ETag": etag}
    if is_held(",".join(request.headers.getlist("if-none-match")), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**headers, **_VARIES})
    return _response(body, HTTPStatus.OK, media_type, headers)


def faulty_answer(result: ExecutionResult, media_type: str | None) -> Response:
    """An answer with errors, which is nobody else's."""
    body, refused = encoded(body_of(result)), isinstance(result, PreExecutionError)
    if refused and ErrorCode.OVERLOADED in codes_of(result.errors or ()):
        return _response(body, HTTPStatus.SERVICE_UNAVAILABLE, media_type, {**_NOT_STORED, **RETRY})
    status = status_of_request_error(media_type) if refused else HTTPStatus.OK
    return _response(body, status, media_type, _NOT_STORED)


def refusal(
    error: RegisterError, status: HTTPStatus, headers: Mapping[str, str], media_type: str, exchange: Exchange
) -> Response:
    """One error, in the form of any other."""
    errors = [public.formatted for public in made_public([error_from_refusal(error)], exchange)]
    return _response(encoded({"errors": errors}), status, media_type, {**_NOT_STORED, **headers})


def status_of_request_error(media_type: str | None) -> HTTPStatus:
    """Plain JSON may come from any intermediary, so that clients trust only a 200 of it to be GraphQL's; who takes
    streams only would take a 200 for one."""
    return HTTPStatus.OK if media_type == JSON else HTTPStatus.BAD_REQUEST


def etag_of(body: bytes) -> str:
    """Strong: of the bytes."""
    return f'"{base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:18]).decode()}"'


def is_held(if_none_match: str, etag: str) -> bool:
    """Whether the client holds it, by weak comparison as RFC 9110 asks: who compressed the answer made its tag weak."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or tags == ["*"]


def _response(body: bytes, status: HTTPStatus, media_type: str | None, headers: Mapping[str, str]) -> Response:
    # A plain number: whoever looks it up, hashes it, which takes an enum several calls.
    return Response(body, status.value, {**headers, **_VARIES}, media_type=_told(media_type or JSON))


def _told(media_type: str) -> str:
    return f"{media_type}; charset=utf-8"
