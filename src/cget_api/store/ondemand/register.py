"""A revision read on demand: it answers from what has been read, and with a stand-in for what has to be read first."""

from collections.abc import Callable, Iterable, Sequence, Set
from typing import cast

from cget_api.core.choosing import Ranked, place_of_ranked, ranking
from cget_api.core.errors import QueryTooComplex
from cget_api.core.index import RegisterIndex
from cget_api.core.model import Entity, Recorded, Revision, Source, Statement
from cget_api.core.ordered import Ordered
from cget_api.core.register import Derived, Held, Register, RelatedSource, Size, span_within_lives, widest
from cget_api.core.selection import Choice, Range, Selection
from cget_api.core.shown import Shown, Stretches
from cget_api.core.validity import ALWAYS, Span
from cget_api.core.vocabulary import EntityType, Predicate, SourceKind
from cget_api.store.ondemand import lists_sql
from cget_api.store.ondemand.kept import Answer, Seen
from cget_api.store.ondemand.lists import Part, PartWanted, ReadInParts, last_looked_at
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.ondemand.reading import Reading
from cget_api.store.ondemand.search_sql import organizations_found
from cget_api.store.ondemand.shown import ShownOnDemand
from cget_api.store.ondemand.sql import Asking
from cget_api.store.ondemand.standins import entity_instead, source_instead, statements_instead
from cget_api.store.searching import Found, Sought

_REVISIONS_REMEMBERED = 2
_NOTHING_SHOWN = Stretches(())


class NotReadYet(Exception):  # Nothing went wrong: the operation is asked again.
    """Ends the answer to a question for whose answer nothing can stand in."""


class RegisterOnDemand:
    """What a `revision` holds, as far as it has been read."""

    def __init__(self, revision: Revision, reading: Reading, *, may_be_read_whole: bool) -> None:
        self.revision = revision
        self._reading = reading
        self._may_be_read_whole = may_be_read_whole
        self._derived: dict[object, object] = {}
        self._sources: dict[str, Source] = {}
        self._lives: dict[str, Span] = {}

    def entity(self, slug: str) -> Entity | None:
        answer = self._reading.answer(Need(Sort.THING, slug))
        if answer is None:
            return entity_instead(slug)
        thing = answer.thing
        return thing.entity if thing and thing.is_held_in(self.revision.number) else None

    def life(self, slug: str) -> Span:
        life = self._lives.get(slug)
        if life is None:
            answer = self._reading.answer(Need(Sort.THING, slug))
            if answer is None or answer.thing is None:
                return ALWAYS
            number = self.revision.number
            life = widest(span for interval, span in answer.thing.lives if interval.holds_in(number)) or ALWAYS
            self._lives[slug] = life
        return life

    def about(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        found = self._held(Need(Sort.ABOUT, slug, predicate))
        return statements_instead(slug, predicate) if found is None else found

    def pointing_to(self, slug: str, predicate: Predicate) -> Sequence[Held]:
        return self._held(Need(Sort.POINTING_TO, slug, predicate)) or ()

    def citing(self, source: str) -> Sequence[Held]:
        return sorted(self._held(Need(Sort.CITING, source)) or (), key=lambda held: held.place)

    def statement(self, key: str) -> Held | None:
        return next(iter(self._held(Need(Sort.KEY, "", key)) or ()), None)

    def _held(self, need: Need) -> tuple[Held, ...] | None:
        """In order of preference; None where that has to be read first, or when what they tie existed."""
        answer = self._reading.answer(need)
        return None if answer is None else self._held_of(answer)

    def stretches(self, need: Need) -> Stretches:
        """Of the statements that answer it, when they are shown."""
        answer = self._reading.answer(need)
        seen = None if answer is None else self._seen(answer)
        if seen is None:
            return Stretches(statements_instead(need.slug, Predicate(need.word)) if need.sort is Sort.ABOUT else ())
        if seen.stretches is None:
            seen.stretches = Stretches(seen.held) if seen.held else _NOTHING_SHOWN
        return seen.stretches

    def _held_of(self, answer: Answer) -> tuple[Held, ...] | None:
        seen = self._seen(answer)
        return None if seen is None else seen.held

    def _seen(self, answer: Answer) -> Seen | None:
        number = self.revision.number
        for seen in answer.seen:
            if seen.revision == number:
                return seen
        held = self._held_from(answer.statements)
        if held is None:
            return None
        seen = Seen(number, held)
        answer.seen = (seen, *answer.seen[: _REVISIONS_REMEMBERED - 1])
        return seen

    def _held_from(self, statements: Iterable[Recorded[Statement]]) -> tuple[Held, ...] | None:
        number = self.revision.number
        recorded = [one for one in statements if one.is_held_in(number)]
        ends = {slug for one in recorded for slug in (one.value.subject, one.value.object) if slug is not None}
        if None in [self._reading.answer(Need(Sort.THING, slug)) for slug in ends]:
            return None
        held = [
            Held(one.value, one.key, one.recorded_in, one.superseded_in, span_within_lives(one.value, self.life))
            for one in recorded
        ]
        held.sort(key=lambda one: one.preference)
        return tuple(held)

    def source(self, slug: str) -> Source | None:
        source = self._sources.get(slug)
        if source is None:
            answer = self._reading.answer(Need(Sort.DESCRIPTION, slug))
            if answer is None:
                return source_instead(slug)
            source = self._described(answer, slug)
            if source is not None:
                self._sources[slug] = source
        return source

    def _described(self, answer: Answer, slug: str) -> Source | None:
        number = self.revision.number
        return next((one.value for one in answer.descriptions if one.key == slug and one.is_held_in(number)), None)

    def related_sources(self, slug: str) -> Sequence[RelatedSource]:
        own, answer = self.source(slug), self._reading.answer(Need(Sort.RELATED, slug))
        if answer is None:
            return ()
        said = [RelatedSource(relation.kind, False, relation.source) for relation in (own.relations if own else ())]
        number = self.revision.number
        return said + [
            RelatedSource(relation.kind, True, relation.slug)
            for relation in answer.relations
            if relation.interval.holds_in(number)
        ]

    def select(self, selection: Selection) -> Ordered[Held]:
        number, selects = self.revision.number, selection.test(self)

        def part(wanted: PartWanted) -> Part[Held] | None:
            slug = None if wanted.start is None else str(wanted.start[0])
            asking = Asking(self._reading.dialect)
            answer = self._reading.answer_to(lists_sql.statements_from(asking, selection, number, wanted.window(slug)))
            held = None if answer is None else self._held_of(answer)
            if answer is None or held is None:
                return None
            items = sorted((one for one in held if selects(one)), key=lambda one: one.place, reverse=wanted.backwards)
            return Part(items, last_looked_at(answer, wanted, [(one.statement.subject,) for one in held]))

        is_told = selection.as_of is None and selection.out_by is None
        counted = (lambda asking: lists_sql.statements_counted(asking, selection, number)) if is_told else None
        return ReadInParts(self._reading, lambda held: held.place, part, counted)

    def choose(self, choice: Choice) -> Ordered[Ranked]:
        if choice.words is not None:
            return self._search(choice, choice.words)
        number, rank_of = self.revision.number, ranking(choice, self)

        def part(wanted: PartWanted) -> Part[Ranked] | None:
            slug = None if wanted.start is None else str(wanted.start[-1])
            asking = Asking(self._reading.dialect)
            answer = self._reading.answer_to(lists_sql.organizations_from(asking, choice, number, wanted.window(slug)))
            if answer is None:
                return None
            in_order = sorted(answer.entities, key=lambda entity: entity.slug, reverse=wanted.backwards)
            ranked = [(rank_of(organization), organization) for organization in in_order]
            items = [(rank, organization) for rank, organization in ranked if rank is not None]
            return Part(items, last_looked_at(answer, wanted, [(entity.slug,) for entity in in_order]))

        is_told = choice.kinds is None and choice.existences is None
        counted = (lambda asking: lists_sql.organizations_counted(asking, choice, number)) if is_told else None
        return ReadInParts(self._reading, place_of_ranked, part, counted)

    def _search(self, choice: Choice, words: str) -> Ordered[Ranked]:
        rank_of = ranking(choice, self)
        sought = Sought(words, self.revision.number, choice.as_of, choice.stated_by)

        def part(wanted: PartWanted) -> Part[Ranked] | None:
            start = None if wanted.start is None else Found(*cast("tuple[int, str]", wanted.start))
            question = organizations_found(
                self._reading.dialect, sought, start, backwards=wanted.backwards, size=wanted.size
            )
            answer = self._reading.answer_to(question)
            if answer is None:
                return None
            organizations = {organization.slug: organization for organization in answer.entities}
            candidates = sorted(answer.candidates, reverse=wanted.backwards)
            ranked = [(found.rank, organizations[found.slug]) for found in candidates]
            items = [(rank, organization) for rank, organization in ranked if rank_of(organization) == rank]
            follows = len(candidates) == wanted.size
            return Part(items, (candidates[-1].rank, candidates[-1].slug) if follows else None)

        return ReadInParts(self._reading, place_of_ranked, part, None)

    def describe(self, kinds: Set[SourceKind] | None) -> Ordered[Source]:
        number, chosen = self.revision.number, None if kinds is None else frozenset(kinds)

        def part(wanted: PartWanted) -> Part[Source] | None:
            slug = None if wanted.start is None else str(wanted.start[0])
            asking = Asking(self._reading.dialect)
            answer = self._reading.answer_to(lists_sql.sources_from(asking, chosen, number, wanted.window(slug)))
            if answer is None:
                return None
            items = sorted((one.value for one in answer.descriptions), key=lambda source: source.slug)
            if wanted.backwards:
                items.reverse()
            return Part(items, last_looked_at(answer, wanted, [(source.slug,) for source in items]))

        return ReadInParts(
            self._reading,
            lambda source: (source.slug,),
            part,
            lambda asking: lists_sql.sources_counted(asking, chosen, number),
        )

    def happenings(self, range_: Range) -> Ordered[Held]:
        number = self.revision.number

        def part(wanted: PartWanted) -> Part[Held] | None:
            start = cast("tuple[int, int, str] | None", wanted.start)
            asking = Asking(self._reading.dialect)
            answer = self._reading.answer_to(
                lists_sql.events_from(asking, range_, number, start, backwards=wanted.backwards, size=wanted.size)
            )
            held = None if answer is None else self._held_of(answer)
            if answer is None or held is None:
                return None
            items = sorted(held, key=lambda one: one.moment, reverse=wanted.backwards)
            return Part(items, last_looked_at(answer, wanted, [one.moment for one in held]))

        return ReadInParts(
            self._reading,
            lambda held: held.moment,
            part,
            lambda asking: lists_sql.events_counted(asking, range_, number),
        )

    def size(self) -> Size:
        answer = self._reading.answer_to(lists_sql.size_of(Asking(self._reading.dialect), self.revision.number))
        if answer is None:
            return Size(0, 0, 0, None)
        organizations, statements, sources, first, last = answer.numbers
        coverage = None if first is None or last is None else (first, last)
        return Size(organizations or 0, statements or 0, sources or 0, coverage)

    def entities(self, type_: EntityType) -> Sequence[Entity]:
        return self._whole().entities(type_)

    def statements(self) -> Sequence[Held]:
        return self._whole().statements()

    def sources(self) -> Sequence[Source]:
        return self._whole().sources()

    def once(self, derive: Callable[[Register], Derived]) -> Derived:
        if derive is Shown:
            # Not kept, or each operation would leave a circle behind for the garbage collector.
            return cast("Derived", ShownOnDemand(self))
        if self._reading.has_everything():
            return self._whole().once(derive)
        if derive in self._derived:
            return cast("Derived", self._derived[derive])
        lacking = self._reading.lacking
        derived = derive(self)
        if self._reading.lacking == lacking:
            self._derived[derive] = derived
        return derived

    def _whole(self) -> RegisterIndex:
        """Raises QueryTooComplex where it is too large, NotReadYet until it has been read."""
        if not self._may_be_read_whole:
            raise QueryTooComplex(
                "query",
                "can only be answered from the whole register, which is too large for that",
                "Name a subject, or ask for a page",
            )
        answer = self._reading.everything()
        if answer is None:
            raise NotReadYet
        for index in answer.indexes:
            if index.revision.number == self.revision.number:
                return index
        entities = {entity.slug: entity for entity in answer.entities}
        index = RegisterIndex(self.revision, entities, answer.statements, answer.descriptions)
        answer.indexes = (index, *answer.indexes[: _REVISIONS_REMEMBERED - 1])
        return index
