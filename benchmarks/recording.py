"""How long recording takes, beside the bare insertion of the same rows: python benchmarks/recording.py [ENTITIES
[STATEMENTS]].

Both write to a SQLite file with the same schema, indexes and triggers. The bare insertion is `executemany` of rows made
beforehand, in one transaction; recording also compares with what is held, computes keys and digests and makes the rows.
Prints the ratio, and fails where it is larger than allowed.
"""

import gc
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cget_api.core.model import Citation, Dataset, Entity, Source, Statement, Text
from cget_api.core.validity import Validity, bound_from_edtf
from cget_api.core.vocabulary import EntityType, Evidence, Language, Predicate, SourceKind
from cget_api.store.engine import engine_from_url
from cget_api.store.migration import upgrade
from cget_api.store.reading import read_history
from cget_api.store.recording import record

TABLES = ("revision", "entity", "source", "statement", "citation")
SOURCES = 100
ALLOWED = 8.0


def synthetic_dataset(entities: int, statements: int) -> Dataset:
    """A register of `entities` (sources and organisations), each statement with one citation, every third with two."""
    bounds = [bound_from_edtf(f"{year}-0{month}") for year in range(1963, 2020) for month in range(1, 10)]
    sources = [f"source-{number}" for number in range(SOURCES)]
    organizations = [f"organization-{number}" for number in range(entities - SOURCES)]
    return Dataset(
        entities=(
            *(Entity(slug, EntityType.SOURCE) for slug in sources),
            *(Entity(slug, EntityType.ORGANIZATION) for slug in organizations),
        ),
        statements=tuple(
            _statement(number, organizations, sources, Validity(bounds[number % len(bounds)], None))
            for number in range(statements)
        ),
        sources=tuple(
            Source(slug, SourceKind.PRESS, f"Article {slug}", url=f"https://example.org/{slug}") for slug in sources
        ),
    )


def _statement(number: int, organizations: list[str], sources: list[str], validity: Validity) -> Statement:
    subject = organizations[number % len(organizations)]
    cited = [sources[number % SOURCES], sources[(number + 1) % SOURCES]][: 2 if number % 3 == 0 else 1]
    citations = tuple(Citation(source, Evidence.SECONDARY, locator=f"§ {number % 50}") for source in cited)
    if number % 4 == 0:
        other = organizations[(number + 7) % len(organizations)]
        return Statement(subject, Predicate.SUPPORTS, validity, object=other, position=number, citations=citations)
    words = Text(f"la mission numéro {number} de cet organisme", f"mission number {number} of this body")
    return Statement(subject, Predicate.MISSION, validity, language=Language.FR, text=words, citations=citations)


def seconds_of(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def insert_bare(file: Path, rows: dict[str, list[tuple[object, ...]]]) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)
    connection.execute("COMMIT")
    connection.close()


def main(entities: int = 10_000, statements: int = 200_000) -> None:
    dataset = synthetic_dataset(entities, statements)
    with tempfile.TemporaryDirectory() as name:
        recorded, bare = Path(name, "recorded.sqlite"), Path(name, "bare.sqlite")
        for file in (recorded, bare):
            upgrade(f"sqlite:///{file}")
        engine = engine_from_url(f"sqlite:///{recorded}")
        recording = seconds_of(lambda: record(engine, dataset, "benchmark", "synthetic", datetime.now(UTC)))
        reading = seconds_of(lambda: read_history(engine))
        engine.dispose()
        with sqlite3.connect(recorded) as connection:
            rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        connection.close()
        insertion = seconds_of(lambda: insert_bare(bare, rows))
    sys.stdout.write(
        f"{entities} entities, {statements} statements, {len(rows['citation'])} citations\n"
        f"recording       {recording:7.2f} s\n"
        f"bare insertion  {insertion:7.2f} s\n"
        f"reading back    {reading:7.2f} s\n"
        f"ratio           {recording / insertion:7.2f} (allowed {ALLOWED})\n"
    )
    sys.exit(recording > ALLOWED * insertion)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
