"""`cget-api db`: the database's schema, moved up and down, and looked at."""

from collections.abc import Callable
from io import StringIO
from typing import Annotated

import typer

from cget_api.cli.failures import DIFFERS
from cget_api.cli.options import DatabaseUrl, Sql, settings_from_options

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Move the database's schema up and down, and check it.",
)
_NEGATIVE_TARGETS = {"ignore_unknown_options": True}


@commands.command()
def upgrade(
    target: Annotated[str, typer.Argument(help="head, a revision of the schema, or +1.")] = "head",
    sql: Sql = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Move the schema up.

    What is recorded stays, and a schema that is there already is left alone. A SQLite file is made where there is none.
    Two processes that upgrade at once both succeed.

    \b
    Examples:
      cget-api db upgrade
      cget-api db upgrade --database-url postgresql://cget@db.example.org/cget
      cget-api db upgrade --sql > upgrade.sql       from nothing to head
      cget-api db upgrade 0002:head --sql           from schema 0002 to head
    """
    from cget_api.cli.database import move_in_words, require_known_schema, require_place_for, sqlite_file
    from cget_api.store import migration, versions

    url = settings_from_options(database_url=database_url).database_url
    if sql:
        _print_sql(lambda output: migration.upgrade(url, target, sql=True, output=output))
        return
    file = sqlite_file(url)
    if file is not None:
        require_place_for(file)
    before = require_known_schema(url)
    migration.upgrade(url, target)
    typer.echo(move_in_words(before, versions.current(url)))


@commands.command(context_settings=_NEGATIVE_TARGETS)
def downgrade(
    target: Annotated[str, typer.Argument(help="base (nothing is left), a revision of the schema, or -1.")],
    force: Annotated[bool, typer.Option("--force", help="Even where recorded data is lost. Back it up first.")] = False,
    sql: Sql = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Move the schema down.

    Refused where recorded data would be lost, unless forced.

    \b
    Examples:
      cget-api db downgrade -1
      cget-api db downgrade base --force            leaves nothing
      cget-api db downgrade head:0001 --sql --force
    """
    from cget_api.cli.database import move_in_words, require_database, require_known_schema
    from cget_api.store import migration, versions

    url = settings_from_options(database_url=database_url).database_url
    if sql:
        _print_sql(lambda output: migration.downgrade(url, target, force=force, sql=True, output=output))
        return
    require_database(url)
    before = require_known_schema(url)
    migration.downgrade(url, target, force=force)
    typer.echo(move_in_words(before, versions.current(url)))


@commands.command()
def current(database_url: DatabaseUrl = None) -> None:
    """Print the schema that the database is at.

    And the one that this program expects, where it is another.

    \b
    Example:
      cget-api db current
    """
    from cget_api.cli.database import require_database
    from cget_api.store import versions

    url = settings_from_options(database_url=database_url).database_url
    require_database(url)
    found, expected = versions.current(url), versions.expected_revision()
    typer.echo(f"{found}" if found == expected else f"{found or 'nothing'}, expected {expected}")


@commands.command()
def check(database_url: DatabaseUrl = None) -> None:
    """Compare the database with this program.

    Every table, constraint, index, trigger and view is held against the migrations and the models.
    Exit status: 0 they agree; 2 they differ, one line for each difference; 1 error.

    \b
    Example:
      cget-api db check
    """
    from cget_api.cli.database import require_database
    from cget_api.store import migration, versions

    url = settings_from_options(database_url=database_url).database_url
    require_database(url)
    differences = migration.check(url)
    for difference in differences:
        typer.echo(difference)
    if differences:
        raise typer.Exit(DIFFERS)
    typer.echo(f"schema {versions.expected_revision()}, as the migrations and the models have it")


def _print_sql(write: Callable[[StringIO], None]) -> None:
    """All of it, or nothing where it cannot be written to its end."""
    output = StringIO()
    write(output)
    typer.echo(output.getvalue(), nl=False)
