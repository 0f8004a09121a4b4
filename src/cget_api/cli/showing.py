"""`cget-api show`: one organisation on one day, as a chart in the terminal."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from cget_api.cli.asking import filled, register_in, require_organization, require_source
from cget_api.cli.options import DatabaseUrl, settings_from_options
from cget_api.core.errors import BadUserInput
from cget_api.core.lens import Lens
from cget_api.core.register import Archive, Register
from cget_api.core.validity import day_from_text, day_in_paris
from cget_api.core.view import entity_through
from cget_api.core.vocabulary import Language


def show(
    slug: Annotated[str, typer.Argument(help="The organisation's slug.")] = "cget",
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day, as 2016-08-11. Without it: today, in Paris.")
    ] = None,
    stated_by: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="Only what this source states: the slug of a source.")
    ] = None,
    revision: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="As known in this revision. Without it: the latest.")
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(metavar="INSTANT", help="As known at this instant, as 2026-01-31T12:00:00Z; not with --revision."),
    ] = None,
    certain: Annotated[bool, typer.Option("--certain", help="Leave out what is only possible.")] = False,
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="List every statement about it and its units, with all sources, locators and notes."
        ),
    ] = False,
    lang: Annotated[
        Language, typer.Option(case_sensitive=False, help="The language of names and texts.")
    ] = Language.FR,
    database_url: DatabaseUrl = None,
) -> None:
    """Show an organisation's chart on one day.

    Its authority, its posts and who held them, its units, the bodies it hosted, and whatever else it was tied to. Every
    line says when it was so and on whose word, and is marked with ? where it is possible and not certain.

    \b
    Examples:
      cget-api show --as-of 2016-08-11
      cget-api show cget --as-of 2015-11-24 --stated-by cget-2015 --lang en
      cget-api show datar --as-of 1970-01-01 --full | less
    """
    from cget_api.cli.database import archive_at
    from cget_api.cli.organigram import Organigram
    from cget_api.cli.organigram_lines import Lines
    from cget_api.cli.terminal import print_fitted

    day = day_from_text(as_of) if as_of else day_in_paris(datetime.now(UTC))
    archive = archive_at(settings_from_options(database_url=database_url).database_url)
    lens = Lens(_register(archive, revision, known_at), day, stated_by, certain)
    require_source(lens)
    require_organization(lens.register, slug)
    print_fitted(Organigram(entity_through(lens, slug), Lines(lang, full)))


def _register(archive: Archive, revision: int | None, known_at: str | None) -> Register:
    """Raises BadUserInput where both are given, and for what was never recorded; NotFound where nothing was by then."""
    if revision is not None and known_at is not None:
        raise BadUserInput(
            "--revision and --known-at", "were both given", "Give one of them: they choose the same thing"
        )
    if known_at is None:
        return register_in(archive, revision)
    from cget_api.api.scalars import instant_from_value

    return filled(archive.register_known_at(instant_from_value(known_at)))
