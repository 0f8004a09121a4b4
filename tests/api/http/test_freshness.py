"""How long a cache may keep an answer: for ever where nothing can change it, else shortly and not beyond the day."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.http.conftest import Configured
from tests.api.http.sending import answered, get
from tests.api.service import NOW, Service, instant, recorded_at

FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=10"

A_SECOND = timedelta(seconds=1)
LATEST = instant(recorded_at(2))
AFTER_THE_LATEST = instant(recorded_at(2) + A_SECOND)
BETWEEN = instant(recorded_at(1) + A_SECOND)
SETTLED = instant(NOW - timedelta(minutes=16))
UNSETTLED = instant(NOW - timedelta(minutes=14))
FUTURE = instant(NOW + timedelta(days=365))

DAY = 'asOf: "2016-08-11"'
VIEW = f"{DAY}, revision: 1"

PINNED = (
    f'{{ organization(slug: "cget", {VIEW}) {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, revision: 2) {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "{LATEST}") {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "{BETWEEN}") {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "2000-01-01T00:00:00Z") {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "{AFTER_THE_LATEST}") {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "{SETTLED}") {{ name }} }}',
    f'{{ organization(slug: "nobody", {VIEW}) {{ name }} }}',
    f'{{ __typename organization(slug: "cget", {VIEW}) {{ name }} }}',
    f'{{ organization(slug: "cget", {VIEW}) {{ on(date: "2020-01-01") {{ name }} }} }}',
    f"{{ organizations({VIEW}) {{ totalCount }} }}",
    f'{{ structure(root: "cget", {VIEW}) {{ asOf }} }}',
    f'{{ post(slug: "head", {VIEW}) {{ name }} }}',
    f'{{ person(slug: "jane", {VIEW}) {{ name }} }}',
    '{ source(slug: "page", revision: 1) { title } }',
    f'{{ source(slug: "page", knownAt: "{LATEST}") {{ title }} }}',
    "{ sources(revision: 1) { totalCount } }",
    "{ statements(revision: 1) { totalCount } }",
    f"{{ statements({VIEW}) {{ totalCount }} }}",
    "{ timeline(revision: 1) { totalCount } }",
    "{ contradictions(revision: 1) { predicate } }",
    "{ revision(number: 2) { message } }",
    "{ revision(number: 0) { message } }",
    f'{{ compare(from: {{{VIEW}}}, to: {{asOf: "2018-01-01", knownAt: "{LATEST}"}}) {{ changes {{ kind }} }} }}',
    f"{{ a: statements(revision: 1) {{ totalCount }} b: organizations({VIEW}) {{ totalCount }} }}",
    f"query {{ ...Root }} fragment Root on Query {{ organizations({VIEW}) {{ totalCount }} }}",
    f"{{ ... on Query {{ ... {{ organizations({VIEW}) {{ totalCount }} }} }} }}",
    f"{{ organizations({VIEW}) {{ totalCount }} statements(revision: 1) @skip(if: true) {{ totalCount }} }}",
)


@pytest.mark.parametrize("query", PINNED)
def test_an_answer_that_nothing_can_change_is_kept_for_ever(service: Service, query: str) -> None:
    answer = get(service, query)
    answered(answer)
    assert answer.headers["cache-control"] == FOR_EVER


UNPINNED = (
    '{ organization(slug: "cget") { name } }',
    f'{{ organization(slug: "cget", {DAY}) {{ name }} }}',
    '{ organization(slug: "cget", revision: 1) { name } }',
    '{ organization(slug: "cget", revision: 1, asOf: null) { name } }',
    f'{{ organization(slug: "cget", {DAY}, revision: null) {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "{UNSETTLED}") {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "{instant(NOW)}") {{ name }} }}',
    f'{{ organization(slug: "cget", {DAY}, knownAt: "{FUTURE}") {{ name }} }}',
    f"{{ organizations({DAY}) {{ totalCount }} }}",
    f"{{ structure({DAY}) {{ asOf }} }}",
    '{ source(slug: "page") { title } }',
    "{ sources { totalCount } }",
    "{ statements { totalCount } }",
    f"{{ statements({DAY}) {{ totalCount }} }}",
    "{ timeline { totalCount } }",
    "{ contradictions { predicate } }",
    "{ revision(number: 3) { message } }",
    "{ revisions { totalCount } }",
    "{ register { statementCount } }",
    "{ __typename }",
    "{ __schema { queryType { name } } }",
    f"{{ compare(from: {{{VIEW}}}, to: {{{DAY}}}) {{ changes {{ kind }} }} }}",
    f"{{ compare(from: {{revision: 1}}, to: {{{VIEW}}}) {{ changes {{ kind }} }} }}",
    "{ compare(from: {}, to: {}) { changes { kind } } }",
    f"{{ organizations({VIEW}) {{ totalCount }} statements {{ totalCount }} }}",
    f"{{ organizations({VIEW}) {{ totalCount }} revisions @skip(if: true) {{ totalCount }} }}",
    f"{{ organizations({VIEW}) {{ totalCount }} ...Root }} fragment Root on Query {{ revisions {{ totalCount }} }}",
    f"{{ organizations({VIEW}) {{ totalCount }} ... {{ revisions {{ totalCount }} }} }}",
)


@pytest.mark.parametrize("query", UNPINNED)
def test_an_answer_that_a_new_revision_or_day_may_change_is_kept_shortly(service: Service, query: str) -> None:
    answer = get(service, query)
    answered(answer)
    assert answer.headers["cache-control"] == SHORTLY


BY_VARIABLES = (
    'query ($day: Date, $revision: Int) { organization(slug: "cget", asOf: $day, revision: $revision) { name } }'
)
BY_DEFAULTS = BY_VARIABLES.replace("$day: Date", '$day: Date = "2016-08-11"').replace("Int)", "Int = 1)")


@pytest.mark.parametrize(
    ("query", "variables", "kept"),
    [
        (BY_VARIABLES, {"day": "2016-08-11", "revision": 1}, FOR_EVER),
        (BY_VARIABLES, {"day": "2016-08-11", "revision": None}, SHORTLY),
        (BY_VARIABLES, {"day": "2016-08-11"}, SHORTLY),
        (BY_VARIABLES, {"revision": 1}, SHORTLY),
        (BY_DEFAULTS, {}, FOR_EVER),
        (BY_DEFAULTS, {"day": None}, SHORTLY),
        (BY_DEFAULTS, {"revision": 2}, FOR_EVER),
    ],
)
def test_variables_and_their_defaults_are_looked_at(
    service: Service, query: str, variables: dict[str, object], kept: str
) -> None:
    answer = get(service, query, variables=json.dumps(variables))
    answered(answer)
    assert answer.headers["cache-control"] == kept


def test_a_field_that_is_skipped_because_it_could_not_be_asked_is_no_failure(service: Service) -> None:
    """Its argument may not be null, and is: that is told to nobody, since it never runs."""
    query = (
        'query ($slug: String = "cget") { register { sourceCount } organization(slug: $slug) @skip(if: true) { name } }'
    )
    answer = get(service, query, variables='{"slug": null}')
    assert answered(answer) == {"register": {"sourceCount": 3}}
    assert answer.headers["cache-control"] == SHORTLY


def test_a_node_is_the_same_for_ever(service: Service) -> None:
    """The id names the revision and the day, though the view that gave it did not."""
    ids = [
        service.ask('{ organization(slug: "cget") { id } }')["organization"]["id"],
        service.ask('{ source(slug: "page") { id } }')["source"]["id"],
    ]
    answers = [
        get(service, "query ($id: ID!) { node(id: $id) { id } }", variables=json.dumps({"id": ids[0]})),
        get(service, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", variables=json.dumps({"ids": ids})),
    ]
    assert [answer.headers["cache-control"] for answer in answers] == [FOR_EVER, FOR_EVER]
    assert answered(answers[1]) == {"nodes": [{"id": id_} for id_ in ids]}


@pytest.mark.parametrize(
    "query",
    [
        f'{{ organization(slug: "cget", {DAY}, revision: 7) {{ name }} }}',
        f"{{ a: organizations({VIEW}) {{ totalCount }} b: sources(first: -1, revision: 1) {{ totalCount }} }}",
        '{ node(id: "forged") { id } }',
        "{ nonsense }",
        "{ register ",
    ],
)
def test_an_answer_with_an_error_is_kept_by_nobody(service: Service, query: str) -> None:
    answer = get(service, query)
    assert answer.json()["errors"]
    assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


TODAY = '{ organization(slug: "cget") { name } }'
ANY_DAY = "{ register { statementCount } }"
ANOTHER_DAY = f'{{ organization(slug: "cget", {DAY}) {{ name }} }}'


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


MIDNIGHTS: Mapping[str, Mapping[str, str]] = {
    "in winter": {
        "2026-01-31T22:59:49Z": "public, max-age=10",
        "2026-01-31T22:59:51Z": "public, max-age=9",
        "2026-01-31T22:59:59Z": "public, max-age=1",
        "2026-01-31T22:59:59.400000Z": "no-cache",
        "2026-01-31T23:00:00Z": "public, max-age=10",
        "2026-01-31T23:59:59Z": "public, max-age=10",
    },
    "in summer": {
        "2026-07-31T21:59:51Z": "public, max-age=9",
        "2026-07-31T22:00:00Z": "public, max-age=10",
        "2026-07-31T22:59:59Z": "public, max-age=10",
        "2026-07-31T23:59:59Z": "public, max-age=10",
    },
}


@pytest.mark.parametrize(
    ("now", "kept"),
    [(now, kept) for nights in MIDNIGHTS.values() for now, kept in nights.items()],
)
def test_what_was_asked_of_today_is_not_kept_beyond_midnight_in_paris(
    configured: Configured, now: str, kept: str
) -> None:
    service = configured(clock=lambda: moment(now))
    told = {query: get(service, query).headers["cache-control"] for query in (TODAY, ANY_DAY, ANOTHER_DAY)}
    assert told == {TODAY: kept, ANY_DAY: SHORTLY, ANOTHER_DAY: SHORTLY}


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ("2026-03-28T23:00:00Z", 23),
        ("2026-10-24T22:00:00Z", 25),
        ("2026-06-30T22:00:00Z", 24),
        ("2026-12-31T23:00:00Z", 24),
    ],
)
def test_the_day_is_as_long_as_it_is_in_paris(configured: Configured, now: str, hours: int) -> None:
    """On the two days of the year on which the clocks are changed too."""
    service = configured(clock=lambda: moment(now), max_age_seconds=1_000_000)
    assert get(service, TODAY).headers["cache-control"] == f"public, max-age={hours * 3600}"
    assert get(service, ANY_DAY).headers["cache-control"] == "public, max-age=1000000"


@pytest.mark.parametrize(("seconds", "kept"), [(0, "no-cache"), (1, "public, max-age=1"), (60, "public, max-age=60")])
def test_how_long_is_a_setting(configured: Configured, seconds: int, kept: str) -> None:
    service = configured(max_age_seconds=seconds)
    assert get(service, ANY_DAY).headers["cache-control"] == kept
    assert get(service, PINNED[0]).headers["cache-control"] == FOR_EVER


def test_in_a_register_that_is_empty_only_the_past_is_settled(serve: Any) -> None:
    service: Service = serve()
    pinned = f'{{ organization(slug: "cget", {DAY}, knownAt: "{SETTLED}") {{ name }} }}'
    assert get(service, pinned).headers["cache-control"] == FOR_EVER
    assert get(service, pinned.replace(SETTLED, UNSETTLED)).headers["cache-control"] == SHORTLY
    assert get(service, "{ revision(number: 1) { message } }").headers["cache-control"] == SHORTLY
