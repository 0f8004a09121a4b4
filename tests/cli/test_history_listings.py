"""`cget-api timeline`, `contradictions` and `log`: what happened, what cannot all be true, what was recorded."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cget_api.dataset.loading import dataset_from_folder
from cget_api.store.reading import read_history
from cget_api.store.recording import record
from tests.cli.conftest import RECORDED_AT, Run
from tests.cli.history import correct
from tests.cli.world import said, write_seeds

FOUNDED = (
    "statements:\n"
    + said("NAME", "text: {fr: Création du Commissariat, en: Creation of the Commission}")
    + said("OCCURRED", "kind: CREATION", "act: decree", "when: '[2014-03-31..2014-04-03]'")
    + said("RESULTING_ORGANIZATION", "object: cget")
)
MOVED = (
    "statements:\n"
    + said("NAME", "text: {fr: Installation de l'Observatoire, en: Move of the Observatory}")
    + said("OCCURRED", "kind: RELOCATION", "when: 2017", "standing: PLANNED")
    + said("CONCERNS", "object: observatory")
)


@pytest.fixture
def eventful(database_url: str, engine: Engine, tmp_path: Path) -> str:
    """The tiny world with two further events, of which one is uncertain and one was only planned."""
    seeds = write_seeds(tmp_path / "eventful", {"events/creation.yaml": FOUNDED, "events/move.yaml": MOVED})
    record(engine, dataset_from_folder(seeds), "Ada", "Record three events", RECORDED_AT)
    return database_url


def test_events_stand_in_the_order_of_their_earliest_day(run: Run, eventful: str) -> None:
    result = run("timeline", "--lang", "en", "--database-url", eventful)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "[2014-03-31..2014-04-03]  CREATION        Creation of the Commission [decree]\n"
        "2017                      RELOCATION      Move of the Observatory (planned)\n"
        "2020-01-01                TRANSFORMATION  Takeover by the Agency\n"
    )


@pytest.mark.parametrize(
    ("arguments", "slugs"),
    [
        ((), ["creation", "move", "succession"]),
        (("cget",), ["creation", "succession"]),
        (("move",), ["move"]),
        (("--to", "2014-04-01"), ["creation"]),
        (("--from", "2014-04-03", "--to", "2017-06-01"), ["creation", "move"]),
        (("--from", "2014-04-04"), ["move", "succession"]),
        (("--kind", "creation", "--kind", "RELOCATION"), ["creation", "move"]),
        (("--kind", "MERGER"), []),
        (("--revision", "1", "agency"), ["succession"]),
    ],
)
def test_events_are_chosen_by_thing_kind_and_days(
    arguments: tuple[str, ...], slugs: list[str], run: Run, eventful: str
) -> None:
    result = run("timeline", *arguments, "--json", "--database-url", eventful)
    assert [event["slug"] for event in json.loads(result.stdout)["events"]] == slugs


def test_an_event_in_json(run: Run, eventful: str) -> None:
    result = run("timeline", "cget", "--kind", "CREATION", "--json", "--database-url", eventful)
    assert json.loads(result.stdout) == {
        "revision": 1,
        "subject": "cget",
        "events": [
            {
                "slug": "creation",
                "kind": "CREATION",
                "when": "[2014-03-31..2014-04-03]",
                "name": {"fr": "Création du Commissariat", "en": "Creation of the Commission"},
                "act": "decree",
                "standing": "ACCEPTED",
            }
        ],
    }


def test_no_event_is_said_so(run: Run, eventful: str) -> None:
    arguments = ("timeline", "--to", "1900-01-01", "--database-url", eventful)
    assert run(*arguments).stdout == "(aucun événement)\n"
    assert run(*arguments, "--lang", "en").stdout == "(no event)\n"


@pytest.mark.parametrize("command", ["timeline", "contradictions"])
def test_what_the_register_does_not_hold_is_refused(command: str, run: Run, register: str) -> None:
    result = run(command, "observatry", "--database-url", register)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: NOT_FOUND: slug 'observatry': is not known in revision 1. Did you mean 'observatory'?\n"
    )
    result = run(command, "--revision", "4", "--database-url", register)
    assert result.stderr == "error: BAD_USER_INPUT: revision 4: was never recorded. Choose from 1 to 1\n"


def test_a_kind_that_is_none_is_a_command_written_wrongly(run: Run, register: str) -> None:
    result = run("timeline", "--kind", "PARTY", "--database-url", register)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'PARTY' is not one of" in result.stderr


def test_a_contradiction_is_told_with_its_resolution_marked(run: Run, register: str) -> None:
    result = run("contradictions", "cget", "--lang", "en", "--database-url", register)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "cget · AUTHORITY · General Commission (CGET)\n"
        "  => accepted prime-minister “sous l'autorité”, from [2014-03-31..2014-04-03] to\n"
        "              2017-12-31 [decree page~ report*]\n"
        "     rejected minister, 2015-11-24 [page~]\n"
        "  The decree says so.\n"
    )


def test_a_contradiction_in_json_names_the_one_that_is_held(run: Run, register: str) -> None:
    report = json.loads(run("contradictions", "--json", "--database-url", register).stdout)
    (contradiction,) = report["contradictions"]
    held, refuted = contradiction["statements"]
    assert (report["revision"], report["subject"]) == (1, None)
    assert contradiction == {
        "subject": "cget",
        "predicate": "AUTHORITY",
        "statements": [held, refuted],
        "resolution": held["key"],
        "explanation": {"fr": "Le décret le dit.", "en": "The decree says so."},
    }
    assert [(one["object"], one["standing"], one["start"]) for one in (held, refuted)] == [
        ("prime-minister", "ACCEPTED", "[2014-03-31..2014-04-03]"),
        ("minister", "REJECTED", "2015-11-24"),
    ]


def test_no_contradiction_is_said_so(run: Run, register: str) -> None:
    assert run("contradictions", "agency", "--database-url", register).stdout == "(aucune contradiction)\n"


def test_revisions_are_listed_the_latest_first(run: Run, register: str, engine: Engine, tmp_path: Path) -> None:
    correct(engine, tmp_path)
    first, second = read_history(engine).revisions
    result = run("log", "--database-url", register)
    assert (result.exit_code, result.stderr) == (0, "")
    listed = (
        "revision 2 · 2026-11-02T08:30:15Z · Bob\n"
        "  Correct the terms\n"
        "  and more\n"
        "  statements: 3 added, 3 superseded"
        f" · digest {second.digest[:12]}, content {second.content_digest[:12]}\n"
    )
    assert result.stdout == (
        f"{listed}"
        "revision 1 · 2026-11-01T12:00:00Z · Ada\n"
        "  Record the tiny world\n"
        "  statements: 55 added, 0 superseded"
        f" · digest {first.digest[:12]}, content {first.content_digest[:12]}\n"
    )
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert run("log", "--limit", "1", "--database-url", register).stdout == listed


def test_a_revision_tells_what_it_added_and_superseded(run: Run, register: str, engine: Engine, tmp_path: Path) -> None:
    correct(engine, tmp_path)
    told = run("log", "2", "--database-url", register).stdout.splitlines()
    assert told[4:] == [
        "cget",
        "  - MISSION “Conseiller le Gouvernement”, from 2014-04-03",
        "  + MISSION “Conseiller l'État”, from 2014-04-03",
        "  ~ AUTHORITY prime-minister “sous l'autorité”, from [2014-03-31..2014-04-03] to 2017-12-31",
        "      terms: sous l'autorité becomes placé auprès",
        "  ~ AUTHORITY minister, 2015-11-24, REJECTED",
        "      standing: REJECTED becomes DISPUTED",
        "Recorded: 1 statement added, 2 statements corrected, 1 statement superseded.",
    ]
    first = run("log", "1", "--database-url", register).stdout.splitlines()
    assert first[-1] == "Recorded: 18 entities added, 55 statements added, 3 sources added."


def test_revisions_in_json(run: Run, register: str, engine: Engine, tmp_path: Path) -> None:
    correct(engine, tmp_path)
    second = read_history(engine).revisions[1]
    told = {
        "number": 2,
        "recordedAt": "2026-11-02T08:30:15.000000Z",
        "author": "Bob",
        "message": "Correct the terms\nand more",
        "digest": second.digest,
        "contentDigest": second.content_digest,
        "added": 3,
        "superseded": 3,
    }
    listed = json.loads(run("log", "--limit", "1", "--json", "--database-url", register).stdout)
    assert listed == {"revisions": [told]}
    one = json.loads(run("log", "2", "--json", "--database-url", register).stdout)
    compared = json.loads(run("diff", "r1", "r2", "--json", "--database-url", register).stdout)
    assert one == {"revision": told, **{key: compared[key] for key in ("entities", "changes", "sources")}}


@pytest.mark.parametrize("number", ["0", "2"])
def test_a_revision_that_was_never_recorded_is_refused(number: str, run: Run, register: str) -> None:
    result = run("log", number, "--database-url", register)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"error: BAD_USER_INPUT: revision {number}: was never recorded. Choose from 1 to 1\n"


def test_a_register_that_holds_nothing_says_so(run: Run, database_url: str) -> None:
    assert run("log", "--database-url", database_url).stdout == "nothing is recorded\n"
    for command in (("timeline",), ("contradictions",), ("diff", "r1", "2016-01-01"), ("log", "1")):
        result = run(*command, "--database-url", database_url)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Record" in result.stderr or "Leave it out" in result.stderr
