"""The three scalars of time, strict in what they take and exact in what they give."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from cget_api.core.errors import BadUserInput
from cget_api.core.validity import day_from_text, text_from_day

Date = NewType("Date", int)
DateTime = NewType("DateTime", datetime)
EDTF = NewType("EDTF", str)

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE)


def _text(value: object, example: str) -> str:
    if not isinstance(value, str):
        raise BadUserInput(repr(value), "is not text", f'Write it in quotes, for example "{example}"')
    return value


def day_from_value(value: object) -> Date:
    return Date(day_from_text(_text(value, "2016-08-11")))


def instant_from_value(value: object) -> DateTime:
    """Raises BadUserInput unless it is an RFC 3339 date-time with an offset."""
    text = _text(value, "2026-01-31T12:00:00Z")
    if _INSTANT.fullmatch(text):
        with suppress(ValueError, OverflowError):
            return DateTime(datetime.fromisoformat(text.upper()).astimezone(UTC))
    raise BadUserInput(repr(text), "is not an instant", "Write it with an offset, for example 2026-01-31T12:00:00Z")


def _not_an_input(value: object) -> EDTF:
    raise BadUserInput(repr(value), "is not taken as input", "Ask with a Date, for example 2016-08-11")


SCALARS: Mapping[object, ScalarDefinition] = {
    Date: strawberry.scalar(
        name="Date",
        description="A calendar day, ISO 8601 in the form `2016-08-11` and no other, from year 0001 to year 9999.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=text_from_day,
        parse_value=day_from_value,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="An instant, RFC 3339, always with an offset: `2026-01-31T12:00:00Z`. Answered in UTC.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=lambda instant: instant.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        parse_value=instant_from_value,
    ),
    EDTF: strawberry.scalar(
        name="EDTF",
        description=(
            "A date as precise as it is known, ISO 8601-2 (Extended Date/Time Format): a day, a month or a year "
            "(`2014-06-01`, `2014-06`, `2017`), one of a set (`[2014-03-31..2014-04-03]`, `[..2016-08-11]`, "
            "`[2016-08-11..]`) or an interval of two of these (`1963-02-14/2019-12-31`, `2018-01-01/[2018-01-09..]`). "
            "Only ever answered: ask with a Date."
        ),
        specified_by_url="https://www.loc.gov/standards/datetime/",
        serialize=str,
        parse_value=_not_an_input,
    ),
}
