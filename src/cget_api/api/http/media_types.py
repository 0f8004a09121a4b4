"""Media types as headers name them: which of what a client accepts is answered, and what it may send."""

from collections.abc import Sequence
from dataclasses import dataclass

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
STREAM = "text/event-stream"

LONGEST_HEADER = 1_000
"""In bytes. What is longer is not read: no client has so much to say."""

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
        type_, parameters = _type_and_parameters(part)
        quality = _quality(parameters)
        if "/" in type_ and quality is not None and _takes_utf8(parameters):
            found.append(Range(type_, quality))
    return found


def is_json(content_type: str) -> bool:
    """Whether a body of this type is JSON in UTF-8, as it is unless it says otherwise."""
    type_, parameters = _type_and_parameters(content_type)
    return type_ == JSON and _takes_utf8(parameters)


def _type_and_parameters(text: str) -> tuple[str, Sequence[str]]:
    type_, *parameters = (piece.strip() for piece in text.lower().split(";"))
    return type_, parameters


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
    named = ((name.strip(), value.strip(' "')) for name, _, value in (one.partition("=") for one in parameters))
    return all(value in ("utf-8", "utf8") for name, value in named if name == "charset")


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best, of equals the one offered first; None where it takes none, or
    says so much that nobody reads it.

    Plain JSON is what a client gets that accepts anything or says nothing; another goes to those who name it, and to
    those who accept anything but plain JSON.
    """
    if not accept:
        return JSON if JSON in offered else None
    if len(accept) > LONGEST_HEADER:
        return None
    ranges = ranges_from_accept(accept)
    best, liking = None, 0.0
    for media_type in offered:
        specificity, quality = _liking(media_type, ranges)
        named = specificity == _NAMED or media_type == JSON
        if named and quality > liking:
            best, liking = media_type, quality
    if best is None and JSON in offered:
        return next((media_type for media_type in offered if _liking(media_type, ranges)[1] > 0), None)
    return best


def _liking(media_type: str, ranges: Sequence[Range]) -> tuple[int, float]:
    """By the range that names it most closely: how closely, and with which quality; twice 0 where none does."""
    found = ((range_.specificity(media_type), range_.quality) for range_ in ranges)
    return max((one for one in found if one[0]), default=(0, 0.0))
