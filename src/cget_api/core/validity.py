"""Valid time: days, EDTF dates as precise as they are known, and how surely something held on a day.

The EDTF profile is that of ISO 8601-2: a day, a month or a year (`2014-06-01`, `2014-06`, `2017`), one of a set
(`[2014-03-31..2014-04-03]`, `[..2016-08-11]`, `[2016-08-11..]`), and an interval of two such dates
(`2014-04-03/2017-12-31`), either of which may be left open (`..`).

A day is its proleptic Gregorian ordinal (1 = 0001-01-01), so that days compare, subtract and index as integers.
Spans are half-open here and inclusive in EDTF: this module is where one becomes the other.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from cget_api.core.errors import BadUserInput

FIRST_DAY: Final = 1
LAST_DAY: Final = date.max.toordinal()
END_OF_TIME: Final = LAST_DAY + 1

_PARIS = ZoneInfo("Europe/Paris")
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_ONE_DATE = re.compile(_DATE, re.ASCII)
_ONE_OF_A_SET = re.compile(rf"\[({_DATE})?\.\.({_DATE})?\]", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_REMEDY = "Write a day (2014-06-01), a month (2014-06), a year (2017) or one of a set ([2014-03-31..2014-04-03])"


class Certainty(StrEnum):
    """How surely something held on a day."""

    CERTAIN = "CERTAIN"
    POSSIBLE = "POSSIBLE"


def day_from_text(text: str) -> int:
    """Raises BadUserInput unless `text` is an existing day written YYYY-MM-DD."""
    if not _DAY.fullmatch(text):
        raise BadUserInput(repr(text), "is not a day", "Write it as YYYY-MM-DD, for example 2016-08-11")
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise BadUserInput(
            repr(text), "does not exist", "Choose a day of the calendar, for example 2016-08-11"
        ) from None


def day_in_paris(instant: datetime) -> int:
    """The day that it is in Paris at an aware instant: the register's today."""
    return instant.astimezone(_PARIS).date().toordinal()


def seconds_of_day_left_in_paris(instant: datetime) -> int:
    """Whole seconds from an aware instant to the register's next day."""
    here = instant.astimezone(_PARIS)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), _PARIS)
    return int((midnight.astimezone(UTC) - instant).total_seconds())


def text_from_day(day: int) -> str:
    return date.fromordinal(day).isoformat()


@dataclass(frozen=True, slots=True)
class Bound:
    """One EDTF date: `text` as written, and the first and last day it may stand for, both inclusive.

    `open_before` and `open_after` tell that the set has no first or no last day; `earliest` is then FIRST_DAY
    and `latest` LAST_DAY.
    """

    text: str
    earliest: int = field(compare=False)
    latest: int = field(compare=False)
    open_before: bool = field(default=False, compare=False)
    open_after: bool = field(default=False, compare=False)
    is_set: bool = field(default=False, compare=False)


def _days_of(date_text: str) -> tuple[int, int]:
    year, month, day = (*(int(part) for part in date_text.split("-")), 0, 0)[:3]
    try:
        if "-" not in date_text:
            return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        if len(date_text) == len("2014-06"):
            return date(year, month, 1).toordinal(), date(year, month, monthrange(year, month)[1]).toordinal()
        day_ = date(year, month, day).toordinal()
    except ValueError:
        raise BadUserInput(repr(date_text), "is not a date of the calendar", _REMEDY) from None
    return day_, day_


def bound_from_edtf(text: str) -> Bound:
    """Raises BadUserInput for anything outside the profile, and for a set whose last day precedes its first."""
    if _ONE_DATE.fullmatch(text):
        return Bound(text, *_days_of(text))
    match = _ONE_OF_A_SET.fullmatch(text)
    if match is None or match.groups() == (None, None):
        raise BadUserInput(repr(text), "is not an EDTF date of this register", _REMEDY)
    first, last = match.groups()
    earliest = _days_of(first)[0] if first else FIRST_DAY
    latest = _days_of(last)[1] if last else LAST_DAY
    if first and last and _days_of(first)[0] >= _days_of(last)[0]:
        raise BadUserInput(
            repr(text), "is a set whose last date does not follow its first", "Put the earlier date first"
        )
    return Bound(text, earliest, latest, open_before=first is None, open_after=last is None, is_set=True)


@dataclass(frozen=True, slots=True)
class Span:
    """Four days: something began between `start_earliest` and `start_latest`, both inclusive, and the first day on
    which it no longer held lies between `end_earliest` and `end_latest`, both inclusive.

    Unbounded sides are FIRST_DAY and END_OF_TIME. The certain core [start_latest, end_earliest) may be empty.
    """

    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int

    def certainty_on(self, day: int) -> Certainty | None:
        """None where no reading of the bounds holds that day."""
        if not self.start_earliest <= day < self.end_latest:
            return None
        return Certainty.CERTAIN if self.start_latest <= day < self.end_earliest else Certainty.POSSIBLE

    def certainly_meets(self, other: "Span") -> bool:
        """Whether both certainly hold on some one day."""
        return max(self.start_latest, other.start_latest) < min(self.end_earliest, other.end_earliest)


ALWAYS: Final = Span(FIRST_DAY, FIRST_DAY, END_OF_TIME, END_OF_TIME)


@dataclass(frozen=True, slots=True)
class Validity:
    """When something held: from `start` to `end`, both inclusive, each None where it is unbounded.

    Raises BadUserInput where some reading of one bound leaves no reading of the other.
    """

    start: Bound | None = None
    end: Bound | None = None
    span: Span = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        start_earliest, start_latest = (
            (self.start.earliest, self.start.latest) if self.start else (FIRST_DAY, FIRST_DAY)
        )
        end_earliest, end_latest = (
            (self.end.earliest + 1, self.end.latest + 1) if self.end else (END_OF_TIME, END_OF_TIME)
        )
        if self.start and self.start.open_after:
            start_latest = max(start_earliest, min(start_latest, end_latest - 1))
        if self.end and self.end.open_before:
            end_earliest = min(end_latest, max(end_earliest, start_earliest + 1))
        if end_earliest <= start_earliest or end_latest <= start_latest:
            start, end = (bound.text if bound else "unbounded" for bound in (self.start, self.end))
            raise BadUserInput(
                f"start {start}, end {end}",
                "the end precedes the start under some reading",
                "Tighten the bounds, or mend the one that is wrong",
            )
        object.__setattr__(self, "span", Span(start_earliest, start_latest, end_earliest, end_latest))

    def within(self, life: Span) -> Span:
        """The span with its open sides reaching no further than `life`; a closed bound is never moved.

        A bound left out altogether means for as long as the subject lived, so its certain side follows that of `life`.
        """
        span = self.span
        start_earliest, start_latest, end_earliest, end_latest = (
            span.start_earliest,
            span.start_latest,
            span.end_earliest,
            span.end_latest,
        )
        if self.start is None:
            start_earliest, start_latest = life.start_earliest, life.start_latest
            if self.end is not None:
                start_earliest, start_latest = min(start_earliest, end_latest - 1), min(start_latest, end_latest - 1)
        elif self.start.open_before:
            start_earliest = min(max(start_earliest, life.start_earliest), start_latest)
        if self.end is None:
            end_earliest, end_latest = life.end_earliest, life.end_latest
            if self.start is not None:
                end_earliest, end_latest = max(end_earliest, start_earliest + 1), max(end_latest, start_earliest + 1)
        elif self.end.open_after:
            end_latest = max(min(end_latest, life.end_latest), end_earliest)
        if self.start is not None and self.start.open_after:
            start_latest = max(start_earliest, min(start_latest, end_latest - 1))
        if self.end is not None and self.end.open_before:
            end_earliest = min(end_latest, max(end_earliest, start_earliest + 1))
        return Span(start_earliest, start_latest, end_earliest, end_latest)


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A validity as written, and the `span` of days that it stands for."""

    validity: Validity
    span: Span

    @property
    def start(self) -> str | None:
        return None if self.validity.start is None else self.validity.start.text

    @property
    def end(self) -> str | None:
        return None if self.validity.end is None else self.validity.end.text

    @property
    def start_earliest(self) -> int | None:
        return _unless(self.span.start_earliest, FIRST_DAY)

    @property
    def start_latest(self) -> int | None:
        return _unless(self.span.start_latest, FIRST_DAY, LAST_DAY)

    @property
    def end_earliest(self) -> int | None:
        return _unless(self.span.end_earliest - 1, FIRST_DAY, LAST_DAY)

    @property
    def end_latest(self) -> int | None:
        return _unless(self.span.end_latest - 1, LAST_DAY)

    def certainty_on(self, day: int) -> Certainty | None:
        return self.span.certainty_on(day)


def _unless(day: int, *unbounded: int) -> int | None:
    return None if day in unbounded else day


@dataclass(frozen=True, slots=True)
class Period:
    """An EDTF date or interval: `text` as written, with the days that it surely and possibly covers.

    A day, a month or a year covers each of its days. One of a set covers none of them surely.
    """

    text: str
    start: Bound | None = field(compare=False)
    end: Bound | None = field(compare=False)

    @property
    def earliest(self) -> int:
        return self.start.earliest if self.start else FIRST_DAY

    @property
    def latest(self) -> int:
        return self.end.latest if self.end else LAST_DAY

    @property
    def turning_days(self) -> frozenset[int]:
        """The days on which its certainty may be otherwise than on the day before."""
        bounds = [bound for bound in (self.start, self.end) if bound is not None]
        return frozenset(
            day for bound in bounds for day in (bound.earliest, bound.earliest + 1, bound.latest, bound.latest + 1)
        )

    def certainty_on(self, day: int) -> Certainty | None:
        if not self.earliest <= day <= self.latest:
            return None
        if self.start is self.end:
            return Certainty.POSSIBLE if self.start is None or self.start.is_set else Certainty.CERTAIN
        surely_from = (
            FIRST_DAY if self.start is None else self.start.latest if self.start.is_set else self.start.earliest
        )
        surely_to = LAST_DAY if self.end is None else self.end.earliest if self.end.is_set else self.end.latest
        return Certainty.CERTAIN if surely_from <= day <= surely_to else Certainty.POSSIBLE


def period_from_edtf(text: str) -> Period:
    """Raises BadUserInput for anything outside the profile, and for an interval that ends before it starts."""
    first, slash, last = text.partition("/")
    if not slash:
        bound = bound_from_edtf(text)
        return Period(text, bound, bound)
    start = None if first == ".." else bound_from_edtf(first)
    end = None if last == ".." else bound_from_edtf(last)
    if start is None and end is None:
        raise BadUserInput(repr(text), "is an interval without a date", "Give at least one of its two dates")
    Validity(start, end)
    return Period(text, start, end)


def edtf_from_days(first: int, last: int) -> str:
    """The inclusive interval of two days; one date where they are equal."""
    if first == last:
        return text_from_day(first)
    return f"{text_from_day(first)}/{text_from_day(last)}"
