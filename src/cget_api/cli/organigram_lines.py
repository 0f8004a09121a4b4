"""One line of the organigram: a statement or a thing, how surely it was so, when, and on whose word."""

from dataclasses import dataclass

from rich.text import Text

from cget_api.cli.organigram_words import WORDS, Words
from cget_api.cli.wording import colon, dates, literal, quantity_in_words, quoted, words
from cget_api.core.source_view import CitationView
from cget_api.core.validity import Certainty
from cget_api.core.view import EntityView, StatementView
from cget_api.core.vocabulary import RULES, Evidence, Language, Predicate, Standing

_MARKS = {Evidence.OFFICIAL: "", Evidence.SECONDARY: "~", Evidence.INFERRED: "*"}
_WEIGHTS = {evidence: rank for rank, evidence in enumerate(Evidence)}
_SOURCES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Lines:
    """Writes lines in a `language`; where `full`, with every source, where in it, via which other, and with notes."""

    language: Language
    full: bool = False

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def label(self, predicate: Predicate) -> str:
        rule = RULES[predicate]
        return rule.label_fr if self.language is Language.FR else rule.label_en

    def name(self, view: EntityView) -> str:
        """With its acronym; its slug where it has no name."""
        name = view.name.text.in_language(self.language) if view.name and view.name.text else view.slug
        acronym = view.acronym.text.in_language(self.language) if view.acronym and view.acronym.text else ""
        return f"{name} ({acronym})" if acronym and acronym != name else name

    def link(self, view: StatementView) -> Text:
        """The other end of a statement, with the terms and the role in which it is tied."""
        other, statement = view.other_end, view.statement
        said = self.name(other) if other else ""
        role = statement.role.in_language(self.language) if statement.role else ""
        return self.statement(view, ", ".join(filter(None, [said, quoted(statement.terms or ""), role])))

    def holder(self, view: StatementView) -> Text:
        person = view.object
        said = self.name(person) if person else self.words.vacant
        return self.statement(view, f"{said} ({self.words.interim})" if view.statement.interim else said)

    def literal(self, view: StatementView) -> Text:
        """What it says where it ties its subject to nothing else."""
        statement = view.statement
        if statement.quantity is not None:
            label = statement.text.in_language(self.language) if statement.text else ""
            said = f"{label}{colon(self.language)}{quantity_in_words(statement.quantity, self.language)}"
        elif statement.text is not None:
            said = words(statement, self.language)
        else:
            said = literal(statement, self.language)
        return self.statement(view, said)

    def statement(self, view: StatementView, said: str) -> Text:
        possible = view.certainty is Certainty.POSSIBLE
        line = Text()
        line.append(f"{'? ' if possible else ''}{said}", "italic dim" if possible else "")
        standing = view.standing
        if standing is not Standing.ACCEPTED:
            line.append(f" ({self.words.standings[standing]})", "red")
        when = dates(view.statement, self.language)
        if when:
            line.append(f"{' · ' if said else ''}{when}", "dim")
        line.append(" ")
        line.append_text(self.sources(view))
        if self.full and view.statement.note:
            line.append(f"\n{view.statement.note.in_language(self.language)}", "dim")
        return line

    def sources(self, view: StatementView) -> Text:
        """The one that the view is narrowed to first, then the weightiest."""
        weighed = sorted(
            view.citations,
            key=lambda citation: (citation.source.slug != view.lens.stated_by, _WEIGHTS[citation.evidence]),
        )
        told = list(dict.fromkeys(map(self._source, weighed)))
        shown = told if self.full else told[:_SOURCES_SHOWN]
        more = [f"+{len(told) - len(shown)}"] if len(told) > len(shown) else []
        return Text(f"[{'; '.join(shown)}]" if self.full else f"[{' '.join(shown + more)}]", "cyan dim")

    def _source(self, citation: CitationView) -> str:
        source = f"{citation.source.slug}{_MARKS[citation.evidence]}"
        if not self.full:
            return source
        via = f"{self.words.via} {citation.via.slug}" if citation.via else ""
        return ", ".join(filter(None, [source, via, citation.locator, citation.attests]))
