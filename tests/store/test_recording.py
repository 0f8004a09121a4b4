"""Recording: what is recorded is read back, the same changes nothing, the past stays, contradictions are refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from cget_api.core.errors import RecordingRefused
from cget_api.core.model import Citation, Dataset, Entity, Recorded, Source, SourceRelation, Statement
from cget_api.core.vocabulary import EntityType, Evidence, Predicate, SourceRelationKind
from cget_api.store.changes import Correction, SourceCorrection
from cget_api.store.reading import EMPTY_HISTORY, History, latest_revision_number, read_history, read_since
from cget_api.store.recording import plan, record
from cget_api.store.verification import verify
from tests.worlds import DECREE, PAGE, TYPES, both, cited, described, said, whole_world, world

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)


def held_in(history: History, revision: int) -> Dataset:
    """The dataset as a revision holds it, in the order of recording."""
    return Dataset(
        tuple(entity for slug, entity in history.entities.items() if history.entities_recorded_in[slug] <= revision),
        tuple(recorded.value for recorded in history.statements if recorded.is_held_in(revision)),
        tuple(recorded.value for recorded in history.sources if recorded.is_held_in(revision)),
    )


def same(one: Dataset, other: Dataset) -> bool:
    return (
        set(one.entities) == set(other.entities)
        and sorted((s.key, s.digest) for s in one.statements) == sorted((s.key, s.digest) for s in other.statements)
        and {s.slug: s for s in one.sources} == {s.slug: s for s in other.sources}
    )


def test_what_is_recorded_is_read_back_whole(engine: Engine) -> None:
    dataset = whole_world()
    revision = record(engine, dataset, "Ada", "First", NOON)
    assert revision is not None
    assert (revision.number, revision.recorded_at, revision.author, revision.message) == (1, NOON, "Ada", "First")
    history = read_history(engine)
    assert history.revisions == (revision,)
    assert held_in(history, 1) == dataset
    assert [recorded.key for recorded in history.statements] == [statement.key for statement in dataset.statements]
    assert [recorded.digest for recorded in history.statements] == [
        statement.digest for statement in dataset.statements
    ]
    assert set(history.entities_recorded_in.values()) == {1}


def test_recording_the_same_again_changes_nothing(engine: Engine) -> None:
    assert plan(engine, whole_world()).is_empty is False
    record(engine, whole_world(), "Ada", "First", NOON)
    assert plan(engine, whole_world()).is_empty
    assert record(engine, whole_world(), "Ada", "Again", NOON) is None
    assert latest_revision_number(engine) == 1


def test_nothing_is_recorded_of_nothing(engine: Engine) -> None:
    assert latest_revision_number(engine) == 0
    assert read_history(engine) is EMPTY_HISTORY
    assert record(engine, Dataset((), (), ()), "Ada", "Nothing", NOON) is None


def test_the_same_content_has_the_same_content_digest_whatever_came_before(engine: Engine) -> None:
    first = record(engine, whole_world(), "Ada", "First", NOON)
    changed = record(engine, world(said("cget", Predicate.MISSION)), "Ada", "Second", NOON)
    back = record(engine, whole_world(), "Bob", "As it was", NOON)
    assert first is not None
    assert changed is not None
    assert back is not None
    assert first.content_digest == back.content_digest != changed.content_digest
    assert len({first.digest, changed.digest, back.digest}) == 3


def test_a_correction_does_not_change_what_was_known_before(engine: Engine) -> None:
    before = world(said("cget", Predicate.AUTHORITY, "minister", "2014"), said("cget", Predicate.MISSION, "to advise"))
    after = world(said("cget", Predicate.AUTHORITY, "prime-minister", "2014"), said("cget", Predicate.PARTNER, "towns"))
    first = record(engine, before, "Ada", "First", NOON)
    known = read_history(engine)
    record(engine, after, "Ada", "Corrected", NOON + timedelta(days=1))
    history = read_history(engine)
    assert same(held_in(history, 1), before)
    assert same(held_in(history, 2), after)
    assert history.revisions[0] == first
    assert read_since(engine, known) == history
    assert read_since(engine, history) is history


def test_a_plan_tells_what_would_be_added_superseded_and_corrected(engine: Engine) -> None:
    authority = said("cget", Predicate.AUTHORITY, "minister", "2014")
    mission, partner = said("cget", Predicate.MISSION, "to advise"), said("cget", Predicate.PARTNER, "towns")
    record(engine, world(authority, mission, partner), "Ada", "First", NOON)

    noted = replace(mission, note=both("as the page says"))
    successor = said("cget", Predicate.AUTHORITY, "prime-minister", "2014")
    figure = said("cget", Predicate.FIGURE, "agents")
    act = described(DECREE, "Another title")
    dataset = world(noted, successor, figure, sources=(act, described("report"), described(PAGE)))
    dataset = replace(dataset, entities=(*dataset.entities, Entity("report", EntityType.SOURCE)))
    found = plan(engine, dataset)

    def recorded(statement: Statement) -> Recorded[Statement]:
        return Recorded(statement, statement.key, statement.digest, 1)

    old = described(DECREE)
    assert found.entities == (Entity("report", EntityType.SOURCE),)
    assert found.statements_added == (figure,)
    assert found.statements_superseded == (recorded(partner),)
    assert set(found.statements_corrected) == {
        Correction(recorded(mission), noted),
        Correction(recorded(authority), successor),
    }
    assert found.sources_added == (described("report"),)
    assert found.sources_superseded == ()
    assert found.sources_corrected == (SourceCorrection(Recorded(old, DECREE, old.digest, 1), act),)
    assert latest_revision_number(engine) == 1


def test_an_entity_that_disappears_stays_without_statements(engine: Engine) -> None:
    dataset = world(said("cget", Predicate.MISSION))
    record(engine, dataset, "Ada", "First", NOON)
    left = replace(dataset, entities=tuple(entity for entity in dataset.entities if entity.slug != "tower"))
    assert plan(engine, left).is_empty
    gone = Dataset(entities=(Entity(DECREE, EntityType.SOURCE),), statements=(), sources=(described(DECREE),))
    record(engine, gone, "Ada", "Only the decree", NOON)
    history = read_history(engine)
    assert set(history.entities) == set(TYPES)
    assert held_in(history, 2).statements == ()
    assert held_in(history, 2).sources == (described(DECREE),)


def test_a_revision_is_recorded_after_its_parent_though_the_clock_went_back(engine: Engine) -> None:
    record(engine, world(), "Ada", "First", NOON)
    second = record(engine, world(said("cget", Predicate.MISSION)), "Ada", "Second", NOON - timedelta(days=1))
    assert second is not None
    assert second.recorded_at == NOON + timedelta(microseconds=1)


def test_progress_is_told_to_the_last_row(engine: Engine) -> None:
    told: list[tuple[str, int, int]] = []
    record(engine, whole_world(), "Ada", "First", NOON, lambda *step: told.append(step))
    citations = sum(len(statement.citations) for statement in whole_world().statements)
    statements = len(whole_world().statements)
    assert told == [
        ("entities", len(TYPES), len(TYPES)),
        ("sources", 2, 2),
        ("statements", statements, statements),
        ("citations", citations, citations),
        ("searched texts", 4, 4),
    ]


@pytest.mark.parametrize(("author", "message"), [("", "why"), ("  ", "why"), ("Ada", ""), ("Ada", "\n")])
def test_a_revision_without_author_or_message_is_refused(engine: Engine, author: str, message: str) -> None:
    with pytest.raises(RecordingRefused, match="is empty"):
        record(engine, world(), author, message, NOON)


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        record(engine, world(), "Ada", "First", NOON.replace(tzinfo=None))
    assert latest_revision_number(engine) == 0


def test_a_slug_cannot_become_another_type_of_thing(engine: Engine) -> None:
    record(engine, world(), "Ada", "First", NOON)
    entities = (*(entity for entity in world().entities if entity.slug != "tower"), Entity("tower", EntityType.PERSON))
    with pytest.raises(RecordingRefused, match=r"tower \(recorded as site\): cannot become another type"):
        record(engine, replace(world(), entities=entities), "Ada", "Second", NOON)


def test_two_statements_that_say_the_same_are_refused_by_name(engine: Engine) -> None:
    mission = said("cget", Predicate.MISSION, "to advise", "2014")
    with pytest.raises(RecordingRefused, match=r"cget MISSION to advise 2014/\.\.: is said twice"):
        record(engine, world(mission, replace(mission, position=2)), "Ada", "First", NOON)


def test_an_entity_or_a_source_twice_is_refused(engine: Engine) -> None:
    twice = replace(world(), entities=(*world().entities, Entity("cget", EntityType.ORGANIZATION)))
    with pytest.raises(RecordingRefused, match="cget: stands twice in the dataset as entity"):
        record(engine, twice, "Ada", "First", NOON)
    with pytest.raises(RecordingRefused, match="decree: stands twice in the dataset as source"):
        record(engine, world(sources=(described(DECREE), described(DECREE))), "Ada", "First", NOON)


@pytest.mark.parametrize(
    "dataset",
    [
        world(said("nobody", Predicate.MISSION)),
        world(said("cget", Predicate.AUTHORITY, "nobody")),
        world(said("cget", Predicate.MISSION, citations=(cited("nobody"),))),
        world(said("cget", Predicate.MISSION, citations=(cited(via="nobody"),))),
        world(sources=(replace(described(DECREE), relations=(SourceRelation(SourceRelationKind.COPY_OF, "nobody"),)),)),
    ],
)
def test_a_name_of_nothing_is_refused(engine: Engine, dataset: Dataset) -> None:
    with pytest.raises(RecordingRefused, match="nobody: is named and is not an entity"):
        record(engine, dataset, "Ada", "First", NOON)


def test_what_the_database_refuses_is_named_with_its_rule_and_nothing_is_recorded(engine: Engine) -> None:
    two_authorities = world(
        said("cget", Predicate.MISSION),
        said("cget", Predicate.AUTHORITY, "minister", "2014", "2017"),
        said("cget", Predicate.AUTHORITY, "prime-minister", "2016", "2019"),
    )
    with pytest.raises(RecordingRefused) as refused:
        record(engine, two_authorities, "Ada", "First", NOON)
    assert refused.value.subject == "cget AUTHORITY prime-minister 2016/2019"
    assert refused.value.problem.startswith("ex_statement_authority_one_a_day refuses it")
    cited_organization = world(said("cget", Predicate.MISSION, citations=(Citation("datar", Evidence.OFFICIAL),)))
    with pytest.raises(RecordingRefused) as refused:
        record(engine, cited_organization, "Ada", "First", NOON)
    assert refused.value.subject == "datar for cget MISSION words ../.."
    assert refused.value.problem == "tg_citation_types refuses it: what is cited is not a source"
    assert read_history(engine) is EMPTY_HISTORY


def test_a_functional_value_can_be_replaced_in_one_revision(engine: Engine) -> None:
    record(engine, world(said("cget", Predicate.AUTHORITY, "minister", "2014", "2019")), "Ada", "First", NOON)
    split = world(
        said("cget", Predicate.AUTHORITY, "minister", "2014", "2015"),
        said("cget", Predicate.AUTHORITY, "prime-minister", "2016", "2019"),
    )
    assert record(engine, split, "Ada", "Second", NOON) is not None
    verify(engine)


_POOL: tuple[Statement, ...] = (
    said("cget", Predicate.MISSION, "to advise"),
    replace(said("cget", Predicate.MISSION, "to advise"), position=3),
    said("cget", Predicate.MISSION, "to act", "2014", "[2016..]"),
    said("cget", Predicate.AUTHORITY, "minister", "2014", "2015"),
    said("cget", Predicate.AUTHORITY, "minister", "2016", "2017", citations=(cited(PAGE), cited())),
    said("cget", Predicate.AUTHORITY, "prime-minister", "2018"),
    replace(said("head", Predicate.HELD_BY, "jane", "[2014-01..2014-03]"), note=both("since a decree")),
    said("creation", Predicate.OCCURRED, "CREATION", "2014", "2014"),
)
_TITLES: tuple[tuple[Source, ...], ...] = (
    (described(DECREE), described(PAGE)),
    (described(DECREE, "Other"), described(PAGE)),
)


@st.composite
def _datasets(draw: st.DrawFn) -> Dataset:
    chosen = draw(st.lists(st.sampled_from(_POOL), unique_by=lambda statement: statement.key))
    return world(*chosen, sources=draw(st.sampled_from(_TITLES)))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(datasets=st.lists(_datasets(), min_size=1, max_size=4))
def test_every_revision_reads_as_it_was_recorded(datasets: list[Dataset], engine: Engine) -> None:
    known = read_history(engine)
    recorded: list[tuple[int, Dataset]] = []
    for dataset in datasets:
        revision = record(engine, dataset, "Ada", "Because", NOON)
        recorded.append((revision.number if revision else latest_revision_number(engine), dataset))
        assert plan(engine, dataset).is_empty
        assert record(engine, dataset, "Ada", "Because", NOON) is None
    history = read_history(engine)
    assert read_since(engine, known) == history
    for number, dataset in recorded:
        assert same(held_in(history, number), dataset)
    verify(engine)
