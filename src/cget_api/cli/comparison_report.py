"""A comparison by subject: what was added, removed and changed, why, and what one side is silent about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from cget_api.cli.history_words import HISTORY_WORDS, HistoryWords
from cget_api.cli.organigram_lines import Lines
from cget_api.cli.reports import Json, edtf_of, hanging, json_from_event, json_from_seen
from cget_api.cli.wording import colon, statement_in_words, value_in_words
from cget_api.core.comparison import Change, ChangeKind, Comparison, Side
from cget_api.core.lens import Lens
from cget_api.core.validity import Certainty, text_from_day
from cget_api.core.view import EntityView, StatementView
from cget_api.core.vocabulary import Language, Standing

_SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}
_STYLES = {ChangeKind.ADDED: "green", ChangeKind.REMOVED: "red", ChangeKind.CHANGED: "yellow"}


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """The `comparison` in the words of a `language`."""

    comparison: Comparison
    language: Language

    @property
    def _words(self) -> HistoryWords:
        return HISTORY_WORDS[self.language]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._title(self.comparison.after.root)
        for sign, structure in (("-", self.comparison.before), ("+", self.comparison.after)):
            yield hanging(sign, Text(self._side(structure.root.lens)), "dim")
        if not self.comparison.changes and not self.comparison.silences:
            yield ""
            yield self._words.nothing_differs
        for _, changes in groupby(self.comparison.changes, key=lambda change: change.subject.slug):
            yield from self._subject(list(changes))
        yield from self._silences()

    def _title(self, view: EntityView) -> Text:
        name = Lines(self.language).name(view)
        return Text(view.slug if name == view.slug else f"{view.slug} · {name}", "bold")

    def _side(self, lens: Lens) -> str:
        words = self._words
        told = [
            words.day.format(text_from_day(lens.as_of)) if lens.as_of else "",
            words.revision.format(lens.register.revision.number),
            words.stated_by.format(lens.stated_by) if lens.stated_by else "",
            words.only_certain if lens.only_certain else "",
        ]
        return " · ".join(filter(None, told))

    def _subject(self, changes: Sequence[Change]) -> Iterator[RenderableType]:
        yield ""
        yield self._title(changes[0].subject)
        for change in changes:
            yield hanging(f"  {_SIGNS[change.kind]}", Text(self._change(change)), _STYLES[change.kind])
        mark = f"  {self._words.causes}{colon(self.language).rstrip()}"
        for number, event in enumerate(changes[0].causes):
            yield hanging(" " * len(mark) if number else mark, Text(self._event(event)), "dim")

    def _change(self, change: Change) -> str:
        before, after = change.before, change.after
        if before and after and before.key == after.key:
            said = statement_in_words(replace(before.statement, standing=Standing.ACCEPTED), self.language)
            return f"{said}{colon(self.language)}{self._turned(before, after)}"
        if before and after:
            old, new = (self._seen(view, value_in_words(view.statement, self.language)) for view in (before, after))
            return f"{change.predicate} {old} => {new}"
        (only,) = filter(None, (before, after))
        return self._seen(only, statement_in_words(only.statement, self.language))

    def _turned(self, before: StatementView, after: StatementView) -> str:
        """Of one statement, how its certainty and its standing differ."""
        words = self._words
        told = []
        if before.standing is not after.standing:
            told.append(f"{words.standings[before.standing]} => {words.standings[after.standing]}")
        if before.certainty and after.certainty and before.certainty is not after.certainty:
            told.append(f"{words.certainties[before.certainty]} => {words.certainties[after.certainty]}")
        return ", ".join(told)

    def _seen(self, view: StatementView, said: str) -> str:
        possible = self._words.certainties[Certainty.POSSIBLE]
        return f"{said} ({possible})" if view.certainty is Certainty.POSSIBLE else said

    def _event(self, event: EntityView) -> str:
        occurred = event.occurrence.statement
        told = [edtf_of(occurred.validity), str(occurred.kind), Lines(self.language).name(event)]
        return " ".join(told) + (f" [{occurred.act}]" if occurred.act else "")

    def _silences(self) -> Iterator[RenderableType]:
        sides = {Side.FROM: self.comparison.before, Side.TO: self.comparison.after}
        for side, silences in groupby(self.comparison.silences, key=lambda silence: silence.side):
            yield ""
            yield Text(self._words.silent.format(sides[side].root.lens.stated_by), "bold")
            for silence in silences:
                yield hanging(f"  {silence.subject.slug}", Text(", ".join(silence.predicates)), "dim")


def json_from_comparison(comparison: Comparison) -> dict[str, Json]:
    return {
        "root": comparison.after.root.slug,
        "from": _json_from_lens(comparison.before.root.lens),
        "to": _json_from_lens(comparison.after.root.lens),
        "changes": [
            {
                "kind": change.kind.value,
                "subject": change.subject.slug,
                "predicate": change.predicate.value,
                "before": _json_from_view(change.before),
                "after": _json_from_view(change.after),
                "causes": [_json_from_cause(event) for event in change.causes],
            }
            for change in comparison.changes
        ],
        "silences": [
            {
                "side": silence.side.value,
                "subject": silence.subject.slug,
                "predicates": [predicate.value for predicate in silence.predicates],
            }
            for silence in comparison.silences
        ],
    }


def _json_from_lens(lens: Lens) -> dict[str, Json]:
    return {
        "day": None if lens.as_of is None else text_from_day(lens.as_of),
        "revision": lens.register.revision.number,
        "statedBy": lens.stated_by,
    }


def _json_from_view(view: StatementView | None) -> Json:
    return None if view is None else json_from_seen(view.statement, view.certainty)


def _json_from_cause(event: EntityView) -> Json:
    return json_from_event(event, event.occurrence.statement)
