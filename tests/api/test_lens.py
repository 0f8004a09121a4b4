"""Whatever is asked for is seen through one lens, however deep it lies."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema

from cget_api.api.schema import sdl
from cget_api.core.vocabulary import Standing
from tests.api.administration import NOTICE, RECORDED_FIRST, P, register
from tests.api.conftest import Serve
from tests.api.everything import OTHER_DAY, Everything, objects
from tests.api.service import Service, database_beside, instant, recorded_at, serving
from tests.worlds import DECREE, PAGE, said

REACHED_WITHOUT_A_DAY = {"statements", "added", "superseded", "parent", "contradictions"}
EVERYTHING = Everything(build_schema(sdl()), hops=2, without=REACHED_WITHOUT_A_DAY | {"on"})
EVERYTHING_ON_A_DAY = Everything(build_schema(sdl()), hops=1, without=REACHED_WITHOUT_A_DAY)

LENS = "$asOf: Date, $revision: Int, $knownAt: DateTime, $statedBy: String, $certainty: Certainty! = POSSIBLE"
GIVEN = "asOf: $asOf, revision: $revision, knownAt: $knownAt, statedBy: $statedBy, certainty: $certainty"
ROOTS = f"""
  organization(slug: "cget", {GIVEN}) {{ …Organization }}
  organizations({GIVEN}) {{ nodes {{ …Organization }} }}
  structure({GIVEN}) {{ …Structure }}
  post(slug: "head", {GIVEN}) {{ …Post }}
  person(slug: "john", {GIVEN}) {{ …Person }}
"""
LENSES: tuple[dict[str, Any], ...] = (
    {"asOf": "2015-11-24", "revision": 1},
    {"asOf": "2015-11-24", "revision": 2, "statedBy": PAGE},
    {"asOf": "2017-03-03", "revision": 2, "certainty": "CERTAIN"},
    {"asOf": "2018-06-01", "knownAt": instant(recorded_at(1)), "statedBy": DECREE},
    {"asOf": "2018-06-01", "knownAt": instant(recorded_at(2))},
    {"asOf": "1900-01-01", "revision": 1, "statedBy": NOTICE},
    {"asOf": "2030-01-01", "revision": 2},
)


def _through(view: dict[str, Any]) -> tuple[str, str, str | None]:
    source = view["statedBy"]
    return view["asOf"], view["revision"]["id"], source and source["id"]


@pytest.mark.parametrize("lens", LENSES, ids=str)
def test_every_view_at_every_depth_has_the_lens_of_the_root(service: Service, lens: dict[str, Any]) -> None:
    answer = service.ask(EVERYTHING.asked(f"query ({LENS}) {{ {ROOTS} }}"), **lens)
    root = answer["organization"]
    revision = lens.get("revision") or (1 if lens["knownAt"] == instant(recorded_at(1)) else 2)
    assert root["asOf"] == lens["asOf"]
    assert root["revision"]["number"] == revision
    assert (root["statedBy"] or {}).get("slug") == lens.get("statedBy")
    views = [found for found in objects(answer) if "asOf" in found and "slug" in found]
    assert {_through(view) for view in views} == {_through(root)}
    assert len(views) > 5


@pytest.mark.parametrize("lens", LENSES, ids=str)
def test_the_same_thing_on_another_day_keeps_everything_else_of_the_lens(
    service: Service, lens: dict[str, Any]
) -> None:
    query = EVERYTHING_ON_A_DAY.asked(
        f"query ({LENS}, $otherDay: Date!) {{"
        f' moved: organization(slug: "cget", {GIVEN}) {{ on(date: $otherDay) {{ …Organization }} }}'
        f' asked: organization(slug: "cget", {GIVEN.replace("$asOf", "$otherDay")}) {{ …Organization }} }}'
    )
    answer = service.ask(query, otherDay="2017-03-03", **lens)
    assert answer["moved"]["on"] == answer["asked"]
    assert answer["asked"]["on"]["asOf"] == OTHER_DAY


@pytest.mark.parametrize("lens", LENSES, ids=str)
def test_what_is_asked_by_instant_and_by_revision_is_the_same(service: Service, lens: dict[str, Any]) -> None:
    query = EVERYTHING.asked(f"query ({LENS}) {{ {ROOTS} }}")
    revision = 1 if lens.get("knownAt") == instant(recorded_at(1)) else lens.get("revision") or 2
    by_revision = {**lens, "knownAt": None, "revision": revision}
    by_instant = {**lens, "knownAt": instant(recorded_at(revision)), "revision": None}
    assert service.ask(query, **by_revision) == service.ask(query, **by_instant)


def _certainties(answer: object) -> set[str | None]:
    return {found["certainty"] for found in objects(answer) if "certainty" in found}


DATED = Everything(
    build_schema(sdl()),
    hops=2,
    without=REACHED_WITHOUT_A_DAY
    | {"on", "predecessors", "successors", "events", "succession", "memberships", "members", "concerns"}
    | {"originalOrganizations", "resultingOrganizations"},
)


def test_certainty_leaves_out_what_is_only_possible_at_every_depth(service: Service) -> None:
    query = DATED.asked(f"query ({LENS}) {{ {ROOTS} }}")
    assert _certainties(service.ask(query, asOf="2016-08-11")) == {"CERTAIN", "POSSIBLE"}
    assert _certainties(service.ask(query, asOf="2016-08-11", certainty="CERTAIN")) == {"CERTAIN"}


def test_what_is_certain_is_part_of_what_is_possible_in_the_same_words(service: Service) -> None:
    query = f"query ({LENS}) {{ structure({GIVEN}) {{ members {{ depth link {{ key certainty }} }} }} }}"
    possible = service.ask(query, asOf="2016-08-11")["structure"]["members"]
    certain = service.ask(query, asOf="2016-08-11", certainty="CERTAIN")["structure"]["members"]
    surely = [member for member in possible if not member["link"] or member["link"]["certainty"] == "CERTAIN"]
    assert surely == certain
    assert len(possible) == len(certain) + 2


def test_counts_and_labels_obey_the_lens_too(service: Service) -> None:
    query = f"""query ({LENS}) {{
      organizations({GIVEN}, filter: {{existence: [EXISTS]}}) {{ totalCount }}
      organization(slug: "datar", {GIVEN}) {{ name kind existence }}
      person(slug: "jane", {GIVEN}) {{ memberships {{ key }} }}
    }}"""
    old = service.ask(query, asOf="1970-01-01", revision=1)
    late = service.ask(query, asOf="2006-01-01", revision=2)
    of_the_page = service.ask(query, asOf="2006-01-01", revision=2, statedBy=PAGE)
    assert [answer["organizations"]["totalCount"] for answer in (old, late, of_the_page)] == [5, 6, 3]
    assert old["organization"] == {
        "name": "Délégation à l'aménagement du territoire",
        "kind": "DELEGATION",
        "existence": "EXISTS",
    }
    assert late["organization"]["name"] == "Délégation interministérielle"
    assert [len(answer["person"]["memberships"]) for answer in (old, late, of_the_page)] == [1, 2, 0]


def test_without_a_day_it_is_today_in_paris(migrated_file: Path, tmp_path: Path) -> None:
    before_midnight_in_london = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    url = database_beside(migrated_file, tmp_path)
    with serving(url, RECORDED_FIRST, clock=lambda: before_midnight_in_london) as service:
        assert service.ask('{ organization(slug: "cget") { asOf } structure { asOf } }') == {
            "organization": {"asOf": "2026-08-01"},
            "structure": {"asOf": "2026-08-01"},
        }


def test_null_arguments_mean_the_same_as_none(service: Service) -> None:
    nulls = "asOf: null, knownAt: null, revision: null, statedBy: null"
    pages = "filter: null, first: null, after: null, last: null, before: null"
    filters = "{kind: null, existence: null, text: null}"
    answer = service.ask(
        f"""{{
          none: organizations {{ nodes {{ id }} }}
          nulls: organizations({nulls}, {pages}) {{ nodes {{ id }} }}
          inside: organizations(filter: {filters}) {{ nodes {{ id }} }}
        }}"""
    )
    assert answer["none"] == answer["nulls"] == answer["inside"]


def test_a_statement_asked_for_with_a_day_is_seen_on_that_day(service: Service) -> None:
    query = """{ statements(asOf: "2015-11-24", filter: {subject: "cget", predicate: [AUTHORITY]}) {
      totalCount nodes { certainty standing subject { asOf } } } }"""
    assert service.ask(query)["statements"] == {
        "totalCount": 2,
        "nodes": [
            {"certainty": "CERTAIN", "standing": "ACCEPTED", "subject": {"asOf": "2015-11-24"}},
            {"certainty": "CERTAIN", "standing": "REJECTED", "subject": {"asOf": "2015-11-24"}},
        ],
    }


def test_without_a_source_a_view_shows_neither_what_is_planned_nor_what_is_refuted(serve: Serve) -> None:
    standings = [standing.value for standing in Standing]
    partners = (said("cget", P.PARTNER, each.value, "2015", "2016", standing=each) for each in Standing)
    service = serve(register(*partners))
    shown = service.ask('{ organization(slug: "cget", asOf: "2015-12-31") { partners { text } } }')
    stated = service.ask(
        '{ organization(slug: "cget", asOf: "2015-12-31", statedBy: "decree") { partners { text standing } } }'
    )
    assert shown["organization"]["partners"] == [{"text": "ACCEPTED"}, {"text": "DISPUTED"}]
    assert stated["organization"]["partners"] == [{"text": standing, "standing": standing} for standing in standings]
