"""What the indexes cost, and what they answer: python -m benchmarks.indexes [ORGANIZATIONS [ORGANIZATIONS_TIMED]].

On SQLite and on a private PostgreSQL: the plan of every question of docs/database.md and the bytes of every index, in a
register of ORGANIZATIONS; how long recording ORGANIZATIONS_TIMED takes with all of them and without each, in turns; and
how long a question about one thing takes that has five thousand versions.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Engine

from benchmarks.administration import WORDS, administration
from benchmarks.questions import AT, DAY, QUESTIONS, REVISIONS, plans
from cget_api.core.model import Dataset, Statement
from cget_api.core.search import folded
from cget_api.core.validity import Validity, bound_from_edtf, text_from_day
from cget_api.core.vocabulary import Predicate
from cget_api.store.engine import engine_from_url, reading, writing
from cget_api.store.migration import upgrade
from cget_api.store.recording import record
from cget_api.store.searching import Sought, organizations_found
from tests.cluster import running_cluster

ROUNDS: Final = 5
VERSIONS: Final = 5
VALUES: Final = 1000
ASKED: Final = 200
EXCLUSIONS: Final = "ex_statement_…_one_a_day"


def say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


@contextmanager
def sqlite_registers() -> Iterator[Callable[[], Engine]]:
    numbers = count(1)
    with tempfile.TemporaryDirectory() as name:
        migrated = Path(name, "migrated.sqlite")
        upgrade(f"sqlite:///{migrated}")

        def opened() -> Engine:
            file = Path(name, f"{next(numbers)}.sqlite")
            shutil.copyfile(migrated, file)
            return engine_from_url(f"sqlite:///{file}")

        yield opened


@contextmanager
def postgresql_registers() -> Iterator[Callable[[], Engine]]:
    numbers = count(1)
    with running_cluster() as cluster:
        cluster.run("CREATE DATABASE migrated TEMPLATE template0")
        upgrade(cluster.url("migrated"))

        def opened() -> Engine:
            name = f"register_{next(numbers)}"
            cluster.run(f"CREATE DATABASE {name} TEMPLATE migrated")
            return engine_from_url(cluster.url(name))

        yield opened


def bytes_of(engine: Engine) -> dict[str, int]:
    """Of tables and indexes, by name; a primary key of SQLite is its table."""
    query = (
        "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        if engine.dialect.name == "postgresql"
        else "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
    )
    with engine.connect() as connection:
        return {name: int(size or 0) for name, size in connection.exec_driver_sql(query)}


def drop(engine: Engine, index: str) -> None:
    """Every exclusion constraint, or the triggers in their place, counts as one."""
    with writing(engine) as connection:
        if index != EXCLUSIONS:
            connection.exec_driver_sql(f"DROP INDEX {index}")
        elif engine.dialect.name == "postgresql":
            query = "SELECT conname FROM pg_constraint WHERE contype = 'x'"
            for name in connection.exec_driver_sql(query).scalars().all():
                connection.exec_driver_sql(f"ALTER TABLE statement DROP CONSTRAINT {name}")
        else:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ex_statement%'"
            for name in connection.exec_driver_sql(query).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")


def seconds_of_recording(engine: Engine, dataset: Dataset) -> tuple[float, float]:
    """Of all of it, and of what is searched."""
    told: dict[str, float] = {}

    def tell(what: str, _: int, __: int) -> None:
        told[what] = time.perf_counter()

    began = time.perf_counter()
    record(engine, dataset, "benchmark", "synthetic", AT, tell)
    return time.perf_counter() - began, told["searched texts"] - told["citations"]


def time_recording(opened: Callable[[], Engine], organizations: int) -> None:
    dataset = administration(organizations)
    indexes = dict.fromkeys(q.index for q in QUESTIONS if not q.index.startswith("pk_"))
    without = ("", *indexes, EXCLUSIONS)
    taken: dict[str, list[float]] = {index: [] for index in without}
    searched: list[float] = []
    for _ in range(ROUNDS):
        for index in without:
            engine = opened()
            if index:
                drop(engine, index)
            seconds, searching = seconds_of_recording(engine, dataset)
            taken[index].append(seconds)
            if not index:
                searched.append(searching)
            engine.dispose()
    # The fastest of each: whatever else the machine does only adds to it.
    whole = min(taken.pop(""))
    said = len(dataset.statements)
    say(f"recording {said} statements: {whole:.2f} s, {min(searched):.2f} s of it for searching")
    for index, seconds_ in taken.items():
        say(f"  without {index}: {min(seconds_) - whole:+.2f} s")


def time_many_versions(opened: Callable[[], Engine]) -> None:
    """A thing of which one value is left and five thousand are superseded: what is held is asked, by either index."""
    engine, base = opened(), administration(20)
    days = (text_from_day(DAY + day) for day in range(VALUES))
    values = [
        Statement(
            "service-0",
            Predicate.AUTHORITY,
            Validity(bound_from_edtf(day), bound_from_edtf(day)),
            object="service-1",
            citations=base.statements[0].citations,
        )
        for day in days
    ]
    others = tuple(s for s in base.statements if (s.subject, s.predicate) != ("service-0", Predicate.AUTHORITY))
    for version in range(VERSIONS):
        said = tuple(replace(value, terms=f"version {version}") for value in values)
        record(engine, replace(base, statements=others + said), "benchmark", "versions", AT)
    record(engine, replace(base, statements=others + (values[0],)), "benchmark", "one is left", AT)
    question = sa.text(
        "SELECT count(*) FROM statement JOIN entity ON entity.id = subject_id WHERE slug = 'service-0'"
        " AND predicate = 'AUTHORITY' AND superseded_in IS NULL"
    )
    say(f"what is held of {VERSIONS * VALUES} versions: {1e3 * seconds_of_asking(engine, question):.2f} ms")
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP INDEX ix_statement_subject_id_predicate_superseded_in")
        connection.exec_driver_sql("CREATE INDEX without_the_past ON statement (subject_id, predicate)")
    say(f"  by (subject_id, predicate) alone: {1e3 * seconds_of_asking(engine, question):.2f} ms")
    engine.dispose()


def seconds_of_asking(engine: Engine, question: sa.TextClause) -> float:
    with engine.connect() as connection:
        assert connection.execute(question).scalar_one() == 1
        return median_seconds(lambda: connection.execute(question).scalar_one(), ASKED)


def median_seconds(asked: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        asked()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def time_searching(engine: Engine) -> None:
    """A first page of fifty, of a word that few texts have, of one that all have, and of a single letter."""
    for words in (WORDS[77], "de la ville", "b"):
        with reading(engine) as connection:
            sought = Sought(folded(words), REVISIONS, DAY)
            many = len(organizations_found(connection, sought))
            seconds = median_seconds(partial(organizations_found, connection, sought, first=50), ROUNDS)
        say(f"searching {words!r}: {1e3 * seconds:.1f} ms, of {many} found")


def measure(opened: Callable[[], Engine], organizations: int, timed: int) -> None:
    engine = opened()
    found = plans(engine, organizations)
    say(f"== {engine.dialect.name}, {organizations} organisations")
    for question in QUESTIONS:
        if engine.dialect.name in question.engines:
            asked = [plan for statement, plan in found[question.asked_by].items() if question.mark in statement]
            say(f"-- {question.index}: {question.asked_by}", *asked)
    for name, size in sorted(bytes_of(engine).items(), key=lambda pair: -pair[1]):
        if size:
            say(f"{size:>12,} {name}")
    time_searching(engine)
    engine.dispose()
    time_recording(opened, timed)
    time_many_versions(opened)


def main(organizations: int = 5_000, timed: int = 1_000) -> None:
    for registers in (sqlite_registers, postgresql_registers):
        with registers() as opened:
            measure(opened, organizations, timed)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
