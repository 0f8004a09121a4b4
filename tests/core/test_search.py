"""Words that are the same to a reader are the same to the search."""

import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.lens import Lens
from cget_api.core.model import Text
from cget_api.core.search import folded, rank, says, searched_text
from cget_api.core.view import entity_through
from cget_api.core.vocabulary import Predicate
from tests.core.generated import FIRST, index_of
from tests.worlds import both, said

words = st.text(st.characters(exclude_categories=["Cs"]))
marks = st.text(st.characters(min_codepoint=0x300, max_codepoint=0x344), min_size=1)


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
        ("l’égalité", "l egalite"),
        ("l'égalité", "l egalite"),
        ("« Ségur‑Fontenoy »", "segur fontenoy"),
        ("2014–2020", "2014 2020"),
        ("\u00a0deux\u202f \n espaces ", "deux espaces"),
        ("terri\u00adtoires", "territoires"),
        ("Straße", "strasse"),
        ("ΑΣ ΣΑΣ", "ας ςας".replace("ς", "σ")),
        ("N° 2014-394", "n 2014 394"),
        ("« – »", ""),
        ("\ud800", ""),
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


def folded_as_a_whole(text: str) -> str:
    """Normalising all of it at once, which takes the square of the length of a run of marks."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    unmarked = (
        sign
        for sign in decomposed.replace("œ", "oe").replace("æ", "ae")
        if not unicodedata.combining(sign) and unicodedata.category(sign) not in ("Mn", "Me", "Cf")
    )
    spaced = (sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in unmarked)
    return " ".join("".join(spaced).split())


@given(words)
def test_sign_by_sign_a_text_is_folded_as_it_is_as_a_whole(text: str) -> None:
    assert folded(text) == folded_as_a_whole(text)


@given(words, marks, words)
def test_marks_never_count_however_many_there_are(before: str, run: str, after: str) -> None:
    assert folded(f"{before}a{run}b{after}") == folded(f"{before}ab{after}")


def test_each_sign_is_looked_at_once_whatever_stands_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    run = "\u0323\u0301" * 9000
    normalized: list[int] = []
    normalize = unicodedata.normalize

    def counting(form: str, text: str) -> str:
        normalized.append(len(text))
        return normalize(form, text)  # type: ignore[arg-type]

    monkeypatch.setattr(unicodedata, "normalize", counting)
    assert folded(f"a{run}") == "a"
    assert max(normalized) == 1
    assert len(normalized) == 2 * len(run)


@given(st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x17F)))
def test_case_makes_no_difference_in_the_languages_of_the_register(text: str) -> None:
    without_dotless = text.replace("ı", "i").replace("ſ", "s").replace("ŉ", "n")
    assert folded(without_dotless.upper()) == folded(without_dotless.lower()) == folded(without_dotless)


def test_every_sign_that_is_kept_is_kept_as_it_is_folded() -> None:
    kept = (folded(f"a{chr(code)}b") for code in range(sys.maxunicode + 1))
    assert [text for text in kept if folded(text) != text] == []


TEXT = Text("Délégation à l’aménagement du territoire", "Regional planning")
SEARCHED = " delegation a l amenagement du territoire\n regional planning"


def test_each_wording_is_searched_once_in_a_line_of_its_own() -> None:
    assert searched_text(None, TEXT) == SEARCHED
    assert searched_text(Text("Ville", "City"), Text("ville !", "city")) == " ville\n city"
    assert searched_text(None, None) == ""


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("L'AMENAGEMENT", True),
        ("aménagement du territoire", True),
        ("délégation-à-l'aménag", True),
        ("plan", True),
        ("", True),
        ("« »", True),
        ("énagement", False),
        ("aménagement territoire", False),
        ("aménag du territoire", False),
        ("territoire regional", False),
        ("territoires", False),
    ],
)
def test_words_are_found_as_they_follow_one_another_from_the_beginning_of_a_word(asked: str, is_found: bool) -> None:
    assert says(SEARCHED, folded(asked)) is is_found


@given(words, words, words)
def test_words_of_a_text_are_found_in_it(before: str, part: str, after: str) -> None:
    assert says(searched_text(None, Text(f"{before} {part} {after}", "")), folded(part))


def test_a_text_is_folded_once_however_often_it_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    register = index_of(said("one", Predicate.NAME, "Égalité"), replace(said("one", Predicate.MISSION), text=both("à")))
    organization = entity_through(Lens(register, FIRST), "one")
    ranks = [rank(organization, words) for words in ("egalite", "a", "nowhere")]
    monkeypatch.setattr("cget_api.core.search.folded", None)
    assert [rank(organization, words) for words in ("egalite", "a", "nowhere")] == ranks == [0, 1, None]
