"""`cget-api schema` prints what is served, as it is or as a subgraph."""

from pathlib import Path

from cget_api.api.schema import sdl
from tests.cli.conftest import Run

COMMITTED = (Path(__file__).parents[2] / "schema.graphql").read_text(encoding="utf-8")


def test_the_schema_is_printed_as_it_is_committed(run: Run) -> None:
    result = run("schema")
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", COMMITTED)


def test_the_schema_is_printed_as_a_subgraph_with_its_keys(run: Run) -> None:
    result = run("schema", "--subgraph")
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", sdl(subgraph=True))
    assert 'type Organization implements Entity & Node @key(fields: "id") @key(fields: "slug") {' in result.stdout
