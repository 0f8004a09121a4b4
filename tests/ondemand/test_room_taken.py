"""What was asked counts as kept too, and takes no more room than is counted."""

import asyncio
from pathlib import Path

from cget_api.core.vocabulary import Predicate
from cget_api.store.migration import upgrade
from cget_api.store.ondemand.decoding import Decoder
from cget_api.store.ondemand.foresight import Habit
from cget_api.store.ondemand.kept import Answer, Kept
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.ondemand.reading import Reading
from cget_api.store.ondemand.sql import Question
from cget_api.store.ondemand.sqlite import SqliteDatabase
from tests.api.administration import RECORDED_FIRST
from tests.api.service import record_at

ROOM = 10**8
LONG = "x" * 90_000


def kept_of(file: Path, *asked: Need | Question) -> Kept:
    """What is kept once these have been asked, none of which anything answers."""
    upgrade(url := f"sqlite:///{file}")
    record_at(url, RECORDED_FIRST)
    database = SqliteDatabase(url.removeprefix("sqlite:///"))

    async def read() -> Kept:
        kept = Kept(ROOM)
        reading = Reading(kept, database, Decoder(), most=100)

        def answers() -> list[Answer | None]:
            return [reading.answer(one) if isinstance(one, Need) else reading.answer_to(one) for one in asked]

        answers()
        await reading.read(Habit())
        assert all(answer is not None and not answer.statements for answer in answers())
        await database.close()
        return kept

    return asyncio.run(read())


def test_the_words_that_were_asked_count_as_kept(tmp_path: Path) -> None:
    short = kept_of(tmp_path / "short.sqlite", Need(Sort.ABOUT, "x", Predicate.NAME), Need(Sort.KEY, "", "x"))
    long = kept_of(tmp_path / "long.sqlite", Need(Sort.ABOUT, LONG, Predicate.NAME), Need(Sort.KEY, "", LONG))
    assert long.bytes - short.bytes == 2 * (len(LONG) - 1)


def test_words_that_no_database_could_hold_are_answered_and_not_kept(tmp_path: Path) -> None:
    assert kept_of(tmp_path / "one.sqlite", Need(Sort.THING, "a\0b"), Need(Sort.KEY, "", "\0")).bytes == 0


def test_however_long_a_list_is_asked_for_no_more_is_kept_of_it(tmp_path: Path) -> None:
    sql = "SELECT 'n', '1' WHERE ? <> ''"
    short = kept_of(tmp_path / "short.sqlite", Question(sql, ("x",)))
    long = kept_of(tmp_path / "long.sqlite", Question(sql, (LONG,)))
    assert long.bytes == short.bytes
