"""`cget-api erase`: what a court orders erased, taken out of every revision that held it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cget_api.cli.options import DatabaseUrl, settings_from_options
from cget_api.core.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cget_api.store.reading import History

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Erase from every revision what a court orders erased.",
    epilog="An error is not erased: correct it in the seed files, and the older revisions go on saying what they said.",
)

Reason = Annotated[str, typer.Option(metavar="WHY", help="On whose order; it is kept.")]
Author = Annotated[str, typer.Option(metavar="NAME", help="Who erases; it is kept.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@commands.command()
def statement(
    key: Annotated[str, typer.Argument(help="The statement's key, as the API gives it.")],
    reason: Reason,
    author: Author,
    yes: Yes = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Erase the words of a statement.

    Its dates, its numbers and the things that it ties remain. The digests of every revision since the first that held
    it are computed anew, and a further revision says who erased, and why. It cannot be undone.

    \b
    Example:
      cget-api erase statement 0123456789abcdef0123456789abcdef --author "A. Clerk" --reason "Order 12/345"
    """
    from cget_api.cli.database import register_at
    from cget_api.store.erasure import erase
    from cget_api.store.reading import read_history

    with register_at(settings_from_options(database_url=database_url).database_url) as engine:
        _ask(_statement_in_words(read_history(engine), key), yes)
        _tell(engine, erase(engine, key, reason, author, datetime.now(UTC)))


@commands.command()
def slug(
    slug: Annotated[str, typer.Argument(help="The slug of an entity, such as the name of its seed file.")],
    reason: Reason,
    author: Author,
    yes: Yes = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Erase a slug that tells too much.

    Its entity gets another that tells nothing; what is said about it remains, and so does its name. The digests of
    every revision since the first that held it are computed anew, and a further revision says who erased, and why. It
    cannot be undone.

    \b
    Example:
      cget-api erase slug jane-doe --author "A. Clerk" --reason "Order 12/345"
    """
    from cget_api.cli.database import register_at
    from cget_api.store.erasure import erase_slug
    from cget_api.store.reading import read_history

    with register_at(settings_from_options(database_url=database_url).database_url) as engine:
        entity = read_history(engine).entities.get(slug)
        if entity is None:
            raise NotFound(
                f"slug {slug!r}", "was never recorded", "Take it from the API or from the name of a seed file"
            )
        _ask(f"{entity.slug}, of the type {entity.type}", yes)
        _tell(engine, erase_slug(engine, slug, reason, author, datetime.now(UTC)))


def _statement_in_words(history: "History", key: str) -> str:
    """Raises NotFound where no revision ever held such a statement."""
    from cget_api.cli.wording import statement_in_words

    recorded = [statement for statement in history.statements if statement.key == key]
    if not recorded:
        raise NotFound(f"statement {key!r}", "was never recorded", "Take its key from the API")
    return f"{recorded[-1].value.subject}: {statement_in_words(recorded[-1].value)}"


def _ask(what: str, yes: bool) -> None:
    typer.echo(what)
    if not yes:
        typer.confirm("Erase it from every revision? It cannot be undone", abort=True)


def _tell(engine: "Engine", resealed: tuple[int, ...]) -> None:
    from cget_api.store.reading import read_history

    revision = read_history(engine).revisions[-1]
    typer.echo(f"revision {revision.number}: {revision.message}")
    typer.echo(f"digests computed anew: of revision {', '.join(map(str, resealed))}")
    typer.echo("put the same into the seed files, or the next `cget-api seed apply` records what was erased again")
