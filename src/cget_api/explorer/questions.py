"""The questions that the pages ask, and how they are asked: through the public schema, within its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from graphql import GraphQLError

from cget_api.api.answering import Answering, Question
from cget_api.api.asking import Asking
from cget_api.api.errors import public_error
from cget_api.api.exchange import Exchange
from cget_api.api.http.answers import Answer as KeptAnswer
from cget_api.api.http.answers import Answers, key_of
from cget_api.api.http.encoding import body_of, encoded

FOLDER = Path(__file__).parent / "queries"

Answer: TypeAlias = Mapping[str, Any]
"""The data of an answer, as GraphQL gives it."""


class Unanswered(Exception):
    """A question that the API answers with an error: its `code` and its sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@cache
def document(name: str) -> str:
    return (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")


def documents() -> list[str]:
    """Every document that a page or its script asks."""
    return [document(file.stem) for file in sorted(FOLDER.glob("*.graphql"))]


@dataclass(frozen=True, slots=True)
class Asked:
    """A document as it was asked, with its variables: what a reader may ask again."""

    name: str
    text: str
    variables: Mapping[str, object]

    @property
    def variables_as_json(self) -> str:
        return orjson.dumps(dict(self.variables), option=orjson.OPT_INDENT_2).decode()


@dataclass(slots=True)
class Conversation:
    """The questions of one page, all answered from the archive that was the latest when it began."""

    answering: Answering
    answers: Answers
    exchange: Exchange
    asked: list[Asked] = field(default_factory=list)
    _asking: Asking = field(init=False)

    def __post_init__(self) -> None:
        """Raises DatabaseUnavailable while there is no register to ask."""
        self._asking = Asking(self.answering.service, self.exchange)

    @property
    def today(self) -> int:
        """The day in Paris."""
        return self._asking.today

    @property
    def revision(self) -> int:
        """The latest, by number."""
        return self._asking.archive.latest.revision.number

    async def ask(self, name: str, **variables: object) -> Answer:
        """The answer to one of the documents; variables that are None are left out.

        Raises Unanswered for an error of the API, and RegisterError for what is not even begun.
        """
        asked = Asked(name, document(name), {name: value for name, value in variables.items() if value is not None})
        self.asked.append(asked)
        question = await self._question(asked)
        key = key_of(question, self._asking)
        answer = self.answers.get(key)
        self.exchange.from_cache = answer is not None
        if answer is None:
            result = await self.answering.result(question, self._asking)
            if result.errors:
                raise _told(result.errors[0])
            answer = KeptAnswer(encoded(body_of(result)))
            self.answers.keep(key, answer)
        data: Answer = orjson.loads(answer.body)["data"]
        return data

    async def _question(self, asked: Asked) -> Question:
        """What several cost, a page costs together."""
        exchange, before = self.exchange, self.exchange.cost or 0
        document_ = await self.answering.document(asked.text, exchange)
        if document_.errors:
            raise _told(public_error(document_.errors[0], exchange.correlation_id))
        question = self.answering.question(document_, document_.operation(None), asked.variables, exchange)
        exchange.cost = before + question.cost
        return question


def _told(error: GraphQLError) -> Unanswered:
    """Of an error that is public already."""
    return Unanswered(str((error.extensions or {})["code"]), error.message)
