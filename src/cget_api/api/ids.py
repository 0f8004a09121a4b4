"""Ids of nodes and cursors of lists: opaque to clients, checked to the letter when they come back."""

import base64
import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import TypeAlias

from cget_api.core.errors import BadUserInput
from cget_api.core.lens import Lens
from cget_api.core.model import Revision
from cget_api.core.register import Archive, Register
from cget_api.core.validity import FIRST_DAY, LAST_DAY

Token: TypeAlias = "str | int | bool | Sequence[Token] | None"

_DIGEST_PREFIX = 8
_REMEDY = "Use an id as the service gave it, from the same database"


def encoded(token: Token) -> str:
    text = json.dumps(token, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decoded(id_: str, what: str = "id") -> list[object]:
    """Raises BadUserInput for anything that `encoded` would not have given; `what` names it in the error."""
    with suppress(ValueError, RecursionError):
        token = json.loads(base64.urlsafe_b64decode(id_ + "=" * (-len(id_) % 4)))
        if isinstance(token, list) and encoded(token) == id_:
            return token
    raise BadUserInput(
        f"{what} {id_[:80]!r}", "is not one that this service gives", "Use it as the service gave it, to the letter"
    )


def revision_token(revision: Revision) -> Token:
    return [revision.number, revision.digest[:_DIGEST_PREFIX]]


def lens_token(lens: Lens) -> Token:
    return [lens.as_of, revision_token(lens.register.revision), lens.stated_by, lens.only_certain]


def register_from_token(token: object, archive: Archive) -> Register:
    """Raises BadUserInput where this database has no such revision, or another one under its number."""
    match token:
        case [int(number), str(prefix)] if _is_number(number) and 0 <= number <= archive.latest.revision.number:
            register = archive.register_in(number)
            if register.revision.digest[:_DIGEST_PREFIX] == prefix:
                return register
    raise BadUserInput(
        "id", "was made in a revision that this database does not hold", f"Ask by slug instead. {_REMEDY}"
    )


def lens_from_token(token: object, archive: Archive) -> Lens:
    match token:
        case [(int() | None) as day, revision, (str() | None) as stated_by, bool(only_certain)]:
            register = register_from_token(revision, archive)
            known = stated_by is None or register.source(stated_by) is not None or register.revision.number == 0
            if known and (day is None or (_is_number(day) and FIRST_DAY <= day <= LAST_DAY)):
                return Lens(register, day, stated_by, only_certain)
    raise forged()


def _is_number(value: int) -> bool:
    """`true` would pass for 1 otherwise, and name one thing by two ids."""
    return not isinstance(value, bool)


def forged() -> BadUserInput:
    return BadUserInput("id", "does not name anything", _REMEDY)


def fingerprint(*arguments: Token) -> str:
    """Of what a list was asked with, so that its cursors are refused by any other."""
    return hashlib.sha256(json.dumps(arguments).encode()).hexdigest()[:12]
