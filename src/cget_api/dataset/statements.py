"""Statements read from an entity's seed file, held against the vocabulary one by one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cget_api.core.model import Citation, Entity, Quantity, Statement
from cget_api.core.vocabulary import (
    RULES,
    EntityType,
    EventKind,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    PredicateRule,
    Shape,
    Standing,
)
from cget_api.dataset.catalogue import Catalogue
from cget_api.dataset.dating import Life, validity_from_fields
from cget_api.dataset.fields import Fields
from cget_api.dataset.form import STATEMENT
from cget_api.dataset.problems import SeedProblem, any_of

_ALL_TAKE: Final = frozenset({"predicate", "start", "end", "when", "standing", "position", "note", "citations"})

_TAKES: Final[Mapping[Shape, tuple[str, ...]]] = MappingProxyType(
    {
        Shape.OCCURRENCE: (),
        Shape.CLASSIFICATION: ("kind",),
        Shape.TEXT: ("text", "heading", "language"),
        Shape.FIGURE: ("text", "value", "unit", "per", "covers", "approximate"),
        Shape.ORGANIZATION_LINK: ("object", "terms"),
        Shape.PROGRAMME_LINK: ("object", "role"),
        Shape.SITE_LINK: ("object",),
        Shape.POST_LINK: ("object",),
        Shape.POST_RELATION: ("object",),
        Shape.MEMBERSHIP: ("object", "interim"),
        Shape.CONCERN: ("object",),
    }
)
_OCCURRED_TAKES: Final = ("kind", "act")
_REQUIRED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "kind": "Write its kind, a word of the vocabulary",
        "text": "Write {fr: …, en: …}",
        "value": "Write the number",
        "unit": "Write {fr: …, en: …}: what is counted",
    }
)
_LITERALS: Final = frozenset({"kind", "text", "value", "heading"})
_WRITE_A_PREDICATE: Final = f"Write one of {', '.join(Predicate)}"
_WRITE_A_WEIGHT: Final = f"Write one of {', '.join(Evidence)}"
_ANYTHING: Final = frozenset(EntityType)


def statement_from_fields(fields: Fields, subject: Entity, catalogue: Catalogue, life: Life) -> Statement | None:
    """None where anything is wrong with it, or with the life from which it takes its dates."""
    fields.require("predicate", _WRITE_A_PREDICATE)
    predicate = fields.word("predicate", Predicate)
    rule = RULES[predicate] if predicate else None
    if predicate and rule:
        _check_subject(fields, predicate, rule, subject.type)
        _check_keys(fields, predicate, rule)
    range_ = rule.range if rule and subject.type in rule.domain else _ANYTHING
    object_ = catalogue.entity(fields, "object", range_, predicate or "it") if range_ else None
    kind = _kind(fields, predicate)
    language, heading, text = fields.word("language", Language), fields.pair("heading"), fields.pair("text")
    quantity = _quantity(fields)
    interim, role, terms = fields.true("interim"), fields.pair("role"), fields.words("terms")
    act = catalogue.legal_act(fields, "act")
    validity = validity_from_fields(fields, predicate, subject.type, life)
    standing, position = fields.word("standing", Standing) or Standing.ACCEPTED, fields.whole("position") or 0
    note = fields.pair("note")
    citations = _citations(fields, catalogue)
    if predicate is None or rule is None or validity is None or not fields.are_right:
        return None
    return Statement(
        subject=subject.slug,
        predicate=predicate,
        validity=validity,
        object=object_,
        kind=kind,
        language=(language or Language.FR) if rule.shape is Shape.TEXT else None,
        heading=heading,
        text=text,
        quantity=quantity,
        interim=interim,
        role=role,
        terms=terms,
        act=act,
        standing=standing,
        note=note,
        position=position,
        citations=citations,
    )


def _check_subject(fields: Fields, predicate: Predicate, rule: PredicateRule, subject: EntityType) -> None:
    if subject not in rule.domain:
        problem = f"{predicate} is not said of {any_of([subject])}"
        fields.refuse("predicate", SeedProblem.WRONG_SUBJECT, problem, f"It is said of {any_of(rule.domain)}")


def _check_keys(fields: Fields, predicate: Predicate, rule: PredicateRule) -> None:
    takes = _OCCURRED_TAKES if predicate is Predicate.OCCURRED else _TAKES[rule.shape]
    for key in takes:
        if key == "object" and rule.object_required:
            fields.require(key, f"Write the slug of {any_of(rule.range)}")
        elif key in _REQUIRED:
            fields.require(key, _REQUIRED[key])
    for key in fields.keys_among(STATEMENT.keys.keys() - _ALL_TAKE.union(takes)):
        code = SeedProblem.WRONG_SHAPE
        if key == "object":
            code = SeedProblem.ENTITY_FOR_LITERAL
        elif rule.range and key in _LITERALS:
            code = SeedProblem.LITERAL_FOR_ENTITY
        remedy = f"Beside dates, note and citations it takes {', '.join(takes) or 'nothing'}"
        fields.refuse(key, code, f"{predicate} takes no {key}", remedy)


def _kind(fields: Fields, predicate: Predicate | None) -> OrganizationKind | EventKind | None:
    if predicate is Predicate.CLASSIFICATION:
        return fields.word("kind", OrganizationKind)
    return fields.word("kind", EventKind) if predicate is Predicate.OCCURRED else None


def _quantity(fields: Fields) -> Quantity | None:
    value, unit = fields.number("value"), fields.pair("unit")
    per, covers, approximate = fields.pair("per"), fields.period("covers"), fields.true("approximate")
    return None if value is None or unit is None else Quantity(value, unit, per, covers, approximate)


def _citations(fields: Fields, catalogue: Catalogue) -> tuple[Citation, ...]:
    if fields.holds_nothing("citations"):
        remedy = "Cite the source that says it"
        fields.refuse("citations", SeedProblem.NO_CITATION, "a statement needs at least one", remedy)
    citations: list[Citation] = []
    for cited in fields.mappings("citations", "citation"):
        cited.require("source", "Write the slug of a source")
        cited.require("evidence", _WRITE_A_WEIGHT)
        source, via = catalogue.source(cited, "source"), catalogue.source(cited, "via")
        if via is not None and via == source:
            remedy = "Leave via out, or name the document in which its words were read"
            cited.refuse("via", SeedProblem.CITED_VIA_ITSELF, f"{source!r} is cited via itself", remedy)
        locator, evidence, attests = cited.words("locator"), cited.word("evidence", Evidence), cited.period("attests")
        if source is None or evidence is None or not cited.are_right:
            continue
        citation = Citation(source, evidence, via, locator, attests)
        if citation in citations:
            first = citations.index(citation) + 1
            cited.refuse(None, SeedProblem.REPEATED, f"repeats citation {first}", "Remove one of the two")
        citations.append(citation)
    return tuple(citations)
