"""`cget-api diff`: what differs, by subject, with the causes; silences apart; nothing where nothing does."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.cli.conftest import Run
from tests.cli.history import CORRECTED, correct
from tests.cli.world import CGET, said, write_seeds

Diff = Callable[..., str]


@pytest.fixture
def diff(run: Run, register: str) -> Diff:
    """Runs the command in English; what it prints."""

    def compared(*arguments: str) -> str:
        result = run("diff", *arguments, "--lang", "en", "--database-url", register)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    return compared


def test_two_days_are_compared_by_subject(diff: Diff) -> None:
    assert diff("2016-07-15", "2018-06-01") == (
        "cget · General Commission (CGET)\n"
        "- on 2016-07-15 · revision 1\n"
        "+ on 2018-06-01 · revision 1\n"
        "\n"
        "cget · General Commission (CGET)\n"
        "  - FIGURE staff: about 1300.5 people per year (2016), from 2016-01-01 to\n"
        "    2016-12-31\n"
        "  ~ AUTHORITY prime-minister “sous l'autorité”, from [2014-03-31..2014-04-03] to\n"
        "    2017-12-31 => minister, from 2018-01-01 to 2019-12-31\n"
        "\n"
        "head · Commissioner-General\n"
        "  - HELD_BY john, interim, from [2016-06-30..2017-01-12] to 2017-09-05\n"
        "    (possible)\n"
        "  - HELD_BY jane, from 2014-06-01 to [2016-06-30..2017-01-11] (possible)\n"
        "\n"
        "direction · Urban Directorate\n"
        "  ~ UNIT_OF cget, from 2014-06-01 to [2016-08-11..]: certain => possible\n"
        "\n"
        "observatory · Observatory\n"
        "  - EXISTENCE, from 2012-01-01 to 2017-12-31\n"
        "  - CLASSIFICATION OBSERVATORY\n"
        "  - NAME “Observatory”\n"
        "  - HOSTED_BY direction, from 2014-06-01 to 2017-12-31\n"
        "\n"
        "office · Districts Office\n"
        "  ~ UNIT_OF direction, from [2015-01-01..2016-12-31]: possible => certain\n"
    )


def test_going_backwards_tells_it_the_other_way_round(diff: Diff) -> None:
    assert "  + FIGURE staff: about 1300.5" in diff("2018-06-01", "2016-07-15")


def test_causes_are_told_once_a_subject(run: Run, database_url: str, tmp_path: Path) -> None:
    attachment = (
        "statements:\n"
        + said("NAME", "text: {fr: Rattachement au ministre, en: Attachment to the minister}")
        + said("OCCURRED", "kind: ATTACHMENT", "act: decree", "when: 2018-01-01")
        + said("CONCERNS", "object: cget")
    )
    described = attachment.replace("Attachment to the minister", "Second day").replace("2018-01-01", "2018-01-02")
    seeds = write_seeds(tmp_path / "seeds", {"events/a.yaml": attachment, "events/b.yaml": described})
    signed = ("--author", "Ada", "--message", "Why", "--seeds", str(seeds), "--database-url", database_url)
    assert run("seed", "apply", *signed).exit_code == 0
    told = run("diff", "2016-07-15", "2018-06-01", "--lang", "en", "--database-url", database_url).stdout
    assert (
        told.partition("\n\n")[2]
        .partition("\n\n")[0]
        .endswith(
            "2017-12-31 => minister, from 2018-01-01 to 2019-12-31\n"
            "  causes: 2018-01-01 ATTACHMENT Attachment to the minister [decree]\n"
            "          2018-01-02 ATTACHMENT Second day [decree]"
        )
    )
    assert told.count("Second day") == 1


def test_what_is_certain_alone_is_compared_where_that_is_asked(diff: Diff) -> None:
    told = diff("2016-07-15", "2018-06-01", "--certain")
    assert "- on 2016-07-15 · revision 1 · only what is certain\n" in told
    assert "HELD_BY" not in told
    assert "possible" not in told


def test_a_source_that_is_silent_is_told_at_the_end(diff: Diff) -> None:
    told = diff("2016-07-15", "2018-06-01", "--stated-by-to", "page")
    assert "+ on 2018-06-01 · revision 1 · as stated by page alone\n" in told
    changes, _, silences = told.partition("\n\npage says nothing of it:\n")
    assert "  ~ AUTHORITY prime-minister" in changes
    assert silences.splitlines()[:2] == [
        "  cget EXISTENCE, CLASSIFICATION, NAME, ACRONYM, FIGURE, SECRETARIAT_OF",
        "  head NAME, HEAD_OF, HELD_BY",
    ]


def test_a_thing_compared_with_itself_does_not_differ(diff: Diff, run: Run, register: str) -> None:
    assert diff("2016-07-15", "2016-07-15").endswith("\n\n(nothing differs)\n")
    assert diff("r1", "r1") == "(nothing differs)\n"
    assert run("diff", "r1", "r1", "--database-url", register).stdout == "(rien ne diffère)\n"


def test_another_root_is_compared(diff: Diff) -> None:
    assert diff("2010-01-01", "2011-01-01", "--root", "observatory") == (
        "observatory · Observatory\n"
        "- on 2010-01-01 · revision 1\n"
        "+ on 2011-01-01 · revision 1\n"
        "\n"
        "observatory · Observatory\n"
        "  - EXISTENCE, from 2005-01-01 to 2010-12-31\n"
    )


def test_two_revisions_of_one_day_differ_in_standing(diff: Diff, engine: Engine, tmp_path: Path) -> None:
    correct(engine, tmp_path)
    stated_by_page = ("--stated-by-from", "page", "--stated-by-to", "page")
    assert diff("2015-11-24@r1", "r2", *stated_by_page).splitlines()[1:] == [
        "- on 2015-11-24 · revision 1 · as stated by page alone",
        "+ on 2015-11-24 · revision 2 · as stated by page alone",
        "",
        "cget · General Commission (CGET)",
        "  ~ AUTHORITY minister, 2015-11-24: rejected => disputed",
    ]


def test_two_revisions_are_compared_whole_in_the_words_of_a_plan(diff: Diff, engine: Engine, tmp_path: Path) -> None:
    correct(engine, tmp_path)
    assert diff("r1", "r2") == (
        "cget\n"
        "  - MISSION “Conseiller le Gouvernement”, from 2014-04-03\n"
        "  + MISSION “Conseiller l'État”, from 2014-04-03\n"
        "  ~ AUTHORITY prime-minister “sous l'autorité”, from [2014-03-31..2014-04-03] to 2017-12-31\n"
        "      terms: sous l'autorité becomes placé auprès\n"
        "  ~ AUTHORITY minister, 2015-11-24, REJECTED\n"
        "      standing: REJECTED becomes DISPUTED\n"
        "From revision 1 to revision 2: 1 statement added, 2 statements corrected, 1 statement superseded.\n"
    )
    backwards = diff("r2", "r1")
    assert "      standing: DISPUTED becomes REJECTED\n" in backwards
    assert "From revision 2 to revision 1: 1 statement added," in backwards


def test_a_plan_tells_what_comparing_the_revisions_tells_afterwards(
    diff: Diff, run: Run, register: str, engine: Engine, tmp_path: Path
) -> None:
    seeds = write_seeds(tmp_path / "planned", {CGET: CORRECTED})
    planned = run("seed", "plan", "--seeds", str(seeds), "--database-url", register).stdout
    correct(engine, tmp_path)
    logged = run("log", "2", "--database-url", register).stdout
    assert diff("r1", "r2") == planned.replace("To record:", "From revision 1 to revision 2:")
    assert logged.partition("\ncget\n")[2] == planned.replace("To record:", "Recorded:").partition("cget\n")[2]


def test_json_has_dates_as_edtf_and_both_sides(run: Run, register: str) -> None:
    command = ("diff", "2017-12-31", "2018-01-01", "--json", "--database-url", register)
    report: dict[str, Any] = json.loads(run(*command).stdout)
    (authority,) = (change for change in report["changes"] if change["predicate"] == "AUTHORITY")
    assert (report["root"], report["silences"]) == ("cget", [])
    assert report["from"] == {"day": "2017-12-31", "revision": 1, "statedBy": None}
    assert authority["before"]["start"] == "[2014-03-31..2014-04-03]"
    assert authority == {
        "kind": "CHANGED",
        "subject": "cget",
        "predicate": "AUTHORITY",
        "before": authority["before"],
        "after": {
            "key": authority["after"]["key"],
            "subject": "cget",
            "predicate": "AUTHORITY",
            "start": "2018-01-01",
            "end": "2019-12-31",
            "object": "minister",
            "standing": "ACCEPTED",
            "position": 0,
            "citations": [{"source": "decree", "locator": "art. 1", "evidence": "OFFICIAL"}],
            "certainty": "CERTAIN",
        },
        "causes": [],
    }


def test_json_of_revisions_has_what_became_of_statements_entities_and_sources(
    run: Run, register: str, engine: Engine, tmp_path: Path
) -> None:
    correct(engine, tmp_path)
    report = json.loads(run("diff", "r1", "r2", "--json", "--database-url", register).stdout)
    assert list(report) == ["root", "from", "to", "entities", "changes", "sources", "silences"]
    told = [
        (change["kind"], change["predicate"], bool(change["before"]), bool(change["after"]))
        for change in report["changes"]
    ]
    assert told == [
        ("CHANGED", "AUTHORITY", True, True),
        ("CHANGED", "AUTHORITY", True, True),
        ("REMOVED", "MISSION", True, False),
        ("ADDED", "MISSION", False, True),
    ]
    assert (report["entities"], report["sources"]) == ([], [])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("tomorrow", "r1"), "BAD_USER_INPUT: 'tomorrow': is neither a day nor a revision. Write a day (2016-08-11), "),
        (("2016-08-11r1", "r1"), "BAD_USER_INPUT: '2016-08-11r1': is neither a day nor a revision. "),
        (("2016-02-30", "r1"), "BAD_USER_INPUT: '2016-02-30': does not exist. "),
        (("2016-08-11", "r7"), "BAD_USER_INPUT: revision 7: was never recorded. Choose from 1 to 1\n"),
        (("r1", "r1", "--root", "cget"), "BAD_USER_INPUT: two revisions without a day: are compared whole. "),
        (
            ("2016-08-11", "r1", "--stated-by-to", "pge"),
            "BAD_USER_INPUT: source 'pge': is not known in revision 1. Did you mean 'page'?\n",
        ),
        (
            ("2016-08-11", "r1", "--root", "minster"),
            "NOT_FOUND: organization 'minster': is not known in revision 1. Did you mean 'minister'?\n",
        ),
        (("2016-08-11", "r1", "--root", "jane"), "NOT_FOUND: organization 'jane': is one of the type person. "),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(
    arguments: tuple[str, ...], error: str, run: Run, register: str
) -> None:
    result = run("diff", *arguments, "--database-url", register)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {error}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [("diff", "r1", "r2"), ("timeline",), ("contradictions",), ("log",)])
def test_a_file_that_is_not_there_is_not_made(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    result = run(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: DATABASE_UNAVAILABLE: register.sqlite: there is no such file. ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("diff", "2016-07-15", "2018-06-01"), ("timeline",), ("contradictions",)])
def test_reports_fit_eighty_columns_without_colours(arguments: tuple[str, ...], run: Run, register: str) -> None:
    told = run(*arguments, "--database-url", register).stdout
    assert max(map(len, told.splitlines())) <= 80
    assert "\x1b" not in told
