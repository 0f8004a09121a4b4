"""The GraphQL schema, put together."""

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from cget_api.api import enums  # noqa: F401  # describes the enums before a type uses them
from cget_api.api.others import BudgetProgramme, ChangeEvent, Person, Post, Site
from cget_api.api.query import Query
from cget_api.api.scalars import SCALARS
from cget_api.api.statements import CONCRETE
from cget_api.api.subgraph import SCALARS_OF_A_SUBGRAPH, query_of_a_subgraph, sdl_of_a_subgraph
from cget_api.api.subscription import Subscription


def _schema(query: type[Query], *, in_order: bool = False) -> strawberry.Schema:
    return strawberry.Schema(
        query=query,
        subscription=Subscription,
        types=[*CONCRETE, BudgetProgramme, ChangeEvent, Person, Post, Site],
        # Sorting rebuilds the enums, and resolvers would be given the names of values instead of the values: a sorted
        # schema is good for printing only.
        config=StrawberryConfig(scalar_map={**SCALARS, **SCALARS_OF_A_SUBGRAPH}, sort_schema=in_order),
    )


@cache
def schema_for(*, federation: bool) -> strawberry.Schema:
    """What is served: the schema, or the same as a subgraph. Built when it is first asked for."""
    return _schema(query_of_a_subgraph(lambda: sdl(subgraph=True)) if federation else Query)


@cache
def sdl(*, subgraph: bool = False) -> str:
    """The schema as text, in alphabetical order, as committed in schema.graphql; or the same as a subgraph."""
    if subgraph:
        return sdl_of_a_subgraph(sdl())
    return _schema(Query, in_order=True).as_str() + "\n"
