"""What one operation has asked of the register, and has had read for it."""

import asyncio
from collections.abc import Callable, Iterable, Set
from functools import partial
from hashlib import blake2b
from typing import Final

import orjson

from cget_api.core.errors import QueryTooComplex
from cget_api.core.model import Entity, Recorded, Source, Statement
from cget_api.store.ondemand.database import Database, Told
from cget_api.store.ondemand.decoding import Decoder, Relation
from cget_api.store.ondemand.foresight import Habit
from cget_api.store.ondemand.foresight_sql import MOST_AHEAD, question_ahead
from cget_api.store.ondemand.kept import Answer, Kept
from cget_api.store.ondemand.needs import WHOLE, Need, Sort, can_be_written
from cget_api.store.ondemand.needs_sql import question_of_everything, question_of_needs
from cget_api.store.ondemand.sql import Dialect, Question
from cget_api.store.searching import Found

# What Python takes besides the words, measured with tracemalloc.
_OF_A_NEED: Final = 350
_OF_A_STATEMENT: Final = 1_000
_OF_A_SOURCE: Final = 350
_OF_A_NAME: Final = 150
_DIGEST_BYTES: Final = 16
_ROWS_DECODED_AT_ONCE: Final = 1_000


class Reading:
    """Answers needs with what is `kept`, and notes those that it cannot answer; `read` has them read from the database:
    what is needed of single things in one statement, each part of a list in one of its own. What it once answered it
    answers as long as it lives. It answers with no more than `most` statements, wherever they come from: each answer
    counts when it is first asked for, and everything, which is no more than that either, does not count."""

    def __init__(self, kept: Kept, database: Database, decoder: Decoder, most: int) -> None:
        self._kept = kept
        self._database = database
        self._decoder = decoder
        self._most = most
        self._left = most
        self._answers: dict[Need, Answer] = {}
        self._ahead: dict[Need, Answer] = {}
        self._noted: dict[Need, Question | None] = {}

    @property
    def dialect(self) -> Dialect:
        return self._database.dialect

    @property
    def lacking(self) -> int:
        """How many needs are noted; never none once too much was asked for, which `read` refuses."""
        return len(self._noted) + (self._left < 0)

    def has_everything(self) -> bool:
        """Whether it was asked for: that others did so must not change what this operation may read."""
        return WHOLE in self._answers

    def everything(self) -> Answer | None:
        answer = self._answers.get(WHOLE)
        if answer is None:
            self._noted[WHOLE] = None
        return answer

    def answer(self, need: Need) -> Answer | None:
        """None, and noted, where it has not been read."""
        answer = self._answers.get(need)
        if answer is None:
            answer = self._known(need) or self._evident(need, may_be_answered=need.may_be_answered)
            if answer is None:
                self._noted[need] = None
        return answer

    def answer_to(self, question: Question) -> Answer | None:
        """Like `answer`, for a part of a list."""
        asked = f"{question.sql}\n{question.parameters}".encode(errors="surrogatepass")
        need = Need(Sort.LIST, "", blake2b(asked, digest_size=_DIGEST_BYTES).hexdigest())
        answer = self._answers.get(need) or self._known(need)
        if answer is None:
            words = (value for value in question.parameters if isinstance(value, str))
            answer = self._evident(need, may_be_answered=all(can_be_written(word) for word in words))
        if answer is None:
            self._noted[need] = question
        return answer

    def _evident(self, need: Need, *, may_be_answered: bool) -> Answer | None:
        """Nothing, where the database need not be asked to know it."""
        if may_be_answered:
            return None
        answer = self._answers[need] = Answer(_OF_A_NEED, numbers=(0,))
        return answer

    def _known(self, need: Need) -> Answer | None:
        answer = self._ahead.pop(need, None) or self._kept.get(need)
        return None if answer is None else self._used(need, answer)

    def _used(self, need: Need, answer: Answer) -> Answer | None:
        """None where it is too much: then nothing counts any more."""
        self._left -= len(answer.statements)
        if self._left < 0:
            return None
        self._answers[need] = answer
        return answer

    async def read(self, habit: Habit) -> None:
        """Raises QueryTooComplex where that would be more statements than one operation may read; those that are read
        ahead and never asked for do not count."""
        self._require_few()
        noted, self._noted = self._noted, {}
        generation = self._kept.generation
        answers: dict[Need, Answer] = {}
        single = tuple(need for need, question in noted.items() if question is None and need != WHOLE)
        if single:
            habit.learn(single, self._answers)
            answers |= await self._single(single, habit)
        lists = {need: question for need, question in noted.items() if question is not None}
        for need, question in lists.items():
            told = await self._told(question)
            answers |= await _decoded(told, partial(self._list_from, need))
        self._ahead |= answers
        for need in noted:
            if need != WHOLE:
                self._known(need)
        self._require_few()
        if WHOLE in noted:
            answers |= await self._everything()
        self._kept.keep(answers, generation)

    async def _everything(self) -> dict[Need, Answer]:
        answer, answers = self._kept.get(WHOLE), dict[Need, Answer]()
        if answer is None:
            told = await self._told(question_of_everything(self.dialect, self._most + 1))
            answers = await _decoded(told, partial(self._list_from, WHOLE))
            answer = answers[WHOLE]
        if len(answer.statements) > self._most:
            raise self._too_many()
        self._answers[WHOLE] = answer
        self._ahead |= answers
        return answers

    async def _single(self, needs: tuple[Need, ...], habit: Habit) -> dict[Need, Answer]:
        """What is known to be needed next is answered too, unless that were too much."""
        if habit.rules:
            told = await self._told(question_ahead(self.dialect, needs, habit.rules, habit.levels))
            if int(next(text for tells, text in told if tells == "n")) <= MOST_AHEAD:
                return await _decoded(told, partial(self._answers_from, needs))
            habit.unlearn()
        told = await self._told(question_of_needs(self.dialect, needs, self._left + 1))
        return await _decoded(told, partial(self._answers_from, needs))

    async def _told(self, question: Question) -> Told:
        return await self._database.told(question)

    def _require_few(self) -> None:
        if self._left < 0:
            raise self._too_many()

    def _too_many(self) -> QueryTooComplex:
        return QueryTooComplex(
            "query",
            f"takes more than {self._most:,} statements to answer",
            "Ask for a smaller page, leave `totalCount` out, or name a subject, an object or a source",
        )

    def _answers_from(self, needs: Iterable[Need], told: Told) -> dict[Need, Answer]:
        decoder = self._decoder
        foreseen = [need for tells, text in told if tells == "w" for need in decoder.needs(text)]
        found = {need: _Found(need) for need in (*foreseen, *needs)}
        sorts = {need.sort for need in found}
        answers: dict[Need, Answer] = {}
        for tells, text in told:
            match tells:
                case "s":
                    recorded = decoder.statement(text)
                    for need in _needs_of_statement(recorded, sorts):
                        if need in found:
                            found[need].add(recorded, text)
                case "e":
                    answers |= self._thing(text)
                case "d":
                    source = decoder.source(text)
                    found[Need(Sort.DESCRIPTION, source.key)].describe(source, text)
                case "r":
                    related, relation = decoder.relation(text)
                    found[Need(Sort.RELATED, related)].relations.append(relation)
        return {need: one.answer() for need, one in found.items()} | answers

    def _thing(self, told: str) -> dict[Need, Answer]:
        thing = self._decoder.thing(told)
        need = Need(Sort.THING, thing.entity.slug)
        return {need: Answer(_OF_A_NEED + need.size + len(told), thing=thing)}

    def _list_from(self, need: Need, told: Told) -> dict[Need, Answer]:
        """With the things that it names."""
        found, things = _Found(need), dict[Need, Answer]()
        entities: list[Entity] = []
        candidates: list[Found] = []
        for tells, text in told:
            match tells:
                case "s":
                    found.add(self._decoder.statement(text), text)
                case "e":
                    things |= self._thing(text)
                    entities.append(self._decoder.thing(text).entity)
                case "d":
                    found.describe(self._decoder.source(text), text)
                case "f":
                    candidates.append(self._decoder.candidate(text))
                case "n":
                    numbers = orjson.loads(text)
                    found.numbers = tuple(numbers) if isinstance(numbers, list) else (numbers,)
        answer = found.answer()
        answer.entities, answer.candidates = tuple(entities), tuple(candidates)
        answer.size += _OF_A_NAME * (len(entities) + len(candidates))
        return things | {need: answer}


async def _decoded(told: Told, answers_from: Callable[[Told], dict[Need, Answer]]) -> dict[Need, Answer]:
    """Beside the event loop where it takes long: thousands of rows are half a second."""
    if len(told) <= _ROWS_DECODED_AT_ONCE:
        return answers_from(told)
    return await asyncio.to_thread(answers_from, told)


class _Found:
    """What answers a need so far."""

    def __init__(self, need: Need) -> None:
        self._statements: list[Recorded[Statement]] = []
        self._descriptions: list[Recorded[Source]] = []
        self.relations: list[Relation] = []
        self.numbers: tuple[int | None, ...] = ()
        self._size = _OF_A_NEED + need.size

    def add(self, recorded: Recorded[Statement], told: str) -> None:
        self._statements.append(recorded)
        self._size += _OF_A_STATEMENT + len(told)

    def describe(self, source: Recorded[Source], told: str) -> None:
        self._descriptions.append(source)
        self._size += _OF_A_SOURCE + len(told)

    def answer(self) -> Answer:
        self.relations.sort(key=lambda relation: (relation.slug, relation.position))
        return Answer(
            self._size + _OF_A_NAME * len(self.relations),
            statements=tuple(self._statements),
            descriptions=tuple(self._descriptions),
            relations=tuple(self.relations),
            numbers=self.numbers,
        )


def _needs_of_statement(recorded: Recorded[Statement], sorts: Set[Sort]) -> Iterable[Need]:
    """Those of these sorts that it may answer."""
    statement = recorded.value
    yield Need(Sort.ABOUT, statement.subject, statement.predicate)
    if statement.object is not None:
        yield Need(Sort.POINTING_TO, statement.object, statement.predicate)
    if Sort.KEY in sorts:
        yield Need(Sort.KEY, "", recorded.key)
    if Sort.CITING in sorts:
        for source in dict.fromkeys(citation.source for citation in statement.citations):
            yield Need(Sort.CITING, source)
