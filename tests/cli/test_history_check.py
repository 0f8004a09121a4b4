"""`cget-api check`: the seed files proof-read; what is known is written down with a reason, what is new fails."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cget_api.dataset.location import seeds_folder
from tests.cli.conftest import Run
from tests.dataset.world import CGET, CITATIONS, FILES, folder_with, statement

DECREE = "  citations:\n  - {source: decret-2014-394, evidence: OFFICIAL}\n"
KNOWN = "known-findings.yaml"
PLAN = FILES[CGET] + statement("SITE", "object: segur", "start: 2017", "standing: PLANNED")


def organization(*lines: str, citations: str = DECREE) -> str:
    return (
        "statements:\n"
        + statement("EXISTENCE", *lines, citations=citations)
        + statement("CLASSIFICATION", "kind: MINISTER", citations=citations)
        + statement("NAME", "text: {fr: une organisation, en: an organisation}", citations=citations)
    )


def authority(object_: str, *lines: str, citations: str = CITATIONS) -> str:
    return statement("AUTHORITY", f"object: {object_}", *lines, citations=citations)


MINISTER = organization("start: 2017-05-17", "end: 2022-05-20")
FOUND: Mapping[str, tuple[Mapping[str, str], tuple[str, str]]] = {
    "NOT_IN_EXISTENCE": (
        {CGET: FILES[CGET] + statement("FIELD_OF_ACTION", "text: {fr: villes, en: towns}", "when: 2013")},
        (CGET, "statement 4 (FIELD_OF_ACTION)"),
    ),
    "SOURCE_AHEAD_OF_ITS_TIME": (
        {
            CGET: FILES[CGET] + authority("ministre", "start: 2018-01-01", "end: 2019-12-31"),
            "organizations/ministre.yaml": MINISTER,
        },
        (CGET, "statement 4 (AUTHORITY)"),
    ),
    "UNIT_OUTLIVES_PARENT": (
        {
            "organizations/mission.yaml": organization("start: 2014-06-01", "end: 2021-12-31")
            + statement("UNIT_OF", "object: cget", "start: 2014-06-01", "end: 2019-12-31")
        },
        ("organizations/mission.yaml", "statement 4 (UNIT_OF)"),
    ),
    "TWO_VALUES_A_DAY": (
        {
            CGET: FILES[CGET]
            + "".join(
                authority(object_, "start: '[2019..]'", "end: '[2019-12-31..]'", citations=DECREE)
                for object_ in ("premier-ministre", "ministre")
            ),
            "organizations/ministre.yaml": MINISTER,
        },
        (CGET, "statement 5 (AUTHORITY)"),
    ),
    "UNEXPLAINED_GAP": (
        {
            CGET: FILES[CGET]
            + authority("premier-ministre", "start: 2014-04-03", "end: 2015-12-31")
            + authority("premier-ministre", "start: 2017-01-01", "end: 2019-12-31"),
        },
        (CGET, "statement 5 (AUTHORITY)"),
    ),
    "PLAN_OVERTAKEN": ({CGET: PLAN}, (CGET, "statement 4 (SITE)")),
}


def checked(run: Run, seeds: Path) -> tuple[int, dict[str, Any]]:
    result = run("check", "--seeds", str(seeds), "--json")
    assert result.stderr == ""
    report: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, report


def known(finding: Mapping[str, Any], **others: str) -> str:
    """A finding as it is written down."""
    written = {key: finding[key] for key in ("code", "subject", "predicate", "key", "about")} | others
    lines = "".join(f"  {key}: {value}\n" for key, value in written.items()).removeprefix("  ")
    return f"- {lines}  reason: {{fr: Rien de lu ne le dit., en: Nothing that was read says it.}}\n"


def test_sound_seed_files_give_no_finding(run: Run, tmp_path: Path) -> None:
    result = run("check", "--seeds", str(folder_with(tmp_path / "seeds", {})))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "no new findings, 0 known\n", "")


@pytest.mark.parametrize("code", FOUND)
def test_each_rule_names_the_file_and_the_entry_that_break_it(code: str, run: Run, tmp_path: Path) -> None:
    changes, place = FOUND[code]
    status, report = checked(run, folder_with(tmp_path / "seeds", changes))
    assert (status, report["errors"], report["stale"]) == (2, [], [])
    assert [(found["code"], (found["file"], found["entry"])) for found in report["findings"]] == [(code, place)]
    (finding,) = report["findings"]
    assert finding["problem"]
    assert finding["remedy"]
    assert finding["known"] is None


def test_a_finding_is_told_with_what_to_do(run: Run, tmp_path: Path) -> None:
    changes, _ = FOUND["UNEXPLAINED_GAP"]
    seeds = folder_with(tmp_path / "seeds", changes)
    (finding,) = checked(run, seeds)[1]["findings"]
    result = run("check", "--seeds", str(seeds))
    assert (result.exit_code, result.stderr) == (2, "")
    assert " ".join(result.stdout.split()) == (
        "UNEXPLAINED_GAP organizations/cget.yaml: statement 5 (AUTHORITY) "
        "nothing holds from 2016-01-01 to 2016-12-31, and no note of either neighbour says why "
        "(organizations/cget.yaml: statement 4 (AUTHORITY)). "
        "Fill the gap, or say in a note why there is one; or write it down with a reason in known-findings.yaml: "
        f"key {finding['key']}, about {finding['about']}. "
        "1 new finding, 0 known"
    )
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_finding_that_is_written_down_is_known_and_a_further_one_is_new(run: Run, tmp_path: Path) -> None:
    seeds = folder_with(tmp_path / "seeds", {CGET: PLAN})
    (finding,) = checked(run, seeds)[1]["findings"]
    (seeds / KNOWN).write_text(f"findings:\n{known(finding)}", encoding="utf-8")
    result = run("check", "--seeds", str(seeds))
    assert (result.exit_code, result.stdout) == (0, "no new findings, 1 known\n")
    reason = {"fr": "Rien de lu ne le dit.", "en": "Nothing that was read says it."}
    assert checked(run, seeds) == (0, {"errors": [], "findings": [finding | {"known": reason}], "stale": []})

    (seeds / CGET).write_text(PLAN.replace("start: 2017", "start: 2016"), encoding="utf-8")
    status, report = checked(run, seeds)
    assert status == 2
    assert [found["known"] for found in report["findings"]] == [None]
    assert [stale["problem"] for stale in report["stale"]] == [f"no statement has the key {finding['key']}"]


@pytest.mark.parametrize(
    ("others", "content", "problem"),
    [
        ({}, PLAN.replace("  standing: PLANNED\n", ""), "it is not found any more"),
        ({"predicate": "NAME"}, PLAN, "the statement of this key is cget SITE"),
        ({"about": "segur"}, PLAN, "it is not found any more"),
    ],
)
def test_a_known_finding_that_excuses_nothing_is_to_be_removed(
    others: dict[str, str], content: str, problem: str, run: Run, tmp_path: Path
) -> None:
    seeds = folder_with(tmp_path / "seeds", {CGET: PLAN})
    (finding,) = checked(run, seeds)[1]["findings"]
    written = known(finding, **others)
    (seeds / KNOWN).write_text(f"findings:\n{written}", encoding="utf-8")
    (seeds / CGET).write_text(content, encoding="utf-8")
    status, report = checked(run, seeds)
    assert status == 2
    assert [stale["problem"] for stale in report["stale"]] == [problem]
    result = run("check", "--seeds", str(seeds))
    assert result.exit_code == 2
    assert "STALE_KNOWN_FINDING known-findings.yaml\n" in result.stdout
    assert "Remove it from known-findings.yaml" in result.stdout
    assert "1 known but not found" in result.stdout


def test_what_is_wrong_with_the_files_comes_first_and_alone(run: Run, tmp_path: Path) -> None:
    seeds = folder_with(tmp_path / "seeds", {CGET: PLAN.replace("object: segur", "object: segurr")})
    assert checked(run, seeds) == (
        1,
        {
            "errors": [
                {
                    "code": "UNKNOWN_ENTITY",
                    "file": CGET,
                    "entry": "statement 4 (SITE)",
                    "field": "object",
                    "problem": "'segurr' is not an entity",
                    "remedy": "Did you mean 'segur'? Name one that exists, or add sites/segurr.yaml",
                }
            ],
            "findings": [],
            "stale": [],
        },
    )
    result = run("check", "--seeds", str(seeds))
    assert (result.exit_code, result.stdout.splitlines()) == (
        1,
        [
            "UNKNOWN_ENTITY organizations/cget.yaml: statement 4 (SITE): object",
            "  'segurr' is not an entity.",
            "  Did you mean 'segur'? Name one that exists, or add sites/segurr.yaml.",
            "1 error; nothing was proof-read",
        ],
    )


def test_the_shipped_register_has_no_new_finding(run: Run) -> None:
    result = run("check", "--seeds", str(seeds_folder()))
    assert (result.exit_code, result.stderr) == (0, ""), result.stdout
    assert result.stdout.startswith("no new findings, ")


def test_a_page_that_was_rewritten_under_its_old_date_is_caught_by_rule(run: Run, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(seeds_folder(), seeds)
    page = seeds / "sources" / "cget-2015.yaml"
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    (dated,) = (line for line in lines if line.startswith("wording_dated:"))
    page.write_text("".join(line for line in lines if line != dated), encoding="utf-8")
    status, report = checked(run, seeds)
    caught = [found for found in report["findings"] if found["known"] is None]
    assert status == 2
    assert {(found["code"], found["about"]) for found in caught} == {("SOURCE_AHEAD_OF_ITS_TIME", "cget-2015")}
    assert (CGET, "AUTHORITY") in {(found["file"], found["predicate"]) for found in caught}
