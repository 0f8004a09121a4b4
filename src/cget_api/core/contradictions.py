"""Statements that cannot all be true: found by rule, never typed in.

Three rules. Two values of a functional predicate, neither refuted, whose spans no reading of their bounds can separate.
One event that occurred on days without a common reading. Every statement that is rejected, disputed or a plan that time
has overtaken, with the accepted ones it is up against. A succession known only to a month, a term renewed, a name taken
up again or a name in another language is none of these.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from cget_api.core.lens import Lens
from cget_api.core.model import Statement, Text
from cget_api.core.register import Held, Register
from cget_api.core.validity import Span
from cget_api.core.view import EVENT_LINKS, EntityView, StatementView
from cget_api.core.vocabulary import RULES, Predicate, Shape, Standing

TELL_WHO = frozenset({Predicate.SUPERVISES, Predicate.SECRETARIAT_OF, Predicate.MANAGES, Predicate.HEAD_OF})
"""What is said of the one who does something for the object: two subjects of one object may stand against each other.
"""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The `statements`, best first, on one `subject` and `predicate` (or on one predicate and object), of which not all
    can be true."""

    subject: str
    predicate: Predicate
    statements: tuple[Held, ...]

    @property
    def resolution(self) -> Held | None:
        """What the register holds; None where it does not decide."""
        best = self.statements[0]
        return best if best.statement.standing is Standing.ACCEPTED else None

    @property
    def explanation(self) -> Text | None:
        """The reasons that the statements give, those not held first; None where none is noted."""
        not_held_first = sorted(self.statements, key=lambda held: held.statement.standing is Standing.ACCEPTED)
        notes = list(dict.fromkeys(held.statement.note for held in not_held_first if held.statement.note is not None))
        return Text(" ".join(note.fr for note in notes), " ".join(note.en for note in notes)) if notes else None


def contradictions(register: Register) -> tuple[Contradiction, ...]:
    """In the order of their subjects and predicates."""
    against: dict[str, set[str]] = defaultdict(set)
    for one, other in _opposed(register):
        against[one.key].add(other.key)
        against[other.key].add(one.key)
    seen: set[str] = set()
    found: list[Contradiction] = []
    for held in register.statements():
        if held.key not in seen and (held.key in against or _is_doubtful(held, register)):
            together = _connected(held.key, against)
            seen |= together
            statements = [one for one in map(register.statement, together) if one is not None]
            statements.sort(key=lambda one: (one.preference[0], one.chronology))
            found.append(Contradiction(held.statement.subject, held.statement.predicate, tuple(statements)))
    return tuple(found)


def _connected(key: str, against: dict[str, set[str]]) -> set[str]:
    together, waiting = {key}, [key]
    while waiting:
        new = against.get(waiting.pop(), set()) - together
        together |= new
        waiting.extend(new)
    return together


def _opposed(register: Register) -> Iterator[tuple[Held, Held]]:
    by_subject: dict[tuple[str, Predicate], list[Held]] = defaultdict(list)
    for held in register.statements():
        by_subject[held.statement.subject, held.statement.predicate].append(held)
    for (_, predicate), statements in by_subject.items():
        for one, other in combinations(statements, 2):
            if predicate is Predicate.OCCURRED:
                if not _may_meet(one.span, other.span):
                    yield one, other
            elif (
                RULES[predicate].functional
                and _says_otherwise(one.statement, other.statement)
                and (_are_up_against(one, other, register) or _cannot_both_hold(one, other))
            ):
                yield one, other
    for doubtful in register.statements():
        object_ = doubtful.statement.object
        if object_ is not None and doubtful.statement.predicate in TELL_WHO and _is_doubtful(doubtful, register):
            for other in register.pointing_to(object_, doubtful.statement.predicate):
                if other.statement.subject != doubtful.statement.subject and _are_up_against(doubtful, other, register):
                    yield doubtful, other


def _is_doubtful(held: Held, register: Register) -> bool:
    """Rejected, disputed, or a plan that was to have begun before the revision was recorded."""
    standing = held.statement.standing
    overtaken = held.span.start_latest < register.revision.recorded_at.date().toordinal()
    return standing in (Standing.REJECTED, Standing.DISPUTED) or (standing is Standing.PLANNED and overtaken)


def _are_up_against(one: Held, other: Held, register: Register) -> bool:
    accepted = [held.statement.standing is Standing.ACCEPTED for held in (one, other)]
    doubtful = [_is_doubtful(held, register) for held in (one, other)]
    return any(accepted) and any(doubtful) and _may_meet(one.span, other.span)


def _cannot_both_hold(one: Held, other: Held) -> bool:
    undecided = (Standing.ACCEPTED, Standing.DISPUTED)
    return all(held.statement.standing in undecided for held in (one, other)) and one.span.certainly_meets(other.span)


def _may_meet(one: Span, other: Span) -> bool:
    return max(one.start_earliest, other.start_earliest) < min(one.end_latest, other.end_latest)


def _says_otherwise(one: Statement, other: Statement) -> bool:
    if RULES[one.predicate].shape is Shape.TEXT:
        return one.language == other.language and one.text != other.text
    return (one.object, one.kind) != (other.object, other.kind)


@dataclass(frozen=True, slots=True)
class ContradictionView:
    """A contradiction in one revision; its statements are reached without a day."""

    contradiction: Contradiction
    register: Register

    @property
    def subject(self) -> EntityView:
        return next(view.subject for view in self.statements if view.statement.subject == self.contradiction.subject)

    @property
    def predicate(self) -> Predicate:
        return self.contradiction.predicate

    @property
    def statements(self) -> tuple[StatementView, ...]:
        return tuple(StatementView(held, Lens(self.register)) for held in self.contradiction.statements)

    @property
    def resolution(self) -> StatementView | None:
        held = self.contradiction.resolution
        return None if held is None else StatementView(held, Lens(self.register))

    @property
    def explanation(self) -> Text | None:
        return self.contradiction.explanation


def _by_subject(register: Register) -> dict[str, list[Contradiction]]:
    """Under each slug, those of which a statement is about it, or about an event that touches it."""
    found: dict[str, list[Contradiction]] = defaultdict(list)
    for contradiction in register.once(contradictions):
        subjects = dict.fromkeys(held.statement.subject for held in contradiction.statements)
        links = (link for slug in subjects for predicate in EVENT_LINKS for link in register.about(slug, predicate))
        touched = dict.fromkeys(link.statement.object for link in links if link.statement.object is not None)
        for slug in subjects | touched:
            found[slug].append(contradiction)
    return found


def contradictions_in(register: Register, subject: str | None = None) -> tuple[ContradictionView, ...]:
    """Those of which a statement is about the `subject`, or about an event that touches it; all where none is given."""
    found = register.once(contradictions) if subject is None else register.once(_by_subject).get(subject, ())
    return tuple(ContradictionView(contradiction, register) for contradiction in found)
