"""What views show of any register on any day."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from cget_api.core.existence import Existence
from cget_api.core.index import RegisterIndex
from cget_api.core.lens import Lens, preferred
from cget_api.core.model import Statement
from cget_api.core.search import folded, rank
from cget_api.core.structure import structure_of
from cget_api.core.validity import Certainty, DatedSpan
from cget_api.core.view import EntityView, StatementView, entity_through
from cget_api.core.vocabulary import Predicate, Standing
from tests.core.generated import ORGANIZATIONS, SOURCES, any_day, index_of, registers, statements

LISTED = (Predicate.NAME, Predicate.ACRONYM, Predicate.MISSION, Predicate.UNIT_OF, Predicate.EXISTENCE)
slugs = st.sampled_from(ORGANIZATIONS)
sources = st.none() | st.sampled_from(SOURCES)


def _view(register: RegisterIndex, slug: str, day: int, source: str | None, *, certain: bool) -> EntityView:
    return entity_through(Lens(register, day, source, certain), slug)


def _lists(view: EntityView) -> Iterator[tuple[StatementView, ...]]:
    for predicate in LISTED:
        yield view.told(predicate)
        yield view.pointed_at(predicate)


@given(registers, slugs, any_day, sources)
def test_what_is_certain_is_part_of_what_is_possible(
    register: RegisterIndex, slug: str, day: int, source: str | None
) -> None:
    possible = _view(register, slug, day, source, certain=False)
    certain = _view(register, slug, day, source, certain=True)
    for surely, perhaps in zip(_lists(certain), _lists(possible), strict=True):
        expected = [seen.held for seen in perhaps if seen.certainty is Certainty.CERTAIN]
        assert [seen.held for seen in surely] == expected


@given(registers, slugs, any_day)
def test_the_members_of_a_certain_structure_are_among_those_of_the_possible_one(
    register: RegisterIndex, slug: str, day: int
) -> None:
    certain, possible = (
        structure_of(_view(register, slug, day, None, certain=only), 5).members for only in (True, False)
    )
    paths = [
        {(member.depth, member.organization.slug, member.link and member.link.key) for member in members}
        for members in (certain, possible)
    ]
    assert paths[0] <= paths[1]
    assert certain[0].organization.slug == possible[0].organization.slug == slug


@given(registers, slugs, any_day, sources)
def test_labels_and_existence_are_the_same_whether_or_not_certainty_is_asked_for(
    register: RegisterIndex, slug: str, day: int, source: str | None
) -> None:
    possible = _view(register, slug, day, source, certain=False)
    certain = _view(register, slug, day, source, certain=True)
    assert (certain.name, certain.acronym, certain.existence, certain.lifespan) == (
        possible.name,
        possible.acronym,
        possible.existence,
        possible.lifespan,
    )


@given(registers, slugs, any_day)
def test_without_a_source_nothing_planned_or_refuted_is_shown_and_the_days_are_those_of_the_validity(
    register: RegisterIndex, slug: str, day: int
) -> None:
    for list_ in _lists(_view(register, slug, day, None, certain=False)):
        for seen in list_:
            assert seen.standing in (Standing.ACCEPTED, Standing.DISPUTED)
            assert seen.certainty is seen.validity.certainty_on(day) is not None


@given(registers, slugs, any_day, st.sampled_from(SOURCES))
def test_through_a_source_only_what_it_vouches_for_itself_is_shown(
    register: RegisterIndex, slug: str, day: int, source: str
) -> None:
    for list_ in _lists(_view(register, slug, day, source, certain=False)):
        for seen in list_:
            assert source in {citation.source for citation in seen.statement.citations}
            vouched = [
                citation.attests.certainty_on(day) if citation.attests else seen.validity.certainty_on(day)
                for citation in seen.statement.citations
                if citation.source == source
            ]
            assert (seen.certainty is Certainty.CERTAIN) == (Certainty.CERTAIN in vouched)


@given(registers, slugs, any_day)
def test_lists_stand_by_standing_then_position(register: RegisterIndex, slug: str, day: int) -> None:
    order = list(Standing)
    for list_ in _lists(_view(register, slug, day, None, certain=False)):
        places = [(order.index(seen.standing), seen.statement.position) for seen in list_]
        assert places == sorted(places)


@given(st.lists(statements(), min_size=1, max_size=12), any_day)
def test_the_preferred_value_is_the_first_by_standing_certainty_position_and_key(
    said: list[Statement], day: int
) -> None:
    statements_held = index_of(*said).statements()
    standings, certainties = list(Standing), list(Certainty)
    holding = [
        (standings.index(held.statement.standing), certainties.index(certainty), held.statement.position, held.key)
        for held in statements_held
        if (certainty := held.span.certainty_on(day)) is not None
    ]
    best = preferred(statements_held, lambda held: held.span.certainty_on(day))
    assert (best and best.key) == (min(holding)[-1] if holding else None)


@given(st.lists(statements(), max_size=12), slugs, any_day)
def test_the_order_in_which_things_are_said_makes_no_difference(said: list[Statement], slug: str, day: int) -> None:
    distinct = list({statement.key: statement for statement in said}.values())
    one, other = (
        _view(index_of(*held), slug, day, None, certain=False) for held in (distinct, list(reversed(distinct)))
    )
    keys = [[[seen.key for seen in list_] for list_ in _lists(view)] for view in (one, other)]
    assert keys[0] == keys[1]
    assert (one.name, one.acronym, one.existence) == (other.name, other.acronym, other.existence)


@given(registers, slugs, any_day)
def test_an_organisation_certainly_exists_only_within_its_lifespan(
    register: RegisterIndex, slug: str, day: int
) -> None:
    view = _view(register, slug, day, None, certain=False)
    existence, certainty = view.existence
    lifespan = view.lifespan
    if lifespan is None:
        assert (existence, certainty) == (Existence.EXISTS, Certainty.POSSIBLE)
    elif existence is Existence.EXISTS:
        assert isinstance(lifespan, DatedSpan)
        assert lifespan.span.start_earliest <= day < lifespan.span.end_latest
    else:
        assert certainty is Certainty.CERTAIN
        assert all(held.span.certainty_on(day) is None for held in view.lives)


@given(registers, slugs, any_day, any_day)
def test_a_view_moved_to_another_day_and_back_is_the_same(
    register: RegisterIndex, slug: str, day: int, other: int
) -> None:
    view = _view(register, slug, day, None, certain=False)
    moved = entity_through(view.lens.on(other), slug)
    assert entity_through(moved.lens.on(day), slug) == view


@given(registers, slugs, any_day)
def test_a_thing_is_found_by_its_name_however_it_is_typed(register: RegisterIndex, slug: str, day: int) -> None:
    view = _view(register, slug, day, None, certain=False)
    assert view.name is not None
    assert view.name.text is not None
    for typed in (view.name.text.fr, view.name.text.en.upper(), f" {view.name.text.fr}  "):
        assert rank(view, folded(typed)) == 0
