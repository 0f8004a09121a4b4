"""Answers that the service keeps: what was pinned stays the same for ever, and nobody is told what another asked."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from graphql import build_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cget_api.api.schema import sdl
from cget_api.core.vocabulary import Predicate
from tests.api.administration import CORRECTED, RECORDED_FIRST, register
from tests.api.everything import Everything
from tests.api.http.kept import Kept, keeping
from tests.api.http.sending import COUNT, Answer, answered, get, post
from tests.api.service import NOW, Service, database_beside, instant, recorded_at
from tests.worlds import said

BROAD = Everything(build_schema(sdl()), hops=1)
FLAT = Everything(build_schema(sdl()), hops=0)
FOR_EVER = "public, max-age=31536000, immutable"

ONE_BY_ONE = {
    "organization": 'organization(slug: "cget", LENS) { …Organization }',
    "post": 'post(slug: "head", LENS) { …Post }',
    "person": 'person(slug: "jane", LENS) { …Person }',
    "source": 'source(slug: "page", REVISION) { …Source }',
    "revision": "revision(number: 1) { …Revision }",
}
WHOLE_LISTS = {
    "organizations": "organizations(LENS) { totalCount nodes { …Organization } pageInfo { endCursor } }",
    "structure": "structure(LENS) { …Structure }",
    "compare": 'compare(from: {asOf: "2014-04-01", REVISION}, to: {LENS}) { …Comparison }',
    "statements": "statements(REVISION, first: 500) { totalCount nodes { …Statement } }",
    "statements of a day": "statements(LENS, first: 500) { totalCount nodes { …Statement } }",
    "timeline": "timeline(REVISION) { totalCount nodes { …ChangeEvent } }",
    "contradictions": "contradictions(REVISION) { …Contradiction }",
    "sources": "sources(REVISION) { nodes { …Source } }",
}
PINS = {"revision": "revision: 1", "knownAt": f'knownAt: "{instant(recorded_at(1))}"'}
PINNED = {
    f"{name} by {pin}": everything.asked(
        f"{{ {root} }}".replace("LENS", 'asOf: "2016-08-11", REVISION').replace("REVISION", PINS[pin])
    )
    for everything, roots in ((BROAD, ONE_BY_ONE), (FLAT, WHOLE_LISTS))
    for name, root in roots.items()
    for pin in PINS
}


def ask(service: Service, query: str) -> Answer:
    """In the address as it is, however long."""
    return service.client.get(f"/graphql?{urlencode({'query': query})}")


@pytest.fixture
def kept(migrated_file: Path, tmp_path: Path) -> Iterator[Kept]:
    with keeping(database_beside(migrated_file, tmp_path), RECORDED_FIRST) as kept:
        yield kept


def test_everything_that_is_pinned_is_answered_with_the_same_bytes_for_ever(kept: Kept) -> None:
    """After more was recorded, on another day, by another instance."""
    service = kept.served()
    first = {which: ask(service, query) for which, query in PINNED.items()}
    kept_for = {which: answer.headers["cache-control"] for which, answer in first.items()}
    assert kept_for == dict.fromkeys(PINNED, FOR_EVER)
    kept.record(CORRECTED)
    kept.moment += timedelta(days=400)
    another = kept.served()
    for which, query in PINNED.items():
        assert answered(first[which])
        for instance in (service, another):
            answer = ask(instance, query)
            assert answer.content == first[which].content, which
            assert answer.headers["etag"] == first[which].headers["etag"]


def test_what_is_not_pinned_is_answered_from_the_latest_revision(kept: Kept) -> None:
    service = kept.served()
    query = (
        '{ organization(slug: "cget", asOf: "2016-08-11") { missions { text } }'
        " register { latestRevision { number } } }"
    )
    before = get(service, query)
    kept.record(CORRECTED)
    after = get(service, query, {"if-none-match": before.headers["etag"]})
    assert [answered(answer) for answer in (before, after)] == [
        {"organization": {"missions": [{"text": "conçoit"}]}, "register": {"latestRevision": {"number": 1}}},
        {
            "organization": {"missions": [{"text": "conçoit et met en œuvre"}]},
            "register": {"latestRevision": {"number": 2}},
        },
    ]


def test_an_answer_with_an_error_is_not_kept(kept: Kept) -> None:
    """What was wrong may be mended by the next revision, or be nobody's fault but the moment's."""
    service = kept.served()
    query = '{ organization(slug: "cget", asOf: "2016-08-11", revision: 2) { name } }'
    for _ in range(2):
        (error,) = get(service, query).json()["errors"]
        assert error["message"] == "revision 2: was never recorded. Choose from 1 to 1"
    kept.record(CORRECTED)
    assert answered(get(service, query)) == {"organization": {"name": "Commissariat général"}}


def test_what_is_kept_is_given_to_get_and_to_post_in_either_form(kept: Kept) -> None:
    service = kept.served()
    forms = ("application/json", "application/graphql-response+json")
    answers = [get(service, COUNT, {"accept": form}) for form in forms]
    answers += [post(service, {"query": COUNT}, accept=form) for form in forms]
    assert len({answer.content for answer in answers}) == 1
    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == [*forms, *forms]


DOCUMENT = """
query Now($slug: String = "cget") { organization(slug: $slug) { slug asOf existence revision { number } } }
query Then($slug: String = "cget", $day: Date) { organization(slug: $slug, asOf: $day) { slug asOf } }
query Register { register { statementCount latestRevision { number } } }
query Refused($slug: String!) { organization(slug: $slug, revision: 3) { revision { number } } }
"""
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["Now", "Then", "Register", "Refused", None]),
        st.sampled_from(
            [
                None,
                {},
                {"slug": None},
                {"slug": "cget"},
                {"slug": "datar"},
                {"slug": "1"},
                {"slug": 1},
                {"slug": "cget", "day": "2016-08-11"},
                {"day": "2016-08-11", "slug": "cget"},
                {"slug": "cget", "day": None},
            ]
        ),
        st.sampled_from([NOW, NOW + timedelta(hours=1), datetime.fromisoformat("2026-01-31T23:30:00Z")]),
        st.integers(0, 9).map(lambda die: die == 0),
        st.booleans(),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(steps=STEPS)
def test_nobody_is_told_what_was_asked_otherwise(
    migrated_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str | None, dict[str, object] | None, datetime, bool, bool]],
) -> None:
    """One instance that keeps its answers says the same as one that keeps none, whatever is asked and recorded."""
    url = database_beside(migrated_file, tmp_path_factory.mktemp("asked_otherwise"))
    with keeping(url, RECORDED_FIRST) as kept:
        keeping_answers, keeping_none = kept.served(), kept.served(answer_cache_bytes=0)
        for count, (name, variables, moment, more_is_recorded, by_post) in enumerate(steps):
            if more_is_recorded:
                kept.record(register(*(said("cget", Predicate.PARTNER, f"town {town}") for town in range(count + 1))))
            kept.moment = moment
            asked = {"query": DOCUMENT, "operationName": name, "variables": variables}
            in_the_address = {"operationName": name or "", "variables": json.dumps(variables)}
            told = [
                post(service, asked) if by_post else get(service, DOCUMENT, **in_the_address)
                for service in (keeping_answers, keeping_none, keeping_answers)
            ]
            assert told[0].content == told[1].content == told[2].content
            assert told[0].status_code == told[1].status_code == told[2].status_code


@pytest.mark.parametrize("room", [0, 1, 20_000, 40_000])
def test_answers_are_the_same_whatever_room_there_is_for_them(kept: Kept, room: int) -> None:
    service = kept.served(answer_cache_bytes=room)
    queries = [f"query Q{number} {{ sources(first: {number % 4}) {{ nodes {{ slug }} }} }}" for number in range(60)]
    for query in [*queries, *queries]:
        size = int(query.partition("first: ")[2][0])
        nodes = [{"slug": slug} for slug in ("decree", "notice", "page")[:size]]
        assert answered(get(service, query)) == {"sources": {"nodes": nodes}}
