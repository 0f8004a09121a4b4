"""`cget-api schema`: the public contract, as text."""

import typer


def schema() -> None:
    """Print the GraphQL schema, as in schema.graphql.

    \b
    Example:
      cget-api schema > schema.graphql
    """
    from cget_api.api.schema import sdl

    typer.echo(sdl(), nl=False)
