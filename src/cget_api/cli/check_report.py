"""What the proof-reader found, with the place in the seed files and what to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from cget_api.cli.reports import Json, json_from_text
from cget_api.core.consistency import Finding, FindingCode
from cget_api.core.known_findings import KnownFinding, Reviewed, StaleFinding
from cget_api.dataset.files import KNOWN_FINDINGS
from cget_api.dataset.problems import Place, SeedError

STALE: Final = "STALE_KNOWN_FINDING"
_REMOVE: Final = f"Remove it from {KNOWN_FINDINGS}, or write down anew what is found"
_REMEDIES: Final[Mapping[FindingCode, str]] = {
    FindingCode.NOT_IN_EXISTENCE: "Mend its dates, or those of that EXISTENCE",
    FindingCode.SOURCE_AHEAD_OF_ITS_TIME: (
        "Date the words of the source (wording_dated) if they are younger than it, or mend the citation"
    ),
    FindingCode.UNIT_OUTLIVES_PARENT: "End the unit with its parent, or say of what it was a unit afterwards",
    FindingCode.TWO_VALUES_A_DAY: "Mend the dates of either, or give one another standing",
    FindingCode.UNEXPLAINED_GAP: "Fill the gap, or say in a note why there is one",
    FindingCode.PLAN_OVERTAKEN: "Say what came of the plan, and give it the standing that this asks for",
}


@dataclass(frozen=True, slots=True)
class Check:
    """The `errors` of the seed files, or what a `review` of them gave; `places` of statements by key."""

    errors: tuple[SeedError, ...]
    review: Reviewed
    places: Mapping[str, Place]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for error in self.errors:
            place = ": ".join(part for part in (error.file, error.entry, error.field) if part is not None)
            yield from _entry(error.code, place, error.problem, error.remedy)
        for finding in self.review.new:
            yield from _entry(finding.code, self._place(finding.held.key), *self._told(finding))
        for stale in self.review.stale:
            yield from _entry(STALE, KNOWN_FINDINGS, f"{_known_in_words(stale.known)}: {stale.problem}", _REMOVE)
        yield self._summary()

    def _place(self, key: str) -> str:
        place = self.places[key]
        return f"{place.file}: {place.entry}"

    def _told(self, finding: Finding) -> Iterator[str]:
        """The problem, with the place of another statement that it is about; then what to do."""
        beside = f" ({self._place(finding.about)})" if finding.about in self.places else ""
        yield f"{finding.problem}{beside}"
        yield (
            f"{_REMEDIES[finding.code]}; or write it down with a reason in {KNOWN_FINDINGS}: "
            f"key {finding.held.key}, about {finding.about}"
        )

    def _summary(self) -> str:
        if self.errors:
            return f"{_counted(len(self.errors), 'error')}; nothing was proof-read"
        review = self.review
        told = [_counted(len(review.new), "new finding"), f"{len(review.known)} known"]
        return ", ".join([*told, f"{len(review.stale)} known but not found"] if review.stale else told)


def _entry(code: str, place: str, problem: str, remedy: str) -> Iterator[RenderableType]:
    yield Text.assemble((code, "bold red"), " ", place)
    yield Padding(Text(f"{problem}."), (0, 0, 0, 2))
    yield Padding(Text(f"{remedy}.", "dim"), (0, 0, 0, 2))


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _known_in_words(known: KnownFinding) -> str:
    return f"{known.code} of {known.subject} {known.predicate} (key {known.key}, about {known.about})"


def json_from_check(check: Check) -> dict[str, Json]:
    review = check.review
    return {
        "errors": [
            {
                "code": error.code.value,
                "file": error.file,
                "entry": error.entry,
                "field": error.field,
                "problem": error.problem,
                "remedy": error.remedy,
            }
            for error in check.errors
        ],
        "findings": [
            *(_json_from_finding(finding, None, check.places) for finding in review.new),
            *(_json_from_finding(finding, known, check.places) for finding, known in review.known),
        ],
        "stale": [_json_from_stale(stale) for stale in review.stale],
    }


def _json_from_finding(finding: Finding, known: KnownFinding | None, places: Mapping[str, Place]) -> dict[str, Json]:
    place = places[finding.held.key]
    return {
        "code": finding.code.value,
        "file": place.file,
        "entry": place.entry,
        "subject": finding.held.statement.subject,
        "predicate": finding.held.statement.predicate.value,
        "key": finding.held.key,
        "about": finding.about,
        "problem": finding.problem,
        "remedy": _REMEDIES[finding.code],
        "known": json_from_text(known.reason) if known else None,
    }


def _json_from_stale(stale: StaleFinding) -> dict[str, Json]:
    known = stale.known
    return {
        "code": known.code.value,
        "subject": known.subject,
        "predicate": known.predicate.value,
        "key": known.key,
        "about": known.about,
        "problem": stale.problem,
        "remedy": _REMOVE,
    }
