"""What operations went on to ask for once they knew more, so that it is read at once when they are asked again."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from cget_api.core.model import Statement
from cget_api.store.ondemand.kept import Answer
from cget_api.store.ondemand.needs import Need, Sort

_MOST_OPERATIONS: Final = 1_000
_MOST_RULES: Final = 200
_MOST_LEVELS: Final = 4
_RESTING: Final = 100
_FORESEEN: Final = (Sort.ABOUT, Sort.POINTING_TO, Sort.DESCRIPTION)


class End(StrEnum):
    """What a statement names: its subject, its object, a source that vouches for it, or one in which that was read."""

    SUBJECT = "subject"
    OBJECT = "object"
    SOURCE = "source"
    VIA = "via"


_SOURCES: Final = (End.SOURCE, End.VIA)


class Rule(NamedTuple):
    """Of the statements that answer a need of a `sort` with a `word`, something is needed of each `end`: the need of
    the sort `next_sort` with `next_word`."""

    sort: Sort
    word: str
    end: End
    next_sort: Sort
    next_word: str


class Habit:
    """What one operation went on to ask for, each rule with the level on which it was first seen. What once led too far
    is forgotten, and learned again after a while: a thing like no other may have been asked for."""

    def __init__(self) -> None:
        self._levels: dict[Rule, int] = {}
        self._resting = 0

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(self._levels)

    @property
    def levels(self) -> int:
        """How far the rules lead on from what is asked first."""
        return max(self._levels.values(), default=0)

    def learn(self, lacking: Iterable[Need], answered: Mapping[Need, Answer]) -> None:
        """That it lacked the one after the other was answered."""
        self._resting = max(self._resting - 1, 0)
        wanted = [need for need in lacking if need.sort in _FORESEEN]
        if not wanted or self._resting or len(self._levels) >= _MOST_RULES:
            return
        named = _named(answered)
        for need in wanted:
            rules = [
                Rule(known.sort, known.word, end, need.sort, need.word)
                for known, end in named.get(need.slug, ())
                if (end in _SOURCES) is (need.sort is Sort.DESCRIPTION)
            ]
            if rules and not any(rule in self._levels for rule in rules):
                self._add(rules[0])

    def _add(self, rule: Rule) -> None:
        before = (
            level
            for known, level in self._levels.items()
            if (known.next_sort, known.next_word) == (rule.sort, rule.word)
        )
        self._levels[rule] = min(min(before, default=0) + 1, _MOST_LEVELS)

    def unlearn(self) -> None:
        self._levels.clear()
        self._resting = _RESTING


class Habits:
    """Of the operations asked lately."""

    def __init__(self) -> None:
        self._habits: OrderedDict[str, Habit] = OrderedDict()

    def of(self, operation: str) -> Habit:
        habit = self._habits.get(operation)
        if habit is None:
            habit = self._habits[operation] = Habit()
            if len(self._habits) > _MOST_OPERATIONS:
                self._habits.popitem(last=False)
        self._habits.move_to_end(operation)
        return habit


def _named(answered: Mapping[Need, Answer]) -> dict[str, list[tuple[Need, End]]]:
    """By what statements name, the needs that they answer."""
    named: dict[str, list[tuple[Need, End]]] = {}
    for need, answer in answered.items():
        if need.sort in _FORESEEN:
            for recorded in answer.statements:
                for slug, end in _ends(recorded.value):
                    named.setdefault(slug, []).append((need, end))
    return named


def _ends(statement: Statement) -> Iterator[tuple[str, End]]:
    yield statement.subject, End.SUBJECT
    if statement.object is not None:
        yield statement.object, End.OBJECT
    for citation in statement.citations:
        yield citation.source, End.SOURCE
        if citation.via is not None:
            yield citation.via, End.VIA
