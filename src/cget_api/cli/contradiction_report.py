"""One contradiction: its statements, the one that the register holds, and the reason."""

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.text import Text

from cget_api.cli.history_words import HISTORY_WORDS
from cget_api.cli.organigram_lines import Lines
from cget_api.cli.reports import Json, hanging, json_from_statement, json_from_text
from cget_api.cli.wording import value_and_dates_in_words
from cget_api.core.contradictions import ContradictionView
from cget_api.core.view import StatementView
from cget_api.core.vocabulary import Language


@dataclass(frozen=True, slots=True)
class ContradictionReport:
    """The `contradiction` in the words of a `language`."""

    contradiction: ContradictionView
    language: Language

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        contradiction, words = self.contradiction, HISTORY_WORDS[self.language]
        subject = contradiction.subject
        yield Text(f"{subject.slug} · {contradiction.predicate} · {Lines(self.language).name(subject)}", "bold")
        held = contradiction.resolution
        for view in contradiction.statements:
            is_held = held is not None and view.key == held.key
            mark = f"{'=>' if is_held else '  '} {words.standings[view.standing]}"
            yield hanging(f"  {mark}", self._statement(view))
        if held is None:
            yield Padding(Text(words.undecided, "italic"), (0, 0, 0, 2))
        if contradiction.explanation is not None:
            yield Padding(Text(contradiction.explanation.in_language(self.language), "dim"), (0, 0, 0, 2))

    def _statement(self, view: StatementView) -> Text:
        """With its subject, where it is about another thing."""
        other = "" if view.statement.subject == self.contradiction.subject.slug else f"{view.statement.subject}, "
        said = value_and_dates_in_words(view.statement, self.language)
        return Text.assemble(f"{other}{said} ", Lines(self.language).sources(view))


def json_from_contradiction(contradiction: ContradictionView) -> dict[str, Json]:
    resolution = contradiction.resolution
    return {
        "subject": contradiction.subject.slug,
        "predicate": contradiction.predicate.value,
        "statements": [json_from_statement(view.statement) for view in contradiction.statements],
        "resolution": None if resolution is None else resolution.key,
        "explanation": json_from_text(contradiction.explanation),
    }
