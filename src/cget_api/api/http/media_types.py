"""What a client accepts, and which of it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
STREAM = "text/event-stream"

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Range:
    """A media range of an Accept header: its `type`, `*` standing for any part, and its `quality` from 0 to 1."""

    type: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """How closely it names this media type; 0 where it does not."""
        if self.type == media_type:
            return _NAMED
        if self.type == media_type.partition("/")[0] + "/*":
            return 2
        return 1 if self.type == "*/*" else 0


def ranges_from_accept(accept: str) -> Sequence[Range]:
    """Those of an Accept header (RFC 9110, section 12.5.1), in its order; what is malformed is left out."""
    found = []
    for part in accept.split(","):
        type_, *parameters = (piece.strip() for piece in part.lower().split(";"))
        quality = _quality(parameters)
        if "/" in type_ and quality is not None and _takes_utf8(parameters):
            found.append(Range(type_, quality))
    return found


def _quality(parameters: Sequence[str]) -> float | None:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
    return 1.0


def _takes_utf8(parameters: Sequence[str]) -> bool:
    charsets = [value.strip(' "') for name, _, value in (one.partition("=") for one in parameters) if name == "charset"]
    return all(charset in ("utf-8", "utf8") for charset in charsets)


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best, of equals the one offered first; None where it takes none.

    Plain JSON is what a client gets that accepts anything or says nothing; the others go to those who name them.
    """
    if not accept:
        return JSON if JSON in offered else None
    ranges = ranges_from_accept(accept)
    best, liking = None, 0.0
    for media_type in offered:
        specificity, quality = max(
            ((range_.specificity(media_type), range_.quality) for range_ in ranges), default=(0, 0.0)
        )
        admitted = specificity == _NAMED or (specificity and media_type == JSON)
        if admitted and quality > liking:
            best, liking = media_type, quality
    return best
