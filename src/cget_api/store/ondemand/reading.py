"""What one operation has asked of the register, and has had read for it."""

from collections.abc import Iterable
from typing import Final

import orjson

from cget_api.core.errors import QueryTooComplex
from cget_api.core.model import Entity, Recorded, Source, Statement
from cget_api.store.ondemand.database import Database, Told
from cget_api.store.ondemand.decoding import Decoder, Relation
from cget_api.store.ondemand.kept import Answer, Kept
from cget_api.store.ondemand.needs import WHOLE, Need, Sort
from cget_api.store.ondemand.needs_sql import question_of_everything, question_of_needs
from cget_api.store.ondemand.sql import Dialect, Question
from cget_api.store.searching import Found

# What Python takes besides the words, measured with tracemalloc.
_OF_A_NEED: Final = 350
_OF_A_STATEMENT: Final = 1_000
_OF_A_SOURCE: Final = 350
_OF_A_NAME: Final = 150


class Reading:
    """Answers needs with what is `kept`, and notes those that it cannot answer; `read` has them read from the database:
    what is needed of single things in one statement, each part of a list in one of its own. What it once answered it
    answers as long as it lives. It reads no more than `most` statements."""

    def __init__(self, kept: Kept, database: Database, decoder: Decoder, most: int) -> None:
        self._kept = kept
        self._database = database
        self._decoder = decoder
        self._most = most
        self._left = most
        self._answers: dict[Need, Answer] = {}
        self._noted: dict[Need, Question | None] = {}

    @property
    def dialect(self) -> Dialect:
        return self._database.dialect

    @property
    def lacking(self) -> int:
        """How many needs are noted."""
        return len(self._noted)

    def has(self, need: Need) -> bool:
        return self._answer(need) is not None

    def answer(self, need: Need) -> Answer | None:
        """None, and noted, where it has not been read."""
        answer = self._answers.get(need) or self._answer(need)
        if answer is None:
            self._noted[need] = None
        return answer

    def answer_to(self, question: Question) -> Answer | None:
        """Like `answer`, for a part of a list."""
        need = Need(Sort.LIST, "", f"{question.sql}\n{question.parameters}")
        answer = self._answer(need)
        if answer is None:
            self._noted[need] = question
        return answer

    def _answer(self, need: Need) -> Answer | None:
        answer = self._answers.get(need)
        if answer is None:
            answer = self._kept.get(need)
            if answer is not None:
                self._answers[need] = answer
        return answer

    async def read(self) -> None:
        """Raises QueryTooComplex where that would be more statements than one operation may read."""
        noted, self._noted = self._noted, {}
        generation = self._kept.generation
        answers: dict[Need, Answer] = {}
        single = tuple(need for need, question in noted.items() if question is None and need != WHOLE)
        if single:
            told = await self._told(question_of_needs(self.dialect, single, self._left + 1))
            answers |= self._answers_from(single, told)
        lists = {need: question for need, question in noted.items() if question is not None}
        if WHOLE in noted:
            lists[WHOLE] = question_of_everything(self.dialect, self._left + 1)
        for need, question in lists.items():
            answers |= self._list_from(need, await self._told(question))
        self._answers.update(answers)
        self._kept.keep(answers, generation)

    async def _told(self, question: Question) -> Told:
        return await self._database.told(question)

    def _statement(self, told: str) -> Recorded[Statement]:
        self._left -= 1
        if self._left < 0:
            raise QueryTooComplex(
                "query",
                f"takes more than {self._most:,} statements to answer",
                "Ask for a smaller page, leave `totalCount` out, or name a subject, an object or a source",
            )
        return self._decoder.statement(told)

    def _answers_from(self, needs: Iterable[Need], told: Told) -> dict[Need, Answer]:
        found = {need: _Found() for need in needs}
        answers: dict[Need, Answer] = {}
        decoder = self._decoder
        for tells, text in told:
            match tells:
                case "s":
                    recorded = self._statement(text)
                    for need in _needs_of_statement(recorded.value, recorded.key):
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
        return {Need(Sort.THING, thing.entity.slug): Answer(_OF_A_NEED + len(told), thing=thing)}

    def _list_from(self, need: Need, told: Told) -> dict[Need, Answer]:
        """With the things that it names."""
        found, things = _Found(), dict[Need, Answer]()
        entities: list[Entity] = []
        candidates: list[Found] = []
        for tells, text in told:
            match tells:
                case "s":
                    found.add(self._statement(text), text)
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


class _Found:
    """What answers a need so far."""

    def __init__(self) -> None:
        self._statements: list[Recorded[Statement]] = []
        self._descriptions: list[Recorded[Source]] = []
        self.relations: list[Relation] = []
        self.numbers: tuple[int | None, ...] = ()
        self._size = _OF_A_NEED

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


def _needs_of_statement(statement: Statement, key: str) -> Iterable[Need]:
    """Those that it may answer."""
    yield Need(Sort.ABOUT, statement.subject, statement.predicate)
    if statement.object is not None:
        yield Need(Sort.POINTING_TO, statement.object, statement.predicate)
    yield Need(Sort.KEY, "", key)
    for source in dict.fromkeys(citation.source for citation in statement.citations):
        yield Need(Sort.CITING, source)
