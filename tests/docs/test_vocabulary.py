"""The printed vocabulary is the one that the register keeps."""

from pathlib import Path

from cget_api.core.vocabulary import RULES, EntityType, PredicateRule

PAGE = Path(__file__).parents[2] / "docs" / "vocabulary.md"


def _types(types: frozenset[EntityType]) -> str:
    return "any entity but a source" if len(types) == len(EntityType) - 1 else ", ".join(sorted(types))


def _row(predicate: str, rule: PredicateRule) -> str:
    says = _types(rule.range) if rule.range else rule.shape
    functional = "yes" if rule.functional else ""
    cells = (f"`{predicate}`", rule.label_en, rule.label_fr, f"`{rule.term}`", _types(rule.domain), says, functional)
    return "| " + " | ".join(cells) + " |"


def test_the_page_lists_every_predicate_with_its_rule() -> None:
    predicates = PAGE.read_text(encoding="utf-8").partition("## Predicates")[2]
    rows = [line for line in predicates.splitlines() if line.startswith("| `")]
    assert rows == [_row(predicate, rule) for predicate, rule in RULES.items()]
