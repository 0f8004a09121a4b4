"""What differs between two lenses: two days, two revisions, two sources, or a mix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cget_api.core.lens import Lens, states
from cget_api.core.model import Entity
from cget_api.core.pairing import paired
from cget_api.core.register import Held, Register
from cget_api.core.shown import SHOWN
from cget_api.core.structure import DEEPEST, Structure, structure_of
from cget_api.core.timeline import timeline
from cget_api.core.view import EntityView, Reached, StatementView, entity_through
from cget_api.core.vocabulary import EntityType, Predicate

_PREDICATES = tuple(Predicate)


class ChangeKind(StrEnum):
    """What became of a statement, going from one side of a comparison to the other."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


class Side(StrEnum):
    """A side of a comparison."""

    FROM = "FROM"
    TO = "TO"


@dataclass(frozen=True, slots=True)
class Change:
    """What differs about one `subject` and `predicate`: the statement `before`, or `after`, or both, and the events
    between the two days that touch the subject."""

    kind: ChangeKind
    subject: EntityView
    predicate: Predicate
    before: StatementView | None
    after: StatementView | None
    causes: tuple[EntityView, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """What the source of one `side` does not speak of, where the other side does."""

    side: Side
    subject: EntityView
    predicates: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two structures, what changed from one to the other, and what one side is silent about."""

    before: Structure
    after: Structure
    changes: tuple[Change, ...]
    silences: tuple[Silence, ...]


def comparison(root: str, before: Lens, after: Lens) -> Comparison | None:
    """Of the root, every unit of either structure, their posts and the bodies they host; `before` may be the later day.

    None only where neither register holds the root.
    """
    holders = [lens.register for lens in (before, after) if _organization(lens.register, root) is not None]
    if not holders:
        return None
    structures = [structure_of(_root(root, lens, holders[-1]), DEEPEST) for lens in (before, after)]
    subjects = list(dict.fromkeys(slug for structure in structures for slug in _subjects(structure)))
    found = [_compared(slug, before, after) for slug in subjects]
    return Comparison(
        structures[0],
        structures[1],
        tuple(change for changes, _ in found for change in changes),
        tuple(silence for _, silences in found for silence in silences),
    )


def _organization(register: Register, slug: str) -> Entity | None:
    entity = register.entity(slug)
    return entity if entity is not None and entity.type is EntityType.ORGANIZATION else None


def _root(slug: str, lens: Lens, holder: Register) -> EntityView:
    """In a register that does not hold it yet, it is called as another one calls it."""
    entity = _organization(holder, slug)
    if entity is None or lens.as_of is None:
        raise LookupError(slug)
    known_from = None if _organization(lens.register, slug) is not None else holder
    return EntityView(entity, lens, lens.as_of, known_from)


def _subjects(structure: Structure) -> Iterator[str]:
    """The organisations of a structure, each followed by its posts and the bodies that it hosts."""
    for member in structure.members:
        organization = member.organization
        yield organization.slug
        for predicate in (Predicate.POST_IN, Predicate.HEAD_OF, Predicate.HOSTED_BY):
            yield from (link.statement.subject for link in organization.pointed_at(predicate))


def _compared(slug: str, before: Lens, after: Lens) -> tuple[list[Change], list[Silence]]:
    views = [entity_through(lens, slug) for lens in (before, after) if lens.register.entity(slug) is not None]
    subject = views[-1]
    causes = _causes(slug, before, after)
    changes: list[Change] = []
    silent: dict[Side, list[Predicate]] = {Side.FROM: [], Side.TO: []}
    for predicate in _PREDICATES:
        said_before = before.register.about(slug, predicate)
        said_after = said_before if after.register is before.register else after.register.about(slug, predicate)
        if not (said_before or said_after):
            continue
        seen_before, seen_after = _seen(before, said_before), _seen(after, said_after)
        if seen_after and _is_silent(before, slug, predicate):
            silent[Side.FROM].append(predicate)
        elif seen_before and _is_silent(after, slug, predicate):
            silent[Side.TO].append(predicate)
        else:
            changes.extend(
                Change(_kind(one, other), subject, predicate, one, other, causes)
                for one, other in _differences(seen_before, seen_after)
            )
    return changes, [Silence(side, subject, tuple(told)) for side, told in silent.items() if told]


def _seen(lens: Lens, said: Sequence[Held]) -> list[StatementView]:
    return [StatementView(held, lens, Reached.FROM_SUBJECT) for held in said if lens.sees(held)]


def _is_silent(lens: Lens, slug: str, predicate: Predicate) -> bool:
    """Whether the lens's source says nothing of the kind about the thing, on any day."""
    source = lens.stated_by
    return source is not None and not any(
        states(source, held.statement) for held in lens.register.about(slug, predicate)
    )


def _differences(
    before: Sequence[StatementView], after: Sequence[StatementView]
) -> Iterator[tuple[StatementView | None, StatementView | None]]:
    """Of what one thing is said to be in one respect; the same statement differs where its certainty or its standing
    does."""
    left, right = {view.key: view for view in before}, {view.key: view for view in after}
    pairs = paired(
        {key: view.statement for key, view in left.items()}, {key: view.statement for key, view in right.items()}
    )
    for gone, new in pairs:
        one, other = (None if gone is None else left[gone]), (None if new is None else right[new])
        if one and other and gone == new and (one.certainty, one.standing) == (other.certainty, other.standing):
            continue
        yield one, other


def _kind(before: StatementView | None, after: StatementView | None) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else ChangeKind.CHANGED


def _causes(slug: str, before: Lens, after: Lens) -> tuple[EntityView, ...]:
    """The events that may fall after the earlier day and up to the later one, and are held to have happened."""
    if before.as_of is None or after.as_of is None or before.as_of == after.as_of:
        return ()
    first, last = sorted((before.as_of, after.as_of))
    return tuple(
        entity_through(after, event.slug)
        for event in timeline(after.register, slug, first=first + 1, last=last)
        if event.occurred.statement.standing in SHOWN
    )
