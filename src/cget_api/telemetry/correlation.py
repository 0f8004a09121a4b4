"""The id under which a request is found again in the log, in the traces and in what the client was told."""

import random
import re
from collections.abc import Iterable
from typing import Final

HEADER: Final = b"x-correlation-id"

# Whoever asks may choose the id, but nothing that could be mistaken for something else wherever it is written.
_CHOSEN: Final = re.compile(rb"[0-9A-Za-z_-]{8,64}")
_TRACEPARENT: Final = re.compile(rb"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_BORNE_BY: Final = {HEADER: 0, b"x-request-id": 1, b"traceparent": 2}


def correlation_id_from_headers(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """That of X-Correlation-Id, else of X-Request-Id, else the trace's in `traceparent`; made here where there is none,
    or none that is made of 8 to 64 letters, digits, hyphens and underscores."""
    borne = [(_BORNE_BY[name], value) for name, value in headers if name in _BORNE_BY]
    for rank, value in sorted(borne):
        found = (_TRACEPARENT if rank == _BORNE_BY[b"traceparent"] else _CHOSEN).fullmatch(value)
        if found is not None:
            return found[found.re.groups].decode()
    return f"{random.getrandbits(128):032x}"
