"""Where errors become a line on stderr and an exit status."""

from errno import EPIPE
from typing import Any

import typer
from typer.core import TyperGroup

from cget_api.core.errors import InvalidSeeds, RegisterError

FAILED = 1
DIFFERS = 2


class Commands(TyperGroup):
    """A group of commands that tells what a user can mend without a traceback; everything else is a defect."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RegisterError as error:
            _complain(f"{error.code}: {_words_of(error)}")
        except OSError as error:
            if error.errno == EPIPE or error.strerror is None:
                raise
            _complain(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
        raise typer.Exit(FAILED)


def _words_of(error: RegisterError) -> str:
    """On one line; only what is wrong with seed files stays one error a line."""
    return str(error) if isinstance(error, InvalidSeeds) else " ".join(str(error).split())


def _complain(words: str) -> None:
    typer.echo(f"error: {words}", err=True)
