"""Days and EDTF dates in words, in both languages."""

from datetime import date, datetime

from cget_api.core.validity import Bound, bound_from_edtf, period_from_edtf

_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def day_in_words(day: date | str, lang: str) -> str:
    """`1er janvier 2018`, `1 January 2018`."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[lang][day.month - 1]} {day.year:04}"


def instant_in_words(instant: str, lang: str) -> str:
    """Of RFC 3339, in UTC: `22 novembre 2026, 06:15 UTC`."""
    moment = datetime.fromisoformat(instant)
    return f"{day_in_words(moment.date(), lang)}, {moment:%H:%M} UTC"


def _date_in_words(text: str, lang: str) -> str:
    """A day, a month or a year."""
    match text.split("-"):
        case [year]:
            return year
        case [year, month]:
            return f"{_MONTHS[lang][int(month) - 1]} {year}"
    return day_in_words(text, lang)


def _when(text: str, lang: str) -> str:
    """The same with its preposition."""
    words = _date_in_words(text, lang)
    if lang == "fr":
        return f"le {words}" if text.count("-") == 2 else f"en {words}"
    return f"on {words}" if text.count("-") == 2 else f"in {words}"


def _bound_in_words(bound: Bound, lang: str) -> str:
    if not bound.is_set:
        return _when(bound.text, lang)
    first, _, last = bound.text[1:-1].partition("..")
    french = lang == "fr"
    if not first:
        return f"au plus tard {_when(last, lang)}" if french else f"{_when(last, lang)} or earlier"
    if not last:
        return f"{_when(first, lang)} ou plus tard" if french else f"{_when(first, lang)} or later"
    if french:
        return f"entre {_when(first, lang)} et {_when(last, lang)}".replace("entre en ", "entre ").replace(
            " et en ", " et "
        )
    return f"between {_date_in_words(first, lang)} and {_date_in_words(last, lang)}"


def when(edtf: str, lang: str) -> str:
    """An EDTF date or interval, with its preposition: `entre le 31 mars 2014 et le 3 avril 2014`."""
    if "/" in edtf:
        period = period_from_edtf(edtf)
        return period_in_words(
            period.start.text if period.start else None, period.end.text if period.end else None, lang, unknown=".."
        )
    return _bound_in_words(bound_from_edtf(edtf), lang)


def period_in_words(start: str | None, end: str | None, lang: str, unknown: str = "") -> str:
    """From the bounds of a validity, both inclusive; `unknown` stands for one that is left out."""
    french = lang == "fr"
    if start is not None and start == end:
        return when(start, lang)
    if start is None and end is None:
        return unknown
    exact = [text is not None and not text.startswith("[") and text.count("-") == 2 for text in (start, end)]
    if all(exact):
        first, last = _date_in_words(str(start), lang), _date_in_words(str(end), lang)
        return f"du {first} au {last}" if french else f"from {first} to {last}"
    began = "" if start is None else f"{'début' if french else 'begins'} {when(start, lang)}"
    ended = "" if end is None else f"{'fin' if french else 'ends'} {when(end, lang)}"
    return "\u202f; ".join(filter(None, [began, ended])) if french else "; ".join(filter(None, [began, ended]))
