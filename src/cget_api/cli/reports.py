"""What reports are made of: lines that hang from a mark, and the JSON that `--json` prints instead."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import typer
from rich.table import Table
from rich.text import Text

from cget_api.core.model import Source, Statement
from cget_api.core.model import Text as BothLanguages
from cget_api.core.validity import Certainty, Validity
from cget_api.core.view import EntityView
from cget_api.dataset.writing import document_from_source, document_from_statement

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


def hanging(mark: str, body: Text, style: str = "") -> Table:
    """The body after its mark; where it is wrapped, its lines stay right of the mark."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=len(mark))
    grid.add_column(style=style, overflow="fold")
    grid.add_row(Text(mark, style), body)
    return grid


def print_json(document: Json) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def json_from_statement(statement: Statement) -> dict[str, Json]:
    """Its key and subject, then the fields of a seed file; bounds are always there, null where there is none."""
    document = document_from_statement(statement)
    assert isinstance(document, dict)
    typed: dict[str, Json] = {
        "key": statement.key,
        "subject": statement.subject,
        "predicate": statement.predicate.value,
        "start": None,
        "end": None,
        **document,
        "position": statement.position,
    }
    if statement.quantity is not None:
        typed |= {"value": statement.quantity.value, "approximate": statement.quantity.approximate}
    return typed | ({"interim": True} if statement.interim else {})


def json_from_seen(statement: Statement, certainty: Certainty | None) -> dict[str, Json]:
    """A statement as it is seen on a day."""
    return {**json_from_statement(statement), "certainty": certainty and certainty.value}


def json_from_source(source: Source) -> dict[str, Json]:
    document = document_from_source(source)
    assert isinstance(document, dict)
    return {"slug": source.slug, **document}


def json_from_text(text: BothLanguages | None) -> Json:
    return None if text is None else {"fr": text.fr, "en": text.en}


def json_from_event(event: EntityView, occurred: Statement) -> dict[str, Json]:
    return {
        "slug": event.slug,
        "kind": occurred.kind and occurred.kind.value,
        "when": edtf_of(occurred.validity),
        "name": json_from_text(event.name.text) if event.name else None,
        "act": occurred.act,
        "standing": occurred.standing.value,
    }


def edtf_of(validity: Validity) -> str:
    """One EDTF date where both bounds are the same, else an interval; as written."""
    start, end = (bound.text if bound else ".." for bound in (validity.start, validity.end))
    return start if start == end else f"{start}/{end}"
