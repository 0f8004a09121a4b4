"""Recording that is killed, or that two do at once: the register holds whole revisions and nothing between them."""

import random
import time

import pytest
from sqlalchemy import Engine

from cget_api.store.reading import read_history
from cget_api.store.verification import verify
from tests.recorders import dataset_of, record_the_next, record_this, started
from tests.store.test_recording import held_in, same

MOMENTS = 30


def test_killed_at_any_moment_it_leaves_whole_revisions(database_url: str, engine: Engine) -> None:
    process, signal = started(record_the_next, database_url)
    begun = time.monotonic()
    signal.send("go")
    assert signal.recv() == 1
    usual = time.monotonic() - begun
    process.join()
    process.close()
    for moment in range(MOMENTS):
        process, signal = started(record_the_next, database_url)
        signal.send("go")
        time.sleep(usual * (moment + random.random()) / MOMENTS)
        process.kill()
        process.join()
        process.close()
        signal.close()
        history = read_history(engine)
        assert same(held_in(history, len(history.revisions)), dataset_of(len(history.revisions)))
    verify(engine)
    history = read_history(engine)
    assert len(history.revisions) <= MOMENTS, "none was interrupted"
    for revision in history.revisions:
        assert same(held_in(history, revision.number), dataset_of(revision.number))


@pytest.mark.parametrize(("numbers", "revisions"), [((1, 2), {1, 2}), ((1, 1), {1, None})])
def test_two_at_once_make_one_revision_each_or_none(
    database_url: str, engine: Engine, numbers: tuple[int, int], revisions: set[int | None]
) -> None:
    recorders = [started(record_this, database_url, number) for number in numbers]
    for _, signal in recorders:
        signal.send("go")
    made = [signal.recv() for _, signal in recorders]
    for process, signal in recorders:
        process.join()
        assert process.exitcode == 0
        process.close()
        signal.close()
    assert set(made) == revisions
    verify(engine)
    history = read_history(engine)
    for number, made_revision in zip(numbers, made, strict=True):
        if made_revision is not None:
            assert same(held_in(history, made_revision), dataset_of(number))
