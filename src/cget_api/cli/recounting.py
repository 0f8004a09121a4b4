"""`cget-api log`: what was recorded, revision by revision."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cget_api.cli.options import AsJson, DatabaseUrl, settings_from_options
from cget_api.core.errors import BadUserInput
from cget_api.core.model import Revision

if TYPE_CHECKING:
    from cget_api.cli.reports import Json
    from cget_api.store.reading import History

_DIGEST_SHOWN = 12


def log(
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Tell what this revision added and superseded.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="COUNT", help="List at most so many revisions.")] = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
) -> None:
    """List the revisions, the latest first.

    Each with its number, when it was recorded (UTC), by whom and why, how many statements it added and superseded, and
    the first signs of its digests: of the revision, and of all that it holds. Of one revision, what it added, corrected
    and superseded, as `cget-api seed plan` told it before.

    \b
    Examples:
      cget-api log --limit 10
      cget-api log 2

    \b
    JSON: {"revisions": [{"number", "recordedAt": ISO 8601, "author", "message",
           "digest", "contentDigest", "added", "superseded": how many}]}
    Of one revision: {"revision": the same, "entities", "changes", "sources"}, as
    in `cget-api diff --json`.
    """
    from cget_api.cli.database import history_at

    history = history_at(settings_from_options(database_url=database_url).database_url)
    if number is None:
        _list_revisions(history, limit, as_json=as_json)
    else:
        _tell_revision(history, number, as_json=as_json)


def _list_revisions(history: "History", limit: int | None, *, as_json: bool) -> None:
    from cget_api.cli.reports import print_json

    counts = _counts(history)
    revisions = history.revisions[::-1][:limit]
    if as_json:
        print_json({"revisions": [_json_from_revision(revision, *counts[revision.number]) for revision in revisions]})
    elif revisions:
        for revision in revisions:
            for line in _lines(revision, *counts[revision.number]):
                typer.echo(line)
    else:
        typer.echo("nothing is recorded")


def _tell_revision(history: "History", number: int, *, as_json: bool) -> None:
    """Raises BadUserInput where it was never recorded."""
    from rich.text import Text

    from cget_api.cli.plan_report import json_from_plan, lines_from_plan
    from cget_api.cli.reports import print_json
    from cget_api.cli.terminal import print_lines
    from cget_api.store.changes import plan_between

    if not 1 <= number <= len(history.revisions):
        latest = len(history.revisions)
        remedy = f"Choose from 1 to {latest}" if latest else "Record a first one with `cget-api seed apply`"
        raise BadUserInput(f"revision {number}", "was never recorded", remedy)
    revision, counts = history.revisions[number - 1], _counts(history)[number]
    plan = plan_between(history, number - 1, number)
    if as_json:
        print_json({"revision": _json_from_revision(revision, *counts), **json_from_plan(plan)})
    else:
        print_lines(map(Text, _lines(revision, *counts)))
        print_lines(lines_from_plan(plan, "Recorded"))


def _counts(history: "History") -> dict[int, tuple[int, int]]:
    """How many statements each revision added and superseded."""
    added = Counter(recorded.recorded_in for recorded in history.statements)
    superseded = Counter(recorded.superseded_in for recorded in history.statements)
    return {revision.number: (added[revision.number], superseded[revision.number]) for revision in history.revisions}


def _lines(revision: Revision, added: int, superseded: int) -> Iterator[str]:
    instant = revision.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield f"revision {revision.number} · {instant} · {revision.author}"
    yield from (f"  {line}" for line in revision.message.splitlines())
    digests = f"digest {revision.digest[:_DIGEST_SHOWN]}, content {revision.content_digest[:_DIGEST_SHOWN]}"
    yield f"  statements: {added} added, {superseded} superseded · {digests}"


def _json_from_revision(revision: Revision, added: int, superseded: int) -> "dict[str, Json]":
    return {
        "number": revision.number,
        "recordedAt": revision.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "author": revision.author,
        "message": revision.message,
        "digest": revision.digest,
        "contentDigest": revision.content_digest,
        "added": added,
        "superseded": superseded,
    }
