"""Documents asked for by their SHA-256: those that clients registered themselves, and those of a manifest."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from cget_api.core.errors import BadUserInput, DocumentNotTrusted, PersistedQueryIdMismatch, PersistedQueryNotFound

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)

_PREFIX = "sha256:"
_STORED_BYTES = 4_000_000


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_from_id(id_: str) -> str:
    """In lower case, whichever it was written in. Raises BadUserInput for anything else than a SHA-256, with or without
    `sha256:` before it."""
    digest = id_.lower().removeprefix(_PREFIX)
    if SHA256.fullmatch(digest):
        return digest
    raise BadUserInput(
        f"document id {id_!r}", "is not a SHA-256", "Send the 64 hexadecimal digits, with or without `sha256:`"
    )


class PersistedDocuments:
    """The documents of a manifest (`trusted`, by digest) and, unless `only_trusted`, the last `capacity` documents that
    clients registered by automatic persisted queries, up to 4 MB of UTF-8."""

    def __init__(self, trusted: Mapping[str, str], *, only_trusted: bool, capacity: int) -> None:
        self._trusted = trusted
        self._only_trusted = only_trusted
        self._capacity = 0 if only_trusted else capacity
        self._registered: OrderedDict[str, str] = OrderedDict()
        self._bytes = 0

    def text(self, digest: str) -> str:
        """Raises PersistedQueryNotFound where nothing is held under this digest."""
        if digest in self._trusted:
            return self._trusted[digest]
        if digest in self._registered:
            self._registered.move_to_end(digest)
            return self._registered[digest]
        remedy = (
            "Only documents of the service's manifest are answered"
            if self._only_trusted
            else "Send the document together with its digest"
        )
        raise PersistedQueryNotFound(f"document {digest}", "is not held", remedy)

    def is_trusted(self, digest: str) -> bool:
        """Whether it is that of a document of the manifest, which is never forgotten."""
        return digest in self._trusted

    def require_trusted(self, text: str) -> None:
        """Raises DocumentNotTrusted where only documents of the manifest are answered, and this is none."""
        if self._only_trusted and not self.is_trusted(digest_of(text)):
            raise DocumentNotTrusted(
                "document", "is not in the manifest of this service", "Register it with whoever runs the service"
            )

    def require_digest(self, digest: str, text: str) -> None:
        """Raises PersistedQueryIdMismatch where the text has another digest."""
        if digest_of(text) != digest:
            raise PersistedQueryIdMismatch(
                f"sha256Hash {digest}", "is not the SHA-256 of the document", "Hash the document as it is sent"
            )

    def register(self, digest: str, text: str) -> None:
        """Keeps a document whose digest was checked and that may run; the ones asked longest ago are forgotten."""
        if self._capacity == 0 or digest in self._trusted or digest in self._registered:
            return
        self._registered[digest] = text
        self._bytes += len(text.encode())
        while len(self._registered) > self._capacity or self._bytes > _STORED_BYTES:
            _, forgotten = self._registered.popitem(last=False)
            self._bytes -= len(forgotten.encode())


def documents_from_manifest(file: Path) -> Mapping[str, str]:
    """By digest: from an object of ids and documents (Relay, GraphQL Code Generator), or from the manifest of Apollo's
    tools.

    Raises BadUserInput where it cannot be read, or an id is not the SHA-256 of its document.
    """
    try:
        manifest = orjson.loads(file.read_bytes())
    except OSError as error:
        raise _unusable(f"{file} cannot be read ({error.strerror})", "Name another file") from None
    except ValueError as error:
        raise _unusable(f"{file} is not JSON ({error})") from None
    documents: dict[str, str] = {}
    for id_, text in _entries(manifest, file):
        try:
            digest = digest_from_id(id_)
        except BadUserInput as error:
            raise _unusable(f"{file} has a {error.subject}, which {error.problem}") from None
        if digest_of(text) != digest:
            raise _unusable(f"{file} has the document id {id_}, and the SHA-256 of its document is {digest_of(text)}")
        documents[digest] = text
    return documents


def _entries(manifest: object, file: Path) -> Iterator[tuple[str, str]]:
    match manifest:
        case {"format": "apollo-persisted-query-manifest", "operations": [*operations]}:
            entries: list[tuple[object, object]] = [
                (operation.get("id"), operation.get("body")) if isinstance(operation, dict) else (None, None)
                for operation in operations
            ]
        case dict():
            entries = list(manifest.items())
        case _:
            entries = [(None, None)]
    for id_, text in entries:
        if not isinstance(id_, str) or not isinstance(text, str):
            raise _unusable(
                f"{file} is not a manifest of documents",
                'Write {"sha256:…": "query …"}, or a manifest of format apollo-persisted-query-manifest',
            )
        yield id_, text


def _unusable(problem: str, remedy: str = "Generate the manifest anew") -> BadUserInput:
    return BadUserInput("CGET_TRUSTED_DOCUMENTS", problem, remedy)
