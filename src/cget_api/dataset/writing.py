"""A dataset written as canonical seed files: the way back from `loading`."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from cget_api.core.model import Citation, Dataset, Entity, Quantity, Source, Statement, Text
from cget_api.core.validity import Bound, Period
from cget_api.core.vocabulary import EntityType
from cget_api.dataset.canonical import canonical
from cget_api.dataset.document import Value
from cget_api.dataset.form import FOLDER_OF, form_of


def write(dataset: Dataset, folder: Path) -> None:
    """One file for each entity, statements in the order of the dataset; a file that stands there is overwritten."""
    statements: dict[str, list[Value]] = defaultdict(list)
    for statement in dataset.statements:
        statements[statement.subject].append(document_from_statement(statement))
    sources = {source.slug: document_from_source(source) for source in dataset.sources}
    for type_, name in FOLDER_OF.items():
        if any(entity.type is type_ for entity in dataset.entities):
            (folder / name).mkdir(parents=True, exist_ok=True)
    for entity in dataset.entities:
        document = _document_of(entity, statements, sources)
        path = folder / FOLDER_OF[entity.type] / f"{entity.slug}.yaml"
        path.write_text(canonical(document, form_of(entity.type)), encoding="utf-8", newline="\n")


def _document_of(entity: Entity, statements: dict[str, list[Value]], sources: dict[str, Value]) -> Value:
    if entity.type is EntityType.SOURCE:
        return sources[entity.slug]
    return {"statements": statements[entity.slug]}


def document_from_statement(statement: Statement) -> Value:
    """With every default written out; the canonical form leaves them out."""
    return _without_nothing(
        {
            "predicate": statement.predicate.value,
            "object": statement.object,
            "kind": statement.kind and statement.kind.value,
            "language": statement.language and statement.language.value,
            "heading": _pair(statement.heading),
            "text": _pair(statement.text),
            **_quantity(statement.quantity),
            "interim": "true" if statement.interim else None,
            "role": _pair(statement.role),
            "terms": statement.terms,
            "act": statement.act,
            "start": _date(statement.validity.start),
            "end": _date(statement.validity.end),
            "standing": statement.standing.value,
            "position": str(statement.position),
            "note": _pair(statement.note),
            "citations": [_citation(citation) for citation in statement.citations],
        }
    )


def document_from_source(source: Source) -> Value:
    return _without_nothing(
        {
            "source_kind": source.source_kind.value,
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "official_numbers": list(source.official_numbers) or None,
            "published_on": _date(source.published_on),
            "signed_on": _date(source.signed_on),
            "in_force": _date(source.in_force),
            "wording_dated": _date(source.wording_dated),
            "note": _pair(source.note),
            "relations": [{"kind": relation.kind.value, "source": relation.source} for relation in source.relations]
            or None,
        }
    )


def _citation(citation: Citation) -> Value:
    return _without_nothing(
        {
            "source": citation.source,
            "via": citation.via,
            "locator": citation.locator,
            "evidence": citation.evidence.value,
            "attests": _date(citation.attests),
        }
    )


def _quantity(quantity: Quantity | None) -> dict[str, Value | None]:
    if quantity is None:
        return {}
    return {
        "value": _number(quantity.value),
        "unit": _pair(quantity.unit),
        "per": _pair(quantity.per),
        "covers": _date(quantity.covers),
        "approximate": "true" if quantity.approximate else None,
    }


def _date(date: Bound | Period | None) -> str | None:
    return None if date is None else date.text


def _pair(text: Text | None) -> Value | None:
    return None if text is None else {"fr": text.fr, "en": text.en}


def _number(value: float) -> str:
    """Digits, however large or small; the shortest that read back as the same number."""
    return format(Decimal(repr(value)).normalize(), "f")


def _without_nothing(fields: dict[str, Value | None]) -> dict[str, Value]:
    return {key: value for key, value in fields.items() if value is not None}
