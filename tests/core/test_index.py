"""What a revision holds, and the archive of every revision."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.errors import BadUserInput
from cget_api.core.existence import Existence, existence_on
from cget_api.core.index import EMPTY_REVISION, ArchiveInMemory
from cget_api.core.model import Entity, Recorded, Revision, Statement
from cget_api.core.register import Held, first_possible_day, widest
from cget_api.core.selection import Selection
from cget_api.core.validity import Certainty, Span
from cget_api.core.vocabulary import EntityType, Predicate
from tests.core.generated import ORGANIZATIONS, any_day, index_of, spans, statements

ALL = 10**9
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def revision(number: int) -> Revision:
    return Revision(number, BEGUN + timedelta(days=number), "Ada", f"No. {number}", f"{number:064}", f"{number:064}")


@st.composite
def histories(draw: st.DrawFn) -> tuple[ArchiveInMemory, list[dict[str, Statement]]]:
    """An archive, and what each revision from the empty one on was made to hold."""
    held: list[dict[str, Statement]] = [{}]
    recorded: list[Recorded[Statement]] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        kept = {key: said for key, said in held[-1].items() if draw(st.booleans())}
        gone = held[-1].keys() - kept.keys()
        recorded = [
            Recorded(each.value, each.key, each.digest, each.recorded_in, number)
            if each.key in gone and each.superseded_in is None
            else each
            for each in recorded
        ]
        added = {said.key: said for said in draw(st.lists(statements(), max_size=2)) if said.key not in kept}
        recorded += [Recorded(said, key, said.digest, number) for key, said in added.items()]
        held.append({**kept, **added})
    entities = {slug: Entity(slug, EntityType.ORGANIZATION) for slug in ORGANIZATIONS}
    revisions = [revision(number) for number in range(1, len(held))]
    return ArchiveInMemory("0003", revisions, entities, recorded, (), indexes_kept=3), held


@given(histories())
def test_every_revision_holds_what_it_was_made_to_hold_however_often_it_is_asked(
    history: tuple[ArchiveInMemory, list[dict[str, Statement]]],
) -> None:
    archive, held = history
    for _ in range(2):
        for number, expected in enumerate(held):
            register = archive.register_in(number)
            assert register.revision.number == number
            assert {each.key: each.statement for each in register.statements()} == expected
            assert all(register.statement(key) is not None for key in expected)


def recorded_by(archive: ArchiveInMemory, number: int) -> Sequence[Held]:
    return archive.register_in(number).select(Selection(recorded_in=number)).first(ALL)


def superseded_by(archive: ArchiveInMemory, number: int) -> Sequence[Held]:
    return archive.register_in(number - 1).select(Selection(superseded_in=number)).first(ALL)


@given(histories())
def test_a_revision_added_what_it_holds_and_its_parent_did_not_and_superseded_the_rest(
    history: tuple[ArchiveInMemory, list[dict[str, Statement]]],
) -> None:
    archive, held = history
    for number in range(1, len(held)):
        added = {each.key for each in recorded_by(archive, number)}
        superseded = {each.key for each in superseded_by(archive, number)}
        assert held[number].keys() == (held[number - 1].keys() - superseded) | added
        assert superseded <= held[number - 1].keys()
        assert all(each.superseded_in == number for each in superseded_by(archive, number))


@given(histories(), st.integers(-2, 14), st.timedeltas(timedelta(0), timedelta(hours=23)))
def test_an_instant_knows_the_last_revision_recorded_by_then(
    history: tuple[ArchiveInMemory, list[dict[str, Statement]]], day: int, later: timedelta
) -> None:
    archive, held = history
    known = archive.register_known_at(BEGUN + timedelta(days=day) + later)
    assert known.revision.number == max(0, min(day, len(held) - 1))


def test_a_revision_that_was_never_recorded_cannot_be_asked_for() -> None:
    archive = ArchiveInMemory("0003", [revision(1)], {}, (), ())
    for number in (-1, 2, 10**9):
        with pytest.raises(BadUserInput, match=f"revision {number}: was never recorded. Choose from 1 to 1"):
            archive.register_in(number)
    assert archive.register_in(0).revision is EMPTY_REVISION
    assert archive.latest is archive.register_in(1)


def test_the_latest_index_is_not_built_again_whatever_else_was_asked_for() -> None:
    archive = ArchiveInMemory("0003", [revision(number) for number in range(1, 9)], {}, (), (), indexes_kept=2)
    for number in range(8):
        archive.register_in(number)
    assert archive.register_known_at(datetime.max.replace(tzinfo=UTC)) is archive.latest


@given(st.lists(statements(), max_size=12))
def test_a_statement_is_indexed_by_its_subject_its_object_and_the_sources_that_vouch_for_it(
    said: list[Statement],
) -> None:
    register = index_of(*said)
    everything = set(register.statements())
    pairs = tuple(product(ORGANIZATIONS, Predicate))
    subjects = {each for slug, predicate in pairs for each in register.about(slug, predicate)}
    objects = {each for slug, predicate in pairs for each in register.pointing_to(slug, predicate)}
    assert subjects == everything
    assert objects == {each for each in everything if each.statement.object is not None}
    for source in ("act", "page", "decree"):
        vouching = {each for each in everything if source in {citation.source for citation in each.statement.citations}}
        assert set(register.citing(source)) == vouching
        assert len(register.citing(source)) == len(vouching)


@given(st.lists(statements(), max_size=12))
def test_no_two_statements_share_a_place_in_a_list(said: list[Statement]) -> None:
    places = [held.place for held in index_of(*said).statements()]
    assert places == sorted(set(places))


@given(st.lists(statements(), max_size=12))
def test_the_first_day_on_which_a_statement_may_have_held_is_one_on_which_it_may_have(said: list[Statement]) -> None:
    register = index_of(*said)
    for held in register.statements():
        first = first_possible_day(held, register)
        if held.span.start_earliest < held.span.end_latest and held.statement.validity.start is not None:
            assert held.span.certainty_on(first) is not None or held.span.start_earliest == 1


@given(st.lists(spans, min_size=1, max_size=4), any_day)
def test_existence_is_what_any_life_says_and_an_interruption_lies_between_two(lives: list[Span], day: int) -> None:
    existence, certainty = existence_on(day, lives)
    told = {life.certainty_on(day) for life in lives}
    if told != {None}:
        expected = Certainty.CERTAIN if Certainty.CERTAIN in told else Certainty.POSSIBLE
        assert (existence, certainty) == (Existence.EXISTS, expected)
        return
    assert certainty is Certainty.CERTAIN
    before = any(life.end_latest <= day for life in lives)
    after = any(day < life.start_earliest for life in lives)
    assert (
        existence
        is {
            (True, True): Existence.INTERRUPTED,
            (True, False): Existence.CEASED,
            (False, True): Existence.NOT_YET,
        }[before, after]
    )


@given(st.lists(spans, min_size=1, max_size=4), any_day)
def test_what_is_possible_in_any_of_some_spans_is_possible_in_the_widest(all_: list[Span], day: int) -> None:
    whole = widest(all_)
    assert whole is not None
    told = {span.certainty_on(day) for span in all_}
    if told != {None}:
        assert whole.certainty_on(day) is not None
    if Certainty.CERTAIN in told:
        assert whole.certainty_on(day) is Certainty.CERTAIN
    assert widest(()) is None
