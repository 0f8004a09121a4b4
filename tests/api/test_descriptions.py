"""Every element of the schema says what it means, for a stranger; its examples are those of the shipped register."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
)

from cget_api.api.scalars import instant_from_value
from cget_api.api.schema import schema_for
from cget_api.core.errors import BadUserInput
from cget_api.core.validity import period_from_edtf
from cget_api.core.vocabulary import RULES

SEEDS = Path(__file__).parents[2] / "seeds"
FEWEST_WORDS = 3

Described = dict[str, str | None]


def _own_types(schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    for type_ in schema.type_map.values():
        if not is_introspection_type(type_) and not is_specified_scalar_type(type_):
            yield type_


def _inside(type_: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in type_.fields.items():
            yield f"{type_}.{name}", field.description
            yield from ((f"{type_}.{name}({key}:)", taken.description) for key, taken in field.args.items())
    elif isinstance(type_, GraphQLEnumType):
        yield from ((f"{type_}.{name}", value.description) for name, value in type_.values.items())
    elif isinstance(type_, GraphQLInputObjectType):
        yield from ((f"{type_}.{name}", taken.description) for name, taken in type_.fields.items())


def _elements(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for type_ in _own_types(schema):
        yield str(type_), type_.description
        yield from _inside(type_)
    for directive in schema.directives:
        if not is_specified_directive(directive):
            yield f"@{directive.name}", directive.description
            yield from ((f"@{directive.name}({key}:)", taken.description) for key, taken in directive.args.items())


def described(schema: GraphQLSchema) -> Described:
    """The descriptions by the coordinates of what they describe; None where there is none."""
    return dict(_elements(schema))


def wanting(elements: Described) -> dict[str, str]:
    """What is wrong with descriptions, by coordinates; nothing where each tells a stranger something in a sentence."""
    found: dict[str, str] = {}
    for coordinates, description in elements.items():
        words = (description or "").strip()
        if not words:
            found[coordinates] = "no description"
        elif not (words[0].isupper() or words[0] == "`"):
            found[coordinates] = "begins in small letters"
        elif words[-1] not in ".…`)":
            found[coordinates] = "is cut off"
        elif len(words.split()) < FEWEST_WORDS or _says_the_name_again(words, coordinates):
            found[coordinates] = "tells nothing"
    return found


def _says_the_name_again(words: str, coordinates: str) -> bool:
    """As "Part of it." does of `Query.one(partOfIt:)`."""
    name: str = re.findall(r"\w+", coordinates)[-1]
    return re.sub(r"\W", "", words).lower() == name.lower()


@pytest.fixture(scope="module", params=[False, True], ids=["alone", "as a subgraph"])
def served(request: pytest.FixtureRequest) -> GraphQLSchema:
    return build_schema(schema_for(federation=request.param).as_str())


def test_every_element_is_described_in_a_sentence(served: GraphQLSchema) -> None:
    assert wanting(described(served)) == {}


@pytest.mark.parametrize(
    ("description", "wrong"),
    [
        ("", "no description"),
        ('"""the organisation that it was a unit of."""', "begins in small letters"),
        ('"""The organisation that it was a"""', "is cut off"),
        ('"""Part of."""', "tells nothing"),
        ('"""Is a part."""', None),
        ('"""`certainty` of it on that day."""', None),
    ],
)
def test_a_description_that_tells_nothing_is_found(description: str, wrong: str | None) -> None:
    schema = build_schema(f'"""What may be asked."""\ntype Query {{ {description} partOf: Int }}')
    assert wanting(described(schema)) == ({"Query.partOf": wrong} if wrong else {})


def test_a_name_said_again_in_words_tells_nothing() -> None:
    elements: Described = {
        "Organization.fieldsOfAction": "Fields of action.",
        "Query.one(partOfIt:)": "Part of it.",
        "@asItStands": "As it stands.",
    }
    assert wanting(elements) == dict.fromkeys(elements, "tells nothing")


def test_every_scalar_says_by_which_standard_it_is_written() -> None:
    schema = build_schema(schema_for(federation=False).as_str())
    scalars = {type_.name: type_ for type_ in _own_types(schema) if isinstance(type_, GraphQLScalarType)}
    assert scalars.keys() == {"Date", "DateTime", "EDTF"}
    assert {
        name for name, type_ in scalars.items() if not (type_.specified_by_url or "").startswith("https://")
    } == set()


def _is_a_date(example: str) -> bool:
    for read in (period_from_edtf, instant_from_value):
        try:
            read(example)
        except BadUserInput:
            continue
        return True
    return False


def quoted_from_nowhere(elements: Described) -> dict[str, str]:
    """What descriptions quote, and where, that is neither a name of the schema nor a standard term, nor a date that
    the service reads, nor in the seed files."""
    names = {name for coordinates in elements for name in re.findall(r"\w+", coordinates)}
    terms = {rule.term for rule in RULES.values()}
    register = "\n".join(f"{file.stem}\n{file.read_text(encoding='utf-8')}" for file in sorted(SEEDS.rglob("*.yaml")))
    quotations = {
        quoted: coordinates
        for coordinates, description in elements.items()
        for quoted in re.findall(r"`([^`]+)`", description or "")
    }
    return {
        quoted: coordinates
        for quoted, coordinates in quotations.items()
        if not (
            names.issuperset(re.findall(r"\w+", quoted))
            or quoted in terms
            or _is_a_date(quoted)
            or re.search(rf"(?<!\w){re.escape(quoted)}(?!\w)", register)
        )
    }


def test_whatever_a_description_quotes_is_in_the_schema_or_in_the_shipped_register() -> None:
    assert quoted_from_nowhere(described(build_schema(schema_for(federation=False).as_str()))) == {}


def test_an_example_of_something_that_is_nowhere_is_found() -> None:
    elements: Described = {
        "Query.structure(root:)": "Known: `cget`, `Query.structure`, `org:unitOf`, `[2014-03-31..2014-04-03]`.",
        "Query.structure": "Unknown: `commissariat-of-nowhere`, `rootOf`, `2014-02-30`, `cge`.",
    }
    unknown = ("commissariat-of-nowhere", "rootOf", "2014-02-30", "cge")
    assert quoted_from_nowhere(elements) == dict.fromkeys(unknown, "Query.structure")
