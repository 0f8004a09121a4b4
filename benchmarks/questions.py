"""What is asked of the database, and by which index each question is answered: the plans of docs/database.md."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, text

from benchmarks.administration import WORDS, administration
from benchmarks.on_demand import ON_DEMAND, ask_on_demand
from cget_api.core.model import Revision
from cget_api.core.search import folded
from cget_api.store.engine import reading, writing
from cget_api.store.ondemand.following import recorded_since
from cget_api.store.reading import latest_revision_number, read_history, read_since
from cget_api.store.recording import record
from cget_api.store.rows import insert_revision
from cget_api.store.searching import Sought, organizations_found

AT: Final = datetime(2020, 1, 1, tzinfo=UTC)
DAY: Final = datetime(2016, 8, 11, tzinfo=UTC).toordinal()
REVISIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Question:
    """That `index` answers what is asked by `asked_by`, in every statement that has `mark` in it, on `engines`."""

    index: str
    asked_by: str
    mark: str
    engines: tuple[str, ...] = ("sqlite", "postgresql")


QUESTIONS: Final = (
    Question("pk_revision", "the latest revision is asked for", "max(revision.number)"),
    Question("pk_entity", "words are searched", "search_word"),
    Question("uq_entity_slug", "words are searched through a source", "search_word"),
    Question("pk_statement", "a revision supersedes", "UPDATE statement"),
    Question("uq_statement_live_key", "a statement is looked up by its key in SQL", "key", ("sqlite",)),
    Question("uq_statement_live_key", "a statement is recorded (tg_statement_no_replace)", "key", ("sqlite",)),
    Question(
        "ix_statement_subject_id_predicate_superseded_in", "an organisation is read in SQL", "FROM organization WHERE"
    ),
    Question(
        "ix_statement_subject_id_predicate_superseded_in",
        "an authority is recorded (ex_statement_authority_one_a_day)",
        "subject_id",
        ("sqlite",),
    ),
    Question("ix_statement_subject_id_predicate_superseded_in", "an organisation is read on demand", "wanted"),
    Question("ix_statement_object_id_predicate", "the units of an organisation are read in SQL", "FROM unit"),
    Question("ix_statement_object_id_predicate", "the units of an organisation are read on demand", "wanted"),
    Question("ix_statement_key", "a statement is looked up by its key in SQL", "key", ("postgresql",)),
    Question("ix_statement_key", "a statement is read by its key on demand", "wanted"),
    Question("ix_statement_predicate_start_earliest", "a page of events is read on demand", "OCCURRED"),
    Question(
        "ix_statement_predicate_start_earliest",
        "a page of organisations not founded yet is read on demand",
        "thing",
    ),
    Question("ix_statement_standing", "a page of doubtful statements is read on demand", "few"),
    Question("ix_entity_slug", "a page of statements is read on demand", "hit"),
    Question("ix_entity_type_slug", "a page of organisations is read on demand", "thing"),
    Question("ix_entity_type_slug", "a page of sources is read on demand", "hit"),
    Question("ix_statement_recorded_in", "a process extends what it holds", "statement.recorded_in >"),
    Question("ix_statement_superseded_in", "a process extends what it holds", "statement.superseded_in >"),
    Question("pk_source", "a revision supersedes", "UPDATE source"),
    Question("uq_source_live_entity_id", "a source is read in SQL", "FROM source_document", ("sqlite",)),
    Question("ix_source_entity_id", "a source is read in SQL", "FROM source_document", ("postgresql",)),
    Question("ix_source_entity_id", "a source is described on demand", "wanted"),
    Question("pk_source_relation", "what was touched since is learnt", "source_relation"),
    Question("ix_source_relation_related_id", "what others say of a source is read on demand", "wanted"),
    Question("pk_citation", "a revision supersedes", "max(citation.id)"),
    Question("uq_citation_statement_id_position", "authorities are read in SQL with their sources", "FROM authority"),
    Question("ix_citation_source_id", "a source is read in SQL", "FROM source_document"),
    Question("ix_citation_source_id", "what a source vouches for is read on demand", "wanted"),
    Question("pk_search_text", "words are searched", "search_word"),
    Question("pk_search_word", "words are searched", "search_word"),
)

OF_SQLITE: Final = {
    f"pk_{table}": f"{table} USING INTEGER PRIMARY KEY" for table in ("entity", "statement", "source", "search_text")
} | {
    "pk_revision": "SEARCH revision",
    "pk_citation": "SEARCH citation",
    "pk_search_word": "search_word USING PRIMARY KEY",
    "pk_source_relation": "source_relation USING INDEX sqlite_autoindex_source_relation_1",
}
"""How SQLite calls a primary key in a plan; an index it calls by its name."""

_IN_SQL: Final = {
    "a statement is looked up by its key in SQL": "SELECT * FROM mission WHERE key = '0123'",
    "an organisation is read in SQL": "SELECT * FROM organization WHERE organization = 'service-7'",
    "the units of an organisation are read in SQL": "SELECT * FROM unit WHERE organization = 'service-7'",
    "authorities are read in SQL with their sources": "SELECT * FROM authority WHERE organization = 'service-7'",
    "a source is read in SQL": "SELECT * FROM source_document WHERE source = 'source-7'",
}
# What SQLite's triggers ask of a row that is inserted, with a row in its place.
_IN_TRIGGERS: Final = {
    "a statement is recorded (tg_statement_no_replace)": (
        "SELECT 1 FROM statement WHERE id = 7 OR (key = '0123' AND superseded_in IS NULL)"
    ),
    "an authority is recorded (ex_statement_authority_one_a_day)": (
        "SELECT 1 FROM statement WHERE subject_id = 7 AND predicate = 'AUTHORITY' AND standing = 'ACCEPTED'"
        " AND superseded_in IS NULL AND max(start_latest, 730000) < min(end_earliest, 740000)"
    ),
}


def record_administration(engine: Engine, organizations: int) -> None:
    """In as many revisions as `REVISIONS`."""
    for revision in range(1, REVISIONS + 1):
        record(engine, administration(organizations, revision), "benchmark", "synthetic", AT + timedelta(days=revision))


def plans(engine: Engine, organizations: int) -> Mapping[str, Mapping[str, str]]:
    """Of every statement that is asked, by who asks and by its text. Records a register of that size, revises it, and
    lets PostgreSQL count it."""
    record_administration(engine, organizations)
    before = read_history(engine)
    analyse(engine)
    asked: dict[str, list[tuple[str, Any]]] = {}
    with _listening(engine) as heard:

        def ask(asked_by: str, question: Callable[[], object]) -> None:
            heard.clear()
            question()
            asked.setdefault(asked_by, []).extend(heard)

        fourth = administration(organizations, REVISIONS + 1)
        ask("a revision supersedes", lambda: record(engine, fourth, "benchmark", "more", AT + timedelta(days=9)))
        ask("the latest revision is asked for", lambda: latest_revision_number(engine))
        ask("a process extends what it holds", lambda: read_since(engine, before))
        ask("what was touched since is learnt", lambda: recorded_since(engine, before.revisions))
        ask("words are searched", lambda: _search(engine, None))
        ask("words are searched through a source", lambda: _search(engine, "source-7"))
        in_triggers = _IN_TRIGGERS if engine.dialect.name == "sqlite" else {}
        for asked_by, query in (_IN_SQL | in_triggers).items():
            ask(asked_by, partial(_run, engine, query))
        for asked_by, asked_on_demand in ON_DEMAND.items():
            ask(asked_by, partial(ask_on_demand, engine, asked_on_demand))
    _record_what_changes_nothing(engine)
    analyse(engine)
    with engine.connect() as connection:
        return {
            asked_by: {statement: _plan(connection, statement, given) for statement, given in statements}
            for asked_by, statements in asked.items()
        }


def _record_what_changes_nothing(engine: Engine) -> None:
    """A hundred revisions: of a table that fits on one page, PostgreSQL reads that page."""
    with writing(engine) as connection:
        for number in range(REVISIONS + 2, REVISIONS + 102):
            at = AT + timedelta(days=10 + number)
            insert_revision(connection, Revision(number, at, "benchmark", "nothing", "0" * 64, "0" * 64))


def analyse(engine: Engine) -> None:
    """As autovacuum does by itself after a while."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _search(engine: Engine, stated_by: str | None) -> None:
    with reading(engine) as connection:
        organizations_found(connection, Sought(folded(WORDS[77]), REVISIONS, DAY, stated_by), first=50)


def _run(engine: Engine, query: str) -> None:
    with reading(engine) as connection:
        connection.execute(text(query)).all()


@contextmanager
def _listening(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    heard: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, given: Any, ___: object, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "WITH")) and not many and "pg_advisory" not in statement:
            heard.append((statement, given))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def _plan(connection: Connection, statement: str, given: Any) -> str:
    if connection.dialect.name == "postgresql":
        return "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", given).scalars())
    return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given))
