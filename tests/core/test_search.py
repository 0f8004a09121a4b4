"""Words that are the same to a reader are the same to the search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.search import folded

words = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Égalité", "egalite"),
        ("EGALITE", "egalite"),
        ("E\u0301galite\u0301", "egalite"),
        ("mise en œuvre", "mise en oeuvre"),
        ("ŒUVRE", "oeuvre"),
        ("Ægidius", "aegidius"),
        ("ǽ", "ae"),
        ("l’égalité", "l'egalite"),
        ("« Ségur‑Fontenoy »", '" segur-fontenoy "'),
        ("2014–2020", "2014-2020"),
        ("\u00a0deux\u202f \n espaces ", "deux espaces"),
        ("Straße", "strasse"),
        ("N° 2014-394", "n° 2014-394"),
        ("", ""),
    ],
)
def test_accents_case_ligatures_and_typography_do_not_count(typed: str, found: str) -> None:
    assert folded(typed) == found


@given(words)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(words)
def test_the_forms_in_which_a_keyboard_composes_signs_make_no_difference(text: str) -> None:
    assert {folded(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {folded(text)}


@given(st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x17F)))
def test_case_makes_no_difference_in_the_languages_of_the_register(text: str) -> None:
    without_dotless = text.replace("ı", "i").replace("ſ", "s").replace("ŉ", "n")
    assert folded(without_dotless.upper()) == folded(without_dotless.lower()) == folded(without_dotless)


@given(words, words, words)
def test_a_part_of_a_text_is_found_in_it(before: str, part: str, after: str) -> None:
    assert folded(f" {part} ") in folded(f"{before} {part} {after}")
