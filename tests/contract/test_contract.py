"""The schema as printed keeps the public contract, and is fit for clients that generate code and caches from it."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
)

from cget_api.api.schema import sdl

CONTRACT = build_schema((Path(__file__).parent / "contract.graphql").read_text(encoding="utf-8"))
SERVED = build_schema(sdl())
COMMITTED = Path(__file__).parents[2] / "schema.graphql"

Parts = dict[str, str]


def _taken(taken: GraphQLArgument | GraphQLInputField) -> str:
    default = taken.ast_node and taken.ast_node.default_value
    return str(taken.type) if default is None else f"{taken.type} = {print_ast(default)}"


def _fields(type_: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[tuple[str, str]]:
    for name, field in type_.fields.items():
        yield f"{type_.name}.{name}", str(field.type)
        for key, argument in field.args.items():
            yield f"{type_.name}.{name}({key})", _taken(argument)


def _parts_of(type_: GraphQLNamedType) -> Iterator[tuple[str, str]]:
    """Everything that a client can lean on, each with what it may expect of it."""
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        yield type_.name, "interface" if isinstance(type_, GraphQLInterfaceType) else "type"
        yield from ((f"{type_.name} implements {interface.name}", "") for interface in type_.interfaces)
        yield from _fields(type_)
    elif isinstance(type_, GraphQLEnumType):
        yield type_.name, "enum"
        yield from ((f"{type_.name}.{value}", "") for value in type_.values)
    elif isinstance(type_, GraphQLInputObjectType):
        yield type_.name, "input"
        yield from ((f"{type_.name}.{name}", _taken(field)) for name, field in type_.fields.items())
    elif isinstance(type_, GraphQLScalarType):
        yield type_.name, "scalar"


def parts(schema: GraphQLSchema) -> Parts:
    own = (
        type_
        for type_ in schema.type_map.values()
        if not is_introspection_type(type_) and not is_specified_scalar_type(type_)
    )
    return {name: what for type_ in own for name, what in _parts_of(type_)}


def test_everything_in_the_contract_is_served_with_its_type_nullability_and_default() -> None:
    promised, served = parts(CONTRACT), parts(SERVED)
    assert {part: served.get(part) for part in promised} == promised


def test_what_is_served_beyond_the_contract_is_known() -> None:
    """More may be added, on purpose."""
    added = parts(SERVED).keys() - parts(CONTRACT).keys()
    assert added == {"BudgetProgramme.descriptions", "Site.descriptions"}


def test_no_argument_is_required_that_the_contract_does_not_require() -> None:
    promised = parts(CONTRACT)
    assert {
        part for part, what in parts(SERVED).items() if "(" in part and part not in promised and "!" in what
    } == set()


def test_the_committed_schema_is_what_the_code_says() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == sdl(), "run: make schema"


def _node_types() -> list[GraphQLObjectType]:
    node = SERVED.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    return list(SERVED.get_possible_types(node))


def _signature(field: GraphQLField) -> tuple[str, tuple[tuple[str, str], ...]]:
    return str(field.type), tuple(sorted((name, _taken(argument)) for name, argument in field.args.items()))


def test_no_two_nodes_give_one_field_different_types_or_arguments() -> None:
    """Else two fragments on one interface could not be merged."""
    signatures: dict[str, dict[str, tuple[str, tuple[tuple[str, str], ...]]]] = {}
    for type_ in _node_types():
        for name, field in type_.fields.items():
            signatures.setdefault(name, {})[type_.name] = _signature(field)
    assert {name: told for name, told in signatures.items() if len(set(told.values())) > 1} == {}


def test_every_node_is_a_statement_an_entity_a_source_or_a_revision() -> None:
    others = {
        type_.name for type_ in _node_types() if not {"Statement", "Entity"} & {each.name for each in type_.interfaces}
    }
    assert others == {"Source", "Revision"}


def test_no_argument_or_input_field_is_printed_with_null_for_its_default() -> None:
    assert "= null" not in sdl()


def test_the_lens_has_the_same_arguments_wherever_a_view_is_asked_for() -> None:
    lens = {
        "asOf": "Date",
        "certainty": "Certainty! = POSSIBLE",
        "knownAt": "DateTime",
        "revision": "Int",
        "statedBy": "String",
    }
    query = SERVED.query_type
    assert query is not None
    asked = {
        name: {key: _taken(argument) for key, argument in field.args.items() if key in lens}
        for name, field in query.fields.items()
    }
    views = ("organization", "organizations", "structure", "post", "person")
    known = {"knownAt": "DateTime", "revision": "Int"}
    assert {name: taken for name, taken in asked.items() if taken} == {
        **dict.fromkeys(views, lens),
        "statements": {"asOf": "Date", **known},
        **dict.fromkeys(("contradictions", "source", "sources", "timeline"), known),
    }
