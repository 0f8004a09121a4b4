"""The views for people who read with SQL: a noun each, in slugs and plain dates, what is held and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from cget_api.core.vocabulary import EntityType, Predicate
from cget_api.store.recording import record
from tests.worlds import TYPES, said, whole_world

AT = datetime(2020, 1, 1, 12, tzinfo=UTC)
VIEW_OF = {
    Predicate.EXISTENCE: "existence",
    Predicate.OCCURRED: "change_event",
    Predicate.CLASSIFICATION: "classification",
    Predicate.NAME: "name",
    Predicate.ACRONYM: "acronym",
    Predicate.DESCRIPTION: "description",
    Predicate.MISSION: "mission",
    Predicate.FIELD_OF_ACTION: "field_of_action",
    Predicate.TERRITORY: "territory",
    Predicate.PARTNER: "partner",
    Predicate.LEGAL_NATURE: "legal_nature",
    Predicate.IDENTIFIER: "identifier",
    Predicate.FIGURE: "figure",
    Predicate.AUTHORITY: "authority",
    Predicate.DISPOSAL: "disposal",
    Predicate.UNIT_OF: "unit",
    Predicate.HOSTED_BY: "hosted_body",
    Predicate.SECRETARIAT_OF: "secretariat",
    Predicate.SUPERVISES: "supervision",
    Predicate.SUPPORTS: "support",
    Predicate.PORTFOLIO_OF: "portfolio",
    Predicate.ORIGINAL_ORGANIZATION: "event_origin",
    Predicate.RESULTING_ORGANIZATION: "event_result",
    Predicate.MANAGES: "programme_manager",
    Predicate.SITE: "seat",
    Predicate.POST_IN: "post_place",
    Predicate.HEAD_OF: "head",
    Predicate.DEPUTY_TO: "deputy",
    Predicate.ASSISTS: "assistant",
    Predicate.HELD_BY: "post_holder",
    Predicate.CONCERNS: "event_concern",
}


@pytest.fixture
def recorded(engine: Engine) -> Engine:
    """The whole world, after a statement that it does not hold any more."""
    whole = whole_world()
    gone = said("cget", Predicate.MISSION, "not held any more")
    record(engine, replace(whole, statements=(gone, *whole.statements)), "Ada", "First", AT)
    record(engine, whole, "Ada", "Second", AT)
    return engine


def rows(engine: Engine, query: str) -> list[dict[str, Any]]:
    """Days as text, whichever way the engine gives them."""
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text(query)).mappings()]
    return [
        {
            name: value.isoformat() if isinstance(value, date) and name != "recorded_at" else value
            for name, value in row.items()
        }
        for row in found
    ]


def test_every_predicate_has_a_view_of_what_is_held(recorded: Engine) -> None:
    for predicate in Predicate:
        held = [statement for statement in whole_world().statements if statement.predicate is predicate]
        shown = rows(recorded, f"SELECT * FROM {VIEW_OF[predicate]}")
        assert held, predicate
        assert {row["key"] for row in shown} == {statement.key for statement in held}
        assert all(row["sources"] for row in shown)


def test_a_row_shows_slugs_words_plain_dates_and_sources(recorded: Engine) -> None:
    authority = rows(recorded, "SELECT * FROM authority WHERE standing = 'ACCEPTED'")[0]
    del authority["recorded_at"], authority["key"]
    assert authority == {
        "organization": "cget",
        "authority": "prime-minister",
        "terms": "sous l'autorité",
        "valid_start": "[2014-03-31..2014-04-03]",
        "valid_end": "2017-12-31",
        "start_earliest": "2014-03-31",
        "start_latest": "2014-04-03",
        "end_earliest": "2017-12-31",
        "end_latest": "2017-12-31",
        "standing": "ACCEPTED",
        "note_fr": "as the decree says",
        "note_en": "as the decree says (en)",
        "sources": "decree (art. 1); page (§ 1); decree via page",
        "recorded_in": 1,
    }


@pytest.mark.parametrize(
    ("view", "bounds"),
    [
        ("description", (None, "2016-08-11", "2016-08-11", None)),
        ("field_of_action", (None, None, None, None)),
        ("legal_nature", ("2014-06-01", "2014-06-30", "2017-02-01", "2017-02-28")),
        ("seat", ("2017-01-01", "2017-12-31", None, None)),
    ],
)
def test_a_bound_that_is_open_is_null(recorded: Engine, view: str, bounds: tuple[str | None, ...]) -> None:
    (row,) = rows(recorded, f"SELECT start_earliest, start_latest, end_earliest, end_latest FROM {view}")
    assert tuple(row.values()) == bounds


def test_each_kind_of_thing_is_listed_with_its_last_name(recorded: Engine) -> None:
    organizations = rows(recorded, "SELECT * FROM organization ORDER BY organization")
    assert [row["organization"] for row in organizations] == ["cget", "datar", "minister"]
    assert organizations[0] == {
        "organization": "cget",
        "name_fr": "Commissariat général à l'égalité des territoires",
        "name_en": "Commissariat général à l'égalité des territoires (en)",
        "kind": "STATE_SERVICE",
        "start_earliest": "2014-03-31",
        "start_latest": "2014-04-03",
        "end_earliest": "2019-12-31",
        "end_latest": "2019-12-31",
        "recorded_in": 1,
    }
    assert organizations[1]["name_fr"] is None
    said_of = {statement.subject for statement in whole_world().statements}
    for type_ in EntityType:
        if type_ is not EntityType.SOURCE:
            expected = sorted(slug for slug in said_of if TYPES[slug] is type_)
            listed = rows(recorded, f"SELECT {type_} AS slug FROM {type_} ORDER BY 1")
            assert [row["slug"] for row in listed] == expected


def test_a_source_document_shows_how_much_it_vouches_for(recorded: Engine) -> None:
    documents = rows(recorded, "SELECT source, title, published_on, statements FROM source_document ORDER BY source")
    cited = {
        slug: sum(any(c.source == slug for c in statement.citations) for statement in whole_world().statements)
        for slug in ("decree", "page")
    }
    assert documents == [
        {"source": "decree", "title": "Décret n° 2014-394", "published_on": None, "statements": cited["decree"]},
        {"source": "page", "title": "Le CGET", "published_on": "2015-11-24", "statements": cited["page"]},
    ]
