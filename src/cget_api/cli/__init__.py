"""The command line `cget-api`: every command, and the one place where they are put together.

Whatever takes long to import is imported by the command that needs it.
"""

from typing import Annotated

import typer

from cget_api import __version__
from cget_api.cli import (
    checking,
    chronicling,
    comparing,
    contradicting,
    erasing,
    migrating,
    printing,
    recounting,
    seeding,
    serving,
    setting,
    showing,
    verifying,
)
from cget_api.cli.failures import Commands

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"cget-api {__version__}")
        raise typer.Exit


@app.callback()
def cget_api(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """A register of one public administration through time, and the GraphQL API that answers from it.

    Start with `cget-api serve`: it makes the register, fills it, serves it, and prints what to open.

    Exit status: 0 done; 1 an error, said in one line on stderr; 2 a command written wrongly, or, where a command
    compares two things, that they differ.
    """


app.command()(serving.serve)
app.command()(showing.show)
app.command()(comparing.diff)
app.command()(chronicling.timeline)
app.command()(contradicting.contradictions)
app.command()(recounting.log)
app.command()(checking.check)
app.add_typer(seeding.commands, name="seed")
app.add_typer(migrating.commands, name="db")
app.command()(verifying.verify)
app.add_typer(erasing.commands, name="erase")
app.command()(printing.schema)
app.command()(setting.settings)
