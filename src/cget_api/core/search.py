"""Search in words: accents, case, punctuation and typography do not count.

Words are found as they follow one another, from the beginning of a word; the last of them may be unfinished, as it is
while somebody types. What is searched is the same text wherever it is kept: `searched_text`, one line for each wording.
"""

import unicodedata
from itertools import chain
from typing import Final

from cget_api.core.model import Text
from cget_api.core.register import Held, Register
from cget_api.core.view import EntityView
from cget_api.core.vocabulary import Predicate

NAMES: Final = (Predicate.NAME, Predicate.ACRONYM)
SEARCHED: Final = (*NAMES, Predicate.MISSION)
"""What is searched of an organisation."""

_LIGATURES: Final = {"œ": "oe", "æ": "ae"}
_LATIN: Final = range(0x250)


def _folded_sign(sign: str) -> str:
    """Letters and numbers without case, marks or ligature; nothing for what only marks or formats its neighbours; a
    space for all else."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(map(_kept, decomposed))


def _kept(sign: str) -> str:
    category = unicodedata.category(sign)
    if unicodedata.combining(sign) or category in {"Mn", "Me", "Cf"}:
        return ""
    return _LIGATURES.get(sign, sign) if category[0] in "LN" or category == "Mc" else " "


class _Folding(dict[int, str]):
    """Each sign by itself, so that the time taken grows with the length of a text and with nothing else: to normalise
    a run of marks takes the square of its length. Those of Latin script are at hand."""

    def __missing__(self, code: int) -> str:
        return _folded_sign(chr(code))


_FOLDING: Final = _Folding({code: _folded_sign(chr(code)) for code in _LATIN})


def folded(text: str) -> str:
    """Its words, with one space between them and no accent, ligature, case or punctuation: `L’Égalité` and `l'egalite`
    are one, `œuvre` and `oeuvre` too. Folding twice changes nothing more."""
    return " ".join(text.translate(_FOLDING).split())


def searched_text(heading: Text | None, text: Text | None) -> str:
    """A line for each wording of a statement, folded, each beginning with a space; no line twice."""
    wordings = (wording for both in (heading, text) if both is not None for wording in (both.fr, both.en))
    return "\n".join(dict.fromkeys(f" {folded(wording)}" for wording in wordings))


def says(searched: str, words: str) -> bool:
    """Whether a `searched_text` has folded `words` in it. No words at all are in every text."""
    return f" {words}" in searched


def rank(organization: EntityView, words: str) -> int | None:
    """How well it answers to folded `words`: 0 by a name or an acronym of any day, 1 by a mission of the day, None not
    at all."""
    about, lens = organization.lens.register.about, organization.lens
    texts = lens.register.once(_SearchedTexts)
    names = (lens.identifying(about(organization.slug, predicate)) for predicate in NAMES)
    if any(says(texts.of(held), words) for held in chain.from_iterable(names)):
        return 0
    missions = about(organization.slug, Predicate.MISSION)
    if any(says(texts.of(held), words) and lens.sees(held) for held in missions):
        return 1
    return None


class _SearchedTexts:
    """The searched text of each statement of a register, made when it is first asked for."""

    def __init__(self, _: Register) -> None:
        self._texts: dict[str, str] = {}

    def of(self, held: Held) -> str:
        text = self._texts.get(held.key)
        if text is None:
            text = self._texts[held.key] = searched_text(held.statement.heading, held.statement.text)
        return text
