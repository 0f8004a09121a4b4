"""The same schema as a subgraph of Apollo Federation: two more root fields for a gateway, and the keys in its text."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NewType

import strawberry
from graphql import GraphQLTypeResolver, ObjectTypeDefinitionNode, parse
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema.types.concrete_type import TypeMap
from strawberry.types.base import get_object_definition
from strawberry.types.scalar import ScalarDefinition
from strawberry.types.union import StrawberryUnion
from typing_extensions import override

from cget_api.api.asking import Info
from cget_api.api.connections import PageInfo
from cget_api.api.nodes import Node, resolved
from cget_api.api.pages import LARGEST_SIZE
from cget_api.api.query import Query
from cget_api.api.references import KEYED_BY, views_from_representations

SHAREABLE = (PageInfo,)
"""What is the same in any subgraph (Relay's); of whatever else, a type of the same name elsewhere is another type."""

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])\n\n'

Representation = NewType("Representation", object)

SCALARS_OF_A_SUBGRAPH: Mapping[object, ScalarDefinition] = {
    Representation: strawberry.scalar(
        name="_Any",
        description=(
            "What another subgraph knows of something: its `__typename` and a key, for example "
            '`{"__typename": "Organization", "slug": "cget"}`.'
        ),
        parse_value=lambda value: value,
    )
}


class NodesUnion(StrawberryUnion):
    """A union whose members are told apart as those of the interface Node are."""

    @override
    def get_type_resolver(self, type_map: TypeMap) -> GraphQLTypeResolver:
        return Node.resolve_type


_ENTITY: Any = NodesUnion(
    "_Entity",
    tuple(StrawberryAnnotation(type_) for type_ in KEYED_BY),
    description="Anything that another subgraph may refer to.",
)


def _entities(
    info: Info,
    representations: Annotated[
        list[Representation],
        strawberry.argument(description=f"The references to follow, {LARGEST_SIZE} at most."),
    ],
) -> list[object]:
    return list(views_from_representations(representations, info.context))


@strawberry.type(name="_Service", description="This service, as one subgraph of several.")
class Service:
    sdl: str = strawberry.field(
        description="Its schema, with the keys by which other subgraphs may refer to what is in it."
    )


def query_of_a_subgraph(sdl: Callable[[], str]) -> type[Query]:
    """The root fields, with the two that a gateway asks; `sdl` gives the schema as text."""

    def itself() -> Service:
        return Service(sdl=sdl())

    @strawberry.type(name="Query", description=get_object_definition(Query, strict=True).description)
    class SubgraphQuery(Query):
        entities: list[Any] = strawberry.field(
            name="_entities",
            resolver=_entities,
            graphql_type=list[_ENTITY | None],
            description=(
                "What each reference names, in the same order: the view of that `id`, or the thing of that `slug` "
                "today in the latest revision. Null where there is no such thing; null, with an error, for a reference "
                "that cannot name anything."
            ),
        )
        service: Service = resolved(itself, "This service, as a gateway asks for it.", name="_service")

    return SubgraphQuery


def sdl_of_a_subgraph(sdl: str) -> str:
    """The schema as text with what Federation must know of it; everything else stays as it stands in `sdl`."""
    marks = {type_.__name__: "".join(f' @key(fields: "{key}")' for key in keys) for type_, keys in KEYED_BY.items()}
    marks |= {type_.__name__: " @shareable" for type_ in SHAREABLE}
    text = sdl
    for definition in reversed(parse(sdl).definitions):
        if isinstance(definition, ObjectTypeDefinitionNode) and definition.name.value in marks:
            last = definition.interfaces[-1] if definition.interfaces else definition.name
            assert last.loc is not None
            text = text[: last.loc.end] + marks[definition.name.value] + text[last.loc.end :]
    return LINK + text
