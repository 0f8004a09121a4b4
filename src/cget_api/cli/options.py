"""The options that commands share, and the settings that they and the environment make together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cget_api.core.vocabulary import Language

if TYPE_CHECKING:
    from cget_api.settings import Settings

DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help=(
            "sqlite:///FILE (four slashes for an absolute path) or postgresql://USER:PASSWORD@HOST/NAME. "
            "Without it: CGET_DATABASE_URL, else sqlite:///register.sqlite."
        ),
    ),
]
Seeds = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="The folder of the seed files. Without it: CGET_SEEDS, else those that come with the program.",
    ),
]
Lang = Annotated[Language, typer.Option(case_sensitive=False, help="The language of names and texts.")]
Revision = Annotated[
    int | None, typer.Option(metavar="NUMBER", help="As known in this revision. Without it: the latest.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Sql = Annotated[bool, typer.Option("--sql", help="Print the SQL that would be run, and connect to nothing.")]


def settings_from_options(**given: Any) -> "Settings":
    """As `settings_from`, imported when a command needs it."""
    from cget_api.settings import settings_from

    return settings_from(**given)


def folder_of_seeds(settings: "Settings") -> Path:
    """The folder that was set, else the one that comes with the program."""
    from cget_api.dataset.location import seeds_folder

    return settings.seeds or seeds_folder()
