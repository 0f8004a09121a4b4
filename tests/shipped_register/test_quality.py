"""Rules that hold over the whole shipped register: languages, wording, citations, dates, sources, form."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

from cget_api.core.model import Citation, Dataset, Statement, Text
from cget_api.core.vocabulary import EntityType, Evidence, Predicate, SourceKind, SourceRelationKind, Standing
from cget_api.dataset.formatting import format_folder
from cget_api.dataset.loading import load
from cget_api.dataset.location import seeds_folder
from tests.shipped import Shipped

HERE = Path(__file__).parent
FIRST_DAY = "1958-12-29"
"""The first day that the register covers: that of the ordinance on the Social Action Fund."""
SEQUENCE = 8
"""How many words in a row make a copied sentence."""
READ_ITSELF = {
    "arrete-2014-05-30-organisation-cget",
    "decret-88-1015",
    "decret-2009-1549",
    "decret-2011-887",
    "decret-2014-563",
    "decret-2019-1190",
}
"""The legal acts of which an official page was read, at least in excerpt."""
ARCHIVES_BY_THE_YEAR = {"archives-nationales-ciadt", "archives-nationales-datar", "archives-nationales-div"}
LEGAL_TERMS = {"quartiers prioritaires de la politique de la ville"}
SAME_IN_BOTH = {"actions", "euros", "Epide"}
WORKING_NOTES = re.compile(r"\b(TODO|FIXME|XXX|dossier|draft|trial|S0|S1|[DGHKLMNOPRSW]\d{1,2})\b")
FRENCH_WORDS = re.compile(r"\b(aux|avec|dans|est|les|par|pour|qui|sont|sur|une)\b")
ENGLISH_WORDS = re.compile(r"\b(and|by|from|of|the|was|were|which|with)\b")


def documents_read() -> set[str]:
    """Slugs of the documents that were read for the register."""
    return set((HERE / "documents_read.txt").read_text(encoding="utf-8").split())


def citations(dataset: Dataset) -> Iterator[tuple[Statement, Citation]]:
    for statement in dataset.statements:
        for citation in statement.citations:
            yield statement, citation


def texts(dataset: Dataset) -> Iterator[tuple[str, Text]]:
    """Every text in two languages but names, acronyms and identifiers, with where it stands."""
    names = {Predicate.NAME, Predicate.ACRONYM, Predicate.IDENTIFIER}
    for statement in dataset.statements:
        where = f"{statement.subject} {statement.predicate}"
        quantity = statement.quantity
        own = None if statement.predicate in names else statement.text
        for text in (
            own,
            statement.heading,
            statement.note,
            statement.role,
            quantity.unit if quantity else None,
            quantity.per if quantity else None,
        ):
            if text is not None:
                yield where, text
    for source in dataset.sources:
        if source.note is not None:
            yield source.slug, source.note


def words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return re.findall(r"[a-z0-9]+", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def sequences(text: str) -> set[str]:
    """Digests of the sequences of words in a text, as `founding_sequences.txt` has them of the founding documents."""
    said = words(text)
    runs = (" ".join(said[first : first + SEQUENCE]) for first in range(len(said) - SEQUENCE + 1))
    return {hashlib.sha256(run.encode()).hexdigest()[:12] for run in runs}


def without_names(text: str, dataset: Dataset) -> str:
    names = {
        statement.text.fr
        for statement in dataset.statements
        if statement.predicate is Predicate.NAME and statement.text is not None
    }
    for name in sorted(names | LEGAL_TERMS, key=len, reverse=True):
        text = text.replace(name, "…")
    return text


def without_quotations(text: str) -> str:
    return re.sub(r"«[^»]*»|\"[^\"]*\"", "…", text)


def test_every_seed_file_loads() -> None:
    assert load(seeds_folder()).errors == ()


def test_every_seed_file_is_in_canonical_form() -> None:
    assert format_folder(seeds_folder(), check=True) == ()


def test_every_text_is_said_in_english_too(dataset: Dataset) -> None:
    assert [where for where, text in texts(dataset) if text.fr == text.en and text.fr not in SAME_IN_BOTH] == []


def test_every_name_is_said_in_english_too_but_those_of_persons_and_places(dataset: Dataset) -> None:
    types = {entity.slug: entity.type for entity in dataset.entities}
    same = {
        statement.subject
        for statement in dataset.statements
        if statement.predicate is Predicate.NAME
        and statement.text is not None
        and statement.text.fr == statement.text.en
    }
    proper = {slug for slug in same if types[slug] in {EntityType.PERSON, EntityType.SITE}}
    assert same - proper == {"epide"}
    assert {slug for slug, type_ in types.items() if type_ is EntityType.PERSON} <= same


def test_french_is_french_and_english_is_english(dataset: Dataset) -> None:
    wrong = [
        where
        for where, text in texts(dataset)
        if ENGLISH_WORDS.search(without_quotations(text.fr)) or FRENCH_WORDS.search(without_quotations(text.en))
    ]
    # A committee that the note calls by its French name.
    assert wrong == ["gouvernement-discours-laon-2015"]


def test_notes_are_whole_sentences_in_one_typography(dataset: Dataset) -> None:
    notes = [statement.note for statement in dataset.statements if statement.note is not None]
    notes += [source.note for source in dataset.sources if source.note is not None]
    wrong = [
        text
        for note in notes
        for text in (note.fr, note.en)
        if not re.search(r"\.[»\" ]*$", text) or "’" in text or "  " in text
    ]
    assert wrong == []


def test_no_file_holds_a_working_note() -> None:
    found = {
        f"{file.parent.name}/{file.name}: {match[0]}"
        for file in seeds_folder().glob("*/*.yaml")
        if (match := WORKING_NOTES.search(file.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_no_sentence_of_the_founding_documents_is_copied(dataset: Dataset) -> None:
    theirs = set((HERE / "founding_sequences.txt").read_text(encoding="utf-8").split())
    copied = [
        where
        for where, text in texts(dataset)
        if sequences(without_names(without_quotations(text.fr), dataset)) & theirs
    ]
    assert len(theirs) > 1_000
    assert copied == []


def test_what_is_not_held_to_be_true_says_why(dataset: Dataset) -> None:
    silent = [
        f"{statement.subject} {statement.predicate}"
        for statement in dataset.statements
        if statement.standing is not Standing.ACCEPTED and statement.note is None
    ]
    assert silent == []


def test_the_sources_are_the_documents_read_and_the_acts_known_through_them(dataset: Dataset) -> None:
    acts = {source.slug for source in dataset.sources if source.source_kind is SourceKind.LEGAL_ACT}
    assert {source.slug for source in dataset.sources} - (acts - READ_ITSELF) == documents_read()


def test_every_source_is_cited(dataset: Dataset) -> None:
    cited = {slug for _, citation in citations(dataset) for slug in (citation.source, citation.via) if slug}
    assert {source.slug for source in dataset.sources} - cited == set()


def test_an_act_that_was_not_read_is_cited_through_the_document_in_which_its_words_were(dataset: Dataset) -> None:
    kinds = {source.slug: source.source_kind for source in dataset.sources}
    direct = {
        citation.source
        for _, citation in citations(dataset)
        if kinds[citation.source] is SourceKind.LEGAL_ACT and citation.via is None
    }
    through = {citation.via for _, citation in citations(dataset) if citation.via}
    assert direct == READ_ITSELF
    assert through <= documents_read()


def test_a_copy_of_an_act_is_no_act(dataset: Dataset) -> None:
    copies = {
        source.slug: source.source_kind
        for source in dataset.sources
        if any(relation.kind is SourceRelationKind.COPY_OF for relation in source.relations)
    }
    assert len(copies) > 5
    assert SourceKind.LEGAL_ACT not in copies.values()


def test_a_document_has_one_weight_wherever_it_is_cited(dataset: Dataset) -> None:
    weights: dict[str, set[Evidence]] = defaultdict(set)
    for _, citation in citations(dataset):
        if citation.evidence is not Evidence.INFERRED:
            weights[citation.via or citation.source].add(citation.evidence)
    assert {document for document, given in weights.items() if len(given) > 1} == set()


def test_official_weight_is_not_given_to_the_press(dataset: Dataset) -> None:
    kinds = {source.slug: source.source_kind for source in dataset.sources}
    official = {
        kinds[citation.via or citation.source]
        for _, citation in citations(dataset)
        if citation.evidence is Evidence.OFFICIAL
    }
    assert SourceKind.PRESS not in official


def test_every_event_of_an_act_names_it(dataset: Dataset) -> None:
    of_acts = {"SIGNATURE", "PUBLICATION", "ENTRY_INTO_FORCE"}
    assert [
        statement.subject
        for statement in dataset.statements
        if statement.predicate is Predicate.OCCURRED and statement.kind in of_acts and statement.act is None
    ] == []


def test_the_national_archives_vouch_for_years_only(dataset: Dataset) -> None:
    days = {
        f"{statement.subject} {statement.predicate} {citation.attests.text}"
        for statement, citation in citations(dataset)
        if citation.source in ARCHIVES_BY_THE_YEAR
        and citation.evidence is Evidence.OFFICIAL
        and citation.attests is not None
        and not re.fullmatch(r"\d{4}(/\d{4})?", citation.attests.text)
    }
    assert days == set()


def test_a_date_known_from_the_national_archives_alone_is_a_year(dataset: Dataset) -> None:
    bounds = {
        bound.text
        for statement in dataset.statements
        if statement.predicate in {Predicate.OCCURRED, Predicate.NAME, Predicate.ACRONYM, Predicate.AUTHORITY}
        and {citation.source for citation in statement.citations} <= ARCHIVES_BY_THE_YEAR
        and all(citation.evidence is Evidence.OFFICIAL for citation in statement.citations)
        for bound in (statement.validity.start, statement.validity.end)
        if bound is not None
    }
    # The acronym CIACT comes with the name that a decree of October 2005 gives.
    assert bounds == {"1960", "1995", "2009", "[2005-10-13..2005-10-14]"}


def test_no_existence_starts_open(dataset: Dataset) -> None:
    lives = [statement for statement in dataset.statements if statement.predicate is Predicate.EXISTENCE]
    assert len(lives) > 80
    assert [
        life.subject for life in lives if life.validity.start is None or life.validity.start.text.startswith("[..")
    ] == []


class _Starting(TypedDict):
    startEarliest: str | None


class _Node(TypedDict):
    predicate: str
    validity: _Starting


class _PageInfo(TypedDict):
    hasNextPage: bool
    endCursor: str | None


class _Page(TypedDict):
    nodes: list[_Node]
    pageInfo: _PageInfo


class _Answer(TypedDict):
    statements: _Page


def test_nothing_may_have_been_before_the_first_day_that_the_register_covers(shipped: Shipped) -> None:
    query = """
      query ($after: String) {
        statements(first: 500, after: $after) {
          nodes { predicate validity { startEarliest } }
          pageInfo { hasNextPage endCursor }
        }
      }
    """
    undated: set[str] = set()
    after = None
    while True:
        page = cast("_Answer", shipped.ask(query, {"after": after}))["statements"]
        for node in page["nodes"]:
            start = node["validity"]["startEarliest"]
            if start is None:
                undated.add(node["predicate"])
            else:
                assert start >= FIRST_DAY
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    # Names of persons, places, events and posts known by their holder alone, and what an event concerns.
    assert undated == {"CONCERNS", "NAME"}
