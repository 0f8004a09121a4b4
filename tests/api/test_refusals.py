"""What a caller got wrong is answered with a code and with what to do instead, and never with a stack trace."""

import base64
import json
import logging
from typing import Any

import pytest

from cget_api.core.model import Dataset
from tests.api.administration import RECORDED_FIRST, P, register
from tests.api.conftest import Serve
from tests.api.service import Refusal, Service
from tests.worlds import DECREE, said

BAD = "BAD_USER_INPUT"
A_DAY = "Choose a day of the calendar, for example 2016-08-11"
IN_FULL = "Write it as YYYY-MM-DD, for example 2016-08-11"
IN_QUOTES = 'Write it in quotes, for example "2016-08-11"'
WITH_AN_OFFSET = "Write it with an offset, for example 2026-01-31T12:00:00Z"


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2015-02-30", f"'2015-02-30': does not exist. {A_DAY}"),
        ("2016-00-10", f"'2016-00-10': does not exist. {A_DAY}"),
        ("0000-01-01", f"'0000-01-01': does not exist. {A_DAY}"),
        ("20160811", f"'20160811': is not a day. {IN_FULL}"),
        ("2016-W32-4", f"'2016-W32-4': is not a day. {IN_FULL}"),
        ("2016-224", f"'2016-224': is not a day. {IN_FULL}"),
        ("2016-08", f"'2016-08': is not a day. {IN_FULL}"),
        ("2016-8-11", f"'2016-8-11': is not a day. {IN_FULL}"),
        ("2016-08-11T00:00", f"'2016-08-11T00:00': is not a day. {IN_FULL}"),
        ("2016-08-11 ", f"'2016-08-11 ': is not a day. {IN_FULL}"),
        ("٢٠١٦-٠٨-١١", f"'٢٠١٦-٠٨-١١': is not a day. {IN_FULL}"),
        ("", f"'': is not a day. {IN_FULL}"),
        (20160811, f"20160811: is not text. {IN_QUOTES}"),
        (True, f"True: is not text. {IN_QUOTES}"),
    ],
)
def test_a_day_is_written_in_one_way_only(service: Service, day: object, problem: str) -> None:
    refused = [Refusal(BAD, problem)]
    in_a_variable = 'query ($day: Date) { organization(slug: "cget", asOf: $day) { name } }'
    assert service.refusals(in_a_variable, day=day) == refused
    literal = json.dumps(day, ensure_ascii=False)
    assert service.refusals(f'{{ organization(slug: "cget", asOf: {literal}) {{ name }} }}') == refused
    assert service.refusals(f'{{ organization(slug: "cget") {{ on(date: {literal}) {{ name }} }} }}') == refused
    assert service.refusals(f"{{ statements(filter: {{sourcePublishedBy: {literal}}}) {{ totalCount }} }}") == refused


@pytest.mark.parametrize(
    "instant",
    [
        "2026-01-31T12:00:00",
        "2026-01-31",
        "2026-01-31T12:00Z",
        "2026-01-31 12:00:00Z",
        "20260131T120000Z",
        "2016-W32-4T12:00:00Z",
        "2026-01-31T12:00:00+0100",
        "2026-01-31T12:00:00+01:00:30",
        "2026-01-31T12:00:00,5Z",
        "2026-02-30T12:00:00Z",
        "2026-01-31T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_an_instant_is_written_with_its_offset(service: Service, instant: str) -> None:
    refused = Refusal(BAD, f"{instant!r}: is not an instant. {WITH_AN_OFFSET}")
    asked = 'query ($instant: DateTime) { organization(slug: "cget", knownAt: $instant) { name } }'
    assert service.refusal(asked, instant=instant) == refused
    assert service.refusal(f'{{ organization(slug: "cget", knownAt: "{instant}") {{ name }} }}') == refused


@pytest.mark.parametrize(
    "instant", ["2026-01-01T13:00:00+01:00", "2026-01-01t12:00:00z", "2026-01-01T12:00:00.999999999Z"]
)
def test_any_form_of_the_standard_is_taken_for_an_instant(service: Service, instant: str) -> None:
    query = 'query ($instant: DateTime) { source(slug: "notice", knownAt: $instant) { title } }'
    assert service.ask(query, instant=instant) == {"source": {"title": "Notice"}}


ARGUMENTS = {
    "revision: 3": "revision 3: was never recorded. Choose from 1 to 2",
    "revision: -1": "revision -1: was never recorded. Choose from 1 to 2",
    "revision: 0": "revision 0: is the empty register, before the first revision. Choose from 1 on",
    'revision: 1, knownAt: "2026-01-01T12:00:00Z"': (
        "knownAt and revision: were both given. Give one of them: they choose the same thing"
    ),
}
ROOTS = (
    'organization(slug: "cget", {}) {{ name }}',
    "organizations({}) {{ totalCount }}",
    "structure({}) {{ asOf }}",
    'post(slug: "head", {}) {{ name }}',
    'person(slug: "jane", {}) {{ name }}',
    "statements({}) {{ totalCount }}",
    'source(slug: "page", {}) {{ title }}',
    "sources({}) {{ totalCount }}",
)


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.split("(")[0])
@pytest.mark.parametrize(("arguments", "problem"), ARGUMENTS.items())
def test_a_revision_is_one_that_was_recorded(service: Service, root: str, arguments: str, problem: str) -> None:
    assert service.refusal("{ " + root.format(arguments) + " }") == Refusal(BAD, problem)


@pytest.mark.parametrize("root", ROOTS[:5], ids=lambda root: root.split("(")[0])
@pytest.mark.parametrize("source", ["nobody", "cget", "", "PAGE"])
def test_a_source_to_state_things_is_one_that_the_revision_knows(service: Service, root: str, source: str) -> None:
    problem = f"source {source!r}: is not known in this revision. Choose the slug of a source that `sources` lists"
    assert service.refusal("{ " + root.format(f'statedBy: "{source}"') + " }") == Refusal(BAD, problem)


def test_a_source_to_filter_by_is_one_that_the_revision_knows(service: Service) -> None:
    problem = "source 'nobody': is not known in this revision. Choose the slug of a source that `sources` lists"
    asked = '{ statements(filter: {source: "nobody"}) { totalCount } }'
    assert service.refusal(asked) == Refusal(BAD, problem)


def test_a_source_described_later_is_not_known_earlier(serve: Serve) -> None:
    before = register(said("cget", P.PARTNER, "towns"))
    after = register(said("cget", P.PARTNER, "towns"), sources=RECORDED_FIRST.sources)
    service = serve(before, after)
    query = 'query ($revision: Int) { organization(slug: "cget", statedBy: "page", revision: $revision) { name } }'
    assert service.ask(query, revision=2) == {"organization": {"name": "cget"}}
    assert service.refusal(query, revision=1).code == BAD


def test_unknown_slugs_find_nothing(service: Service) -> None:
    assert service.ask(
        """{
          organization(slug: "nobody") { name }
          structure(root: "nobody") { asOf }
          post(slug: "nobody") { name }
          person(slug: "nobody") { name }
          source(slug: "nobody") { title }
          noOrganization: organization(slug: "head") { name }
          noPost: post(slug: "jane") { name }
          noPerson: person(slug: "cget") { name }
          noSource: source(slug: "cget") { title }
          noStructure: structure(root: "head") { asOf }
          statements(filter: {subject: "nobody"}) { totalCount }
          before: revision(number: 0) { number }
          after: revision(number: 3) { number }
        }"""
    ) == {
        "organization": None,
        "structure": None,
        "post": None,
        "person": None,
        "source": None,
        "noOrganization": None,
        "noPost": None,
        "noPerson": None,
        "noSource": None,
        "noStructure": None,
        "statements": {"totalCount": 0},
        "before": None,
        "after": None,
    }


def _token(id_: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(id_ + "=" * (-len(id_) % 4)))


def _id(token: object, *, spaced: bool = False, ascii_only: bool = False) -> str:
    text = json.dumps(token, ensure_ascii=ascii_only, separators=None if spaced else (",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _ids(service: Service) -> dict[str, str]:
    answer = service.ask(
        """{
          entity: organization(slug: "cget", asOf: "2016-08-11", statedBy: "page") { id missions { id } }
          source(slug: "page") { id }
          revision(number: 1) { id superseded { nodes { id } } }
          corrected: revision(number: 2) { superseded { nodes { id } } }
        }"""
    )
    return {
        "entity": answer["entity"]["id"],
        "statement": answer["entity"]["missions"][0]["id"],
        "source": answer["source"]["id"],
        "revision": answer["revision"]["id"],
        "superseded": answer["corrected"]["superseded"]["nodes"][0]["id"],
    }


def _changed(token: Any, path: tuple[int, ...], value: object) -> str:
    copy = json.loads(json.dumps(token))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return _id(copy)


NODE = "query ($id: ID!) { node(id: $id) { id } }"


@pytest.mark.parametrize(
    ("of", "path", "value"),
    [
        ("entity", (0,), "f"),
        ("entity", (1,), "nobody"),
        ("entity", (1,), DECREE),
        ("entity", (1,), 1),
        ("entity", (2, 0), None),
        ("entity", (2, 0), True),
        ("entity", (2, 0), 0),
        ("entity", (2, 0), 3652060),
        ("entity", (2, 0), "2016-08-11"),
        ("entity", (2, 1, 0), 1),
        ("entity", (2, 1, 0), 3),
        ("entity", (2, 1, 0), -1),
        ("entity", (2, 1, 0), 10**30),
        ("entity", (2, 1, 0), 2.0),
        ("entity", (2, 1, 1), "00000000"),
        ("entity", (2, 1, 1), ""),
        ("entity", (2, 2), "nobody"),
        ("entity", (2, 3), 0),
        ("entity", (2,), []),
        ("statement", (1,), "0" * 32),
        ("statement", (3,), "q"),
        ("statement", (3,), "x"),
        ("statement", (4,), 1),
        ("superseded", (2, 1, 0), 2),
        ("source", (1,), "nobody"),
        ("source", (1,), "cget"),
        ("source", (2, 1), "00000000"),
        ("revision", (1, 0), True),
        ("revision", (1, 0), 2),
        ("revision", (1,), None),
    ],
)
def test_an_altered_id_is_refused(service: Service, of: str, path: tuple[int, ...], value: object) -> None:
    id_ = _ids(service)[of]
    assert service.ask(NODE, id=id_) == {"node": {"id": id_}}
    refusal = service.refusal(NODE, id=_changed(_token(id_), path, value))
    assert refusal.code == BAD
    assert refusal.message.endswith("Use an id as the service gave it, from the same database")


FORGED = (
    "",
    "x",
    "cget",
    "Organization:cget",
    "WyJlIl0",
    "bnVsbA",
    "é",
    _id({"slug": "cget"}),
    _id("cget"),
    _id(["e", "\ud800", [1, [1, "00000000"], None, False]], ascii_only=True),
    base64.urlsafe_b64encode(b"[" * 20000).decode(),
    base64.urlsafe_b64encode(b"[" * 480 + b"]" * 480).decode(),
    base64.urlsafe_b64encode(b"[" + b"9" * 5000 + b"]").decode(),
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
)


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_a_forged_id_is_refused(service: Service, forged: str) -> None:
    refusal = service.refusal(NODE, id=forged)
    assert refusal.code == BAD
    assert "se " in refusal.message


def test_an_id_is_taken_to_the_letter_only(service: Service) -> None:
    """Else one view would have two ids, and a cache two entries for it."""
    id_ = _ids(service)["entity"]
    token = _token(id_)
    for same in (id_ + "=", id_ + "\n", " " + id_, _id(token, spaced=True), _id([*token, None]), id_[:-1]):
        assert service.refusal(NODE, id=same).code == BAD


def test_an_id_of_another_database_is_refused(service: Service, serve: Serve) -> None:
    """Both call their first revision 1, and it is another one."""
    other = serve(register(said("cget", P.PARTNER, "towns")))
    query = '{ organization(slug: "cget", asOf: "2016-08-11", revision: 1) { id names { id } revision { id } } }'
    organization = other.ask(query)["organization"]
    for id_ in (organization["id"], organization["names"][0]["id"], organization["revision"]["id"]):
        assert other.ask(NODE, id=id_) == {"node": {"id": id_}}
        assert service.refusal(NODE, id=id_) == Refusal(
            BAD,
            "id: was made in a revision that this database does not hold. Ask by slug instead. "
            "Use an id as the service gave it, from the same database",
        )


def test_one_forged_id_among_others_is_null_with_an_error_of_its_own(service: Service) -> None:
    id_ = _ids(service)["entity"]
    body = service.body("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[id_, "forged", id_])
    assert body["data"] == {"nodes": [{"id": id_}, None, {"id": id_}]}
    assert [(error["path"], error["extensions"]["code"]) for error in body["errors"]] == [(["nodes", 1], BAD)]


LISTS = {
    "organizations": 'organizations(asOf: "2016-08-11", {}) {{ pageInfo {{ endCursor }} }}',
    "statements": "statements({}) {{ pageInfo {{ endCursor }} }}",
    "sources": "sources({}) {{ pageInfo {{ endCursor }} }}",
    "revisions": "revisions({}) {{ pageInfo {{ endCursor }} }}",
    "source.statements": 'source(slug: "page") {{ statements({}) {{ pageInfo {{ endCursor }} }} }}',
    "revision.added": "revision(number: 2) {{ added({}) {{ pageInfo {{ endCursor }} }} }}",
    "revision.superseded": "revision(number: 2) {{ superseded({}) {{ pageInfo {{ endCursor }} }} }}",
}
SIZES = {
    "first: -1": "first: -1: is out of range. Choose from 0 to 500",
    "first: 501": "first: 501: is out of range. Choose from 0 to 500",
    "last: -1": "last: -1: is out of range. Choose from 0 to 500",
    "last: 501": "last: 501: is out of range. Choose from 0 to 500",
    "first: 1, last: 1": "first and last: were both given. Give one of them",
}


@pytest.mark.parametrize("list_", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize(("size", "problem"), SIZES.items())
def test_the_size_of_a_page_is_never_clipped(service: Service, list_: str, size: str, problem: str) -> None:
    assert service.refusal("{ " + list_.format(size) + " }") == Refusal(BAD, problem)


def _cursor(service: Service, list_: str, arguments: str) -> str:
    value: Any = service.ask("{ " + list_.format(arguments) + " }")
    while isinstance(value, dict):
        (value,) = value.values()
    assert isinstance(value, str)
    return value


@pytest.mark.parametrize("list_", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_cursor_is_of_the_list_that_gave_it(service: Service, list_: str, side: str) -> None:
    foreign = {_cursor(service, other, "first: 1") for other in LISTS.values() if other != list_}
    garbage = {"", "garbage", "MTA", _id([]), _id(["0" * 12, ["cget"]]), _id([None, None])}
    for cursor in foreign | garbage:
        refusal = service.refusal("{ " + list_.format(f'{side}: "{cursor}"') + " }")
        assert refusal.code == BAD
        assert refusal.message.startswith(f"cursor {cursor[:80]!r}: ")
        assert ". Use it " in refusal.message


def test_a_cursor_cannot_be_altered_into_another_shape(service: Service) -> None:
    revision, fingerprint, key = _token(_cursor(service, LISTS["organizations"], "first: 1"))
    for altered in ([], key[:1], [True, key[1]], [None, None], [key[1], key[0]], [*key, 0]):
        cursor = _id([revision, fingerprint, altered])
        refusal = service.refusal("{ " + LISTS["organizations"].format(f'after: "{cursor}"') + " }")
        assert refusal.code == BAD


@pytest.mark.parametrize(
    "arguments",
    [
        'asOf: "2016-08-12"',
        'asOf: "2016-08-11", revision: 1',
        'asOf: "2016-08-11", knownAt: "2026-01-01T12:00:00Z"',
        'asOf: "2016-08-11", statedBy: "page"',
        'asOf: "2016-08-11", certainty: CERTAIN',
        'asOf: "2016-08-11", filter: {existence: [EXISTS]}',
        'asOf: "2016-08-11", filter: {kind: [STATE_SERVICE]}',
        'asOf: "2016-08-11", filter: {text: "cget"}',
    ],
)
def test_a_cursor_belongs_to_its_revision_its_day_and_its_arguments(service: Service, arguments: str) -> None:
    cursor = _cursor(service, LISTS["organizations"], "first: 1")
    refusal = service.refusal(f'{{ organizations({arguments}, after: "{cursor}") {{ totalCount }} }}')
    assert refusal == Refusal(
        BAD,
        f"cursor {cursor[:80]!r}: belongs to another list. Use it with the arguments and in the revision that gave it; "
        "pin `asOf` while you page",
    )


@pytest.mark.parametrize("depth", [21, -1])
@pytest.mark.parametrize("root", ["cget", "nobody"])
def test_a_structure_goes_down_twenty_levels_at_most(service: Service, root: str, depth: int) -> None:
    asked = f'{{ structure(root: "{root}", depth: {depth}) {{ asOf }} }}'
    problem = f"depth {depth}: is out of range. Choose from 0 to 20 levels below the root"
    assert service.refusal(asked) == Refusal(BAD, problem)


@pytest.mark.parametrize(
    "query",
    [
        "{ organization }",
        "{ nonsense }",
        "{ organization(slug: 1) { name } }",
        "{ organizations(first: 99999999999) { totalCount } }",
        '{ organization(slug: "cget", certainty: SURE) { name } }',
        '{ organization(slug: "cget", certainty: null) { name } }',
        '{ organization(slug: "cget" { name } }',
        "{ organization(slug: $slug) { name } }",
    ],
)
def test_a_question_that_the_schema_does_not_allow_is_told_so(service: Service, query: str) -> None:
    refusals = service.refusals(query)
    assert {refusal.code for refusal in refusals} == {BAD}
    assert all(refusal.message for refusal in refusals)


def test_an_error_says_what_was_wrong_where_and_what_to_do_and_nothing_more(service: Service) -> None:
    body = service.body('{ mistaken: organization(slug: "cget", revision: 7) { name } }')
    assert body == {
        "data": {"mistaken": None},
        "errors": [
            {
                "message": "revision 7: was never recorded. Choose from 1 to 2",
                "locations": [{"line": 1, "column": 3}],
                "path": ["mistaken"],
                "extensions": {"code": BAD, "subject": "revision 7", "remedy": "Choose from 1 to 2"},
            }
        ],
        "extensions": {"cost": body["extensions"]["cost"]},
    }


def test_what_a_caller_got_wrong_is_not_logged_as_a_failure(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        service.refusal('{ organization(slug: "cget", asOf: "2015-02-30") { name } }')
        service.refusal('{ organization(slug: "cget", revision: 7) { name } }')
        service.refusals("{ nonsense }")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_the_remedy_for_a_revision_of_an_empty_register_can_be_followed(serve: Serve) -> None:
    refusal = serve().refusal('{ organization(slug: "cget", revision: 1) { name } }')
    assert refusal == Refusal(BAD, "revision 1: was never recorded. Leave it out until a first one is recorded")


def test_an_empty_register_answers_with_nothing(serve: Serve) -> None:
    answer = serve().ask(
        """{
          register { coverage organizationCount statementCount sourceCount latestRevision {
            number recordedAt parent { number } added { totalCount } superseded { totalCount nodes { key } } } }
          organization(slug: "cget", statedBy: "page") { name }
          organizations(statedBy: "page") { totalCount nodes { name } pageInfo {
            hasNextPage hasPreviousPage startCursor endCursor } }
          structure { asOf }
          post(slug: "head") { name }
          person(slug: "jane") { name }
          source(slug: "page") { title }
          sources { totalCount }
          statements(filter: {source: "page"}) { totalCount revision { number } }
          revisions { totalCount nodes { number } }
          revision(number: 0) { number }
        }"""
    )
    assert answer == {
        "register": {
            "coverage": None,
            "organizationCount": 0,
            "statementCount": 0,
            "sourceCount": 0,
            "latestRevision": {
                "number": 0,
                "recordedAt": "0001-01-01T00:00:00Z",
                "parent": None,
                "added": {"totalCount": 0},
                "superseded": {"totalCount": 0, "nodes": []},
            },
        },
        "organization": None,
        "organizations": {
            "totalCount": 0,
            "nodes": [],
            "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
        },
        "structure": None,
        "post": None,
        "person": None,
        "source": None,
        "sources": {"totalCount": 0},
        "statements": {"totalCount": 0, "revision": {"number": 0}},
        "revisions": {"totalCount": 0, "nodes": []},
        "revision": None,
    }


def test_a_register_that_holds_nothing_any_more_is_not_an_error(serve: Serve) -> None:
    service = serve(register(said("cget", P.PARTNER, "towns")), Dataset((), (), ()))
    assert service.ask(
        '{ organization(slug: "cget") { name } then: organization(slug: "cget", revision: 1) { name } }'
    ) == {
        "organization": None,
        "then": {"name": "cget"},
    }
