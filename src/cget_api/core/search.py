"""Search in words: accents, case and typography do not count."""

import re
import unicodedata

from cget_api.core.register import Held
from cget_api.core.view import EntityView
from cget_api.core.vocabulary import Predicate

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "‘": "'", "ʼ": "'"})
_SPACES = re.compile(r"\s+")


def folded(text: str) -> str:
    """Without accents, ligatures, case or doubled spaces: `égalité` and `ÉGALITÉ` are one, `œuvre` and `oeuvre` too."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return _SPACES.sub(" ", "".join(sign for sign in decomposed if not unicodedata.combining(sign))).strip().casefold()


def rank(organization: EntityView, words: str) -> int | None:
    """How well it answers to folded `words`: 0 by a name or an acronym of any day, 1 by a mission of the day, None not
    at all."""
    about, lens = organization.lens.register.about, organization.lens
    names = (held for predicate in (Predicate.NAME, Predicate.ACRONYM) for held in about(organization.slug, predicate))
    if any(lens.speaks_of(held) and _says(held, words) for held in names):
        return 0
    if any(lens.sees(held) and _says(held, words) for held in about(organization.slug, Predicate.MISSION)):
        return 1
    return None


def _says(held: Held, words: str) -> bool:
    statement = held.statement
    texts = (text for text in (statement.heading, statement.text) if text is not None)
    return any(words in folded(language) for text in texts for language in (text.fr, text.en))
