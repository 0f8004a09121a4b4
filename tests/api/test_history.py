"""History through the front door: what may be asked, what is refused, and pages that stay as they were."""

import time
from pathlib import Path

import pytest

from cget_api.core.model import Dataset, Entity, Statement
from cget_api.core.vocabulary import EntityType, Predicate
from tests.api.conftest import Serve
from tests.api.service import Refusal, Service, database_beside, record_at, serving
from tests.worlds import said, world

P = Predicate
BAD = "BAD_USER_INPUT"

EVENTS = {"creation": "2014-04-03", "start": "2014-06-01", "reform": "2017-04-23", "move": "2018-01-01"}


def dated(slug: str, day: str) -> list[Statement]:
    return [said(slug, P.OCCURRED, "REORGANIZATION", day, day), said(slug, P.CONCERNS, "cget")]


def register(**events: str) -> Dataset:
    statements = [statement for slug, day in events.items() for statement in dated(slug, day)]
    made = world(said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31"), *statements)
    known = {entity.slug for entity in made.entities}
    new = tuple(Entity(slug, EntityType.EVENT) for slug in events if slug not in known)
    return Dataset((*made.entities, *new), made.statements, made.sources)


TIMELINE = """query ($first: Int, $after: String, $last: Int, $before: String, $revision: Int) {
  timeline(subject: "cget", first: $first, after: $after, last: $last, before: $before, revision: $revision) {
    revision { number } totalCount nodes { slug asOf }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }"""


@pytest.mark.parametrize(
    ("size", "cursor", "edge"), [("first", "after", "endCursor"), ("last", "before", "startCursor")]
)
def test_pages_of_the_timeline_stay_as_they_were_while_revisions_are_recorded(
    migrated_file: Path, tmp_path: Path, size: str, cursor: str, edge: str
) -> None:
    url = database_beside(migrated_file, tmp_path)
    with serving(url, register(**EVENTS), poll_seconds=0.05) as service:
        page = service.ask(TIMELINE, **{size: 2})["timeline"]
        record_at(url, register(**EVENTS, between="2015-01-01"), first=2)
        _until_revision(service, 2)
        other = service.ask(TIMELINE, **{size: 2, cursor: page["pageInfo"][edge]})["timeline"]
        refused = service.refusal(TIMELINE, **{size: 2, cursor: page["pageInfo"][edge], "revision": 2})
        latest = service.ask(TIMELINE)["timeline"]
    pages = [page, other] if size == "first" else [other, page]
    assert [node["slug"] for each in pages for node in each["nodes"]] == list(EVENTS)
    assert [each["revision"]["number"] for each in pages] == [1, 1]
    assert refused.code == BAD
    assert [node["slug"] for node in latest["nodes"]] == ["creation", "start", "between", "reform", "move"]


def _until_revision(service: Service, number: int) -> None:
    deadline = time.monotonic() + 30
    latest = "{ register { latestRevision { number } } }"
    while service.ask(latest)["register"]["latestRevision"]["number"] < number:
        assert time.monotonic() < deadline, f"revision {number} was not seen"
        time.sleep(0.02)


@pytest.fixture
def serve_history(serve: Serve) -> Service:
    return serve(register(**EVENTS))


COMPARE = "{{ compare(from: {{{0}}}, to: {{{1}}}) {{ changes {{ kind }} }} }}"


@pytest.mark.parametrize(
    ("lens", "refusal"),
    [
        ("revision: 7", Refusal(BAD, "revision 7: was never recorded. Choose from 1 to 1")),
        (
            'statedBy: "nobody"',
            Refusal(
                BAD,
                "source 'nobody': is not known in this revision. Choose the slug of a source that `sources` lists",
            ),
        ),
        (
            'revision: 1, knownAt: "2026-01-01T00:00:00Z"',
            Refusal(BAD, "knownAt and revision: were both given. Give one of them: they choose the same thing"),
        ),
    ],
)
def test_a_lens_that_asserts_what_does_not_exist_is_refused_on_either_side(
    serve_history: Service, lens: str, refusal: Refusal
) -> None:
    day = 'asOf: "2016-08-11"'
    assert serve_history.refusal(COMPARE.format(lens, day)) == refusal
    assert serve_history.refusal(COMPARE.format(day, lens)) == refusal


def test_a_comparison_of_what_no_revision_holds_is_null(serve_history: Service) -> None:
    assert serve_history.ask('{ compare(root: "nothing", from: {}, to: {}) { changes { kind } } }') == {"compare": None}


def test_the_later_day_may_come_first(serve_history: Service) -> None:
    asked = COMPARE.format('asOf: "2020-01-01"', 'asOf: "2016-08-11"')
    assert serve_history.ask(asked) == {"compare": {"changes": [{"kind": "ADDED"}]}}


def test_a_subject_that_nothing_touches_has_an_empty_timeline_and_no_contradiction(serve_history: Service) -> None:
    asked = '{ timeline(subject: "tower") { totalCount } contradictions(subject: "nothing") { predicate } }'
    assert serve_history.ask(asked) == {"timeline": {"totalCount": 0}, "contradictions": []}


def test_as_known_before_the_first_revision_there_is_no_history(serve_history: Service) -> None:
    before = 'knownAt: "2020-01-01T00:00:00Z"'
    asked = f"{{ timeline({before}) {{ totalCount }} contradictions({before}) {{ predicate }} }}"
    assert serve_history.ask(asked) == {"timeline": {"totalCount": 0}, "contradictions": []}
    assert serve_history.ask(COMPARE.format(before, before)) == {"compare": None}
