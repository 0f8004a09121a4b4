"""Why a request is not answered, and with which status that is said."""

from collections.abc import Mapping
from http import HTTPStatus

from cget_api.api.http.media_types import LONGEST_HEADER
from cget_api.core.errors import BadUserInput, RegisterError

METHODS = "GET, HEAD, POST, OPTIONS"
RETRY = {"Retry-After": "1"}
CLOSE = {"Connection": "close"}


class Refused(Exception):
    """A request refused for an `error`, with a status and perhaps headers of its own."""

    def __init__(self, status: HTTPStatus, error: RegisterError, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(error))
        self.status = status
        self.error = error
        self.headers = headers or {}


def bad_request(subject: str, problem: str, remedy: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, BadUserInput(subject, problem, remedy))


def method_not_allowed(method: str) -> Refused:
    error = BadUserInput(f"method {method}", "is not for this address", "Send a query by GET or POST")
    return Refused(HTTPStatus.METHOD_NOT_ALLOWED, error, {"Allow": METHODS})


def how_to_subscribe() -> Refused:
    """To who asked for one answer."""
    return bad_request(
        "subscription",
        "is not answered once",
        "Ask for a stream (Accept: text/event-stream) or use graphql-transport-ws",
    )


def not_by_get(kind: str) -> Refused:
    error = BadUserInput("GET", f"does not carry a {kind}", "Send it by POST")
    return Refused(HTTPStatus.METHOD_NOT_ALLOWED, error, {"Allow": "POST"})


def not_acceptable(accept: str, offered: str) -> Refused:
    subject, problem = _header("Accept", accept, "names nothing that is answered")
    return Refused(HTTPStatus.NOT_ACCEPTABLE, BadUserInput(subject, problem, f"Accept {offered}"))


def unsupported_media_type(content_type: str) -> Refused:
    subject, problem = _header("Content-Type", content_type, "is not JSON in UTF-8")
    error = BadUserInput(subject, problem, "Send the body as Content-Type: application/json")
    return Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, error)


def unread_encoding(content_encoding: str) -> Refused:
    subject = f"Content-Encoding: {content_encoding}"
    error = BadUserInput(subject, "is not read", "Send the body uncompressed")
    return Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, error)


def body_too_slow(seconds: float) -> Refused:
    """What is still to come is not read, so the connection is of no more use."""
    error = BadUserInput("body", f"was not sent within {seconds:g} s", "Send it at once, or over a faster line")
    return Refused(HTTPStatus.REQUEST_TIMEOUT, error, CLOSE)


def _header(name: str, value: str, problem: str) -> tuple[str, str]:
    """The subject and the problem of an error; of a header that is too long to be read, only its length is told."""
    if len(value) > LONGEST_HEADER:
        return name, f"{len(value):,} bytes where {LONGEST_HEADER:,} are read"
    return f"{name}: {value}" if value else name, problem
