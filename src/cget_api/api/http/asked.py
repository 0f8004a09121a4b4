"""A GraphQL request as it is sent, by GET in the address or by POST in the body."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

import orjson

from cget_api.api.documents.persisted import digest_from_id
from cget_api.api.http.refusals import Refused, bad_request
from cget_api.core.errors import BadUserInput

_PARAMETERS = ("query", "operationName", "variables", "extensions", "documentId")
_SHAPE = 'Send a JSON object: {"query": "…", "variables": {…}}'


@dataclass(frozen=True, slots=True)
class Asked:
    """The document itself, the `digest` by which it is known to the service, or both; which of its operations; and the
    values of its variables, uncoerced."""

    query: str | None
    digest: str | None
    operation_name: str | None
    variables: Mapping[str, object] | None
    extensions: Mapping[str, object] | None


def asked_in_body(body: bytes) -> Asked:
    """Raises Refused for what is no GraphQL request."""
    return _asked_from_parameters(_parameters_from_body(body))


def asked_in_address(query_string: bytes) -> Asked:
    """Raises Refused for what is no GraphQL request."""
    return _asked_from_parameters(_parameters_from_address(query_string))


def _parameters_from_body(body: bytes) -> Mapping[str, object]:
    match _decoded(body, "body"):
        case dict() as parameters:
            return parameters
        case list():
            raise bad_request("body", "is a JSON array, and requests are not taken in batches", "Send each by itself")
    raise bad_request("body", "is no JSON object", _SHAPE)


def _parameters_from_address(query_string: bytes) -> Mapping[str, object]:
    try:
        given = parse_qsl(query_string.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad_request("address", "is not text in UTF-8", "Write what is not ASCII as %XX, byte by byte") from None
    parameters: dict[str, object] = {}
    for name, value in given:
        if name in parameters and name in _PARAMETERS:
            raise bad_request(name, "is given more than once", "Give it once")
        parameters[name] = _decoded(value, name) if name in ("variables", "extensions") else value
    return parameters


def _decoded(text: str | bytes, what: str) -> object:
    remedy = _SHAPE if what == "body" else _remedy(what)
    if not text:
        raise bad_request(what, "is empty", remedy)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise bad_request(what, f"is not JSON in UTF-8 ({error})", remedy) from None


def _asked_from_parameters(parameters: Mapping[str, object]) -> Asked:
    query = _text(parameters, "query")
    extensions = _object(parameters, "extensions")
    digest = _digest(_text(parameters, "documentId"), extensions)
    if query is None and digest is None:
        raise bad_request("query", "is missing", _SHAPE)
    return Asked(query, digest, _text(parameters, "operationName"), _object(parameters, "variables"), extensions)


def _text(parameters: Mapping[str, object], name: str) -> str | None:
    """An empty one is as good as none: clients write `operationName: ""` and mean none."""
    value = parameters.get(name)
    if value is None or isinstance(value, str):
        return value or None
    raise bad_request(name, "is not text", "Write it as a JSON string, or leave it out")


def _object(parameters: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    value = parameters.get(name)
    if value is None or isinstance(value, dict):
        return value
    raise bad_request(name, "is no JSON object", _remedy(name))


def _remedy(name: str) -> str:
    return f'Write {{"…": …}}, or leave {name} out'


def _digest(document_id: str | None, extensions: Mapping[str, object] | None) -> str | None:
    """From `documentId`, or from the extension of automatic persisted queries."""
    persisted = (extensions or {}).get("persistedQuery")
    if persisted is None:
        return None if document_id is None else _checked(document_id)
    match persisted:
        case {"version": 1, "sha256Hash": str(sha256)}:
            return _checked(sha256)
    raise bad_request(
        "extensions.persistedQuery", "is not understood", 'Write {"version": 1, "sha256Hash": "…"}, or leave it out'
    )


def _checked(id_: str) -> str:
    try:
        return digest_from_id(id_)
    except BadUserInput as error:
        raise Refused(HTTPStatus.BAD_REQUEST, error) from None
