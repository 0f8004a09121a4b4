"""What differs between two lenses, put in the order in which a reader asks for it."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

Change = Mapping[str, Any]

_TELLING = (
    "EXISTENCE",
    "AUTHORITY",
    "SUPERVISES",
    "DISPOSAL",
    "UNIT_OF",
    "HELD_BY",
    "HEAD_OF",
    "NAME",
    "HOSTED_BY",
    "SECRETARIAT_OF",
)
"""What changes a chart, the weightiest first."""
_MOST_CAUSES = 3


def differences_of(compared: Mapping[str, Any] | None, events: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Of a comparison: its changes, each with its causes as the chronology tells them, those with an act first, and
    whether both sides say the `same` and only more or less surely."""
    by_slug = {event["slug"]: event for event in events}
    changes: list[Change] = []
    for change in (compared or {"changes": ()})["changes"]:
        causes = [by_slug[cause["slug"]] for cause in change["causes"] if cause["slug"] in by_slug]
        causes.sort(key=lambda cause: cause["act"] is None)
        before, after = change["before"], change["after"]
        same = before is not None and after is not None and _said(before) == _said(after)
        changes.append({**change, "causes": causes[:_MOST_CAUSES], "same": same})
    return changes


def telling(changes: Sequence[Change]) -> list[Change]:
    """Those that change a chart, the weightiest first; not what is only surer, nor what a new unit brings with it."""
    kept = [change for change in changes if change["predicate"] in _TELLING and not change["same"]]
    new = {change["subject"]["slug"] for change in kept if change["predicate"] == "UNIT_OF"}
    kept = [
        change
        for change in kept
        if not (change["predicate"] in ("EXISTENCE", "NAME") and change["subject"]["slug"] in new)
    ]
    return sorted(kept, key=lambda change: _TELLING.index(change["predicate"]))


def differing(changes: Sequence[Change], *predicates: str) -> dict[str, str]:
    """The subjects that differ in one of these respects, and not only in how surely: how, by slug."""
    kinds: dict[str, str] = {}
    for change in changes:
        if change["predicate"] in predicates and not change["same"]:
            slug, kind = change["subject"]["slug"], change["kind"]
            kinds[slug] = kind if kinds.get(slug, kind) == kind else "CHANGED"
    return kinds


def by_kind(changes: Sequence[Change]) -> list[tuple[str, list[tuple[Any, list[Change]]]]]:
    """What changes, appears and vanishes, each by subject in the order of the comparison; not what is only surer."""
    groups = []
    for kind in ("CHANGED", "ADDED", "REMOVED"):
        kept = [change for change in changes if change["kind"] == kind and not change["same"]]
        subjects = [
            (next(iter(group := list(grouped)))["subject"], group)
            for _, grouped in groupby(kept, key=lambda change: change["subject"]["slug"])
        ]
        if subjects:
            groups.append((kind, subjects))
    return groups


def _said(statement: Mapping[str, Any]) -> dict[str, Any]:
    """What it says, whatever its dates and however surely."""
    return {name: value for name, value in statement.items() if name not in ("key", "certainty", "standing")}
