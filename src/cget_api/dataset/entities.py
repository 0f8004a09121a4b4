"""What one entity's file must say as a whole: no statement twice, no two that exclude each other, none missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cget_api.core.model import Entity, Statement
from cget_api.core.validity import Validity
from cget_api.core.vocabulary import FUNCTIONAL, EntityType, EventKind, Language, Predicate, Standing
from cget_api.dataset.catalogue import Catalogue
from cget_api.dataset.dating import Life
from cget_api.dataset.document import Value
from cget_api.dataset.fields import Fields
from cget_api.dataset.form import STATEMENT, check_form, place_of_statement
from cget_api.dataset.problems import Place, Problems, SeedProblem
from cget_api.dataset.statements import statement_from_fields

_NEEDS: Final[Mapping[EntityType, tuple[Predicate, ...]]] = MappingProxyType(
    {
        EntityType.ORGANIZATION: (Predicate.EXISTENCE, Predicate.CLASSIFICATION, Predicate.NAME),
        EntityType.POST: (Predicate.NAME,),
        EntityType.PERSON: (Predicate.NAME,),
        EntityType.SITE: (Predicate.NAME,),
        EntityType.PROGRAMME: (Predicate.NAME, Predicate.IDENTIFIER),
        EntityType.EVENT: (Predicate.NAME,),
    }
)
_HELD: Final = (Standing.ACCEPTED, Standing.DISPUTED)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A statement of a file with the place where it stands; None where something is wrong with it."""

    place: Place
    values: dict[str, Value]
    statement: Statement | None

    @property
    def predicate(self) -> Predicate | None:
        """What the file says that it is, even where something else in it is wrong."""
        word = self.values.get("predicate")
        return Predicate.__members__.get(word) if isinstance(word, str) else None


def statements_from_document(
    document: dict[str, Value], entity: Entity, place: Place, catalogue: Catalogue, problems: Problems
) -> tuple[Statement, ...]:
    """In the order of the file at `place`, those that are right."""
    values = document.get("statements")
    if not isinstance(values, list):
        return ()
    life = _life(values, entity, place, catalogue)
    entries = []
    for number, value in enumerate(values, start=1):
        its_place = place_of_statement(place.file, number, value)
        fields = Fields(value if isinstance(value, dict) else {}, its_place, problems)
        check_form(value, STATEMENT, its_place, problems)
        if isinstance(value, dict):
            entries.append(_Entry(its_place, value, statement_from_fields(fields, entity, catalogue, life)))
    _refuse_duplicates(entries, problems)
    _refuse_conflicts(entries, problems)
    if all(entry.predicate is not None for entry in entries):
        _refuse_gaps(entries, entity, place, problems)
    _refuse_mixed_event(entries, problems)
    return tuple(entry.statement for entry in entries if entry.statement is not None)


def _life(values: Sequence[Value], entity: Entity, place: Place, catalogue: Catalogue) -> Life:
    """From the first start to the last end of its ACCEPTED existences."""
    said = [value for value in values if isinstance(value, dict) and value.get("predicate") == Predicate.EXISTENCE]
    said = [value for value in said if value.get("standing", Standing.ACCEPTED) == Standing.ACCEPTED]
    read = [
        statement_from_fields(Fields(value, place, Problems()), entity, catalogue, Life(None, is_said=True))
        for value in said
    ]
    lives = [statement.validity for statement in read if statement is not None]
    if not lives:
        return Life(None, is_said=bool(said))
    first = min(lives, key=lambda life: life.span.start_earliest)
    last = max(lives, key=lambda life: life.span.end_latest)
    return Life(Validity(first.start, last.end), is_said=True)


def _refuse_duplicates(entries: Sequence[_Entry], problems: Problems) -> None:
    places: dict[str, Place] = {}
    for entry in entries:
        if entry.statement is None:
            continue
        first = places.setdefault(entry.statement.key, entry.place)
        if first is not entry.place:
            remedy = "Keep one, with the citations of both"
            problems.report(SeedProblem.DUPLICATE_STATEMENT, entry.place, f"says the same as {first.entry}", remedy)


def _refuse_conflicts(entries: Sequence[_Entry], problems: Problems) -> None:
    """Two ACCEPTED statements of a functional predicate, in one language, that certainly held on one day."""
    said: dict[tuple[Predicate, Language | None], list[tuple[Place, Statement]]] = {}
    for entry in entries:
        statement = entry.statement
        if statement is None or statement.predicate not in FUNCTIONAL or statement.standing is not Standing.ACCEPTED:
            continue
        others = said.setdefault((statement.predicate, statement.language), [])
        for place, other in others:
            if statement.key != other.key and statement.validity.span.certainly_meets(other.validity.span):
                problem = f"certainly holds on days on which {place.entry} holds, and only one can"
                remedy = "Mend the dates of either, or give one another standing"
                problems.report(SeedProblem.CONFLICT, entry.place, problem, remedy)
        others.append((entry.place, statement))


def _refuse_gaps(entries: Sequence[_Entry], entity: Entity, place: Place, problems: Problems) -> None:
    said = {entry.predicate for entry in entries if entry.values.get("standing", Standing.ACCEPTED) in _HELD}
    for predicate in _NEEDS[entity.type]:
        if predicate not in said:
            problem = f"this {entity.type} has no {predicate} that is ACCEPTED or DISPUTED"
            remedy = "Add the statement, with its citation"
            problems.report(SeedProblem.MISSING_STATEMENT, place, problem, remedy)
    if entity.type is EntityType.EVENT and all(entry.predicate is not Predicate.OCCURRED for entry in entries):
        remedy = "Add one, with its kind and its day"
        problems.report(SeedProblem.MISSING_STATEMENT, place, "this event has no OCCURRED", remedy)


def _refuse_mixed_event(entries: Sequence[_Entry], problems: Problems) -> None:
    """OCCURRED statements of other kinds than the first; a kind that is not known is told elsewhere."""
    occurred = [
        (entry.place, kind)
        for entry in entries
        if entry.predicate is Predicate.OCCURRED and (kind := entry.values.get("kind")) in list(EventKind)
    ]
    for place, kind in occurred[1:]:
        first_place, first_kind = occurred[0]
        if kind != first_kind:
            problem = f"{kind} stands where {first_place.entry} says {first_kind}"
            remedy = "Give an event one kind, or write two events"
            problems.report(SeedProblem.MIXED_EVENT, place.at("kind"), problem, remedy)
