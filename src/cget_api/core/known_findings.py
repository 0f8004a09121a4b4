"""Findings of the proof-reader that were looked at and let stand, each with the reason; and those that no longer
apply."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cget_api.core.consistency import Finding, FindingCode
from cget_api.core.model import Text
from cget_api.core.register import Register
from cget_api.core.vocabulary import Predicate


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """That the finding of this `code`, on the statement of this `key`, by reason of what `about` names, may stand for
    the `reason` given; `subject` and `predicate` are the statement's, for whoever reads the list."""

    code: FindingCode
    subject: str
    predicate: Predicate
    key: str
    about: str
    reason: Text


@dataclass(frozen=True, slots=True)
class StaleFinding:
    """A `known` finding that excuses nothing any more; `problem` says why."""

    known: KnownFinding
    problem: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was found: what is `new`, what is `known` with its reason, and which known findings are `stale`."""

    new: tuple[Finding, ...]
    known: tuple[tuple[Finding, KnownFinding], ...]
    stale: tuple[StaleFinding, ...]


def reviewed(register: Register, found: Sequence[Finding], known: Iterable[KnownFinding]) -> Reviewed:
    """What the register's proof-reading `found`, held against what is known; each in the order given."""
    reasons = {(one.code, one.key, one.about): one for one in known}
    by_place = {(finding.code, finding.held.key, finding.about): finding for finding in found}
    return Reviewed(
        tuple(finding for place, finding in by_place.items() if place not in reasons),
        tuple((finding, reasons[place]) for place, finding in by_place.items() if place in reasons),
        tuple(
            StaleFinding(one, problem)
            for place, one in reasons.items()
            if (problem := _why_stale(register, one, by_place.get(place))) is not None
        ),
    )


def _why_stale(register: Register, known: KnownFinding, finding: Finding | None) -> str | None:
    held = register.statement(known.key)
    if held is None:
        return f"no statement has the key {known.key}"
    statement = held.statement
    if (statement.subject, statement.predicate) != (known.subject, known.predicate):
        return f"the statement of this key is {statement.subject} {statement.predicate}"
    return "it is not found any more" if finding is None else None
