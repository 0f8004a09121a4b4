"""The time line as a strip: where days lie on it, and what is drawn there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cget_api.core.validity import day_from_text, text_from_day

_DETAIL = 62.0
"""How much of the width, in per cent, goes to the life of the body that is looked at."""
_LEAST_SIDE = 7.0
_MARGIN_DAYS = 100
_LANE_HEIGHT = 21
_TOP = 26
_LABELS_APART = 6.0
_LABEL_ROOM = 16.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Where days lie: `stops` are days with their places, in per cent of the width; between two the scale is even."""

    stops: tuple[tuple[int, float], ...]

    @property
    def first(self) -> int:
        return self.stops[0][0]

    @property
    def last(self) -> int:
        return self.stops[-1][0]

    def place(self, day: int) -> float:
        """Of a day outside the strip: its end on that side."""
        for (begin, left), (end, right) in zip(self.stops, self.stops[1:], strict=False):
            if day <= end:
                return round(left + (right - left) * max(day - begin, 0) / (end - begin), 2)
        return self.stops[-1][1]

    @property
    def pressed(self) -> list[tuple[float, float]]:
        """Where time is pressed together, as left and width: everywhere but in the widest stretch."""
        stretches = [
            (left, round(right - left, 2)) for (_, left), (_, right) in zip(self.stops, self.stops[1:], strict=False)
        ]
        return [stretch for stretch in stretches if stretch != max(stretches, key=lambda stretch: stretch[1])]

    @property
    def as_text(self) -> str:
        """For the script: `1958-12-29 0, 2014-01-01 26, …`."""
        return ", ".join(f"{text_from_day(day)} {round(place, 2):g}" for day, place in self.stops)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in per cent of the width; `kind` is certain, beginning, ending, or possible throughout."""

    kind: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One body's life on the strip: `entity` as the API gives it, and the `bars` of its lifespan."""

    entity: Mapping[str, Any]
    top: int
    bars: tuple[Bar, ...]
    label_left: float
    label_anchor: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole drawing: `scale`, `lanes`, `years` with their places, `ticks` of events, and the `hand` on the day."""

    scale: Scale
    lanes: tuple[Lane, ...]
    years: tuple[tuple[int, float], ...]
    ticks: tuple[float, ...]
    hand: float

    @property
    def bottom(self) -> int:
        """Below the last lane."""
        return _TOP + _LANE_HEIGHT * len(self.lanes)


def line_of(root: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The root with what it came from before it and what came of it after, each once, as a reader follows them."""
    found: dict[str, Mapping[str, Any]] = {}
    for entity in _from_the_first(root):
        found.setdefault(entity["slug"], entity)
    for link in sorted(root["successors"], key=lambda link: _start(link["organization"])):
        found.setdefault(link["organization"]["slug"], link["organization"])
    return list(found.values())


def _from_the_first(entity: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for link in sorted(entity.get("predecessors", ()), key=lambda link: _start(link["organization"])):
        yield from _from_the_first(link["organization"])
    yield entity


def _start(entity: Mapping[str, Any]) -> str:
    return (entity["lifespan"] or {}).get("startEarliest") or "9999"


def strip_of(
    line: Sequence[Mapping[str, Any]], root: str, events: Sequence[Mapping[str, Any]], day: int, today: int
) -> Strip:
    scale = _scale(line, root, events, today)
    lanes = tuple(_lane(entity, number, scale) for number, entity in enumerate(line))
    days = {day_from_text(event["occurredEarliest"]) for event in events if event["occurredEarliest"]}
    ticks = {scale.place(day_) for day_ in days if scale.first <= day_ <= scale.last}
    return Strip(scale, lanes, _years(scale), tuple(sorted(ticks)), scale.place(day))


def _scale(line: Sequence[Mapping[str, Any]], root: str, events: Sequence[Mapping[str, Any]], today: int) -> Scale:
    """The life of the root in detail, the rest of the whole span pressed to its sides."""
    starts = [day_from_text(text) for entity in line if (text := _start(entity)) != "9999"]
    starts += [day_from_text(event["occurredEarliest"]) for event in events if event["occurredEarliest"]]
    first = min([*starts, today - 1])
    life = next(entity["lifespan"] for entity in line if entity["slug"] == root) or {}
    begin = max(first, day_from_text(life["startEarliest"]) - _MARGIN_DAYS) if life.get("startEarliest") else first
    end = min(today, day_from_text(life["endLatest"]) + _MARGIN_DAYS) if life.get("endLatest") else today
    begin, end = min(begin, today - 1), max(end, begin + 1)
    before, after = max(begin - first, 0), max(today - end, 0)
    if not before and not after:
        return Scale(((first, 0.0), (today, 100.0)))
    rest = 100.0 - _DETAIL
    left = 0.0 if not before else rest if not after else max(_LEAST_SIDE, rest * before / (before + after))
    left = min(left, rest - _LEAST_SIDE) if before and after else left
    right = left + _DETAIL if after else 100.0
    stops = [(first, 0.0)] if before else []
    stops += [(begin, left), (end, right)]
    stops += [(today, 100.0)] if after else []
    return Scale(tuple(stops))


def _lane(entity: Mapping[str, Any], number: int, scale: Scale) -> Lane:
    life = entity["lifespan"] or {}

    def place(name: str, otherwise: int) -> float:
        return scale.place(day_from_text(life[name]) if life.get(name) else otherwise)

    start, certain_from = place("startEarliest", scale.first), place("startLatest", scale.first)
    certain_to, end = place("endEarliest", scale.last), place("endLatest", scale.last)
    if certain_from <= certain_to and life:
        bars: tuple[Bar, ...] = (
            Bar("beginning", start, certain_from - start),
            Bar("certain", certain_from, max(certain_to - certain_from, 0.2)),
            Bar("ending", certain_to, end - certain_to),
        )
    else:
        bars = (Bar("possible", start, end - start),)
    kept = tuple(Bar(bar.kind, bar.left, round(bar.width, 2)) for bar in bars if bar.width > 0.05)
    after = end <= 100 - _LABEL_ROOM or start < _LABEL_ROOM
    within = end - start > 2 * _LABEL_ROOM
    left = start if within else end if after else start
    return Lane(entity, _TOP + _LANE_HEIGHT * number, kept, left, "in" if within else "after" if after else "before")


def _years(scale: Scale) -> tuple[tuple[int, float], ...]:
    """The years that are written under the strip: round ones where they crowd."""
    years: list[tuple[int, float]] = []
    ends = range(date.fromordinal(scale.first).year, date.fromordinal(scale.last).year + 1)
    inside = _inside(scale)
    for year in ends:
        day = date(year, 1, 1).toordinal()
        if not scale.first <= day <= scale.last or not (inside(day) or year % 10 == 0):
            continue
        place = scale.place(day)
        if (not years or place - years[-1][1] >= _LABELS_APART) and place <= 100 - _LABELS_APART / 2:
            years.append((year, place))
    return tuple(years)


def _inside(scale: Scale) -> Any:
    """Whether a day lies where a year is wide enough to be written."""

    def told(day: int) -> bool:
        return scale.place(min(day + 365, scale.last)) - scale.place(day) >= _LABELS_APART * 0.8

    return told
