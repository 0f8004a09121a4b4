"""The canonical form: what it looks like, and that nothing is lost in it."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cget_api.dataset.canonical import WIDTH, canonical
from cget_api.dataset.document import LOADER, Loader, Value, document_from_yaml
from cget_api.dataset.form import ENTITY, SOURCE, Form
from cget_api.dataset.problems import Place, Problems
from tests.dataset.generated import documents
from tests.dataset.world import FILES, statement


def parsed(text: str, loader: Loader = LOADER) -> Value:
    problems = Problems()
    document = document_from_yaml(text, Place("a.yaml"), problems, loader)
    assert problems.all() == ()
    assert document is not None
    return document


@given(documents(ENTITY))
def test_an_entity_written_and_read_is_the_same(document: Value) -> None:
    assert parsed(canonical(document, ENTITY)) == document


@given(documents(SOURCE))
def test_a_source_written_and_read_is_the_same(document: Value) -> None:
    assert parsed(canonical(document, SOURCE)) == document


@given(documents(ENTITY) | documents(SOURCE))
def test_both_loaders_of_yaml_read_the_same(document: Value) -> None:
    form = ENTITY if isinstance(document, dict) and "statements" in document else SOURCE
    text = canonical(document, form)
    assert parsed(text, yaml.CBaseLoader) == parsed(text, yaml.BaseLoader)


@pytest.mark.parametrize("form", [ENTITY, SOURCE], ids=["entity", "source"])
@given(data=st.data())
def test_a_canonical_text_stays_as_it_is(form: Form, data: st.DataObject) -> None:
    text = canonical(data.draw(documents(form)), form)
    assert canonical(parsed(text), form) == text


@given(st.lists(st.sampled_from(["de", "l'État", "territoires", "ville :", "#1", "-", "?"]), min_size=20, max_size=90))
@example(["-"] * 90)
def test_words_are_broken_before_the_margin(words: list[str]) -> None:
    document: Value = {"title": " ".join(words)}
    text = canonical(document, SOURCE)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert parsed(text) == document


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_canonical_form_is_written_as_it_stands(name: str) -> None:
    form = SOURCE if name.startswith("sources/") else ENTITY
    assert canonical(parsed(FILES[name]), form) == FILES[name]


def test_keys_stand_in_order_and_defaults_are_left_out() -> None:
    written = """statements:
  - citations:
      - evidence: "OFFICIAL"
        source: 'page-2016'
    position: 0
    standing: ACCEPTED
    end: 2014
    text:
        en: A mission
        fr: Une mission
    start: 2014
    language: FR
    predicate: MISSION
"""
    assert canonical(parsed(written), ENTITY) == "statements:\n" + statement(
        "MISSION", "text: {fr: Une mission, en: A mission}", "when: 2014"
    )


def test_life_is_no_date_to_be_joined() -> None:
    written = "statements:\n" + statement("NAME", "start: life", "end: life")
    assert canonical(parsed(written), ENTITY) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sous l'autorité", "sous l'autorité"),
        ("[2014..2015]", "'[2014..2015]'"),
        ("une ville : la sienne", "'une ville : la sienne'"),
        ("l'État : ses services", '"l\'État : ses services"'),
        ('dit "l\'État : ici"', "'dit \"l''État : ici\"'"),
        ("n° 5 #2", "'n° 5 #2'"),
        ("- tiret", "'- tiret'"),
        ("-5", "-5"),
        ("true", "true"),
        ("a, b [c] ?", "a, b [c] ?"),
        (" au bord", "' au bord'"),
        ("deux  blancs", "deux  blancs"),
        ("", "''"),
        ("a\tb\u2028", '"a\\tb\\u2028"'),
        ("un\ndeux\n\ntrois", "|-\n  un\n  deux\n\n  trois"),
        ("un\n", "|\n  un"),
        ("un\n\n", '"un\\n\\n"'),
    ],
)
def test_quotes_stand_only_where_they_must(text: str, written: str) -> None:
    assert canonical({"title": text}, SOURCE) == f"title: {written}\n"


def test_a_pair_stands_on_one_line_where_it_fits_and_below_where_not() -> None:
    short, long = "a" * 40, "mot " * 30 + "fin"
    document: Value = {
        "note": {"fr": short, "en": long},
        "relations": [{"kind": "COPY_OF", "source": "x" * 110}, {"kind": "COPY_OF", "source": "y"}],
        "official_numbers": ["a, b", "c"],
    }
    assert canonical(document, SOURCE) == (
        "official_numbers: ['a, b', c]\n"
        "note:\n"
        f"  fr: {short}\n"
        f"  en: {'mot ' * 27}mot\n"
        "    mot mot fin\n"
        "relations:\n"
        "- kind: COPY_OF\n"
        f"  source: {'x' * 110}\n"
        "- {kind: COPY_OF, source: y}\n"
    )


def test_what_is_empty_is_written_so() -> None:
    assert canonical({"statements": []}, ENTITY) == "statements: []\n"
    assert canonical({"statements": [{}]}, ENTITY) == "statements:\n- {}\n"
    assert canonical({"note": {}}, SOURCE) == "note: {}\n"
    assert canonical({}, ENTITY) == "{}\n"


def test_a_long_text_is_broken_inside_its_quotes() -> None:
    phrase = "Le décret n'a pas été vu : la date est celle que donne la notice"
    written = f"""source_kind: LEGAL_ACT
title: Un décret
note:
  fr: "{phrase}; Le décret n'a pas été vu : la date est celle
    que donne la notice"
  en: A note
"""
    document = parsed(written)
    assert document == {
        "source_kind": "LEGAL_ACT",
        "title": "Un décret",
        "note": {"fr": f"{phrase}; {phrase}", "en": "A note"},
    }
    assert canonical(document, SOURCE) == written
