"""The opening page: the organigram on a day, above it the time line."""

from collections.abc import Mapping, Sequence
from typing import Any

from cget_api.core.validity import day_from_text, text_from_day
from cget_api.explorer.chart import chart_of
from cget_api.explorer.dates import day_in_words
from cget_api.explorer.differences import differences_of, telling
from cget_api.explorer.strip import line_of, strip_of
from cget_api.explorer.view import Asking, View, found

_AROUND = 4

Event = Mapping[str, Any]


async def plate(asking: Asking) -> View:
    lens, lang = asking.lens, asking.lens.language
    answer = await asking.ask("plate", root=lens.root, **lens.narrowed, lang=lang)
    structure = found(answer["structure"], "organization", lens.root)
    told = (await asking.ask("line", root=lens.root, asOf=lens.as_of, **lens.recorded, lang=lang))["line"]
    known = await asking.ask("events", **lens.recorded, lang=lang)
    events = known["timeline"]["nodes"]
    line = line_of(told)
    root = structure["root"]
    eve = {**lens.narrowed_given, "asOf": lens.eve}
    compared = await asking.ask("difference", root=lens.root, **{"from": eve, "to": lens.narrowed_given}, lang=lang)
    changes = differences_of(compared["compare"], events)
    otherwise: Sequence[Event] = ()
    if lens.stated_by is None:
        said = await asking.ask("otherwise", root=lens.root, asOf=lens.as_of, **lens.recorded, lang=lang)
        otherwise = said["statements"]["nodes"]
    describing = (await asking.ask("describing", **lens.recorded))["sources"]["nodes"]
    day, today = day_from_text(lens.as_of), asking.conversation.today
    strip = strip_of(line, lens.root, events, day, today)
    shown = {
        "root": root,
        "heading": root["acronym"] or root["name"],
        "chart": chart_of(structure["members"]),
        "others": _in_its_place(line, root),
        "strip": strip,
        "previous": max((body["previousChange"] for body in line if body["previousChange"]), default=None),
        "next": min((body["nextChange"] for body in line if body["nextChange"]), default=None),
        "changes": telling(changes),
        "change_count": len(changes),
        "surer_count": sum(change["same"] for change in changes),
        "causes": list({cause["slug"]: cause for change in changes for cause in change["causes"]}.values())[:3],
        "otherwise": otherwise,
        "around": _around(events, lens.as_of),
        "revisions": list(reversed(known["revisions"]["nodes"])),
        "describing": describing,
        "beyond": _beyond(asking, strip.scale.first, day, today),
    }
    title = f"{shown['heading']}, {asking.words('on_day', day=day_in_words(lens.as_of, lens.lang))}"
    return View("plate.html", title, "", "plate", structure["revision"], shown, stated_by=root["statedBy"])


def _in_its_place(line: Sequence[Event], root: Event) -> list[Event]:
    """What existed that day of what the root came from, before its time, or of what came of it, after."""
    at = next(number for number, body in enumerate(line) if body["slug"] == root["slug"])
    kin = line[:at] if root["existence"] == "NOT_YET" else line[at + 1 :]
    return [body for body in kin if body["existence"] == "EXISTS"]


def _around(events: Sequence[Event], day: str) -> list[Event]:
    """The last events up to the day, and the first ones after it."""
    dated = [event for event in events if event["occurredEarliest"]]
    before = [event for event in dated if event["occurredEarliest"] <= day]
    after = dated[len(before) :]
    return [{**event, "today": event["occurredEarliest"] == day} for event in before[-_AROUND:] + after[:_AROUND]]


def _beyond(asking: Asking, first: int, day: int, today: int) -> str | None:
    """What to say of a day outside of what the register covers."""
    words, lang = asking.words, asking.lens.lang
    if day < first:
        return words("before_the_register", day=day_in_words(text_from_day(first), lang))
    return words["not_come_yet"] if day > today else None
