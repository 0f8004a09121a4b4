"""Events in the order of the earliest day they may have happened."""

from cget_api.core.timeline import timeline
from cget_api.core.validity import day_from_text
from cget_api.core.vocabulary import EventKind, Predicate, Standing
from tests.history.registers import register
from tests.worlds import said

P = Predicate

HELD = register(
    said("operation", P.OCCURRED, "START_OF_OPERATION", "2014-06-01", "2014-06-01"),
    said("creation", P.OCCURRED, "CREATION", "[2014-03-31..2014-04-03]", "[2014-03-31..2014-04-03]"),
    said("signature", P.OCCURRED, "SIGNATURE", "2014-03-31", "2014-03-31"),
    said("move", P.OCCURRED, "RELOCATION", "2017", "2017", standing=Standing.PLANNED),
    said("end", P.OCCURRED, "DISSOLUTION", "[2019-12-31..]", "[2019-12-31..]"),
    said("creation", P.RESULTING_ORGANIZATION, "cget"),
    said("operation", P.CONCERNS, "cget"),
    said("move", P.CONCERNS, "tower"),
)


def slugs(**filters: object) -> list[str]:
    return [event.slug for event in timeline(HELD, **filters)]  # type: ignore[arg-type]  # each test gives what is asked


def test_the_earliest_possible_day_comes_first_and_the_surer_one_before_the_other() -> None:
    assert slugs() == ["signature", "creation", "operation", "move", "end"]


def test_a_subject_has_the_events_that_touch_it_and_an_event_is_its_own() -> None:
    assert slugs(subject="cget") == ["creation", "operation"]
    assert slugs(subject="tower") == ["move"]
    assert slugs(subject="move") == ["move"]
    assert slugs(subject="nothing") == []


def test_only_the_kinds_that_are_asked_for() -> None:
    assert slugs(kinds=[EventKind.SIGNATURE, EventKind.RELOCATION]) == ["signature", "move"]


def test_an_uncertain_event_belongs_to_every_range_that_it_may_fall_in() -> None:
    def between(first: str, last: str) -> list[str]:
        return slugs(first=day_from_text(first), last=day_from_text(last))

    assert between("2014-04-01", "2014-04-02") == ["creation"]
    assert between("2014-04-03", "2014-05-31") == ["creation"]
    assert between("2014-04-04", "2014-05-31") == []
    assert between("2017-12-31", "2018-12-31") == ["move"]
    assert between("2030-01-01", "2030-12-31") == ["end"]
