"""`cget-api verify`: what is stored, held against its digests."""

import typer

from cget_api.cli.options import DatabaseUrl, settings_from_options


def verify(database_url: DatabaseUrl = None) -> None:
    """Recompute every digest; name the first that fails.

    Exit status: 0 everything is as it was recorded; 1 it is not, or an error.

    \b
    Example:
      cget-api verify
    """
    from cget_api.cli.database import register_at
    from cget_api.store import verification
    from cget_api.store.reading import latest_revision_number

    with register_at(settings_from_options(database_url=database_url).database_url) as engine:
        verification.verify(engine)
        number = latest_revision_number(engine)
    typer.echo(f"revisions 1 to {number}: everything is as it was recorded" if number else "nothing is recorded")
