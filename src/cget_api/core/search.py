"""Search in words: accents, case and typography do not count."""

import re
import unicodedata
from itertools import chain

from cget_api.core.register import Held
from cget_api.core.view import EntityView
from cget_api.core.vocabulary import Predicate

_TYPOGRAPHY = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
    | dict.fromkeys("’‘ʼ", "'")
    | dict.fromkeys("«»“”„", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
)
_SPACES = re.compile(r"\s+")


def folded(text: str) -> str:
    """Without accents, ligatures, case, doubled spaces, or the forms of dashes and quotes: `égalité` and `ÉGALITÉ` are
    one, `œuvre` and `oeuvre` too. Folding twice changes nothing more."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_TYPOGRAPHY)
    return _SPACES.sub(" ", plain).strip()


def rank(organization: EntityView, words: str) -> int | None:
    """How well it answers to folded `words`: 0 by a name or an acronym of any day, 1 by a mission of the day, None not
    at all."""
    about, lens = organization.lens.register.about, organization.lens
    names = (lens.identifying(about(organization.slug, predicate)) for predicate in (Predicate.NAME, Predicate.ACRONYM))
    if any(_says(held, words) for held in chain.from_iterable(names)):
        return 0
    if any(lens.sees(held) and _says(held, words) for held in about(organization.slug, Predicate.MISSION)):
        return 1
    return None


def _says(held: Held, words: str) -> bool:
    statement = held.statement
    texts = (text for text in (statement.heading, statement.text) if text is not None)
    return any(words in folded(language) for text in texts for language in (text.fr, text.en))
