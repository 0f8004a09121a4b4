"""What the shipped register tells of change, and of who disagrees with whom."""

from typing import Any

from tests.shipped import Shipped

COMPARE = """query ($from: Lens!, $to: Lens!) {
  compare(from: $from, to: $to) {
    from { members { organization { slug } } }
    to { members { organization { slug existence } } }
    changes {
      kind predicate subject { slug }
      before { key certainty ... on OrganizationLink { object { slug } } }
      after { key certainty ... on OrganizationLink { object { slug } } }
      causes { slug act { slug } }
    }
    silences { side subject { slug } predicates }
  }
}"""

NOTICE, PAGE = "vie-publique-2016", "cget-2015"


def compared(shipped: Shipped, before: dict[str, str], after: dict[str, str]) -> Any:
    answer: Any = shipped.ask(COMPARE, {"from": before, "to": after})
    return answer["compare"]


def about(found: Any, subject: str, predicate: str) -> list[Any]:
    return [
        change
        for change in found["changes"]
        if (change["subject"]["slug"], change["predicate"]) == (subject, predicate)
    ]


def test_the_move_of_the_authority_is_told_with_its_decree_as_its_cause(shipped: Shipped) -> None:
    (change,) = about(compared(shipped, {"asOf": "2014-06-01"}, {"asOf": "2018-01-02"}), "cget", "AUTHORITY")
    assert change["kind"] == "CHANGED"
    assert change["before"]["object"]["slug"] == "premier-ministre"
    assert change["after"]["object"]["slug"] == "ministre-cohesion-territoires"
    assert {"slug": "rattachement-2018", "act": {"slug": "decret-2017-1860"}} in change["causes"]


def test_the_transverse_missions_went_under_directorates(shipped: Shipped) -> None:
    found = compared(shipped, {"asOf": "2017-04-22"}, {"asOf": "2017-04-23"})
    for unit, parent in (("mission-europe", "dst"), ("mission-contractualisation", "ddct")):
        (change,) = about(found, unit, "UNIT_OF")
        ends = (change["before"]["object"]["slug"], change["after"]["object"]["slug"])
        assert (change["kind"], ends) == ("CHANGED", ("cget", parent))
        assert "reorganisation-2017" in [cause["slug"] for cause in change["causes"]]


def test_two_pages_disagree_about_the_authority_and_one_is_silent_about_the_units(shipped: Shipped) -> None:
    found = compared(shipped, {"asOf": "2016-08-11", "statedBy": NOTICE}, {"asOf": "2018-06-01", "statedBy": PAGE})
    (change,) = about(found, "cget", "AUTHORITY")
    assert change["before"]["object"]["slug"] == "premier-ministre"
    assert change["after"]["object"]["slug"] == "ministre-cohesion-territoires"
    silent = {(silence["side"], silence["subject"]["slug"]): silence["predicates"] for silence in found["silences"]}
    assert "FIGURE" in silent["FROM", "cget"]
    assert "UNIT_OF" in silent["TO", "dvcu"]
    told = {(change["subject"]["slug"], change["predicate"]) for change in found["changes"]}
    assert ("cget", "FIGURE") not in told
    assert ("dvcu", "UNIT_OF") not in told


def test_comparing_a_day_with_itself_is_empty(shipped: Shipped) -> None:
    for lens in ({"asOf": "2016-08-11"}, {"asOf": "2015-11-24", "statedBy": PAGE}, {"asOf": "2014-04-01"}):
        found = compared(shipped, lens, lens)
        assert (found["changes"], found["silences"]) == ([], [])


def test_a_day_before_everything_is_an_empty_structure_of_what_was_not_yet(shipped: Shipped) -> None:
    found = compared(shipped, {"asOf": "2016-08-11"}, {"asOf": "1900-01-01"})
    assert found["to"]["members"] == [{"organization": {"slug": "cget", "existence": "NOT_YET"}}]
    assert {change["kind"] for change in found["changes"]} == {"REMOVED"}


def test_one_act_has_four_events_tied_to_it(shipped: Shipped) -> None:
    answer: Any = shipped.ask(
        """{ timeline(subject: "cget", from: "2014-03-31", to: "2014-06-01",
             kind: [SIGNATURE, PUBLICATION, ENTRY_INTO_FORCE, START_OF_OPERATION]) {
               nodes { slug occurred eventKind act { slug } } } }"""
    )
    of_the_decree = [
        (node["eventKind"], node["occurred"])
        for node in answer["timeline"]["nodes"]
        if node["act"] == {"slug": "decret-2014-394"}
    ]
    assert of_the_decree == [
        ("SIGNATURE", "2014-03-31"),
        ("PUBLICATION", "2014-04-02"),
        ("ENTRY_INTO_FORCE", "2014-04-03"),
        ("START_OF_OPERATION", "2014-06-01"),
    ]


def test_the_contradictions_are_those_of_the_evidence_and_no_others(shipped: Shipped) -> None:
    """A conflict of the evidence (K1 to K13) is named beside what stands for it. K5, K9 and K10 are none: a day that is
    uncertain, two wordings of one page, and years that were written as days."""
    answer: Any = shipped.ask(
        "{ contradictions { predicate subject { slug } resolution { standing } statements { standing } } }"
    )
    found = [
        (
            one["subject"]["slug"],
            one["predicate"],
            one["resolution"] is not None,
            "".join(statement["standing"][0] for statement in one["statements"]),
        )
        for one in answer["contradictions"]
    ]
    assert sorted(found) == sorted([
        ("demarrage-cget", "OCCURRED", True, "ARR"),  # K1
        ("cget", "AUTHORITY", True, "AR"),  # K2
        ("dissolution-acse", "OCCURRED", False, "PRR"),  # K3
        ("publication-arrete-2014-05-30", "OCCURRED", True, "ARR"),  # K4
        ("signature-2014-563", "OCCURRED", True, "AR"),  # K4
        ("nom-morvan", "OCCURRED", True, "AR"),  # K6
        ("cget", "LEGAL_NATURE", True, "ARR"),  # K7
        ("cget", "NAME", True, "AR"),  # K8
        ("nom-thornary", "OCCURRED", True, "AR"),  # K11
        ("audition-le-breton", "OCCURRED", True, "AR"),  # K12
        ("ministre-cohesion-territoires", "NAME", True, "AR"),  # K13
        ("ministre-cohesion-territoires", "NAME", True, "AR"),
        ("anct", "CLASSIFICATION", True, "AR"),
        ("anct", "AUTHORITY", False, "R"),
        ("datar", "NAME", True, "AR"),
        ("ci-ruralites", "NAME", True, "AD"),
        ("fas-fasild", "NAME", False, "DD"),
        ("cget", "SUPERVISES", True, "AD"),
        ("cget", "FIGURE", False, "D"),
        ("cget", "DISPOSAL", False, "P"),
        ("cget", "DISPOSAL", False, "P"),
        ("cget", "SITE", False, "P"),
        ("cget", "SITE", False, "P"),
        ("demenagement-segur", "OCCURRED", False, "P"),
        ("arrivees-segur-fontenoy", "OCCURRED", False, "P"),
        ("segur-fontenoy", "DESCRIPTION", False, "P"),
        ("segur-fontenoy", "DESCRIPTION", False, "P"),
    ])  # fmt: skip


def test_every_contradiction_is_explained_in_both_languages(shipped: Shipped) -> None:
    answer: Any = shipped.ask("{ contradictions { fr: explanation en: explanation(lang: EN) } }")
    for told in answer["contradictions"]:
        assert told["fr"]
        assert told["en"]
        assert told["fr"] != told["en"]


def test_stepping_by_change_goes_through_the_whole_life_of_the_cget_and_back(shipped: Shipped) -> None:
    def walk(step: str, day: str) -> list[str]:
        query = f'query ($day: Date!) {{ organization(slug: "cget", asOf: $day) {{ {step} }} }}'
        days: list[str] = []
        while True:
            answer: Any = shipped.ask(query, {"day": days[-1] if days else day})
            if answer["organization"][step] is None:
                return days
            days.append(answer["organization"][step])

    forward = walk("nextChange", "1958-01-01")
    assert forward == sorted(forward)
    assert walk("previousChange", "2026-11-22") == forward[::-1]
    assert {"2014-03-31", "2014-04-03", "2014-06-01", "2017-04-23", "2018-01-01", "2018-04-23", "2019-10-28"} < {
        *forward
    }
    assert forward[-1] == "2020-01-01"
