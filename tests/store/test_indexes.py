"""Every index answers a question or keeps a rule, on both databases, and docs/database.md says which."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from benchmarks.questions import OF_SQLITE, QUESTIONS, plans
from cget_api.store.tables import METADATA
from cget_api.store.versions import location

ORGANIZATIONS = 600
RULES = re.compile(r"ex_statement_[a-z_]+_one_a_day|uq_[a-z_]+|alembic_version_pkc")


def indexes_of(engine: Engine) -> set[str]:
    """Primary keys among them, on either engine; without those that keep a rule, which they do unasked."""
    inspector = sa.inspect(engine)
    primary = {inspector.get_pk_constraint(table)["name"] for table in METADATA.tables}
    others = {index["name"] for table in METADATA.tables for index in inspector.get_indexes(table)}
    return {name for name in primary | others if name is not None and not RULES.fullmatch(name)}


def test_every_question_is_answered_by_the_index_that_is_there_for_it(engine: Engine) -> None:
    name = engine.dialect.name
    found = plans(engine, ORGANIZATIONS)
    for question in QUESTIONS:
        if name in question.engines:
            index = OF_SQLITE.get(question.index, question.index) if name == "sqlite" else question.index
            asked = [plan for statement, plan in found[question.asked_by].items() if question.mark in statement]
            assert asked, question
            assert all(index in plan for plan in asked), (question, asked)


def test_no_index_is_there_without_a_question(engine: Engine) -> None:
    asked = {question.index for question in QUESTIONS if engine.dialect.name in question.engines}
    assert indexes_of(engine) == {index for index in asked if not RULES.fullmatch(index)}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("thing", ["organization", "post", "person", "site", "programme", "event"])
def test_a_thing_is_read_in_sql_without_looking_among_what_is_said_of_others(engine: Engine, thing: str) -> None:
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT * FROM {thing}").all()
    among = {step[3].split(" (")[0] for step in plan if "SEARCH said" in step[3]}
    assert among == {"SEARCH said USING INDEX ix_statement_subject_id_predicate_superseded_in"}


@pytest.mark.parametrize("index", sorted({question.index for question in QUESTIONS}))
def test_every_index_and_what_it_is_there_for_is_in_the_documentation(index: str) -> None:
    page = (location().parent / "docs" / "database.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{index}` \|.*$", page, re.MULTILINE)
    for question in QUESTIONS:
        if question.index == index:
            assert question.asked_by in row
