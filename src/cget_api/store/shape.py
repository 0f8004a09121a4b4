"""The vocabulary as CHECK constraints of the table `statement`: which columns a predicate takes, and which it refuses.

The migrations hold the same constraints as literal text. A change of the vocabulary therefore needs a migration, and
the comparison of models with migrations tells so.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from cget_api.core.validity import END_OF_TIME, FIRST_DAY
from cget_api.core.vocabulary import (
    RULES,
    EventKind,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    PredicateRule,
    Shape,
    SourceKind,
    Standing,
)

WORDED: Final = frozenset({Shape.TEXT, Shape.FIGURE})
LANGUAGE_OPTIONAL: Final = frozenset({Shape.FIGURE, Shape.ORGANIZATION_LINK, Shape.PROGRAMME_LINK})


def listed(values: Iterable[StrEnum]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def _predicates(takes: Callable[[PredicateRule], bool]) -> str:
    return listed(predicate for predicate, rule in RULES.items() if takes(rule))


def _only_for(column: str, predicates: str) -> str:
    return f"{column} IS NULL OR predicate IN {predicates}"


def _exactly_for(column: str, predicates: str) -> str:
    return f"({column} IS NOT NULL) = (predicate IN {predicates})"


def in_both_languages(column: str) -> str:
    return f"({column}_fr IS NULL) = ({column}_en IS NULL)"


_LINKS = _predicates(lambda rule: bool(rule.range) and rule.object_required)
_OPTIONAL_LINKS = _predicates(lambda rule: bool(rule.range) and not rule.object_required)
_TEXTS = _predicates(lambda rule: rule.shape is Shape.TEXT)
_WORDED = _predicates(lambda rule: rule.shape in WORDED)
_FIGURES = _predicates(lambda rule: rule.shape is Shape.FIGURE)
_LANGUAGE_OPTIONAL = _predicates(lambda rule: rule.shape in LANGUAGE_OPTIONAL)
_TIED = _predicates(lambda rule: rule.shape is Shape.ORGANIZATION_LINK)
_MANAGED = _predicates(lambda rule: rule.shape is Shape.PROGRAMME_LINK)

STATEMENT_CHECKS: Final[dict[str, str]] = {
    "ck_statement_key": "length(key) = 32",
    "ck_statement_digest": "length(digest) = 64",
    "ck_statement_predicate": f"predicate IN {listed(Predicate)}",
    "ck_statement_standing": f"standing IN {listed(Standing)}",
    "ck_statement_object": (
        f"CASE WHEN predicate IN {_LINKS} THEN object_id IS NOT NULL"
        f" WHEN predicate IN {_OPTIONAL_LINKS} THEN true ELSE object_id IS NULL END"
    ),
    "ck_statement_kind": (
        f"CASE predicate WHEN '{Predicate.CLASSIFICATION}' THEN kind IS NOT NULL AND kind IN {listed(OrganizationKind)}"
        f" WHEN '{Predicate.OCCURRED}' THEN kind IS NOT NULL AND kind IN {listed(EventKind)} ELSE kind IS NULL END"
    ),
    "ck_statement_language": (
        f"CASE WHEN predicate IN {_TEXTS} THEN language IS NOT NULL AND language IN {listed(Language)}"
        f" WHEN predicate IN {_LANGUAGE_OPTIONAL} THEN language IS NULL OR language IN {listed(Language)}"
        " ELSE language IS NULL END"
    ),
    "ck_statement_heading": f"{in_both_languages('heading')} AND ({_only_for('heading_fr', _TEXTS)})",
    "ck_statement_text": f"{in_both_languages('text')} AND {_exactly_for('text_fr', _WORDED)}",
    "ck_statement_value": _exactly_for("value", _FIGURES),
    "ck_statement_unit": f"{in_both_languages('unit')} AND {_exactly_for('unit_fr', _FIGURES)}",
    "ck_statement_per": f"{in_both_languages('per')} AND ({_only_for('per_fr', _FIGURES)})",
    "ck_statement_covers": _only_for("covers", _FIGURES),
    "ck_statement_approximate": f"NOT approximate OR predicate IN {_FIGURES}",
    "ck_statement_interim": f"NOT interim OR predicate = '{Predicate.HELD_BY}'",
    "ck_statement_role": f"{in_both_languages('role')} AND ({_only_for('role_fr', _MANAGED)})",
    "ck_statement_terms": _only_for("terms", _TIED),
    "ck_statement_act": f"act_id IS NULL OR predicate = '{Predicate.OCCURRED}'",
    "ck_statement_note": in_both_languages("note"),
    "ck_statement_bounds_are_days": f"start_earliest >= {FIRST_DAY} AND end_latest <= {END_OF_TIME}",
    "ck_statement_bounds_in_order": (
        "start_earliest <= start_latest AND end_earliest <= end_latest"
        " AND start_earliest < end_earliest AND start_latest < end_latest"
    ),
    "ck_statement_unbounded_start": (
        f"valid_start IS NOT NULL OR (start_earliest = {FIRST_DAY} AND start_latest = {FIRST_DAY})"
    ),
    "ck_statement_unbounded_end": (
        f"valid_end IS NOT NULL OR (end_earliest = {END_OF_TIME} AND end_latest = {END_OF_TIME})"
    ),
    "ck_statement_superseded_later": "superseded_in > recorded_in",
}

SOURCE_CHECKS: Final[dict[str, str]] = {
    "ck_source_digest": "length(digest) = 64",
    "ck_source_kind": f"source_kind IN {listed(SourceKind)}",
    "ck_source_title": "title <> ''",
    "ck_source_note": in_both_languages("note"),
    "ck_source_superseded_later": "superseded_in > recorded_in",
}

CITATION_CHECKS: Final[dict[str, str]] = {
    "ck_citation_evidence": f"evidence IN {listed(Evidence)}",
    "ck_citation_position": "position >= 0",
}
