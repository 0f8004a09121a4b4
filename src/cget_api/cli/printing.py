"""`cget-api schema`: the public contract, as text."""

from typing import Annotated

import typer


def schema(
    subgraph: Annotated[
        bool,
        typer.Option("--subgraph", help="As a subgraph of Apollo Federation v2, as CGET_FEDERATION=true serves it."),
    ] = False,
) -> None:
    """Print the GraphQL schema, as in schema.graphql.

    \b
    Examples:
      cget-api schema > schema.graphql
      cget-api schema --subgraph > subgraph.graphql      for a gateway to compose
    """
    from cget_api.api.schema import sdl

    typer.echo(sdl(subgraph=subgraph), nl=False)
