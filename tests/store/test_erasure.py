"""Erasure: the words are gone from every revision, the digests say so, and the register verifies."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select

from cget_api.core.errors import NotFound, RecordingRefused
from cget_api.core.model import Entity, SourceRelation
from cget_api.core.vocabulary import EntityType, Predicate, SourceRelationKind
from cget_api.store.engine import reading
from cget_api.store.erasure import erase, erase_slug
from cget_api.store.migration import check
from cget_api.store.reading import read_history
from cget_api.store.recording import plan, record
from cget_api.store.tables import SEARCH_TEXT, SEARCH_WORD
from cget_api.store.verification import verify
from tests.clients import Refused, stranger
from tests.cluster import Cluster
from tests.migrations.test_operations import told_under
from tests.store.test_recording import held_in, same
from tests.worlds import DECREE, PAGE, both, cited, described, said, world

AT = datetime(2020, 1, 1, tzinfo=UTC)
SECRET = "Ms Secret"
NAME = replace(
    said("jane", Predicate.NAME, SECRET, citations=(cited(DECREE, "Secret, line 3"),)), note=both("Secret too")
)
MISSION = said("cget", Predicate.MISSION)
HOLDER = said("head", Predicate.HELD_BY, "jane", "2014")


@pytest.fixture
def recorded(engine: Engine) -> Engine:
    """The name is recorded in the second revision, corrected in the third, and recorded again as it was in the
    fourth."""
    for dataset in (
        world(MISSION),
        world(MISSION, NAME),
        world(MISSION, replace(NAME, position=2), HOLDER),
        world(MISSION, NAME, HOLDER),
    ):
        record(engine, dataset, "Ada", "Because", AT)
    return engine


def test_the_words_are_erased_from_every_revision_and_the_rest_stays(recorded: Engine) -> None:
    before = read_history(recorded)
    resealed = erase(recorded, NAME.key, "order 12/345", "Bob", AT)
    verify(recorded)
    after = read_history(recorded)

    assert "ecret" not in repr(after)
    assert resealed == (2, 3, 4)
    why = after.revisions[4]
    assert (why.author, why.message) == ("Bob", "Erased the words of a statement ([erased-2]): order 12/345")
    assert after.revisions[0] == before.revisions[0]
    for old, new in zip(before.revisions[1:4], after.revisions[1:4], strict=True):
        assert (old.number, old.recorded_at, old.author, old.message) == (
            new.number,
            new.recorded_at,
            new.author,
            new.message,
        )
        assert old.digest != new.digest
        assert old.content_digest != new.content_digest
    erased = replace(
        NAME,
        text=replace(both(""), fr="[erased-2]", en="[erased-2]"),
        note=replace(both(""), fr="[erased-2]", en="[erased-2]"),
        citations=(cited(DECREE, None),),
    )
    assert same(held_in(after, 5), world(MISSION, erased, HOLDER))
    assert same(held_in(after, 3), world(MISSION, replace(erased, position=2), HOLDER))
    assert plan(recorded, world(MISSION, erased, HOLDER)).is_empty


def test_words_that_are_erased_are_not_searched_any_more(recorded: Engine) -> None:
    named = said("cget", Predicate.MISSION, f"headed by {SECRET}")
    record(recorded, world(named), "Ada", "A mission", AT)
    record(recorded, world(MISSION), "Ada", "Superseded", AT)
    erase(recorded, named.key, "order 12/345", "Bob", AT)
    verify(recorded)
    with reading(recorded) as connection:
        texts = {row.statement_id: row.lines for row in connection.execute(select(SEARCH_TEXT))}
        words = {(row.word, row.statement_id) for row in connection.execute(select(SEARCH_WORD))}
    assert texts == {1: " words\n words en", 6: " erased 6", 7: " words\n words en"}
    assert words == {("words", 1), ("en", 1), ("erased", 6), ("6", 6), ("words", 7), ("en", 7)}


def test_a_slug_that_tells_is_erased_wherever_it_stands(recorded: Engine) -> None:
    dataset = world(MISSION, NAME, HOLDER)
    copy = replace(described("page-of-ms-secret"), relations=(SourceRelation(SourceRelationKind.COPY_OF, PAGE),))
    other = replace(described(PAGE), relations=(SourceRelation(SourceRelationKind.COPY_OF, "page-of-ms-secret"),))
    named = replace(
        dataset,
        entities=(*dataset.entities, Entity("page-of-ms-secret", EntityType.SOURCE)),
        statements=(
            MISSION,
            HOLDER,
            replace(NAME, text=both("J."), note=None, citations=(cited("page-of-ms-secret"),)),
        ),
        sources=(described(DECREE), other, copy),
    )
    record(recorded, named, "Ada", "Another source", AT)
    before = read_history(recorded)
    resealed = erase_slug(recorded, "page-of-ms-secret", "order 12/345", "Bob", AT)
    verify(recorded)
    history = read_history(recorded)
    assert resealed == (5,)
    assert "page-of-ms-secret" not in repr(history)
    assert history.revisions[:4] == before.revisions[:4]
    assert history.revisions[5].message == "Erased the slug of an entity (erased-entity-14): order 12/345"
    assert history.entities["erased-entity-14"].type is EntityType.SOURCE
    assert history.sources[-1].value.slug == "erased-entity-14"
    assert "erased-entity-14" in {citation.source for one in history.statements for citation in one.value.citations}


def test_the_commands_in_the_documentation_erase(recorded: Engine, database_url: str) -> None:
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    commands = told_under("Erase what a court orders erased", "bash")
    assert [command.split()[:4] for command in commands] == [
        ["cget-api", "erase", "statement", "KEY"],
        ["cget-api", "erase", "slug", "SLUG"],
    ]
    for command in commands:
        subprocess.run(
            ["bash", "-euc", command.replace("KEY", NAME.key).replace("SLUG", "jane")],
            input=b"y\n",
            env={"PATH": programs, "CGET_DATABASE_URL": database_url},
            check=True,
            timeout=60,
        )
    verify(recorded)
    history = read_history(recorded)
    assert [revision.author for revision in history.revisions[4:]] == ["Ada", "Ada"]
    assert "ecret" not in repr(history)
    assert "jane" not in history.entities


def test_after_an_erasure_the_past_is_closed_again(recorded: Engine, database_url: str) -> None:
    erase(recorded, NAME.key, "order 12/345", "Bob", AT)
    recorded.dispose()
    assert check(database_url) == ()
    with stranger(database_url) as client, pytest.raises(Refused, match="tg_statement_only_superseded"):
        client.execute("UPDATE statement SET note_fr = 'x', note_en = 'x'")


def test_an_erasure_without_reason_author_or_object_is_refused(recorded: Engine) -> None:
    before = read_history(recorded)
    with pytest.raises(NotFound):
        erase(recorded, "0" * 32, "order", "Bob", AT)
    with pytest.raises(NotFound):
        erase_slug(recorded, "nobody", "order", "Bob", AT)
    for reason, author in (("", "Bob"), ("order", " ")):
        with pytest.raises(RecordingRefused):
            erase(recorded, NAME.key, reason, author, AT)
    assert read_history(recorded) == before
    verify(recorded)


def test_after_a_vacuum_nothing_of_the_words_is_left_in_the_database(
    recorded: Engine, database_url: str, cluster: Cluster
) -> None:
    mission = said("cget", Predicate.MISSION, f"headed by {SECRET}")
    record(recorded, world(mission, NAME, HOLDER), "Ada", "Another statement", AT)
    for key in (NAME.key, mission.key):
        erase(recorded, key, "order 12/345", "Bob", AT)
    recorded.dispose()
    if database_url.startswith("postgresql"):
        for command in ("VACUUM FULL", "CHECKPOINT"):
            subprocess.run([cluster.programs / "psql", "--quiet", "--command", command, database_url], check=True)
        directory = cluster.directory / "data" / "base"
        with stranger(database_url) as client:
            oid = client.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()[0]
        files = list((directory / str(oid)).iterdir())
    else:
        file = Path(make_url(database_url).database or "")
        with stranger(database_url) as client:
            client.execute("VACUUM")
            client.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        files = list(file.parent.glob(f"{file.name}*"))
    assert files
    assert not [found for found in files if SECRET.lower().encode() in found.read_bytes().lower()]
