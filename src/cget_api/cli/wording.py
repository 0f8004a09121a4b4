"""Statements and dates in words, for people at a terminal."""

from cget_api.core.model import Quantity, Statement
from cget_api.core.vocabulary import Language, Standing


def statement_in_words(statement: Statement) -> str:
    """What it says of its subject, in the words of the seed files: `AUTHORITY premier-ministre “sous l'autorité”`."""
    language = statement.language or Language.FR
    head = " ".join(part for part in (statement.predicate.value, literal(statement, language)) if part)
    qualifiers = [
        "interim" if statement.interim else "",
        statement.role.in_language(language) if statement.role else "",
        f"by {statement.act}" if statement.act else "",
        dates(statement, Language.EN),
        "" if statement.standing is Standing.ACCEPTED else statement.standing.value,
    ]
    return ", ".join([head, *filter(None, qualifiers)])


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
