"""`cget-api seed`: the curated seed files, compared with the register, recorded in it, and kept in canonical form."""

from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from cget_api.cli.failures import DIFFERS
from cget_api.cli.options import DatabaseUrl, Seeds, folder_of_seeds, settings_from_options

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Compare, record and format the seed files.",
)


@commands.command()
def plan(seeds: Seeds = None, database_url: DatabaseUrl = None) -> None:
    """Print what recording the seed files would change.

    Grouped by subject: + is added, ~ corrected (with every field that differs), - superseded with nothing in its place.
    Exit status: 0 nothing differs; 2 something differs; 1 error. Errors in seed files are all told, one a line.

    \b
    Examples:
      cget-api seed plan
      cget-api seed plan --seeds ./seeds --database-url postgresql://cget@db.example.org/cget
    """
    from cget_api.cli.database import register_at
    from cget_api.cli.plan_report import lines_from_plan
    from cget_api.cli.terminal import print_lines
    from cget_api.dataset.loading import dataset_from_folder
    from cget_api.store import recording

    settings = settings_from_options(database_url=database_url, seeds=seeds)
    dataset = dataset_from_folder(folder_of_seeds(settings))
    with register_at(settings.database_url) as engine:
        planned = recording.plan(engine, dataset)
    if planned.is_empty:
        typer.echo(f"nothing differs: {len(dataset.statements)} statements are held as the seed files have them")
        return
    print_lines(lines_from_plan(planned))
    raise typer.Exit(DIFFERS)


@commands.command()
def apply(
    author: Annotated[str, typer.Option(metavar="NAME", help="Who records.")],
    message: Annotated[str, typer.Option(metavar="WHY", help="Why: the source and the period concerned.")],
    seeds: Seeds = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Record the seed files as one revision.

    In one transaction; where nothing differs, nothing is recorded.

    \b
    Example:
      cget-api seed apply --author "A. Curator" --message "Date the attachment from the decree, 2018-01-01"
    """
    from cget_api.cli.database import register_at
    from cget_api.cli.terminal import recording_progress
    from cget_api.dataset.loading import dataset_from_folder
    from cget_api.store import recording

    settings = settings_from_options(database_url=database_url, seeds=seeds)
    begun = perf_counter()
    dataset = dataset_from_folder(folder_of_seeds(settings))
    read = perf_counter()
    with register_at(settings.database_url) as engine, recording_progress() as progress:
        revision = recording.record(engine, dataset, author, message, datetime.now(UTC), progress)
    times = f"(read in {read - begun:.1f} s, recorded in {perf_counter() - read:.1f} s)"
    if revision is None:
        typer.echo("nothing differs, nothing is recorded")
    else:
        typer.echo(f"revision {revision.number}, {len(dataset.statements)} statements {times}")


@commands.command(name="format")
def format_(
    check: Annotated[bool, typer.Option("--check", help="Rewrite nothing; name what would be rewritten.")] = False,
    seeds: Seeds = None,
) -> None:
    """Bring the seed files into canonical form.

    Those that were rewritten are named.

    Exit status: 0 done; with --check 2 where a file is not in canonical form; 1 error.

    \b
    Examples:
      cget-api seed format
      cget-api seed format --check
    """
    from cget_api.dataset.formatting import format_folder

    folder = folder_of_seeds(settings_from_options(seeds=seeds))
    changed = format_folder(folder, check=check)
    for path in changed:
        typer.echo(f"{'not in canonical form' if check else 'rewritten'}: {_below(folder, path)}")
    if not changed:
        typer.echo("every seed file is in canonical form")
    elif check:
        raise typer.Exit(DIFFERS)


def _below(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
