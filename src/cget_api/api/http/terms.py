"""What the headers of a request say of how to read it, and of how to answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cget_api.api.http.media_types import JSON, LONGEST_HEADER, RESPONSE, STREAM, is_json, preferred

_CONTENT_TYPE, _CONTENT_ENCODING = b"content-type", b"content-encoding"
_TOKEN_OF_SINGLE_CONNECTION = b"x-graphql-event-stream-token"
_TELLING = frozenset({b"accept", _CONTENT_TYPE, _CONTENT_ENCODING, _TOKEN_OF_SINGLE_CONNECTION})

_Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What the client `accepted`, in its words; the `media_type` of one answer, None where it takes none that there is;
    whether it takes a stream; and how it says the body is written. `is_single_connection` is the other mode of
    graphql-sse."""

    accepted: str
    media_type: str | None
    takes_stream: bool
    content_type: str
    sends_json: bool
    content_encoding: str
    is_single_connection: bool


def terms_from_headers(headers: Iterable[_Header]) -> Terms:
    """Of an ASGI scope. The same object for the same headers, most of the time."""
    telling = tuple([(name, value) for name, value in headers if name in _TELLING])
    if sum([len(value) for _, value in telling]) > LONGEST_HEADER:
        return _terms(telling)
    return _known_terms(telling)


def _terms(telling: tuple[_Header, ...]) -> Terms:
    # A client may send this header in several lines, and means one list.
    accepted = ", ".join(value.decode("latin-1") for name, value in telling if name == b"accept")
    first = {name: value.decode("latin-1") for name, value in reversed(telling)}
    content_type = first.get(_CONTENT_TYPE, "")
    return Terms(
        accepted,
        preferred(accepted, (RESPONSE, JSON)),
        preferred(accepted, (STREAM,)) is not None,
        content_type,
        len(content_type) <= LONGEST_HEADER and is_json(content_type),
        first.get(_CONTENT_ENCODING, "identity"),
        _TOKEN_OF_SINGLE_CONNECTION in first,
    )


# Clients send a handful of headers, again and again.
_known_terms = lru_cache(maxsize=256)(_terms)
