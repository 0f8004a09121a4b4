"""The contradictions, and the one that is told as a story: a page whose words are younger than its date."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cget_api.core.validity import day_from_text, text_from_day
from cget_api.explorer.view import Asking, View

_DAY = len("2016-08-11")

Statement = Mapping[str, Any]


async def contradictions(asking: Asking) -> View:
    lens = asking.lens
    answer = await asking.ask("contradictions", **lens.recorded, lang=lens.language)
    listed = answer["contradictions"]
    stories = []
    for subject, refuted, source in _reworded_authorities(listed):
        held = await asking.ask("authorities", subject=subject["slug"], **lens.recorded, lang=lens.language)
        stories.append(_story(subject, refuted, source, held["statements"]["nodes"]))
    shown = {"contradictions": listed, "count": len(listed), "stories": stories}
    title = asking.words["contradictions_title"]
    return View("contradictions.html", title, "contradictions", "contradictions", answer["sources"]["revision"], shown)


def _reworded_authorities(
    contradictions: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[Statement, Statement, Statement]]:
    """Each refuted authority that rests on a page worded after the day printed on it: of whom, what, and the page."""
    for contradiction in contradictions:
        for statement in contradiction["statements"]:
            source = _reworded(statement)
            if contradiction["predicate"] == "AUTHORITY" and statement["standing"] == "REJECTED" and source is not None:
                yield contradiction["subject"], statement, source


def _reworded(statement: Statement) -> Statement | None:
    """The source of it whose wording is told apart from the day that it bears."""
    for citation in statement["citations"]:
        source: Statement = citation["source"]
        if source["wordingDated"] and len(source["publishedOn"] or "") == _DAY:
            return source
    return None


def _story(subject: Statement, refuted: Statement, source: Statement, accepted: Sequence[Statement]) -> Statement:
    printed = source["publishedOn"]
    held = [said for said in accepted if _may_hold(said["validity"], printed)]
    later = [
        said
        for said in accepted
        if said["object"]["slug"] == refuted["object"]["slug"] and len(said["validity"]["start"] or "") == _DAY
    ]
    return {
        "subject": subject,
        "printed": printed,
        "source": source,
        "named": refuted["object"]["name"],
        "worded_from": source["wordingDated"].strip("[."),
        "note": refuted["note"],
        "held": held[0] if held else None,
        "later": later[0] if later else None,
        "later_eve": text_from_day(day_from_text(later[0]["validity"]["start"]) - 1) if later else None,
    }


def _may_hold(validity: Statement, day: str) -> bool:
    return (validity["startEarliest"] or "") <= day <= (validity["endLatest"] or "9999")
