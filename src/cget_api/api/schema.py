"""The GraphQL schema, put together."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from cget_api.api import enums  # noqa: F401  # describes the enums before a type uses them
from cget_api.api.errors import PublicErrors
from cget_api.api.others import BudgetProgramme, ChangeEvent, Person, Post, Site
from cget_api.api.query import Query
from cget_api.api.scalars import SCALARS
from cget_api.api.statements import CONCRETE

schema = strawberry.Schema(
    query=Query,
    types=[*CONCRETE, BudgetProgramme, ChangeEvent, Person, Post, Site],
    extensions=[PublicErrors],
    config=StrawberryConfig(scalar_map=SCALARS, sort_schema=True),
)


def sdl() -> str:
    """The schema as text, as committed in schema.graphql."""
    return schema.as_str() + "\n"
