"""Verification: what is recorded verifies, and whatever was changed behind the register's back is named."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from cget_api.core.errors import RegisterTampered
from cget_api.core.vocabulary import Predicate
from cget_api.store.reading import read_history
from cget_api.store.recording import record
from cget_api.store.tables import STATEMENT
from cget_api.store.verification import verify
from tests.clients import intruder
from tests.worlds import DECREE, PAGE, cited, described, said, world

AT = datetime(2020, 1, 1, tzinfo=UTC)
MISSION = said("cget", Predicate.MISSION, "to advise", "2014", citations=(cited(), cited(PAGE, "§ 1", "2016")))
AUTHORITY = said("cget", Predicate.AUTHORITY, "minister", "2014")
PARTNER = said("datar", Predicate.PARTNER, "towns")
FIGURE = said("cget", Predicate.FIGURE, "agents", "2014-12-01")
SUCCESSOR = said("cget", Predicate.AUTHORITY, "prime-minister", "2014")


@pytest.fixture
def tampered_url(database_url: str, engine: Engine) -> str:
    """Of three revisions: statements 1 to 3 recorded in the first; 4 recorded and 2 superseded in the second, and a
    description of the decree too; nothing but a source described anew in the third."""
    act = (described(DECREE, "Décret"), described(PAGE))
    for number, dataset in enumerate(
        (
            world(MISSION, AUTHORITY, PARTNER),
            world(MISSION, SUCCESSOR, PARTNER, sources=act),
            world(MISSION, SUCCESSOR, PARTNER, FIGURE, sources=act),
        ),
        start=1,
    ):
        record(engine, dataset, "Ada", f"Number {number}", AT)
    verify(engine)
    engine.dispose()
    return database_url


FORGED, DIGEST = "k" * 32, "a" * 64
COLUMNS = ", ".join(column.name for column in STATEMENT.columns if column.name not in {"id", "key", "digest"})


def row(number: int, key: str, recorded_in: int = 1) -> str:
    return f"statement {number} ({key}, recorded in revision {recorded_in})"


@pytest.mark.parametrize(
    ("tampering", "subject", "problem"),
    [
        ("UPDATE statement SET text_fr = 'x' WHERE id = 1", row(1, MISSION.key), "match"),
        ("UPDATE statement SET value = 301 WHERE id = 5", row(5, FIGURE.key, 3), "match"),
        ("UPDATE statement SET note_fr = 'x', note_en = 'x' WHERE id = 4", row(4, SUCCESSOR.key, 2), "match"),
        ("UPDATE statement SET subject_id = 2 WHERE id = 1", row(1, MISSION.key), "match"),
        ("UPDATE statement SET predicate = 'KNOWS' WHERE id = 1", row(1, MISSION.key), "KNOWS"),
        ("UPDATE statement SET valid_start = '2014-13' WHERE id = 1", row(1, MISSION.key), "2014-13"),
        ("UPDATE statement SET start_latest = start_latest - 1 WHERE id = 1", row(1, MISSION.key), "bounds"),
        (f"UPDATE statement SET key = '{FORGED}' WHERE id = 1", row(1, FORGED), "key"),
        (f"UPDATE statement SET digest = '{DIGEST}' WHERE id = 3", row(3, PARTNER.key), "digest"),
        ("UPDATE statement SET recorded_in = 2 WHERE id = 3", row(3, PARTNER.key, 2), "recorded it"),
        ("UPDATE statement SET recorded_in = 9 WHERE id = 3", row(3, PARTNER.key, 9), "recorded it"),
        ("UPDATE statement SET superseded_in = 3 WHERE id = 2", row(2, AUTHORITY.key), "superseded it"),
        ("UPDATE statement SET superseded_in = NULL WHERE id = 2", row(2, AUTHORITY.key), "superseded it"),
        ("UPDATE statement SET superseded_in = 3 WHERE id = 3", row(3, PARTNER.key), "superseded it"),
        ("UPDATE statement SET superseded_in = 9 WHERE id = 3", row(3, PARTNER.key), "no revision"),
        ("DELETE FROM statement WHERE id = 3", "statement 3 (recorded in revision 1)", "removed"),
        ("DELETE FROM statement WHERE id = 5", "revision 3", "does not match"),
        (
            f"INSERT INTO statement SELECT 6, '{FORGED}', '{DIGEST}', {COLUMNS} FROM statement WHERE id = 3",
            row(6, FORGED),
            "added by hand",
        ),
        ("UPDATE citation SET locator = 'x' WHERE id = 2", row(1, MISSION.key), "citations"),
        ("UPDATE citation SET attests = 'never' WHERE id = 2", "citation 2 of statement 1", "never"),
        ("UPDATE citation SET statement_id = 99 WHERE id = 2", row(1, MISSION.key), "citations"),
        ("DELETE FROM citation WHERE id = 2", row(1, MISSION.key), "citations"),
        (
            "INSERT INTO citation SELECT 9, 99, 0, source_id, NULL, NULL, evidence, NULL FROM citation WHERE id = 1",
            "a citation of statement 99",
            "no such statement",
        ),
        ("UPDATE source SET title = 'x' WHERE id = 2", "source 2 (page, recorded in revision 1)", "match"),
        (
            "UPDATE source SET relations = 'x' WHERE id = 2",
            "source 2 (page, recorded in revision 1)",
            "Expecting value",
        ),
        (
            "UPDATE source SET superseded_in = 3 WHERE id = 1",
            "source 1 (decree, recorded in revision 1)",
            "superseded it",
        ),
        ("DELETE FROM source WHERE id = 2", "source 2 (recorded in revision 1)", "removed"),
        ("UPDATE entity SET slug = 'x' WHERE slug = 'datar'", "entity 2 (x, recorded in revision 1)", "slug"),
        ("UPDATE entity SET type = 'person' WHERE slug = 'datar'", "entity 2 (datar, recorded in revision 1)", "type"),
        (
            "UPDATE entity SET recorded_in = 2 WHERE slug = 'datar'",
            "entity 2 (datar, recorded in revision 2)",
            "revision",
        ),
        ("INSERT INTO entity VALUES (99, 'x', 'person', 2)", "entity 99 (x, recorded in revision 2)", "by hand"),
        ("DELETE FROM entity WHERE slug = 'jane'", "entity 7 (recorded in revision 1)", "removed"),
        ("UPDATE revision SET author = 'Eve' WHERE number = 2", "revision 2", "does not match"),
        ("UPDATE revision SET message = 'Eve' WHERE number = 1", "revision 1", "does not match"),
        ("UPDATE revision SET recorded_at = '2030-01-01 00:00:00' WHERE number = 3", "revision 3", "does not match"),
        (
            "UPDATE revision SET recorded_at = '2010-01-01 00:00:00' WHERE number = 2",
            "revision 2",
            "not recorded after",
        ),
        (f"UPDATE revision SET digest = '{DIGEST}' WHERE number = 2", "revision 2", "does not match"),
        (f"UPDATE revision SET content_digest = '{DIGEST}' WHERE number = 2", "revision 2", "content digest"),
        ("DELETE FROM revision WHERE number = 2", "revision 2", "missing"),
        ("DELETE FROM revision WHERE number = 3", row(5, FIGURE.key, 3), "no revision"),
        ("UPDATE search_text SET lines = ' x' WHERE statement_id = 1", row(1, MISSION.key), "searched"),
        ("DELETE FROM search_word WHERE word = 'advise'", row(1, MISSION.key), "searched"),
        ("INSERT INTO search_word VALUES ('x', 1)", row(1, MISSION.key), "searched"),
        ("INSERT INTO search_text VALUES (3, ' x')", "statement 3", "searched"),
        ("INSERT INTO search_word VALUES ('x', 99)", "statement 99", "searched"),
    ],
)
def test_the_first_row_tampered_with_is_named(
    tampered_url: str, engine: Engine, tampering: str, subject: str, problem: str
) -> None:
    with intruder(tampered_url) as client:
        client.execute(tampering)
    with pytest.raises(RegisterTampered) as found:
        verify(engine)
    assert found.value.subject == subject
    assert problem in found.value.problem


def test_a_row_changed_with_its_digest_is_found_in_its_revision(tampered_url: str, engine: Engine) -> None:
    forged = replace(PARTNER, position=7)
    with intruder(tampered_url) as client:
        client.execute(f"UPDATE statement SET position = 7, digest = '{forged.digest}' WHERE id = 3")
    with pytest.raises(RegisterTampered) as found:
        verify(engine)
    assert found.value.subject == "revision 1"


def test_an_empty_register_verifies(engine: Engine) -> None:
    verify(engine)


def test_revisions_are_chained_by_their_digests(engine: Engine) -> None:
    record(engine, world(MISSION), "Ada", "First", AT)
    record(engine, world(), "Ada", "Second", AT)
    record(engine, world(MISSION), "Ada", "Third", AT)
    first, second, third = read_history(engine).revisions
    assert first.content_digest == third.content_digest != second.content_digest
    assert len({first.digest, second.digest, third.digest}) == 3
