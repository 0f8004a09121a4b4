"""Every item of the two founding documents is held, and what the register takes from them is in them.

`founding_documents.yaml` goes through each document in its own order: where, the words in which it says a thing, and
the statements that hold it (subject, predicate, object or words).
"""

from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from cget_api.core.model import Citation, Dataset, Statement
from cget_api.core.vocabulary import Evidence, Predicate, Standing
from tests.shipped import Shipped
from tests.shipped_register.saying import Slug

TABLE = Path(__file__).with_name("founding_documents.yaml")
NOTICE, PAGE = "vie-publique-2016", "cget-2015"
WHOLE = "toute la page"
"""Where a citation has no locator: the document as such."""

Items = dict[str, dict[str, list[str]]]


class _Source(TypedDict):
    source: Slug


class _Statement(TypedDict):
    certainty: str | None
    predicate: str
    citations: list[_Source]


class _Nodes(TypedDict):
    nodes: list[_Statement]


class _Found(TypedDict):
    statements: _Nodes


def held_in(document: str) -> dict[str, list[str]]:
    """The statements of the table by their place in the document."""
    table = cast("dict[str, Items]", yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    return {
        place: sorted(line for lines in items.values() for line in lines) for place, items in table[document].items()
    }


def line(statement: Statement) -> str:
    says = statement.object or (statement.text and statement.text.fr) or statement.kind
    refuted = statement.predicate is Predicate.AUTHORITY and statement.standing is Standing.REJECTED
    return " ".join(filter(None, (statement.subject, statement.predicate, says, "(REJECTED)" if refuted else None)))


def vouched_by(document: str, dataset: Dataset) -> list[tuple[Statement, Citation]]:
    return [
        (statement, citation)
        for statement in dataset.statements
        for citation in statement.citations
        if citation.source == document
    ]


@pytest.mark.parametrize("document", [NOTICE, PAGE])
def test_the_register_holds_all_that_the_document_says_and_cites_it_for_nothing_else(
    document: str, dataset: Dataset
) -> None:
    found: dict[str, list[str]] = {}
    for statement, citation in vouched_by(document, dataset):
        found.setdefault(citation.locator or WHOLE, []).append(line(statement))
    assert {place: sorted(lines) for place, lines in found.items()} == held_in(document)


@pytest.mark.parametrize("document", [NOTICE, PAGE])
def test_what_the_document_says_is_official_and_what_it_only_implies_is_inferred(
    document: str, dataset: Dataset
) -> None:
    inferred = {
        line(statement)
        for statement, citation in vouched_by(document, dataset)
        if citation.evidence is not Evidence.OFFICIAL
    }
    implied = {
        "acse EXISTENCE",
        "secretaire-general-cget EXISTENCE",
        "secretaire-general-cget NAME secrétaire général du CGET",
        "secretaire-general-cget POST_IN sg-cget",
        "secretaire-general-cget HEAD_OF sg-cget",
    }
    assert inferred == (implied if document == NOTICE else set())


def test_the_figures_of_the_page_are_whole(dataset: Dataset) -> None:
    figures = [
        (
            quantity.value,
            quantity.unit.fr,
            quantity.per and quantity.per.fr,
            quantity.covers and quantity.covers.text,
            quantity.approximate,
        )
        for statement, _ in vouched_by(PAGE, dataset)
        if (quantity := statement.quantity) is not None
    ]
    assert sorted(figures) == [
        (4, "fonds", None, "2014/2020", False),
        (4_000, "adultes-relais", None, None, False),
        (12_000, "structures", None, None, False),
        (30_000, "actions", None, None, False),
        (45_000, "personnes", "mois", None, True),
        (27_000_000_000, "euros", None, "2014/2020", False),
    ]


def test_the_page_vouches_for_nothing_on_the_day_printed_on_it_but_what_it_is_refuted_in(dataset: Dataset) -> None:
    vouched = {
        citation.attests.text if citation.attests else None
        for statement, citation in vouched_by(PAGE, dataset)
        if statement.subject == "cget" and statement.standing is not Standing.REJECTED
    }
    assert vouched == {"[2017-05-17..]"}


def test_on_the_day_printed_on_it_only_what_other_sources_hold_too_is_certain_of_the_cget(shipped: Shipped) -> None:
    answer = shipped.ask(
        """{
          statements(
            first: 500, asOf: "2015-11-24", filter: { source: "cget-2015", subject: "cget", standing: [ACCEPTED] }
          ) { nodes { certainty predicate citations { source { slug } } } }
        }"""
    )
    nodes = cast("_Found", answer)["statements"]["nodes"]
    certain = [found for found in nodes if found["certainty"] == "CERTAIN"]
    assert {found["predicate"] for found in certain} == {
        "ACRONYM", "CLASSIFICATION", "EXISTENCE", "LEGAL_NATURE", "NAME",
    }  # fmt: skip
    assert all({citation["source"]["slug"] for citation in found["citations"]} > {PAGE} for found in certain)


def test_the_notice_vouches_for_its_own_day_in_all_that_it_says_of_the_cget_and_its_units(dataset: Dataset) -> None:
    subjects = {"cget", "dvcu", "dst", "ddct", "sg-cget"}
    vouched = {
        citation.attests.text if citation.attests else None
        for statement, citation in vouched_by(NOTICE, dataset)
        if statement.subject in subjects
    }
    assert vouched == {"2016-08-11"}
