"""What the database refuses by itself, on both engines, from a client that knows none of our manners."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from cget_api.core.vocabulary import RULES, EntityType, Predicate, Shape
from cget_api.store.recording import record
from tests.clients import Client, Refused, stranger
from tests.worlds import said, whole_world

AT = datetime(2020, 1, 1, tzinfo=UTC)
LATER = "'2020-01-03 00:00:00'"
DIGEST = "a" * 64


@pytest.fixture
def client(database_url: str, engine: Engine) -> Iterator[Client]:
    """Of a register of two revisions, the second of which superseded one statement and recorded no entity."""
    whole = whole_world()
    first = replace(whole, statements=(*whole.statements, said("cget", Predicate.MISSION, "to be superseded")))
    record(engine, first, "Ada", "First", AT)
    record(engine, whole, "Ada", "Second", datetime(2020, 1, 2, tzinfo=UTC))
    engine.dispose()
    with stranger(database_url) as opened:
        yield opened


def literal(value: object) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, int | float) else f"'{value}'"


def insertion(table: str, **values: object) -> str:
    columns = ", ".join(values)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(literal(value) for value in values.values())})"


def entity_id(client: Client, slug: str) -> int:
    return int(client.execute(f"SELECT id FROM entity WHERE slug = '{slug}'").fetchone()[0])


def new_statement(client: Client, subject: str, predicate: str, **values: object) -> str:
    """Inserts a statement of the latest revision that would be accepted as a MISSION is, but for what is asked for."""
    given = {
        "id": 1000,
        "key": "k" * 32,
        "digest": DIGEST,
        "subject_id": entity_id(client, subject),
        "predicate": predicate,
        "start_earliest": 1,
        "start_latest": 1,
        "end_earliest": 3652060,
        "end_latest": 3652060,
        "standing": "ACCEPTED",
        "position": 0,
        "recorded_in": 2,
    }
    given |= values
    for column in ("object_id", "act_id"):
        if isinstance(given.get(column), str):
            given[column] = entity_id(client, str(given[column]))
    columns = ", ".join((*given, "approximate", "interim"))
    values_ = ", ".join(literal(value) for value in given.values())
    return f"INSERT INTO statement ({columns}) VALUES ({values_}, false, false)"


MISSION: dict[str, object] = {"language": "FR", "text_fr": "mots", "text_en": "words"}
FIGURE: dict[str, object] = {
    "text_fr": "agents",
    "text_en": "staff",
    "value": 3.0,
    "unit_fr": "agent",
    "unit_en": "agent",
}


def refused_as(client: Client, rule: str, statement: str) -> None:
    with pytest.raises(Refused, match=rule):
        client.execute(statement)


def test_a_statement_of_the_right_shape_is_accepted(client: Client) -> None:
    client.execute(new_statement(client, "cget", "MISSION", **MISSION))
    client.execute(new_statement(client, "cget", "FIGURE", **FIGURE, id=1001, key="f" * 32))


@pytest.mark.parametrize(
    ("rule", "subject", "predicate", "values"),
    [
        ("ck_statement_predicate|tg_statement_types", "cget", "KNOWS", {}),
        ("ck_statement_standing", "cget", "MISSION", MISSION | {"standing": "GUESSED"}),
        ("ck_statement_key", "cget", "MISSION", MISSION | {"key": "short"}),
        ("ck_statement_digest", "cget", "MISSION", MISSION | {"digest": "short"}),
        ("ck_statement_object", "cget", "DISPOSAL", {}),
        ("tg_statement_types", "datar", "EXISTENCE", {"object_id": "minister"}),
        ("ck_statement_kind", "datar", "CLASSIFICATION", {}),
        ("ck_statement_kind", "creation", "OCCURRED", {}),
        ("ck_statement_kind", "creation", "OCCURRED", {"kind": "STATE_SERVICE"}),
        ("ck_statement_kind", "cget", "MISSION", MISSION | {"kind": "CREATION"}),
        ("ck_statement_language", "cget", "MISSION", MISSION | {"language": None}),
        ("ck_statement_language", "cget", "MISSION", MISSION | {"language": "DE"}),
        ("ck_statement_language", "head", "POST_IN", {"object_id": "cget", "language": "FR"}),
        ("ck_statement_text", "cget", "MISSION", {"language": "FR"}),
        ("ck_statement_text", "cget", "MISSION", MISSION | {"text_en": None}),
        ("ck_statement_text", "head", "POST_IN", {"object_id": "cget", "text_fr": "a", "text_en": "b"}),
        ("ck_statement_heading", "cget", "MISSION", MISSION | {"heading_fr": "a"}),
        ("ck_statement_heading", "cget", "FIGURE", FIGURE | {"heading_fr": "a", "heading_en": "b"}),
        ("ck_statement_value", "cget", "FIGURE", FIGURE | {"value": None}),
        ("ck_statement_value", "cget", "MISSION", MISSION | {"value": 3.0}),
        ("ck_statement_unit", "cget", "FIGURE", FIGURE | {"unit_en": None}),
        ("ck_statement_per", "cget", "MISSION", MISSION | {"per_fr": "a", "per_en": "b"}),
        ("ck_statement_covers", "cget", "MISSION", MISSION | {"covers": "2014"}),
        ("ck_statement_role", "head", "POST_IN", {"object_id": "cget", "role_fr": "a", "role_en": "b"}),
        ("ck_statement_terms", "head", "POST_IN", {"object_id": "cget", "terms": "dans"}),
        ("ck_statement_act", "cget", "MISSION", MISSION | {"act_id": "decree"}),
        ("ck_statement_note", "cget", "MISSION", MISSION | {"note_fr": "seul"}),
    ],
)
def test_a_statement_of_another_shape_is_refused(
    client: Client, rule: str, subject: str, predicate: str, values: dict[str, object]
) -> None:
    refused_as(client, rule, new_statement(client, subject, predicate, **values))


@pytest.mark.parametrize("column", ["approximate", "interim"])
def test_a_qualifier_of_another_predicate_is_refused(client: Client, column: str) -> None:
    statement = new_statement(client, "cget", "MISSION", **MISSION)
    flags = "true, false" if column == "approximate" else "false, true"
    refused_as(client, f"ck_statement_{column}", statement.replace("false, false", flags))


@pytest.mark.parametrize(
    ("rule", "bounds"),
    [
        (
            "ck_statement_bounds_in_order",
            {"start_earliest": 20, "start_latest": 10, "end_earliest": 30, "end_latest": 30},
        ),
        (
            "ck_statement_bounds_in_order",
            {"start_earliest": 10, "start_latest": 10, "end_earliest": 40, "end_latest": 30},
        ),
        (
            "ck_statement_bounds_in_order",
            {"start_earliest": 10, "start_latest": 10, "end_earliest": 10, "end_latest": 30},
        ),
        (
            "ck_statement_bounds_in_order",
            {"start_earliest": 10, "start_latest": 30, "end_earliest": 20, "end_latest": 30},
        ),
        (
            "ck_statement_bounds_are_days",
            {"start_earliest": 0, "start_latest": 10, "end_earliest": 20, "end_latest": 30},
        ),
        (
            "ck_statement_bounds_are_days",
            {"start_earliest": 1, "start_latest": 1, "end_earliest": 2, "end_latest": 3652061},
        ),
        ("ck_statement_unbounded_start", {"start_earliest": 2, "start_latest": 2, "valid_start": None}),
        ("ck_statement_unbounded_end", {"end_earliest": 9, "end_latest": 9, "valid_end": None}),
    ],
)
def test_bounds_out_of_order_are_refused(client: Client, rule: str, bounds: dict[str, object]) -> None:
    values = MISSION | {"valid_start": "x", "valid_end": "y"} | bounds
    refused_as(client, rule, new_statement(client, "cget", "MISSION", **values))


_WRONG_DOMAIN = [
    (predicate, next(type_ for type_ in EntityType if type_ not in rule.domain)) for predicate, rule in RULES.items()
]
_WRONG_RANGE = [
    (predicate, next(type_ for type_ in EntityType if type_ not in rule.range))
    for predicate, rule in RULES.items()
    if rule.range
]
_SOMETHING = {
    EntityType.ORGANIZATION: "minister",
    EntityType.POST: "deputy",
    EntityType.PERSON: "jane",
    EntityType.SITE: "tower",
    EntityType.PROGRAMME: "programme-112",
    EntityType.EVENT: "creation",
    EntityType.SOURCE: "decree",
}


def test_a_subject_outside_the_domain_is_refused(client: Client) -> None:
    for predicate, type_ in _WRONG_DOMAIN:
        object_ = next((_SOMETHING[wanted] for wanted in EntityType if wanted in RULES[predicate].range), None)
        statement = new_statement(client, _SOMETHING[type_], predicate, object_id=object_)
        refused_as(client, "tg_statement_types", statement)
        client.execute("ROLLBACK")


def test_an_object_outside_the_range_is_refused(client: Client) -> None:
    for predicate, type_ in _WRONG_RANGE:
        subject = next(_SOMETHING[wanted] for wanted in EntityType if wanted in RULES[predicate].domain)
        statement = new_statement(client, subject, predicate, object_id=_SOMETHING[type_])
        refused_as(client, "tg_statement_types", statement)
        client.execute("ROLLBACK")


def test_every_subject_of_the_domain_and_object_of_the_range_is_accepted(client: Client) -> None:
    literals: dict[Shape, dict[str, object]] = {Shape.TEXT: MISSION, Shape.FIGURE: FIGURE}
    kinds: dict[str, dict[str, object]] = {"CLASSIFICATION": {"kind": "FUND"}, "OCCURRED": {"kind": "MERGER"}}
    for predicate, rule in RULES.items():
        values = literals.get(rule.shape, {}) | kinds.get(predicate, {})
        for subject in rule.domain:
            for object_ in rule.range or {None}:
                named = {"object_id": object_ and _SOMETHING[object_], "standing": "DISPUTED"}
                client.execute(new_statement(client, _SOMETHING[subject], predicate, **values | named))
                client.execute("ROLLBACK")


def test_only_a_source_is_cited_described_or_an_act(client: Client) -> None:
    cget, decree = entity_id(client, "cget"), entity_id(client, "decree")
    client.execute(new_statement(client, "cget", "MISSION", **MISSION))
    client.commit()
    citation: dict[str, object] = {"id": 1000, "statement_id": 1000, "position": 0, "evidence": "OFFICIAL"}
    source = {
        "id": 1000,
        "digest": DIGEST,
        "source_kind": "PRESS",
        "title": "t",
        "official_numbers": "[]",
        "relations": "[]",
    }
    occurred: dict[str, object] = {"kind": "CREATION", "act_id": "cget", "id": 1001, "key": "o" * 32}
    for rule, statement in (
        ("tg_citation_types", insertion("citation", **citation, source_id=cget)),
        ("tg_citation_types", insertion("citation", **citation, source_id=decree, via_id=cget)),
        ("tg_source_type", insertion("source", **source, entity_id=cget, recorded_in=2)),
        ("tg_statement_types", new_statement(client, "creation", "OCCURRED", **occurred)),
        ("ck_citation_evidence", insertion("citation", **citation | {"evidence": "RUMOUR"}, source_id=decree)),
    ):
        refused_as(client, rule, statement)
        client.execute("ROLLBACK")


_FUNCTIONAL: dict[Predicate, tuple[str, dict[str, object]]] = {
    Predicate.EXISTENCE: ("datar", {}),
    Predicate.CLASSIFICATION: ("datar", {"kind": "DELEGATION"}),
    Predicate.NAME: ("datar", MISSION),
    Predicate.ACRONYM: ("datar", MISSION),
    Predicate.LEGAL_NATURE: ("datar", MISSION),
    Predicate.AUTHORITY: ("datar", {"object_id": "minister"}),
    Predicate.UNIT_OF: ("minister", {"object_id": "cget"}),
    Predicate.HELD_BY: ("deputy", {"object_id": "jane"}),
}


def bounds(
    start: int, end: int, *, start_latest: int | None = None, end_latest: int | None = None
) -> dict[str, object]:
    return {
        "valid_start": "x",
        "valid_end": "y",
        "start_earliest": start,
        "start_latest": start_latest or start,
        "end_earliest": end,
        "end_latest": end_latest or end,
    }


def test_every_functional_predicate_is_tried() -> None:
    assert _FUNCTIONAL.keys() == {predicate for predicate, rule in RULES.items() if rule.functional}


@pytest.mark.parametrize("predicate", _FUNCTIONAL)
def test_two_accepted_values_on_one_certain_day_are_refused(client: Client, predicate: Predicate) -> None:
    subject, values = _FUNCTIONAL[predicate]

    def valued(number: int, **more: object) -> str:
        given = values | {"id": 2000 + number, "key": f"{number:032d}"} | more
        return new_statement(client, subject, predicate, **given)

    client.execute(valued(1, **bounds(100, 200)))
    client.execute(valued(2, **bounds(200, 300)))
    client.execute(valued(3, **bounds(150, 250), standing="DISPUTED"))
    client.execute(valued(4, **bounds(100, 101, start_latest=299, end_latest=300)))
    if RULES[predicate].shape is Shape.TEXT:
        client.execute(valued(5, **bounds(100, 300), language="EN"))
    client.commit()
    refused_as(client, f"ex_statement_{predicate.lower()}_one_a_day", valued(6, **bounds(199, 201)))


def test_what_is_recorded_is_never_updated(client: Client) -> None:
    for table, assignment in (
        ("revision", "author = 'Eve'"),
        ("entity", "slug = 'cget2'"),
        ("citation", "locator = 'art. 2'"),
        ("statement", "note_fr = 'x', note_en = 'x'"),
        ("statement", "text_fr = 'x' WHERE text_fr IS NOT NULL AND superseded_in IS NULL"),
        ("statement", "recorded_in = 2"),
        ("statement", "superseded_in = NULL WHERE superseded_in IS NOT NULL"),
        ("statement", "superseded_in = 2 WHERE superseded_in IS NOT NULL"),
        ("statement", "superseded_in = 1 WHERE superseded_in IS NULL"),
        ("statement", "superseded_in = 2, standing = 'REJECTED' WHERE superseded_in IS NULL AND recorded_in = 1"),
        ("source", "title = 'Another'"),
        ("source", "superseded_in = 1"),
        ("search_text", "lines = ' x'"),
        ("search_word", "word = 'x'"),
    ):
        rule = f"tg_{table}_(no_update|only_superseded)"
        refused_as(client, rule, f"UPDATE {table} SET {assignment}")
        client.execute("ROLLBACK")


def test_a_row_is_superseded_by_the_latest_revision(client: Client) -> None:
    client.execute("UPDATE statement SET superseded_in = 2 WHERE id = 1")
    client.execute("UPDATE source SET superseded_in = 2 WHERE id = 1")
    client.commit()
    refused_as(client, "tg_statement_only_superseded", "UPDATE statement SET superseded_in = 2 WHERE id = 1")


TABLES = ("revision", "entity", "statement", "source", "citation", "search_text", "search_word")


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_deleted(client: Client, table: str) -> None:
    refused_as(client, f"tg_{table}_no_delete", f"DELETE FROM {table}")


def test_nothing_is_truncated_on_postgresql_nor_replaced_on_sqlite(client: Client, database_url: str) -> None:
    if database_url.startswith("postgresql"):
        for table in TABLES:
            refused_as(client, "tg_[a-z_]+_no_truncate", f"TRUNCATE {table} CASCADE")
            client.execute("ROLLBACK")
        return
    key = client.execute("SELECT key FROM statement WHERE superseded_in IS NULL").fetchone()[0]
    source = {"digest": DIGEST, "source_kind": "PRESS", "title": "t", "official_numbers": "[]", "relations": "[]"}
    citation = {"source_id": entity_id(client, "decree"), "evidence": "OFFICIAL"}
    revision = {"recorded_at": "2030-01-01", "author": "a", "message": "m", "digest": DIGEST, "content_digest": DIGEST}
    client.execute(new_statement(client, "cget", "MISSION", **MISSION))
    client.execute(insertion("citation", **citation, id=1000, statement_id=1000, position=0))
    client.execute(insertion("search_text", statement_id=1000, lines=" mots"))
    client.commit()
    for table, statement in (
        ("statement", new_statement(client, "cget", "MISSION", **MISSION, id=1)),
        ("statement", new_statement(client, "cget", "MISSION", **MISSION, key=key)),
        ("entity", insertion("entity", id=1, slug="x", type="site", recorded_in=2)),
        ("entity", insertion("entity", id=1000, slug="cget", type="site", recorded_in=2)),
        ("source", insertion("source", **source, id=1, entity_id=entity_id(client, "decree"), recorded_in=2)),
        ("source", insertion("source", **source, id=1000, entity_id=entity_id(client, "decree"), recorded_in=2)),
        ("citation", insertion("citation", **citation, id=1, statement_id=1000, position=9)),
        ("citation", insertion("citation", **citation, id=1001, statement_id=1000, position=0)),
        ("search_text", insertion("search_text", statement_id=1000, lines=" x")),
    ):
        refused_as(client, f"tg_{table}_no_replace", statement.replace("INSERT", "INSERT OR REPLACE"))
        client.execute("ROLLBACK")
    latest = insertion("revision", **revision, number=2, parent_number=1).replace("INSERT", "INSERT OR REPLACE")
    refused_as(client, "tg_revision_follows", latest)


def test_a_gap_or_a_second_child_in_the_chain_is_refused(client: Client) -> None:
    revision: dict[str, object] = {
        "author": "a",
        "message": "m",
        "digest": DIGEST,
        "content_digest": DIGEST,
        "recorded_at": "2020-01-03 00:00:00",
    }
    for values in (
        revision | {"number": 4, "parent_number": 3},
        revision | {"number": 4, "parent_number": 2},
        revision | {"number": 2, "parent_number": 1},
        revision | {"number": 3, "parent_number": 1},
        revision | {"number": 3, "parent_number": None},
        revision | {"number": 0, "parent_number": None},
        revision | {"number": 1, "parent_number": None},
        revision | {"number": 3, "parent_number": 2, "recorded_at": "2020-01-02 00:00:00"},
        revision | {"number": 3, "parent_number": 2, "recorded_at": "2019-01-01 00:00:00"},
        revision | {"number": 3, "parent_number": 2, "author": " "},
        revision | {"number": 3, "parent_number": 2, "message": ""},
    ):
        refused_as(client, "revision", insertion("revision", **values))
        client.execute("ROLLBACK")
    client.execute(insertion("revision", **revision, number=3, parent_number=2))


def test_history_is_not_added_to_afterwards(client: Client) -> None:
    decree = entity_id(client, "decree")
    source = {"digest": DIGEST, "source_kind": "PRESS", "title": "t", "official_numbers": "[]", "relations": "[]"}
    client.execute(insertion("entity", id=1000, slug="report", type="source", recorded_in=2))
    client.commit()
    for table, statement in (
        ("entity", insertion("entity", id=1001, slug="x", type="site", recorded_in=1)),
        ("entity", insertion("entity", id=1001, slug="x", type="site", recorded_in=3)),
        ("statement", new_statement(client, "cget", "MISSION", **MISSION, recorded_in=1)),
        ("source", insertion("source", **source, id=1000, entity_id=1000, recorded_in=1)),
        ("citation", insertion("citation", id=1000, statement_id=1, position=9, source_id=decree, evidence="OFFICIAL")),
        ("search_text", insertion("search_text", statement_id=1, lines=" x")),
    ):
        refused_as(client, f"tg_{table}_in_latest_revision", statement)
        client.execute("ROLLBACK")


def test_one_statement_not_superseded_has_a_key_and_one_description_a_source(client: Client) -> None:
    key = client.execute("SELECT key FROM statement WHERE superseded_in IS NULL").fetchone()[0]
    source = {"digest": DIGEST, "source_kind": "PRESS", "title": "t", "official_numbers": "[]", "relations": "[]"}
    refused_as(
        client,
        "uq_statement_live_key|tg_statement_no_replace",
        new_statement(client, "cget", "MISSION", **MISSION, key=key),
    )
    client.execute("ROLLBACK")
    described = insertion("source", **source, id=1000, entity_id=entity_id(client, "decree"), recorded_in=2)
    refused_as(client, "uq_source_live_entity_id|tg_source_no_replace", described)
