"""The options that commands share, and the settings that they and the environment make together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cget_api.core.errors import BadUserInput
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
    """What is given prevails over the environment, which prevails over the defaults.

    Raises BadUserInput where a variable of the environment cannot be understood.
    """
    from pydantic import ValidationError

    from cget_api.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = error.errors()[0]
        raise BadUserInput(
            f"CGET_{str(wrong['loc'][0]).upper()}={wrong['input']}",
            f"cannot be understood: {wrong['msg']}",
            "Set it otherwise, or unset it for its default",
        ) from None


def folder_of_seeds(settings: "Settings") -> Path:
    """The folder that was set, else the one that comes with the program."""
    from cget_api.dataset.location import seeds_folder

    return settings.seeds or seeds_folder()
