"""What is asked of the database while a register is read on demand, through the engine that everything else asks."""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Engine

from cget_api.core.existence import Existence
from cget_api.core.register import Register
from cget_api.core.selection import EVERYTHING, Choice, Range, Selection
from cget_api.core.vocabulary import Predicate, Standing
from cget_api.store.engine import reading
from cget_api.store.ondemand.archive import ArchiveOnDemand, Shelves, State
from cget_api.store.ondemand.database import Told
from cget_api.store.ondemand.following import recorded_since
from cget_api.store.ondemand.kept import Kept
from cget_api.store.ondemand.sql import POSTGRESQL, SQLITE, Dialect, Question

DAY: Final = 736_000
_PAGE: Final = 10
_MOST_STATEMENTS: Final = 20_000

Asked = Callable[[Register], object]

ON_DEMAND: Final[Mapping[str, Asked]] = {
    "an organisation is read on demand": lambda register: register.about("service-7", Predicate.NAME),
    "the units of an organisation are read on demand": lambda register: register.pointing_to(
        "service-7", Predicate.UNIT_OF
    ),
    "a statement is read by its key on demand": lambda register: register.statement("0123"),
    "a source is described on demand": lambda register: register.source("source-7"),
    "what others say of a source is read on demand": lambda register: register.related_sources("source-7"),
    "what a source vouches for is read on demand": lambda register: register.citing("source-7"),
    "a page of statements is read on demand": lambda register: register.select(EVERYTHING).first(_PAGE),
    "a page of doubtful statements is read on demand": lambda register: register.select(
        Selection(standings={Standing.REJECTED})
    ).first(_PAGE),
    "a page of organisations is read on demand": lambda register: register.choose(Choice(DAY)).first(_PAGE),
    "a page of sources is read on demand": lambda register: register.describe(None).first(_PAGE),
    "a page of organisations not founded yet is read on demand": lambda register: register.choose(
        Choice(DAY, existences={Existence.NOT_YET})
    ).first(_PAGE),
    "a page of events is read on demand": lambda register: register.happenings(Range()).first(_PAGE),
}


class ThroughEngine:
    """The database of an `engine`, so that whoever listens to the engine hears what is read on demand."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.dialect: Dialect = POSTGRESQL if engine.dialect.name == "postgresql" else SQLITE

    async def told(self, question: Question) -> Told:
        with reading(self._engine) as connection:
            if self.dialect is SQLITE:
                rows = connection.exec_driver_sql(question.sql, question.parameters)
            else:
                named = {f"given_{place}": value for place, value in enumerate(question.parameters, 1)}
                rows = connection.exec_driver_sql(re.sub(r"\$(\d+)", r"%(given_\1)s", question.sql), named)
            return [(row[0], row[1]) for row in rows]

    async def close(self) -> None:
        """Whoever opened the engine closes it."""


def ask_on_demand(engine: Engine, asked: Asked) -> None:
    """Of the latest revision, until nothing is lacking; nothing is kept of it."""
    revisions, _ = recorded_since(engine, ())
    shelves = Shelves(ThroughEngine(engine), Kept(0), _MOST_STATEMENTS)
    archive = ArchiveOnDemand(State("", revisions, _MOST_STATEMENTS + 1), shelves)
    asked(archive.latest)
    while archive.lacks_something:
        asyncio.run(archive.fetch(""))
        asked(archive.latest)
