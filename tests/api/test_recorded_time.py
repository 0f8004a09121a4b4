"""What a revision says never changes, whatever is recorded later, by whomever."""

import subprocess
import sys
import time
from pathlib import Path

from graphql import build_schema

from cget_api.api.schema import sdl
from tests.api.administration import CORRECTED, CORRECTED_MISSION, MISSION, RECORDED_FIRST, P, register
from tests.api.conftest import Serve
from tests.api.everything import Everything
from tests.api.service import Service, instant, record_at, recorded_at, serving
from tests.worlds import said

EVERYTHING = Everything(build_schema(sdl()), hops=1)
ROOT = Path(__file__).parents[2]
PATIENCE = 30.0

PINNED = EVERYTHING.asked(
    """query ($knownAt: DateTime, $revision: Int) {
      organization(slug: "cget", asOf: "2016-08-11", knownAt: $knownAt, revision: $revision) { …Organization }
      organizations(asOf: "2016-08-11", knownAt: $knownAt, revision: $revision) { …OrganizationConnection }
      structure(asOf: "2016-08-11", knownAt: $knownAt, revision: $revision) { …Structure }
      post(slug: "deputy", asOf: "2018-06-01", knownAt: $knownAt, revision: $revision) { …Post }
      person(slug: "jane", asOf: "2018-06-01", knownAt: $knownAt, revision: $revision) { …Person }
      source(slug: "notice", knownAt: $knownAt, revision: $revision) { …Source }
      sources(knownAt: $knownAt, revision: $revision) { …SourceConnection }
      statements(knownAt: $knownAt, revision: $revision, first: 500) { …StatementConnection }
    }"""
)


def _bytes(service: Service, query: str, **variables: object) -> bytes:
    answer = service.client.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code == 200
    assert b'"errors"' not in answer.content
    return answer.content


def test_after_a_correction_the_older_revision_answers_byte_for_byte_as_before(database_url: str) -> None:
    with serving(database_url, RECORDED_FIRST) as service:
        before = _bytes(service, PINNED, revision=1)
        assert _bytes(service, PINNED) == before
        node = service.ask('{ organization(slug: "cget", asOf: "2016-08-11") { id } }')["organization"]["id"]
        by_id = EVERYTHING.asked("query ($id: ID!) { node(id: $id) { …Node } }")
        remembered = _bytes(service, by_id, id=node)
    record_at(database_url, CORRECTED, first=2)
    with serving(database_url) as service:
        assert _bytes(service, PINNED, revision=1) == before
        assert _bytes(service, PINNED, knownAt=instant(recorded_at(1))) == before
        assert _bytes(service, by_id, id=node) == remembered
        after = _bytes(service, PINNED, revision=2)
        assert after == _bytes(service, PINNED) == _bytes(service, PINNED, knownAt=instant(recorded_at(2)))
        assert after != before


def _numbers(service: Service) -> list[int]:
    return [node["number"] for node in service.ask("{ revisions { nodes { number } } }")["revisions"]["nodes"]]


def _wait_for(service: Service, numbers: list[int]) -> None:
    deadline = time.monotonic() + PATIENCE
    while _numbers(service) != numbers:
        assert time.monotonic() < deadline, "the service did not see what was recorded"
        time.sleep(0.02)


def test_what_another_engine_records_is_seen_without_a_restart(database_url: str) -> None:
    with serving(database_url, RECORDED_FIRST, poll_seconds=0.02) as service:
        before = _bytes(service, PINNED, revision=1)
        assert _numbers(service) == [1]
        record_at(database_url, CORRECTED, first=2)
        _wait_for(service, [1, 2])
        assert _bytes(service, PINNED, revision=1) == before
        seen = _bytes(service, PINNED)
    with serving(database_url) as restarted:
        assert _bytes(restarted, PINNED) == seen


def test_what_another_process_records_is_seen_without_a_restart(database_url: str) -> None:
    program = (
        "import sys\n"
        "from tests.api.administration import CORRECTED\n"
        "from tests.api.service import record_at\n"
        "record_at(sys.argv[1], CORRECTED, first=2)\n"
    )
    with serving(database_url, RECORDED_FIRST, poll_seconds=0.02) as service:
        subprocess.run([sys.executable, "-c", program, database_url], cwd=ROOT, check=True, timeout=PATIENCE)
        _wait_for(service, [1, 2])
        title = service.ask('{ source(slug: "notice") { title } }')
    assert title == {"source": {"title": "Notice of the archives"}}


def test_a_service_that_began_on_an_empty_register_sees_the_first_revision(database_url: str) -> None:
    with serving(database_url, poll_seconds=0.02) as service:
        assert service.client.get("/readyz").status_code == 503
        record_at(database_url, RECORDED_FIRST)
        _wait_for(service, [1])
        assert service.client.get("/readyz").status_code == 200


def test_what_is_known_follows_the_clock_of_the_register_to_the_microsecond(service: Service) -> None:
    query = 'query ($at: DateTime!) { source(slug: "notice", knownAt: $at) { title } }'
    moments = {
        "2026-01-01T11:59:59.999999Z": None,
        "2026-01-01T12:00:00Z": {"title": "Notice"},
        "2026-01-02T11:59:59.999999Z": {"title": "Notice"},
        "2026-01-02T12:00:00Z": {"title": "Notice of the archives"},
        "2026-01-02T12:30:00+01:00": {"title": "Notice"},
        "9999-12-31T23:59:59Z": {"title": "Notice of the archives"},
        "0001-01-01T00:00:00Z": None,
    }
    assert {at: service.ask(query, at=at)["source"] for at in moments} == moments


def test_a_revision_lists_what_it_added_and_what_it_superseded(service: Service) -> None:
    answer = service.ask(
        """{
          revision(number: 2) {
            number recordedAt author message parent { number parent { number } }
            added { totalCount revision { number } nodes {
              ...Told recordedIn { number } supersededIn { number } subject { asOf revision { number } } } }
            superseded { totalCount revision { number } nodes {
              ...Told recordedIn { number } supersededIn { number } subject { asOf revision { number } } } }
          }
        }
        fragment Told on Statement {
          key certainty ... on TextStatement { text } ... on Membership { person { slug } } }"""
    )
    assert answer["revision"] == {
        "number": 2,
        "recordedAt": "2026-01-02T12:00:00Z",
        "author": "Ada",
        "message": "Revision 2",
        "parent": {"number": 1, "parent": None},
        "added": {
            "totalCount": 2,
            "revision": {"number": 2},
            "nodes": [
                {
                    "key": CORRECTED_MISSION.key,
                    "certainty": None,
                    "text": "conçoit et met en œuvre",
                    "recordedIn": {"number": 2},
                    "supersededIn": None,
                    "subject": {"asOf": "2014-03-31", "revision": {"number": 2}},
                },
                {
                    "key": said("deputy", P.HELD_BY, "jane", "2018-01-01", "2018-12-31").key,
                    "certainty": None,
                    "person": {"slug": "jane"},
                    "recordedIn": {"number": 2},
                    "supersededIn": None,
                    "subject": {"asOf": "2018-01-01", "revision": {"number": 2}},
                },
            ],
        },
        "superseded": {
            "totalCount": 1,
            "revision": {"number": 1},
            "nodes": [
                {
                    "key": MISSION.key,
                    "certainty": None,
                    "text": "conçoit",
                    "recordedIn": {"number": 1},
                    "supersededIn": {"number": 2},
                    "subject": {"asOf": "2014-03-31", "revision": {"number": 1}},
                }
            ],
        },
    }


def test_in_any_view_a_statement_looks_as_it_was_known_and_never_superseded(service: Service) -> None:
    query = """{ statements(revision: 1, filter: {subject: "cget", predicate: [MISSION]}) {
      nodes { recordedIn { number } supersededIn { number } ... on TextStatement { text } } } }"""
    assert service.ask(query)["statements"]["nodes"] == [
        {"recordedIn": {"number": 1}, "supersededIn": None, "text": "conçoit"}
    ]


def test_a_statement_superseded_later_keeps_its_id_in_the_revision_that_superseded_it(service: Service) -> None:
    answer = service.ask("{ revision(number: 2) { superseded { nodes { id } } } }")
    (superseded,) = answer["revision"]["superseded"]["nodes"]
    query = "query ($id: ID!) { node(id: $id) { ... on Statement { id supersededIn { number } } } }"
    assert service.ask(query, id=superseded["id"])["node"] == {**superseded, "supersededIn": {"number": 2}}


def test_a_statement_taken_back_and_said_again_is_recorded_anew(serve: Serve) -> None:
    with_it = register(said("cget", P.PARTNER, "towns"), said("cget", P.MISSION, "advises"))
    without = register(said("cget", P.PARTNER, "towns"))
    query = """{ statements(filter: {predicate: [MISSION]}) { nodes { recordedIn { number } } }
      revisions { nodes { added { totalCount } superseded { nodes { supersededIn { number } } } } } }"""
    answer = serve(with_it, without, with_it).ask(query)
    assert answer["statements"]["nodes"] == [{"recordedIn": {"number": 3}}]
    assert [
        (node["added"]["totalCount"], [gone["supersededIn"]["number"] for gone in node["superseded"]["nodes"]])
        for node in answer["revisions"]["nodes"]
    ] == [(4, []), (0, [2]), (1, [])]


def test_what_has_the_same_content_has_the_same_content_digest_and_another_digest(serve: Serve) -> None:
    """So a reference that carries the content's digest can be checked in any database that holds the same."""
    first, second = register(said("cget", P.PARTNER, "towns")), register(said("cget", P.PARTNER, "regions"))
    query = "{ revisions { nodes { digest contentDigest } } }"
    one = serve(first, second, first).ask(query)["revisions"]["nodes"]
    other = serve(second, first).ask(query)["revisions"]["nodes"]
    assert [node["contentDigest"] for node in one][::2] == [other[1]["contentDigest"]] * 2
    assert one[1]["contentDigest"] == other[0]["contentDigest"] != one[0]["contentDigest"]
    assert len({node["digest"] for node in (*one, *other)}) == 5
