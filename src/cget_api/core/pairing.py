"""What took the place of what: the one rule by which two lists of statements, an earlier and a later, are put side by
side, whether they are two days, two revisions, or a register and its seed files."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cget_api.core.model import Statement
from cget_api.core.vocabulary import RULES, Language, Predicate, Shape

Group = tuple[str, Predicate, Language | None]


def paired(before: Mapping[str, Statement], after: Mapping[str, Statement]) -> Iterator[tuple[str | None, str | None]]:
    """The keys of the earlier and the later statement, each in one pair: those of one key together; of a functional
    predicate, also the one value that is left on each side (of texts, in one language). What is left then is alone,
    beside None: what is gone first, then what is new."""
    yield from ((key, key) for key in before if key in after)
    gone = {key: statement for key, statement in before.items() if key not in after}
    new = {key: statement for key, statement in after.items() if key not in before}
    replaced = dict(_replacements(gone, new))
    yield from replaced.items()
    yield from ((key, None) for key in gone if key not in replaced)
    replacing = set(replaced.values())
    yield from ((None, key) for key in new if key not in replacing)


def _replacements(gone: Mapping[str, Statement], new: Mapping[str, Statement]) -> Iterator[tuple[str, str]]:
    gone_of, new_of = _by_group(gone), _by_group(new)
    for group, lost in gone_of.items():
        gained = new_of.get(group, [])
        if len(lost) == len(gained) == 1:
            yield lost[0], gained[0]


def _by_group(statements: Mapping[str, Statement]) -> dict[Group, list[str]]:
    """The keys of what one subject has of each functional predicate."""
    groups: dict[Group, list[str]] = defaultdict(list)
    for key, statement in statements.items():
        rule = RULES[statement.predicate]
        if rule.functional:
            language = statement.language if rule.shape is Shape.TEXT else None
            groups[statement.subject, statement.predicate, language].append(key)
    return groups
