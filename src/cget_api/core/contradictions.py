"""Statements that cannot all be true: found by rule, never typed in.

Three rules. Two values of a functional predicate, neither refuted, whose spans no reading of their bounds can separate.
One event that occurred on days without a common reading. Every statement that is rejected, disputed or a plan that time
has overtaken, with the accepted ones it is up against. A succession known only to a month, a term renewed, a name taken
up again or a name in another language is none of these.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from cget_api.core.lens import Lens
from cget_api.core.model import Text
from cget_api.core.register import Held, Register
from cget_api.core.shown import SHOWN
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
    """All of them, in the order of their subjects and predicates."""
    return _among(register.statements(), register)


def _among(statements: Iterable[Held], register: Register) -> tuple[Contradiction, ...]:
    """Those that only some `statements` in the order of `Held.place` are part of, which no others contradict."""
    by_key = {held.key: held for held in statements}
    against: dict[str, set[str]] = defaultdict(set)
    for one, other in _opposed(by_key.values(), register):
        against[one.key].add(other.key)
        against[other.key].add(one.key)
    seen: set[str] = set()
    found: list[Contradiction] = []
    for held in by_key.values():
        if held.key not in seen and (held.key in against or _is_doubtful(held, register)):
            together = _connected(held.key, against)
            seen |= together
            contradicting = [by_key[key] for key in together if key in by_key]
            contradicting.sort(key=lambda one: (one.preference[0], one.chronology))
            found.append(Contradiction(held.statement.subject, held.statement.predicate, tuple(contradicting)))
    return tuple(found)


def _about(register: Register, subject: str) -> tuple[Contradiction, ...]:
    """Those of which a statement is about the `subject`, or about an event that touches it; found from there, since no
    statement contradicts one of another subject unless both tell who does something for the same object."""
    links = (link for predicate in EVENT_LINKS for link in register.pointing_to(subject, predicate))
    subjects = dict.fromkeys((subject, *(link.statement.subject for link in links)))
    said = [held for slug in subjects for predicate in Predicate for held in register.about(slug, predicate)]
    done_for = dict.fromkeys(
        (held.statement.object, held.statement.predicate) for held in said if held.statement.predicate in TELL_WHO
    )
    beside = [
        held
        for object_, predicate in done_for
        if object_ is not None
        for held in register.pointing_to(object_, predicate)
    ]
    found = _among(sorted({held.key: held for held in (*said, *beside)}.values(), key=lambda one: one.place), register)
    return tuple(
        contradiction
        for contradiction in found
        if any(held.statement.subject in subjects for held in contradiction.statements)
    )


def _connected(key: str, against: dict[str, set[str]]) -> set[str]:
    together, waiting = {key}, [key]
    while waiting:
        new = against.get(waiting.pop(), set()) - together
        together |= new
        waiting.extend(new)
    return together


def _opposed(all_: Iterable[Held], register: Register) -> Iterator[tuple[Held, Held]]:
    by_subject: dict[tuple[str, Predicate], list[Held]] = defaultdict(list)
    for held in all_:
        by_subject[held.statement.subject, held.statement.predicate].append(held)
    for (_, predicate), statements in by_subject.items():
        if predicate is Predicate.OCCURRED:
            yield from (pair for pair in combinations(statements, 2) if not _may_meet(pair[0].span, pair[1].span))
        elif RULES[predicate].functional:
            undecided = [held for held in statements if held.statement.standing in SHOWN]
            yield from (pair for pair in combinations(undecided, 2) if _says_otherwise(*pair) and _inseparable(*pair))
            for held in (one for one in statements if _is_doubtful(one, register)):
                yield from ((held, other) for other in _rivals(held, statements) if _says_otherwise(held, other))
    for held in (one for one in all_ if _is_doubtful(one, register)):
        object_, predicate = held.statement.object, held.statement.predicate
        if object_ is not None and predicate in TELL_WHO:
            others = register.pointing_to(object_, predicate)
            yield from ((held, other) for other in _rivals(held, others) if _is_of_another(held, other))


def _is_doubtful(held: Held, register: Register) -> bool:
    """Rejected, disputed, or a plan that was to have begun before the revision was recorded."""
    standing = held.statement.standing
    overtaken = held.span.start_latest < register.revision.recorded_at.date().toordinal()
    return standing in (Standing.REJECTED, Standing.DISPUTED) or (standing is Standing.PLANNED and overtaken)


def _rivals(doubtful: Held, statements: Iterable[Held]) -> list[Held]:
    """The accepted ones that it is up against: those that hold whenever it would, else those that may hold when a
    refuted one would."""
    accepted = [held for held in statements if held.statement.standing is Standing.ACCEPTED]
    firm = [held for held in accepted if _inseparable(doubtful, held)]
    if firm or doubtful.statement.standing is Standing.DISPUTED:
        return firm
    return [held for held in accepted if _may_meet(doubtful.span, held.span)]


def _inseparable(one: Held, other: Held) -> bool:
    """Whether no reading of their bounds lets one end before the other begins."""
    return one.span.start_latest < other.span.end_earliest and other.span.start_latest < one.span.end_earliest


def _may_meet(one: Span, other: Span) -> bool:
    return max(one.start_earliest, other.start_earliest) < min(one.end_latest, other.end_latest)


def _is_of_another(one: Held, other: Held) -> bool:
    return one.statement.subject != other.statement.subject


def _says_otherwise(one: Held, other: Held) -> bool:
    this, that = one.statement, other.statement
    if RULES[this.predicate].shape is Shape.TEXT:
        return this.language == that.language and this.text != that.text
    return (this.object, this.kind) != (that.object, that.kind)


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


def contradictions_in(register: Register, subject: str | None = None) -> tuple[ContradictionView, ...]:
    """Those of which a statement is about the `subject`, or about an event that touches it; all where none is given."""
    found = register.once(contradictions) if subject is None else _about(register, subject)
    return tuple(ContradictionView(contradiction, register) for contradiction in found)
