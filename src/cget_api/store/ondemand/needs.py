"""What an operation asked of the register and has not been read yet: each a key to what answers it."""

from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """What is needed: statements about, pointing at or cited from a thing, or under a key; what a thing is and when it
    existed; the descriptions of a source, and what others say they are to it; everything; a part of a list."""

    ABOUT = "about"
    POINTING_TO = "pointing"
    CITING = "citing"
    KEY = "key"
    THING = "thing"
    DESCRIPTION = "description"
    RELATED = "related"
    WHOLE = "whole"
    LIST = "list"


class Need(NamedTuple):
    """Of one `sort`, about the thing `slug`; `word` is the predicate, the key of a statement, or a digest of what a
    list is asked with."""

    sort: Sort
    slug: str
    word: str = ""

    @property
    def size(self) -> int:
        return len(self.slug) + len(self.word)

    @property
    def may_be_answered(self) -> bool:
        """Whether such words could have been recorded."""
        return can_be_written(self.slug) and can_be_written(self.word)


def can_be_written(word: str) -> bool:
    """PostgreSQL knows no text with a NUL in it, and nothing is recorded that only SQLite could hold."""
    return "\0" not in word


WHOLE = Need(Sort.WHOLE, "")
