"""Strategies for what seed files may hold: texts that tempt YAML, documents of each form, whole registers."""

from typing import TypeVar
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cget_api.core.errors import BadUserInput
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
from cget_api.core.validity import Bound, Period, Validity, bound_from_edtf, period_from_edtf
from cget_api.core.vocabulary import (
    EntityType,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    SourceKind,
    SourceRelationKind,
    Standing,
)
from cget_api.dataset.document import Value
from cget_api.dataset.form import SOURCE, STATEMENT, Form, Keys, Several, Words

Content = TypeVar("Content")


def _repeated(words: list[str], times: int) -> str:
    return " ".join(words * times)


_TEMPTING = st.sampled_from(
    [*"'\"#:-?,[]{}&*!|>%@`\\ \n~=.", "l'État", "é", "«", "\u00a0", "\u202f", "𝄞", "--- ", ": ", " #"]
)
_LETTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
_WORDS = st.sampled_from(
    ["territoires", "politique", "de", "la", "ville :", "(l'Acsé)", "n° 2014-394", "l'aménagement,"]
)

TEXTS: SearchStrategy[str] = (
    st.one_of(
        st.lists(_TEMPTING | _LETTERS | _WORDS, min_size=1, max_size=5).map("".join),
        st.builds(_repeated, st.lists(_WORDS | _TEMPTING, min_size=2, max_size=6), st.integers(2, 12)),
    )
    .map(lambda text: normalize("NFC", text))
    .filter(lambda text: bool(text.strip()))
)
"""Texts that a seed may hold, short and long, made mostly of what YAML reads as something else."""


_WITH_DEFAULTS = ("start", "end", "language", "standing", "position")


def documents(form: Form) -> SearchStrategy[Value]:
    """Of that form, without defaults and with a start other than the end, so that nothing is left out in writing."""
    match form:
        case Words():
            return TEXTS
        case Several(item):
            return st.lists(documents(item), min_size=1, max_size=2)
        case Keys(keys):
            fields = {key: documents(item) for key, item in keys.items()}
            if form is STATEMENT:
                fields |= {key: TEXTS.map(f"{key} {{}}".format) for key in _WITH_DEFAULTS}
                required = {"predicate": fields.pop("predicate"), "citations": fields.pop("citations")}
                return st.fixed_dictionaries(required, optional=fields)
            if form is SOURCE:
                return st.fixed_dictionaries({"title": fields.pop("title")}, optional=fields)
            return st.fixed_dictionaries(fields)


PAIRS = st.builds(Text, TEXTS, TEXTS)
BOUNDS: SearchStrategy[Bound] = st.sampled_from(
    [
        bound_from_edtf(text)
        for text in ("2014", "2014-06", "2014-06-01", "[2013..2014-04-03]", "[2015-01-01..]", "[..2020]", "9999-12-31")
    ]
)
PERIODS: SearchStrategy[Period] = st.sampled_from(
    [
        period_from_edtf(text)
        for text in ("2016-08-11", "2016", "[2017-05-17..]", "2014-04-03/..", "../2020", "2014/2015")
    ]
)


def _is_possible(bounds: tuple[Bound | None, Bound | None]) -> bool:
    try:
        Validity(*bounds)
    except BadUserInput:
        return False
    return True


VALIDITIES = (
    st.tuples(st.none() | BOUNDS, st.none() | BOUNDS).filter(_is_possible).map(lambda bounds: Validity(*bounds))
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
QUANTITIES = st.builds(Quantity, NUMBERS, PAIRS, st.none() | PAIRS, st.none() | PERIODS, st.booleans())

_ACT, _PAGE, _BODY, _OTHER = "decret", "page", "cget", "premier-ministre"


def _citations() -> SearchStrategy[tuple[Citation, ...]]:
    def from_source(source: str, via: str) -> SearchStrategy[Citation]:
        return st.builds(
            Citation,
            source=st.just(source),
            evidence=st.sampled_from(Evidence),
            via=st.sampled_from([None, via]),
            locator=st.none() | TEXTS,
            attests=st.none() | PERIODS,
        )

    either = from_source(_ACT, _PAGE) | from_source(_PAGE, _ACT)
    return st.lists(either, min_size=1, max_size=3, unique=True).map(tuple)


def _statements() -> SearchStrategy[Statement]:
    """Of predicates that are not functional, so that any two of them may stand together."""
    said = {
        "subject": st.just(_BODY),
        "validity": VALIDITIES,
        "standing": st.sampled_from(Standing),
        "note": st.none() | PAIRS,
        "position": st.integers(-5, 5),
        "citations": _citations(),
    }
    return st.one_of(
        st.builds(
            Statement,
            predicate=st.just(Predicate.MISSION),
            text=PAIRS,
            heading=st.none() | PAIRS,
            language=st.sampled_from(Language),
            **said,
        ),
        st.builds(Statement, predicate=st.just(Predicate.FIGURE), text=PAIRS, quantity=QUANTITIES, **said),
        st.builds(
            Statement, predicate=st.just(Predicate.SUPPORTS), object=st.just(_OTHER), terms=st.none() | TEXTS, **said
        ),
    )


def _sources() -> SearchStrategy[tuple[Source, ...]]:
    def described(slug: str, other: str) -> SearchStrategy[Source]:
        related = st.builds(SourceRelation, st.sampled_from(SourceRelationKind), st.just(other))
        period = st.none() | PERIODS
        return st.builds(
            Source,
            slug=st.just(slug),
            source_kind=st.sampled_from(SourceKind),
            title=TEXTS,
            publisher=st.none() | TEXTS,
            url=st.none() | TEXTS,
            official_numbers=st.lists(TEXTS, max_size=3).map(tuple),
            published_on=period,
            signed_on=period,
            in_force=period,
            wording_dated=period,
            note=st.none() | PAIRS,
            relations=st.lists(related, max_size=2, unique=True).map(tuple),
        )

    return st.tuples(described(_ACT, _PAGE), described(_PAGE, _ACT))


def _life_of(body: str, citations: tuple[Citation, ...]) -> tuple[Statement, ...]:
    validity = Validity(bound_from_edtf("[2013..2014-04-03]"), None)
    return (
        Statement(body, Predicate.EXISTENCE, validity, citations=citations),
        Statement(body, Predicate.CLASSIFICATION, validity, kind=OrganizationKind.COUNCIL, citations=citations),
        Statement(body, Predicate.NAME, validity, language=Language.FR, text=Text("Nom", "Name"), citations=citations),
    )


def _dataset(statements: list[Statement], sources: tuple[Source, ...]) -> Dataset:
    citations = (Citation(_PAGE, Evidence.OFFICIAL),)
    return Dataset(
        entities=(
            Entity(_BODY, EntityType.ORGANIZATION),
            Entity(_OTHER, EntityType.ORGANIZATION),
            Entity(_ACT, EntityType.SOURCE),
            Entity(_PAGE, EntityType.SOURCE),
        ),
        statements=(*_life_of(_BODY, citations), *statements, *_life_of(_OTHER, citations)),
        sources=sources,
    )


DATASETS: SearchStrategy[Dataset] = st.builds(
    _dataset, st.lists(_statements(), max_size=4, unique_by=lambda statement: statement.key), _sources()
)
"""Whole registers in the order in which seed files are read."""
