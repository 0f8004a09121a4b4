"""The register in memory: one immutable index for each revision, built from everything that was recorded."""

import hashlib
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import cast

from cget_api.core import coverage
from cget_api.core.choosing import Ranked, organizations_chosen
from cget_api.core.errors import BadUserInput
from cget_api.core.model import Dataset, Entity, Recorded, Revision, Source, Statement
from cget_api.core.ordered import InOrder
from cget_api.core.register import (
    Derived,
    Held,
    Register,
    RelatedSource,
    Size,
    number_known_at,
    span_within_lives,
    widest,
)
from cget_api.core.selection import Choice, Range, Selection
from cget_api.core.timeline import timeline
from cget_api.core.validity import ALWAYS, Span
from cget_api.core.vocabulary import EntityType, Predicate, SourceKind, Standing

_OF_NOTHING = hashlib.sha256().hexdigest()

EMPTY_REVISION = Revision(
    number=0,
    recorded_at=datetime.min.replace(tzinfo=UTC),
    author="",
    message="",
    digest=_OF_NOTHING,
    content_digest=_OF_NOTHING,
)

_BY_PREFERENCE = attrgetter("preference")
_BY_PLACE = attrgetter("place")


class RegisterIndex:
    """What one revision holds, indexed by subject, by object and by source."""

    def __init__(
        self,
        revision: Revision,
        entities: Mapping[str, Entity],
        statements: Iterable[Recorded[Statement]],
        sources: Iterable[Recorded[Source]],
    ) -> None:
        self.revision = revision
        number = revision.number
        recorded = [statement for statement in statements if statement.is_held_in(number)]
        self._sources = {
            source.value.slug: source.value
            for source in sorted(sources, key=lambda source: source.value.slug)
            if source.is_held_in(number)
        }
        self._lives = _lives_from_statements(recorded)
        self._statements = tuple(sorted((self._held(statement) for statement in recorded), key=_BY_PLACE))
        self._by_key = {held.key: held for held in self._statements}
        self._about: dict[tuple[str, Predicate], list[Held]] = defaultdict(list)
        self._pointing_to: dict[tuple[str, Predicate], list[Held]] = defaultdict(list)
        self._citing: dict[str, list[Held]] = defaultdict(list)
        for held in self._statements:
            statement = held.statement
            self._about[statement.subject, statement.predicate].append(held)
            if statement.object is not None:
                self._pointing_to[statement.object, statement.predicate].append(held)
            for source in dict.fromkeys(citation.source for citation in statement.citations):
                self._citing[source].append(held)
        for lists in (self._about, self._pointing_to):
            for list_ in lists.values():
                list_.sort(key=_BY_PREFERENCE)
        self._entities = _entities_held(entities, self._about, self._sources)
        self._by_type: dict[EntityType, list[Entity]] = defaultdict(list)
        for slug in sorted(self._entities):
            self._by_type[self._entities[slug].type].append(self._entities[slug])
        self._relations: dict[str, list[RelatedSource]] = defaultdict(list)
        self._relate_sources()
        self._derived: dict[object, object] = {}

    def _held(self, recorded: Recorded[Statement]) -> Held:
        span = span_within_lives(recorded.value, self.life)
        return Held(recorded.value, recorded.key, recorded.recorded_in, recorded.superseded_in, span)

    def _relate_sources(self) -> None:
        for source in self._sources.values():
            for relation in source.relations:
                self._relations[source.slug].append(RelatedSource(relation.kind, False, relation.source))
        for source in self._sources.values():
            for relation in source.relations:
                self._relations[relation.source].append(RelatedSource(relation.kind, True, source.slug))

    def entity(self, slug: str) -> Entity | None:
        return self._entities.get(slug)

    def entities(self, type_: EntityType) -> Sequence[Entity]:
        return self._by_type.get(type_, ())

    def about(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        return self._about.get((slug, predicate), ())

    def pointing_to(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        return self._pointing_to.get((slug, predicate), ())

    def citing(self, source: str) -> Sequence[Held]:
        return self._citing.get(source, ())

    def statement(self, key: str) -> Held | None:
        return self._by_key.get(key)

    def statements(self) -> Sequence[Held]:
        return self._statements

    def life(self, slug: str) -> Span:
        return self._lives.get(slug, ALWAYS)

    def source(self, slug: str) -> Source | None:
        return self._sources.get(slug)

    def sources(self) -> Sequence[Source]:
        return tuple(self._sources.values())

    def related_sources(self, slug: str) -> Sequence[RelatedSource]:
        return self._relations.get(slug, ())

    def select(self, selection: Selection) -> InOrder[Held]:
        candidates = self._statements if selection.source is None else self.citing(selection.source)
        selects = selection.test(self)
        return InOrder([held for held in candidates if selects(held)], _BY_PLACE)

    def choose(self, choice: Choice) -> InOrder[Ranked]:
        return organizations_chosen(self, choice)

    def describe(self, kinds: Set[SourceKind] | None) -> InOrder[Source]:
        sources = [source for source in self._sources.values() if kinds is None or source.source_kind in kinds]
        return InOrder(sources, lambda source: (source.slug,))

    def happenings(self, range_: Range) -> InOrder[Held]:
        events = timeline(self, None, range_.kinds, range_.first, range_.last)
        return InOrder([event.occurred for event in events], attrgetter("moment"))

    def size(self) -> Size:
        return self.once(_size)

    def once(self, derive: Callable[[Register], Derived]) -> Derived:
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return cast("Derived", self._derived[derive])


def index_from_dataset(dataset: Dataset, recorded_at: datetime) -> RegisterIndex:
    """What would be held if the dataset alone had been recorded then (aware), in one revision."""
    return RegisterIndex(
        replace(EMPTY_REVISION, number=1, recorded_at=recorded_at),
        {entity.slug: entity for entity in dataset.entities},
        [Recorded(statement, statement.key, statement.digest, recorded_in=1) for statement in dataset.statements],
        [Recorded(source, source.slug, source.digest, recorded_in=1) for source in dataset.sources],
    )


class ArchiveInMemory:
    """Everything that was recorded, kept whole, with an index for each of a few revisions, the last asked for. Several
    threads may ask."""

    def __init__(
        self,
        schema_revision: str,
        revisions: Sequence[Revision],
        entities: Mapping[str, Entity],
        statements: Sequence[Recorded[Statement]],
        sources: Sequence[Recorded[Source]],
        indexes_kept: int = 8,
    ) -> None:
        self.schema_revision = schema_revision
        self._revisions = tuple(revisions)
        self._entities = entities
        self._statements = statements
        self._sources = sources
        self._indexes_kept = indexes_kept
        self._indexes: OrderedDict[int, RegisterIndex] = OrderedDict()
        self._indexing = threading.Lock()
        self.latest: Register = self._index(self._revisions[-1] if self._revisions else EMPTY_REVISION)

    def _index(self, revision: Revision) -> RegisterIndex:
        with self._indexing:
            index = self._indexes.get(revision.number)
            if index is None:
                index = RegisterIndex(revision, self._entities, self._statements, self._sources)
                self._indexes[revision.number] = index
                if len(self._indexes) > self._indexes_kept:
                    self._indexes.popitem(last=False)
            self._indexes.move_to_end(revision.number)
        return index

    @property
    def lacks_something(self) -> bool:
        return False

    async def fetch(self, operation: str) -> None:
        """Everything is there."""

    def revisions(self) -> Sequence[Revision]:
        return self._revisions

    def register_in(self, number: int) -> Register:
        if number == self.latest.revision.number:
            return self.latest
        return self._index(revision_numbered(self._revisions, number))

    def register_known_at(self, instant: datetime) -> Register:
        return self.register_in(number_known_at(self._revisions, instant))

    def is_at_hand(self, number: int) -> bool:
        return number in self._indexes


def _size(register: Register) -> Size:
    return Size(
        len(register.entities(EntityType.ORGANIZATION)),
        len(register.statements()),
        len(register.sources()),
        coverage.of(register),
    )


def revision_numbered(revisions: Sequence[Revision], number: int) -> Revision:
    """One of those recorded, in order; 0 is the empty one. Raises BadUserInput where there is no such revision."""
    if number == EMPTY_REVISION.number:
        return EMPTY_REVISION
    if not 1 <= number <= len(revisions):
        latest = len(revisions)
        remedy = f"Choose from 1 to {latest}" if latest else "Leave it out until a first one is recorded"
        raise BadUserInput(f"revision {number}", "was never recorded", remedy)
    return revisions[number - 1]


def _lives_from_statements(statements: Iterable[Recorded[Statement]]) -> dict[str, Span]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for recorded in statements:
        statement = recorded.value
        if statement.predicate is Predicate.EXISTENCE and statement.standing in (Standing.ACCEPTED, Standing.DISPUTED):
            spans[statement.subject].append(statement.validity.span)
    return {slug: life for slug, lived in spans.items() if (life := widest(lived)) is not None}


def _entities_held(
    entities: Mapping[str, Entity], about: Iterable[tuple[str, Predicate]], sources: Iterable[str]
) -> dict[str, Entity]:
    return {slug: entities[slug] for slug in {*sources, *(subject for subject, _ in about)}}
