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
    """Of one `sort`, about the thing `slug`; `word` is the predicate, the key of a statement, or what a list is asked
    with."""

    sort: Sort
    slug: str
    word: str = ""


WHOLE = Need(Sort.WHOLE, "")
