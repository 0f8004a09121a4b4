"""The values of variables are those of graphql-core, whichever way they were found."""

from collections.abc import Mapping

import pytest
from graphql import Undefined, parse
from graphql.execution import get_variable_values
from graphql.execution.values import VariableValues
from graphql.language import OperationDefinitionNode

from cget_api.api.compiled.variables import variables_from_definitions
from cget_api.api.schema import schema_for

SINGLE = "($slug: String!, $day: Date, $certainty: Certainty! = POSSIBLE, $first: Int, $id: ID)"
SEVERAL = "($ids: [ID!]!, $filter: OrganizationFilter)"
SENT: tuple[tuple[str, Mapping[str, object]], ...] = (
    (SINGLE, {"slug": "cget", "day": "2016-08-11", "certainty": "CERTAIN", "first": 3, "id": "AA"}),
    (SINGLE, {"slug": "cget", "day": "2016-08-11", "certainty": "CERTAIN", "first": 3, "id": 7, "other": 1}),
    (SINGLE, {"slug": "cget"}),
    (SINGLE, {"slug": "cget", "day": None, "certainty": "POSSIBLE", "first": 1, "id": None}),
    (SINGLE, {"slug": None}),
    (SINGLE, {"slug": 1, "day": "2016-08-11", "certainty": "CERTAIN", "first": 3, "id": "AA"}),
    (SINGLE, {"slug": "cget", "day": "2016-02-30", "certainty": "CERTAIN", "first": 3, "id": "AA"}),
    (SINGLE, {"slug": "cget", "day": "2016-08-11", "certainty": "SURE", "first": 3, "id": "AA"}),
    (SINGLE, {"slug": "cget", "day": "2016-08-11", "certainty": "CERTAIN", "first": 2**31, "id": "AA"}),
    (SINGLE, {"slug": "cget", "day": "2016-08-11", "certainty": "CERTAIN", "first": 3, "id": Undefined}),
    (SINGLE, {}),
    (SEVERAL, {"ids": ["AA"], "filter": {"text": "com"}}),
    (SEVERAL, {"ids": "AA"}),
    (SEVERAL, {"ids": [None]}),
    ("", {"slug": "cget"}),
)


@pytest.mark.parametrize(("written", "sent"), SENT)
def test_they_are_what_graphql_core_makes_of_them(written: str, sent: Mapping[str, object]) -> None:
    schema = schema_for(federation=False)._schema
    [operation] = parse(f"query {written} {{ register {{ name }} }}").definitions
    assert isinstance(operation, OperationDefinitionNode)
    definitions = operation.variable_definitions or ()
    found = get_variable_values(schema, definitions, dict(sent))
    assert _told(variables_from_definitions(schema, definitions).values(sent)) == _told(found)


def _told(values: object) -> object:
    """None for errors, and for what stands for them."""
    if not isinstance(values, VariableValues):
        return None
    return values.coerced, {name: (source.signature.name, source.value) for name, source in values.sources.items()}
