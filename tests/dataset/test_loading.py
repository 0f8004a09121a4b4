"""What a folder of seed files says, as the core's values."""

from pathlib import Path

import pytest

from cget_api.core.model import (
    Citation,
    Dataset,
    Entity,
    Quantity,
    Source,
    SourceRelation,
    Statement,
    Text,
)
from cget_api.core.validity import Validity, bound_from_edtf, period_from_edtf
from cget_api.core.vocabulary import (
    RULES,
    EntityType,
    EventKind,
    Evidence,
    Language,
    Predicate,
    Shape,
    SourceKind,
    SourceRelationKind,
    Standing,
)
from cget_api.dataset.loading import dataset_from_folder, load
from tests.dataset.world import CGET, FILES, folder_with, statement

LIFE = Validity(bound_from_edtf("[2014-03-31..2014-04-03]"), bound_from_edtf("2019-12-31"))
PAGE = (Citation("page-2016", Evidence.OFFICIAL),)


def dataset_with(folder: Path, name: str, *written: str) -> Dataset:
    return dataset_from_folder(folder_with(folder, {name: FILES[name] + "".join(written)}))


def test_a_register_without_errors_is_a_dataset(tmp_path: Path) -> None:
    loading = load(folder_with(tmp_path, {}))
    assert loading.errors == ()
    assert loading.dataset is not None
    assert loading.dataset.entities == (
        Entity("creation-cget", EntityType.EVENT),
        Entity("cget", EntityType.ORGANIZATION),
        Entity("premier-ministre", EntityType.ORGANIZATION),
        Entity("marie-simon", EntityType.PERSON),
        Entity("commissaire", EntityType.POST),
        Entity("programme-112", EntityType.PROGRAMME),
        Entity("segur", EntityType.SITE),
        Entity("decret-2014-394", EntityType.SOURCE),
        Entity("page-2016", EntityType.SOURCE),
    )
    assert len(loading.dataset.statements) == 14
    assert [source.slug for source in loading.dataset.sources] == ["decret-2014-394", "page-2016"]


def test_names_that_begin_with_a_dot_are_passed_over(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {".keep": "", "sites/.segur.yaml.swp": b"\xff"})
    assert load(folder).errors == ()


def test_a_link_has_its_terms_note_standing_and_citations(tmp_path: Path) -> None:
    dataset = dataset_with(
        tmp_path,
        CGET,
        statement(
            "AUTHORITY",
            "object: premier-ministre",
            "terms: sous l'autorité",
            "start: 2014-04",
            "end: '[2017-12-31..]'",
            "standing: DISPUTED",
            "position: 2",
            "note: {fr: Une note, en: A note}",
            citations="""  citations:
  - {source: decret-2014-394, via: page-2016, locator: art. 1, evidence: SECONDARY, attests: 2014-04-03/..}
  - {source: page-2016, evidence: INFERRED}
""",
        ),
    )
    assert dataset.statements[5] == Statement(
        subject="cget",
        predicate=Predicate.AUTHORITY,
        validity=Validity(bound_from_edtf("2014-04"), bound_from_edtf("[2017-12-31..]")),
        object="premier-ministre",
        terms="sous l'autorité",
        standing=Standing.DISPUTED,
        note=Text("Une note", "A note"),
        position=2,
        citations=(
            Citation(
                "decret-2014-394",
                Evidence.SECONDARY,
                via="page-2016",
                locator="art. 1",
                attests=period_from_edtf("2014-04-03/.."),
            ),
            Citation("page-2016", Evidence.INFERRED),
        ),
    )


def test_a_figure_has_its_quantity_and_no_language(tmp_path: Path) -> None:
    written = statement(
        "FIGURE",
        "text: {fr: agents, en: staff}",
        "value: 2.50",
        "unit: {fr: milliers, en: thousands}",
        "per: {fr: an, en: year}",
        "covers: 2015/2016",
        "approximate: true",
        "when: 2016",
    )
    year = bound_from_edtf("2016")
    assert dataset_with(tmp_path, CGET, written).statements[5] == Statement(
        subject="cget",
        predicate=Predicate.FIGURE,
        validity=Validity(year, year),
        text=Text("agents", "staff"),
        quantity=Quantity(
            2.5, Text("milliers", "thousands"), Text("an", "year"), period_from_edtf("2015/2016"), approximate=True
        ),
        citations=PAGE,
    )


def test_a_vacancy_is_a_post_held_by_nobody(tmp_path: Path) -> None:
    written = statement("HELD_BY", "interim: true", "start: 2019-09-15")
    dataset = dataset_with(tmp_path, "posts/commissaire.yaml", written)
    assert (
        Statement(
            subject="commissaire",
            predicate=Predicate.HELD_BY,
            validity=Validity(bound_from_edtf("2019-09-15")),
            interim=True,
            citations=PAGE,
        )
        in dataset.statements
    )


def test_an_event_occurs_in_an_act(tmp_path: Path) -> None:
    occurred = dataset_from_folder(folder_with(tmp_path, {})).statements[1]
    bound = bound_from_edtf("[2014-03-31..2014-04-03]")
    assert occurred == Statement(
        subject="creation-cget",
        predicate=Predicate.OCCURRED,
        validity=Validity(bound, bound),
        kind=EventKind.CREATION,
        act="decret-2014-394",
        citations=PAGE,
    )


def test_a_text_is_said_in_french_unless_told_otherwise(tmp_path: Path) -> None:
    words = "text: {fr: Une mission, en: A mission}"
    titled = statement("MISSION", words, "heading: {fr: Un titre, en: A title}")
    dataset = dataset_with(tmp_path, CGET, titled, statement("MISSION", "language: EN", words))
    first, second = dataset.statements[5:7]
    assert (first.language, second.language) == (Language.FR, Language.EN)
    assert (first.heading, second.heading) == (Text("Un titre", "A title"), None)


def test_life_is_the_validity_of_the_subjects_existence(tmp_path: Path) -> None:
    dataset = dataset_from_folder(folder_with(tmp_path, {}))
    assert [said.validity for said in dataset.statements if said.subject == "cget"] == [LIFE, LIFE, LIFE]


def test_life_runs_from_the_first_start_to_the_last_end_of_accepted_existences(tmp_path: Path) -> None:
    dataset = dataset_with(
        tmp_path,
        CGET,
        statement("EXISTENCE", "start: 2021"),
        statement("EXISTENCE", "start: 2001-02-03", "end: 2002"),
        statement("EXISTENCE", "standing: REJECTED", "start: 1990"),
    )
    name = next(said for said in dataset.statements if said.subject == "cget" and said.predicate is Predicate.NAME)
    assert name.validity == Validity(bound_from_edtf("2001-02-03"), None)


def test_a_second_name_is_taken_in_another_language_another_standing_or_another_time(tmp_path: Path) -> None:
    words = "text: {fr: Un autre nom, en: Another name}"
    dataset = dataset_with(
        tmp_path,
        CGET,
        statement("NAME", "language: EN", words, "when: life"),
        statement("NAME", words, "when: life", "standing: REJECTED"),
        statement("NAME", words, "start: 2020"),
    )
    assert sum(said.subject == "cget" and said.predicate is Predicate.NAME for said in dataset.statements) == 4


def test_a_succession_known_to_a_month_is_no_conflict(tmp_path: Path) -> None:
    dataset = dataset_with(
        tmp_path,
        CGET,
        statement("AUTHORITY", "object: premier-ministre", "end: 2017-12"),
        statement("AUTHORITY", "object: premier-ministre", "start: 2017-12"),
    )
    assert sum(said.predicate is Predicate.AUTHORITY for said in dataset.statements) == 2


def test_a_source_has_its_dates_numbers_and_relations(tmp_path: Path) -> None:
    written = """source_kind: LEGAL_ACT
title: Décret n° 2014-394
publisher: Journal officiel
url: https://example.org/?a=b#c
official_numbers: [2014-394, JORFTEXT000028814381]
published_on: 2014-04-02
signed_on: 2014-03-31
in_force: 2014-04-03/..
wording_dated: '[2017-05-17..]'
note: {fr: Une note, en: A note}
relations:
- {kind: REPEALS, source: page-2016}
"""
    dataset = dataset_from_folder(folder_with(tmp_path, {"sources/decret-2014-394.yaml": written}))
    assert dataset.sources[0] == Source(
        slug="decret-2014-394",
        source_kind=SourceKind.LEGAL_ACT,
        title="Décret n° 2014-394",
        publisher="Journal officiel",
        url="https://example.org/?a=b#c",
        official_numbers=("2014-394", "JORFTEXT000028814381"),
        published_on=period_from_edtf("2014-04-02"),
        signed_on=period_from_edtf("2014-03-31"),
        in_force=period_from_edtf("2014-04-03/.."),
        wording_dated=period_from_edtf("[2017-05-17..]"),
        note=Text("Une note", "A note"),
        relations=(SourceRelation(SourceRelationKind.REPEALS, "page-2016"),),
    )


@pytest.mark.parametrize("word", ["2014", "1.0", "true", "no", "null", "~", "0x1F", "2014-04-03", "=", "<<"])
def test_a_text_is_what_is_written_whatever_it_looks_like(tmp_path: Path, word: str) -> None:
    written = statement("MISSION", f"text: {{fr: {word}, en: {word}}}")
    assert dataset_with(tmp_path, CGET, written).statements[5].text == Text(word, word)


FILE_OF = {
    EntityType.ORGANIZATION: CGET,
    EntityType.POST: "posts/commissaire.yaml",
    EntityType.PERSON: "persons/marie-simon.yaml",
    EntityType.SITE: "sites/segur.yaml",
    EntityType.PROGRAMME: "programmes/programme-112.yaml",
    EntityType.EVENT: "events/creation-cget.yaml",
}
TIMELESSLY_NAMED = {EntityType.PERSON, EntityType.SITE}
FIELDS_OF = {
    Shape.OCCURRENCE: (),
    Shape.CLASSIFICATION: ("kind: SERVICE",),
    Shape.TEXT: ("text: {fr: Bonjour, en: Hello}", "language: EN"),
    Shape.FIGURE: ("text: {fr: agents, en: staff}", "value: 12", "unit: {fr: agents, en: staff}"),
}


@pytest.mark.parametrize("predicate", Predicate)
def test_every_predicate_is_said_of_all_of_its_domain_about_all_of_its_range(
    tmp_path: Path, predicate: Predicate
) -> None:
    rule = RULES[predicate]
    objects: list[str | None] = [Path(FILE_OF[type_]).stem for type_ in sorted(rule.range)]
    dates = ("kind: CREATION", "when: 1900") if predicate is Predicate.OCCURRED else ("start: 1900", "end: 1901")
    for subject in sorted(rule.domain):
        is_timeless = subject is EntityType.EVENT or (predicate is Predicate.NAME and subject in TIMELESSLY_NAMED)
        for object_ in objects or [None]:
            fields = FIELDS_OF[rule.shape] if object_ is None else (f"object: {object_}",)
            written = statement(
                predicate, *fields, *(() if is_timeless and predicate is not Predicate.OCCURRED else dates)
            )
            said = dataset_with(tmp_path, FILE_OF[subject], written).statements
            assert (predicate, object_) in {(one.predicate, one.object) for one in said}
            folder_with(tmp_path, {})
