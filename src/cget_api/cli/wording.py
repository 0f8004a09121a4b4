"""Statements and dates in words, for people at a terminal."""

from cget_api.core.model import Quantity, Statement
from cget_api.core.vocabulary import Language, Predicate, Standing


def statement_in_words(statement: Statement, language: Language | None = None) -> str:
    """What it says of its subject, in the words of the seed files: `AUTHORITY premier-ministre “sous l'autorité”`.

    Without a `language` its texts are in the one in which its source says it, and what joins them is English.
    """
    value, *qualifiers = _parts(statement, language or statement.language or Language.FR, language or Language.EN)
    return ", ".join([f"{statement.predicate} {value}".rstrip(), *filter(None, [*qualifiers, _standing(statement)])])


def value_in_words(statement: Statement, language: Language) -> str:
    """The same without the predicate, all in one language."""
    return ", ".join(filter(None, [value_and_dates_in_words(statement, language), _standing(statement)]))


def value_and_dates_in_words(statement: Statement, language: Language) -> str:
    """And without the standing."""
    return ", ".join(filter(None, _parts(statement, language, language)))


def _parts(statement: Statement, language: Language, joined_in: Language) -> list[str]:
    """What it says, then how and when; empty where there is nothing to tell."""
    french = joined_in is Language.FR
    return [
        literal(statement, language) or ("vacant" if statement.predicate is Predicate.HELD_BY else ""),
        ("par intérim" if french else "interim") if statement.interim else "",
        statement.role.in_language(language) if statement.role else "",
        f"{'par' if french else 'by'} {statement.act}" if statement.act else "",
        dates(statement, joined_in),
    ]


def _standing(statement: Statement) -> str:
    return "" if statement.standing is Standing.ACCEPTED else statement.standing.value


def literal(statement: Statement, language: Language) -> str:
    """Its object's slug, its kind, its words or its number; empty where it takes none."""
    if statement.quantity is not None:
        label = statement.text.in_language(language) if statement.text else ""
        return f"{label}{colon(language)}{quantity_in_words(statement.quantity, language)}"
    terms = f" {quoted(statement.terms)}" if statement.terms else ""
    return (statement.object or statement.kind or quoted(words(statement, language))) + terms


def words(statement: Statement, language: Language) -> str:
    """Its text after its heading; empty where it has none."""
    parts = (text.in_language(language) for text in (statement.heading, statement.text) if text)
    return colon(language).join(parts)


def quantity_in_words(quantity: Quantity, language: Language) -> str:
    french = language is Language.FR
    number = f"{quantity.value:.15g}".replace(".", "," if french else ".")
    about = ("environ " if french else "about ") if quantity.approximate else ""
    per = f" {'par' if french else 'per'} {quantity.per.in_language(language)}" if quantity.per else ""
    covers = f" ({quantity.covers.text})" if quantity.covers else ""
    return f"{about}{number} {quantity.unit.in_language(language)}{per}{covers}"


def dates(statement: Statement, language: Language) -> str:
    """Its bounds as they are written; empty where it has none."""
    start, end = statement.validity.start, statement.validity.end
    return bounds_in_words(start.text if start else None, end.text if end else None, language)


def bounds_in_words(start: str | None, end: str | None, language: Language) -> str:
    french = language is Language.FR
    if start == end:
        return start or ""
    if end is None:
        return f"{'depuis' if french else 'from'} {start}"
    if start is None:
        return f"{'jusqu’à' if french else 'to'} {end}"
    return f"de {start} à {end}" if french else f"from {start} to {end}"


def quoted(text: str) -> str:
    """Empty of nothing."""
    return f"“{text}”" if text else ""


def colon(language: Language) -> str:
    return " : " if language is Language.FR else ": "
