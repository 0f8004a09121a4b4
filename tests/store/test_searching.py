"""Searching in the database finds what searching in memory finds, in the same order, page by page."""

import importlib.util
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select

from cget_api.core.index import ArchiveInMemory
from cget_api.core.lens import Lens, organizations_spoken_of
from cget_api.core.model import Dataset, Entity, Source, Statement, Text
from cget_api.core.search import folded, rank, searched_text
from cget_api.core.view import entity_through
from cget_api.core.vocabulary import EntityType, Predicate, SourceKind, Standing
from cget_api.store.engine import engine_from_url, reading
from cget_api.store.migration import downgrade, upgrade
from cget_api.store.reading import read_history
from cget_api.store.recording import record
from cget_api.store.searching import Found, Sought, organizations_found
from cget_api.store.tables import SEARCH_TEXT, SEARCH_WORD
from cget_api.store.verification import verify
from cget_api.store.versions import location
from tests.core.generated import ORGANIZATIONS, SOURCES, any_day, statements
from tests.worlds import PAGE, both, cited, said, world

AT = datetime(2020, 1, 1, tzinfo=UTC)
P = Predicate
DAY = datetime(2016, 8, 11, tzinfo=UTC).toordinal()
WORDINGS = ("L’Égalité", "égalité des territoires", "Territoires d'œuvres", "œ", "ville", "", "x" * 70, "x" * 70 + "y")
ASKED = ("", "e", "egalite", "Égalité des", "des territoires", "oeuvres", "oeuvre d", "vi", "l egal", "x" * 65, "xy")


def archive_of(engine: Engine) -> ArchiveInMemory:
    history = read_history(engine)
    return ArchiveInMemory("", history.revisions, history.entities, history.statements, history.sources)


def in_memory(lens: Lens, words: str) -> list[Found]:
    ranked = ((rank(entity_through(lens, entity.slug), words), entity.slug) for entity in organizations_spoken_of(lens))
    return sorted(Found(rank_, slug) for rank_, slug in ranked if rank_ is not None)


def in_database(connection: Connection, lens: Lens, words: str) -> list[Found]:
    """What the database gives, of which missions are looked at through the lens; names are to be as they are."""
    assert lens.as_of is not None
    sought = Sought(words, lens.register.revision.number, lens.as_of, lens.stated_by)
    found = organizations_found(connection, sought)
    ranks = {one: rank(entity_through(lens, one.slug), words) for one in found}
    assert all(ranks[one] == 0 for one in found if one.rank == 0)
    return [one for one in found if ranks[one] == one.rank]


@st.composite
def wordings(draw: st.DrawFn) -> Statement:
    """Said in words that are asked for, or existing for a while."""
    statement = draw(statements())
    if statement.text is None:
        return statement
    text = Text(draw(st.sampled_from(WORDINGS)), draw(st.sampled_from(WORDINGS)))
    heading = Text(draw(st.sampled_from(WORDINGS)), "heading") if draw(st.booleans()) else None
    return replace(statement, text=text, heading=heading)


def dataset_of(said_: list[Statement]) -> Dataset:
    """Of which nothing contradicts anything: but one accepted name or acronym for each thing."""
    entities = (
        *(Entity(slug, EntityType.ORGANIZATION) for slug in ORGANIZATIONS),
        *(Entity(slug, EntityType.SOURCE) for slug in SOURCES),
    )
    functional: dict[object, Statement] = {}
    for statement in said_:
        one_a_day = statement.predicate is not P.MISSION and statement.standing is Standing.ACCEPTED
        key = (statement.subject, statement.predicate) if one_a_day else statement.key
        functional[key] = statement
    by_key = {statement.key: statement for statement in functional.values()}
    sources = tuple(Source(slug, SourceKind.OTHER, slug) for slug in SOURCES)
    return Dataset(entities, tuple(by_key.values()), sources)


recordings = st.lists(st.lists(wordings(), max_size=8).map(dataset_of), min_size=1, max_size=2)
lenses = st.tuples(any_day, st.none() | st.sampled_from(SOURCES), st.booleans(), st.integers(1, 2))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(recordings, st.sampled_from(ASKED), lenses)
def test_the_database_finds_what_is_found_in_memory(
    engine: Engine, datasets: list[Dataset], asked: str, looked: tuple[int, str | None, bool, int]
) -> None:
    latest = len(read_history(engine).revisions)
    for number, dataset in enumerate(datasets):
        record(engine, dataset, "Ada", "Because", AT + timedelta(days=latest + number))
    day, stated_by, only_certain, back = looked
    archive = archive_of(engine)
    number = max(archive.latest.revision.number - back + 1, 0)
    lens = Lens(archive.register_in(number), day, stated_by, only_certain)
    with reading(engine) as connection:
        assert in_database(connection, lens, folded(asked)) == in_memory(lens, folded(asked))


def found(engine: Engine, words: str, revision: int = 1, stated_by: str | None = None) -> list[tuple[int, str]]:
    with reading(engine) as connection:
        sought = Sought(folded(words), revision, DAY, stated_by)
        return [(one.rank, one.slug) for one in organizations_found(connection, sought)]


def test_words_are_found_in_names_of_any_day_and_then_in_missions_of_the_day(engine: Engine) -> None:
    dataset = world(
        said("datar", P.NAME, "Délégation à l'Aménagement", "1963", "2005"),
        said("cget", P.ACRONYM, "AMENAGEMENT", "2030"),
        replace(said("minister", P.MISSION, "advise", "2014", "2020"), heading=both("L’aménagement")),
        said("prime-minister", P.MISSION, "aménagement", "1970", "1980"),
        said("jane", P.NAME, "Jane Aménagement"),
        said("datar", P.FIELD_OF_ACTION, "urbanisme"),
    )
    record(engine, dataset, "Ada", "First", AT)
    assert found(engine, "AMÉNAGEMENT") == [(0, "cget"), (0, "datar"), (1, "minister")]
    assert found(engine, "l'amenag") == [(0, "datar"), (1, "minister")]
    assert found(engine, "énagement") == found(engine, "jane") == found(engine, "urbanisme") == []


def test_a_mission_that_may_be_one_of_the_day_is_given_for_the_lens_to_tell(engine: Engine) -> None:
    record(
        engine,
        world(
            said("cget", P.MISSION, "may end", "2014", "[2015-01-01..2017-12-31]"),
            said("datar", P.MISSION, "may begin", "[2015-01-01..2017-12-31]", "2020"),
            said("minister", P.MISSION, "may be planned", standing=Standing.PLANNED),
            said("minister", P.MISSION, "may have ended", "2014", "2016-08-10"),
            said("prime-minister", P.MISSION, "may begin the next day", "2016-08-12"),
        ),
        "Ada",
        "First",
        AT,
    )
    assert found(engine, "may") == [(1, "cget"), (1, "datar")]


def test_through_a_source_a_thing_is_found_by_the_name_under_which_it_is_shown(engine: Engine) -> None:
    page = (cited(PAGE),)
    record(
        engine,
        world(
            said("cget", P.NAME, "Commissariat général"),
            said("cget", P.MISSION, "advises", citations=page),
            said("datar", P.NAME, "Délégation", "1965", "2014"),
            said("datar", P.NAME, "Commission", "1963", "1964", citations=page),
            said("minister", P.NAME, "Commis d'office"),
            said("prime-minister", P.NAME, "Commissaire", standing=Standing.REJECTED),
            said("minister", P.SUPERVISES, "prime-minister"),
            replace(said("creation", P.CONCERNS, "prime-minister"), citations=page),
            said("prime-minister", P.ACRONYM, "COM", standing=Standing.REJECTED, citations=page),
        ),
        "Ada",
        "First",
        AT,
    )
    assert found(engine, "commiss", stated_by=PAGE) == [(0, "cget"), (0, "datar")]
    assert found(engine, "délégation", stated_by=PAGE) == []
    assert found(engine, "advises", stated_by=PAGE) == [(1, "cget")]
    assert found(engine, "com", stated_by=PAGE) == [(0, "cget"), (0, "datar"), (0, "prime-minister")]
    assert found(engine, "commiss") == [(0, "cget"), (0, "datar")]
    assert found(engine, "commiss", stated_by="nobody") == []


def test_each_revision_is_searched_as_it_was(engine: Engine) -> None:
    for number, name in enumerate(("Délégation", "Commissariat", "Agence"), start=1):
        record(engine, world(said("cget", P.NAME, name)), "Ada", f"Number {number}", AT + timedelta(days=number))
    assert [[found(engine, word, number) for number in (0, 1, 2, 3)] for word in ("délég", "commiss", "agence")] == [
        [[], [(0, "cget")], [], []],
        [[], [], [(0, "cget")], []],
        [[], [], [], [(0, "cget")]],
    ]


def test_pages_follow_one_another_without_gap_or_repetition(engine: Engine) -> None:
    slugs = [f"service-{number}" for number in range(25)]
    entities = tuple(Entity(slug, EntityType.ORGANIZATION) for slug in slugs)
    dataset = world(
        *(said(slug, P.NAME if int(slug[8:]) % 3 else P.MISSION, "le service de la ville") for slug in slugs)
    )
    record(engine, replace(dataset, entities=(*dataset.entities, *entities)), "Ada", "First", AT)
    sought = Sought("service de", 1, DAY)
    with reading(engine) as connection:
        all_ = organizations_found(connection, sought)
        after, pages = None, []
        while page := organizations_found(connection, sought, after=after, first=7):
            pages.append(page)
            after = page[-1]
    assert [one.slug for one in all_] == sorted(slugs, key=lambda slug: (int(slug[8:]) % 3 == 0, slug))
    assert [len(page) for page in pages] == [7, 7, 7, 4]
    assert tuple(one for page in pages for one in page) == all_


def test_slugs_come_in_the_order_of_their_signs_whatever_the_locale_of_the_database(engine: Engine) -> None:
    entities = tuple(Entity(slug, EntityType.ORGANIZATION) for slug in ("a-b", "aa", "a_b", "a1"))
    dataset = world(*(said(entity.slug, P.NAME, "ville") for entity in entities))
    record(engine, replace(dataset, entities=(*dataset.entities, *entities)), "Ada", "First", AT)
    assert [slug for _, slug in found(engine, "ville")] == sorted(entity.slug for entity in entities)


def searched_rows(engine: Engine) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with reading(engine) as connection:
        texts = connection.execute(select(SEARCH_TEXT).order_by(SEARCH_TEXT.c.statement_id))
        words = connection.execute(select(SEARCH_WORD))
        return [tuple(row) for row in texts], sorted(tuple(row) for row in words)


def test_what_is_searched_is_names_acronyms_and_missions_of_organisations(engine: Engine) -> None:
    dataset = world(
        said("cget", P.NAME, "Égalité"),
        said("jane", P.NAME, "Jane"),
        said("cget", P.MISSION, "x" * 70),
        said("cget", P.PARTNER, "towns"),
        said("cget", P.ACRONYM, "« »"),
    )
    record(engine, dataset, "Ada", "First", AT)
    long = "x" * 70
    assert searched_rows(engine) == (
        [(1, " egalite\n egalite en"), (3, f" {long}\n {long} en"), (5, " \n en")],
        [("egalite", 1), ("en", 1), ("en", 3), ("en", 5), ("x" * 64, 3)],
    )


def test_what_was_recorded_before_is_searched_after_the_migration(engine: Engine, database_url: str) -> None:
    dataset = world(*(said("cget", P.MISSION, f"{words} {n}") for n in range(300) for words in WORDINGS))
    record(engine, dataset, "Ada", "First", AT)
    record(engine, world(said("cget", P.NAME, "Égalité")), "Ada", "Second", AT)
    before = searched_rows(engine)
    assert len(before[0]) == 300 * len(WORDINGS) + 1
    engine.dispose()
    downgrade(database_url, "0003")
    upgrade(database_url)
    again = engine_from_url(database_url)
    verify(again)
    assert searched_rows(again) == before
    again.dispose()


def migration_0004() -> ModuleType:
    (file,) = (location() / "versions").glob("*_0004_*.py")
    spec = importlib.util.spec_from_file_location("migration_0004", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FROZEN = migration_0004()


@given(text=st.text(), wording=wordings())
def test_the_migration_folds_as_the_search_does(text: str, wording: Statement) -> None:
    module = FROZEN
    assert module._folded(text) == folded(text)
    heading, said_ = wording.heading, wording.text
    texts = [one for both_ in (heading, said_) if both_ is not None for one in (both_.fr, both_.en)]
    assert module._searched(texts) == searched_text(heading, said_)
