"""`cget-api diff`: what differs between two days, two revisions, two sources, or a mix."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cget_api.cli.options import AsJson, DatabaseUrl, Lang, settings_from_options
from cget_api.core.errors import BadUserInput
from cget_api.core.lens import Lens
from cget_api.core.register import Archive
from cget_api.core.validity import day_from_text
from cget_api.core.vocabulary import Language

if TYPE_CHECKING:
    from cget_api.store.reading import History

_POINT = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})?(?:(?:(?<=\d)@|^)r(?P<revision>\d{1,9}))?")
_DAY, _REVISION = "2016-08-11", "r2"


@dataclass(frozen=True, slots=True)
class Point:
    """One side as it was written: a `day`, a `revision`, or both."""

    day: int | None
    revision: int | None


def diff(
    from_: Annotated[
        str, typer.Argument(metavar="FROM", help="A day (2014-06-01), a revision (r1) or both (2014-06-01@r1).")
    ],
    to: Annotated[str, typer.Argument(metavar="TO", help="The same; it may be the earlier one.")],
    root: Annotated[
        str | None,
        typer.Option(metavar="SLUG", help="The organisation at the top of what is compared. Without it: cget."),
    ] = None,
    stated_by_from: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="Of FROM, only what this source states.")
    ] = None,
    stated_by_to: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="Of TO, only what this source states.")
    ] = None,
    certain: Annotated[bool, typer.Option("--certain", help="Leave out what is only possible.")] = False,
    lang: Lang = Language.FR,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Tell what differs between two days, revisions or sources.

    Of an organisation, its units, its posts and the bodies that it hosts, by subject: - was so before, + is so after,
    ~ is otherwise after; then the events between the two days that touch the subject, and at the end what a source is
    silent about. A side without a day takes that of the other side; two revisions without a day are compared whole,
    each statement as `cget-api seed plan` tells it.

    \b
    Examples:
      cget-api diff 2014-06-01 2018-01-02
      cget-api diff 2016-08-11@r1 r2 --lang en
      cget-api diff r1 r2
      cget-api diff 2016-08-11 2018-06-01 --stated-by-from vie-publique-2016 \\
          --stated-by-to cget-2015

    \b
    JSON, with dates as EDTF:
      {"root", "from", "to": {"day", "revision", "statedBy"},
       "changes": [{"kind": "ADDED" | "REMOVED" | "CHANGED", "subject",
                    "predicate", "before", "after", "causes": [event]}],
       "silences": [{"side": "FROM" | "TO", "subject", "predicates"}]}
      before, after: {"key", "subject", "certainty", and the fields of a seed
                      file} or null; event: as in `cget-api timeline --json`.
      Of two whole revisions also "entities" and "sources"; root is null.
    """
    from cget_api.cli.database import archive_from_history, history_at

    before, after = _point(from_), _point(to)
    history = history_at(settings_from_options(database_url=database_url).database_url)
    archive = archive_from_history(history)
    if before.day is None and after.day is None:
        if root or stated_by_from or stated_by_to or certain:
            raise BadUserInput(
                "two revisions without a day",
                "are compared whole",
                f"Add a day, as {_DAY}@{from_}, or leave --root, --stated-by-from, --stated-by-to and --certain out",
            )
        _tell_revisions(history, archive, before, after, lang, as_json=as_json)
        return
    lenses = [
        _lens(archive, point, other, source, certain)
        for point, other, source in ((before, after, stated_by_from), (after, before, stated_by_to))
    ]
    _tell_lenses(root or "cget", lenses[0], lenses[1], lang, as_json=as_json)


def _point(text: str) -> Point:
    """Raises BadUserInput unless it is a day, a revision, or both."""
    found = _POINT.fullmatch(text)
    if found is None or not text:
        raise BadUserInput(
            repr(text),
            "is neither a day nor a revision",
            f"Write a day ({_DAY}), a revision ({_REVISION}) or both ({_DAY}@{_REVISION})",
        )
    day, revision = found["day"], found["revision"]
    return Point(day_from_text(day) if day else None, int(revision) if revision else None)


def _lens(archive: Archive, point: Point, other: Point, stated_by: str | None, certain: bool) -> Lens:
    from cget_api.cli.asking import register_in, require_source

    day = other.day if point.day is None else point.day
    lens = Lens(register_in(archive, point.revision), day, stated_by, certain)
    require_source(lens)
    return lens


def _tell_lenses(root: str, before: Lens, after: Lens, lang: Language, *, as_json: bool) -> None:
    from cget_api.cli.asking import unknown_organization
    from cget_api.cli.comparison_report import ComparisonReport, json_from_comparison
    from cget_api.cli.reports import print_json
    from cget_api.cli.terminal import print_fitted
    from cget_api.core.comparison import comparison

    found = comparison(root, before, after)
    if found is None:
        raise unknown_organization(after.register, root)
    if as_json:
        print_json(json_from_comparison(found))
    else:
        print_fitted(ComparisonReport(found, lang))


def _tell_revisions(
    history: "History", archive: Archive, before: Point, after: Point, lang: Language, *, as_json: bool
) -> None:
    from cget_api.cli.asking import register_in
    from cget_api.cli.history_words import HISTORY_WORDS
    from cget_api.cli.plan_report import json_from_plan, lines_from_plan
    from cget_api.cli.reports import print_json
    from cget_api.cli.terminal import print_lines
    from cget_api.store.changes import plan_between

    numbers = [register_in(archive, point.revision).revision.number for point in (before, after)]
    plan = plan_between(history, *numbers)
    if as_json:
        sides = [{"day": None, "revision": number, "statedBy": None} for number in numbers]
        print_json({"root": None, "from": sides[0], "to": sides[1], **json_from_plan(plan), "silences": []})
    elif plan.is_empty:
        typer.echo(HISTORY_WORDS[lang].nothing_differs)
    else:
        print_lines(lines_from_plan(plan, f"From revision {numbers[0]} to revision {numbers[1]}"))
