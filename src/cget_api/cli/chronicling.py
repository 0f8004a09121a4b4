"""`cget-api timeline`: events in the order of the earliest day they may have happened."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cget_api.cli.options import AsJson, DatabaseUrl, Lang, Revision, settings_from_options
from cget_api.core.register import Register
from cget_api.core.timeline import TimelineEvent, event_view
from cget_api.core.timeline import timeline as events_in
from cget_api.core.validity import FIRST_DAY, LAST_DAY, day_from_text
from cget_api.core.vocabulary import EventKind, Language, Standing

if TYPE_CHECKING:
    from rich.table import Table


def timeline(
    slug: Annotated[
        str | None,
        typer.Argument(help="Only events that touch this thing, or are it. Without it: every event of the register."),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Only events that may have happened from this day on.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Only events that may have happened up to this day.")
    ] = None,
    kind: Annotated[
        list[EventKind] | None,
        typer.Option(case_sensitive=False, metavar="KIND", help=f"One of {', '.join(EventKind)}; may be repeated."),
    ] = None,
    revision: Revision = None,
    lang: Lang = Language.FR,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
) -> None:
    """List events, the earliest possible day first.

    Each with its day as EDTF ([2014-03-31..2014-04-03] is one of these days), its kind, its name, the legal act that it
    belongs to, and its standing where that is not ACCEPTED. An uncertain event belongs to every range that it may fall
    in.

    \b
    Examples:
      cget-api timeline cget
      cget-api timeline --from 2014-01-01 --to 2014-12-31 --lang en
      cget-api timeline acse --kind CREATION --kind DISSOLUTION

    \b
    JSON: {"revision", "subject", "events": [{"slug", "kind", "when": EDTF,
           "name": {"fr", "en"}, "act": a slug or null, "standing"}]}
    """
    from cget_api.cli.asking import register_in, require_entity
    from cget_api.cli.database import archive_at
    from cget_api.cli.history_words import HISTORY_WORDS
    from cget_api.cli.reports import json_from_event, print_json
    from cget_api.cli.terminal import print_fitted

    first, last = day_from_text(from_) if from_ else FIRST_DAY, day_from_text(to) if to else LAST_DAY
    register = register_in(archive_at(settings_from_options(database_url=database_url).database_url), revision)
    if slug is not None:
        require_entity(register, slug)
    events = events_in(register, slug, frozenset(kind) if kind else None, first, last)
    if as_json:
        told = [json_from_event(event_view(event, register), event.occurred.statement) for event in events]
        print_json({"revision": register.revision.number, "subject": slug, "events": told})
    elif events:
        print_fitted(_table(register, events, lang))
    else:
        typer.echo(HISTORY_WORDS[lang].no_event)


def _table(register: Register, events: tuple[TimelineEvent, ...], language: Language) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    for column in ("when", "kind"):
        table.add_column(column, no_wrap=True)
    table.add_column("name", overflow="fold")
    for event in events:
        when, kind, *name = _told(register, event, language)
        table.add_row(when, Text(kind, "dim"), " ".join(name))
    return table


def _told(register: Register, event: TimelineEvent, language: Language) -> Iterator[str]:
    """Its day, its kind and its name; then the act and the standing, where there is something to tell."""
    from cget_api.cli.history_words import HISTORY_WORDS
    from cget_api.cli.organigram_lines import Lines
    from cget_api.cli.reports import edtf_of

    statement = event.occurred.statement
    yield edtf_of(statement.validity)
    yield str(statement.kind)
    yield Lines(language).name(event_view(event, register))
    if statement.act:
        yield f"[{statement.act}]"
    if statement.standing is not Standing.ACCEPTED:
        yield f"({HISTORY_WORDS[language].standings[statement.standing]})"
