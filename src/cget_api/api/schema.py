"""The GraphQL schema, put together."""

from collections.abc import Iterator

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext
from typing_extensions import override

from cget_api.api import enums  # noqa: F401  # describes the enums before a type uses them
from cget_api.api.asking import Asking
from cget_api.api.errors import PublicErrors
from cget_api.api.others import BudgetProgramme, ChangeEvent, Person, Post, Site
from cget_api.api.query import Query
from cget_api.api.scalars import SCALARS
from cget_api.api.statements import CONCRETE
from cget_api.api.subscription import Subscription


class FreshArchive(SchemaExtension):
    """Each operation begins with the latest register, also the second one on a connection."""

    def on_operation(self) -> Iterator[None]:
        asking = self.execution_context.context
        if isinstance(asking, Asking):
            asking.begin()
        yield


class Schema(strawberry.Schema):
    @override
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Logs nothing: PublicErrors logs what is a defect, and what a caller got wrong is told to the caller alone."""


def _schema(*, in_order: bool) -> Schema:
    return Schema(
        query=Query,
        subscription=Subscription,
        types=[*CONCRETE, BudgetProgramme, ChangeEvent, Person, Post, Site],
        extensions=[FreshArchive, PublicErrors],
        config=StrawberryConfig(scalar_map=SCALARS, sort_schema=in_order),
    )


# Sorting rebuilds the enums, and resolvers would be given the names of values instead of the values.
schema = _schema(in_order=False)


def sdl() -> str:
    """The schema as text, in alphabetical order, as committed in schema.graphql."""
    return _schema(in_order=True).as_str() + "\n"
