"""The dates of a statement: `start` and `end`, or `when`, and what the vocabulary asks of them."""

from dataclasses import dataclass
from typing import Final

from cget_api.core.errors import BadUserInput
from cget_api.core.validity import Validity
from cget_api.core.vocabulary import EntityType, Predicate
from cget_api.dataset.fields import Fields
from cget_api.dataset.form import LIFE
from cget_api.dataset.problems import SeedProblem, any_of

_TIMELESSLY_NAMED: Final = frozenset({EntityType.PERSON, EntityType.SITE, EntityType.EVENT})


@dataclass(frozen=True, slots=True)
class Life:
    """What `when: life` stands for: the `validity` of a subject's existence, None where its file does not say it
    rightly; `is_said` tells whether it says it at all."""

    validity: Validity | None
    is_said: bool


def validity_from_fields(
    fields: Fields, predicate: Predicate | None, subject: EntityType, life: Life
) -> Validity | None:
    """None where its dates are wrong; a validity without bounds where it has none."""
    validity = _life(fields, predicate, life) if fields.words("when") == LIFE else _validity(fields)
    dates = [key for key in ("start", "end", "when") if key in fields]
    if len(dates) > 1 and "when" in dates:
        remedy = "Keep when alone, or start and end alone"
        fields.refuse("when", SeedProblem.WHEN_WITH_BOUNDS, "stands beside start or end", remedy)
    if predicate is Predicate.EXISTENCE:
        _refuse_open_start(fields, validity)
    elif predicate is Predicate.OCCURRED:
        if not dates:
            remedy = "Write the day, as an EDTF date as precise as it is known"
            fields.refuse("when", SeedProblem.UNDATED, "is missing", remedy)
    elif subject is EntityType.EVENT or (predicate is Predicate.NAME and subject in _TIMELESSLY_NAMED):
        for key in dates:
            problem = (
                f"the {predicate} of {any_of([subject])} bears no dates" if predicate else "an event bears no dates"
            )
            fields.refuse(key, SeedProblem.DATED, problem, f"Leave {key} out")
    return validity


def _validity(fields: Fields) -> Validity | None:
    if "when" in fields:
        start = end = fields.bound("when")
    else:
        start, end = fields.bound("start"), fields.bound("end")
    for key, bound in (("when", start), ("start", start), ("end", end)):
        if key in fields and bound is None:
            return None
    try:
        return Validity(start, end)
    except BadUserInput as error:
        fields.refuse("end", SeedProblem.END_BEFORE_START, f"{error.problem} ({error.subject})", error.remedy)
        return None


def _life(fields: Fields, predicate: Predicate | None, life: Life) -> Validity | None:
    if predicate is Predicate.EXISTENCE:
        problem, remedy = "an EXISTENCE cannot take its dates from itself", "Write start and end"
        fields.refuse("when", SeedProblem.NO_LIFE, problem, remedy)
        return None
    if not life.is_said:
        remedy = "Add its ACCEPTED EXISTENCE to this file, or write start and end"
        fields.refuse("when", SeedProblem.NO_LIFE, "the subject has no EXISTENCE to take its dates from", remedy)
    return life.validity


def _refuse_open_start(fields: Fields, validity: Validity | None) -> None:
    if validity is not None and (validity.start is None or validity.start.open_before):
        fields.refuse(
            "when" if "when" in fields else "start",
            SeedProblem.OPEN_EXISTENCE,
            "an EXISTENCE may not start open",
            "Give the earliest day that the evidence allows, and cite it INFERRED",
        )
