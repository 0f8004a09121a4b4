"""The register's proof-reader: what cannot be, or wants explaining, found by rule in one revision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Final

from cget_api.core.model import Source
from cget_api.core.register import Held, Register
from cget_api.core.shown import SHOWN
from cget_api.core.validity import ALWAYS, Period, text_from_day
from cget_api.core.view import EVENT_LINKS
from cget_api.core.vocabulary import FUNCTIONAL, RULES, EntityType, Evidence, Predicate, Shape, SourceKind, Standing


class FindingCode(StrEnum):
    """Public and stable: printed by `cget-api check`, and written in the list of known findings."""

    NOT_IN_EXISTENCE = "NOT_IN_EXISTENCE"
    SOURCE_AHEAD_OF_ITS_TIME = "SOURCE_AHEAD_OF_ITS_TIME"
    UNIT_OUTLIVES_PARENT = "UNIT_OUTLIVES_PARENT"
    TWO_VALUES_A_DAY = "TWO_VALUES_A_DAY"
    UNEXPLAINED_GAP = "UNEXPLAINED_GAP"
    PLAN_OVERTAKEN = "PLAN_OVERTAKEN"


@dataclass(frozen=True, slots=True)
class Finding:
    """That the statement `held` breaks the rule of the `code`, by reason of what `about` names: a slug, or another
    statement's key; `problem` says it in words."""

    code: FindingCode
    held: Held
    about: str
    problem: str


def findings(register: Register) -> tuple[Finding, ...]:
    """In the order of the statements, then of the rules."""
    found = [finding for rule in _RULES for finding in rule(register)]
    return tuple(sorted(found, key=lambda finding: (finding.held.place, finding.code, finding.about)))


def _not_in_existence(register: Register) -> Iterator[Finding]:
    """Said to hold on days on which its subject or its object cannot have existed."""
    for held in register.statements():
        statement = held.statement
        if statement.standing not in SHOWN or statement.predicate is Predicate.EXISTENCE:
            continue
        for slug in filter(None, (statement.subject, statement.object)):
            life = register.life(slug)
            too_early = statement.validity.start is not None and held.span.start_earliest < life.start_earliest
            too_late = statement.validity.end is not None and held.span.end_latest > life.end_latest
            if life is not ALWAYS and (too_early or too_late):
                when = (
                    f"before {text_from_day(life.start_earliest)}"
                    if too_early
                    else f"after {text_from_day(life.end_latest - 1)}"
                )
                yield Finding(
                    FindingCode.NOT_IN_EXISTENCE, held, slug, f"it may hold {when}, when {slug} did not exist"
                )


def _source_ahead_of_its_time(register: Register) -> Iterator[Finding]:
    """Vouched for by a source whose words are older than what it names.

    A plan may be, an act disposes for the days to come, and what is inferred from a source is not in it.
    """
    for held in register.statements():
        statement = held.statement
        if statement.standing is Standing.PLANNED or statement.predicate in EVENT_LINKS:
            continue
        for citation in statement.citations:
            written = _written(register.source(citation.source))
            if written is None or citation.evidence is Evidence.INFERRED:
                continue
            for slug in filter(None, (statement.subject, statement.object)):
                life = register.life(slug)
                if life is not ALWAYS and written.latest < life.start_earliest:
                    yield Finding(
                        FindingCode.SOURCE_AHEAD_OF_ITS_TIME,
                        held,
                        citation.source,
                        f"{citation.source} is of {written.text} and names {slug}, which existed from"
                        f" {text_from_day(life.start_earliest)} on at the earliest",
                    )


def _written(source: Source | None) -> Period | None:
    if source is None or source.source_kind is SourceKind.LEGAL_ACT:
        return None
    return source.wording_dated or source.published_on or source.signed_on


def _unit_outlives_parent(register: Register) -> Iterator[Finding]:
    """A unit that certainly went on after its last parent's end."""
    for organization in register.entities(EntityType.ORGANIZATION):
        parents = [
            held for held in register.about(organization.slug, Predicate.UNIT_OF) if held.statement.standing in SHOWN
        ]
        last = max(parents, key=lambda held: held.span.end_latest, default=None)
        if last is None or last.statement.object is None:
            continue
        parent = last.statement.object
        if register.life(organization.slug).end_earliest > register.life(parent).end_latest:
            end = text_from_day(register.life(parent).end_latest - 1)
            yield Finding(
                FindingCode.UNIT_OUTLIVES_PARENT,
                last,
                parent,
                f"{organization.slug} exists after {end}, the last day of {parent}, of which it is a unit",
            )


def _two_values_a_day(register: Register) -> Iterator[Finding]:
    """Two accepted values of what has one a day, both certain on one day."""
    for group in _values(register):
        for one, other in combinations(group, 2):
            if one.span.certainly_meets(other.span):
                yield Finding(
                    FindingCode.TWO_VALUES_A_DAY,
                    one,
                    other.key,
                    f"statement {other.key} certainly holds on a day on which this one does",
                )


def _unexplained_gap(register: Register) -> Iterator[Finding]:
    """Two values of what has one a day, with days between on which neither may hold, and no note that says why."""
    for group in _values(register):
        for one, other in pairwise(sorted(group, key=lambda held: held.chronology)):
            if one.span.end_latest < other.span.start_earliest and not (one.statement.note or other.statement.note):
                first, last = text_from_day(one.span.end_latest), text_from_day(other.span.start_earliest - 1)
                yield Finding(
                    FindingCode.UNEXPLAINED_GAP,
                    other,
                    one.key,
                    f"nothing holds from {first} to {last}, and no note of either neighbour says why",
                )


def _values(register: Register) -> Iterator[list[Held]]:
    """The accepted statements of each subject and functional predicate; of texts, those in one language."""
    subjects = dict.fromkeys(held.statement.subject for held in register.statements())
    for subject in subjects:
        for predicate in FUNCTIONAL:
            accepted = [
                held for held in register.about(subject, predicate) if held.statement.standing is Standing.ACCEPTED
            ]
            is_text = RULES[predicate].shape is Shape.TEXT
            for language in {held.statement.language if is_text else None for held in accepted}:
                yield [held for held in accepted if not is_text or held.statement.language is language]


def _plan_overtaken(register: Register) -> Iterator[Finding]:
    """A plan that was to have begun before the revision was recorded."""
    today = register.revision.recorded_at.date().toordinal()
    for held in register.statements():
        if held.statement.standing is Standing.PLANNED and held.span.start_latest < today:
            begun = text_from_day(held.span.start_latest)
            yield Finding(FindingCode.PLAN_OVERTAKEN, held, held.statement.subject, f"it was to have begun by {begun}")


_RULES: Final[tuple[Callable[[Register], Iterator[Finding]], ...]] = (
    _not_in_existence,
    _source_ahead_of_its_time,
    _unit_outlives_parent,
    _two_values_a_day,
    _unexplained_gap,
    _plan_overtaken,
)
