"""A tiny register in seed files: a body with its authority, its units, its posts, and what one page says otherwise."""

from collections.abc import Mapping
from pathlib import Path

_DECREE = "  citations:\n  - {source: decree, locator: art. 1, evidence: OFFICIAL}\n"
_PAGE = "  citations:\n  - {source: page, evidence: SECONDARY, attests: '[2017-05-17..]'}\n"
_BOTH = (
    "  citations:\n"
    "  - {source: page, evidence: SECONDARY, attests: 2016-08-11}\n"
    "  - {source: decree, locator: art. 1, evidence: OFFICIAL}\n"
    "  - {source: report, via: page, evidence: INFERRED}\n"
)
LIFE = "start: '[2014-03-31..2014-04-03]'\n  end: 2019-12-31"


def said(predicate: str, *lines: str, citations: str = _DECREE) -> str:
    return "\n  ".join([f"- predicate: {predicate}", *lines]) + "\n" + citations


def _named(fr: str, en: str) -> str:
    return said("NAME", f"text: {{fr: {fr}, en: {en}}}")


def _organization(fr: str, en: str, *existences: str, kind: str = "SERVICE") -> str:
    lives = "".join(said("EXISTENCE", existence) for existence in existences)
    return "statements:\n" + lives + said("CLASSIFICATION", f"kind: {kind}") + _named(fr, en)


FILES: Mapping[str, str] = {
    "organizations/cget.yaml": _organization("Commissariat général", "General Commission", LIFE, kind="STATE_SERVICE")
    + said("ACRONYM", "text: {fr: CGET, en: CGET}", "when: life")
    + said("MISSION", "text: {fr: Conseiller le Gouvernement, en: Advise the Government}", "start: 2014-04-03")
    + said("MISSION", "text: {fr: Animer les réseaux, en: Lead the networks}", "position: 1", citations=_PAGE)
    + said(
        "FIGURE",
        "text: {fr: agents, en: staff}",
        "value: 1300.5",
        "unit: {fr: personnes, en: people}",
        "per: {fr: an, en: year}",
        "covers: 2016",
        "approximate: true",
        "start: 2016-01-01",
        "end: 2016-12-31",
    )
    + said(
        "AUTHORITY",
        "object: prime-minister",
        "terms: sous l'autorité",
        "start: '[2014-03-31..2014-04-03]'",
        "end: 2017-12-31",
        "note: {fr: Le décret le dit., en: The decree says so.}",
        citations=_BOTH,
    )
    + said("AUTHORITY", "object: minister", "start: 2018-01-01", "end: 2019-12-31")
    + said("AUTHORITY", "object: minister", "when: 2015-11-24", "standing: REJECTED", citations=_PAGE)
    + said("SECRETARIAT_OF", "object: committee", "start: 2014-04-03"),
    "organizations/prime-minister.yaml": _organization(
        "Premier ministre", "Prime Minister", "start: 1958-10-05", kind="HEAD_OF_GOVERNMENT"
    ),
    "organizations/minister.yaml": _organization(
        "ministre de la Cohésion", "Minister for Cohesion", "start: 2017-05-17", kind="MINISTER"
    ),
    "organizations/direction.yaml": _organization(
        "direction de la ville", "Urban Directorate", LIFE, kind="DIRECTORATE"
    )
    + said("UNIT_OF", "object: cget", "start: 2014-06-01", "end: '[2016-08-11..]'"),
    "organizations/office.yaml": _organization("bureau des quartiers", "Districts Office", "start: 2015-01-01")
    + said("UNIT_OF", "object: direction", "start: '[2015-01-01..2016-12-31]'"),
    "organizations/mission.yaml": _organization("mission Europe", "Europe Mission", LIFE, kind="MISSION_UNIT")
    + said("UNIT_OF", "object: cget", "when: life", "position: 1"),
    "organizations/observatory.yaml": _organization(
        "Observatoire",
        "Observatory",
        "start: 2005-01-01\n  end: 2010-12-31",
        "start: 2012-01-01\n  end: 2017-12-31",
        kind="OBSERVATORY",
    )
    + said("HOSTED_BY", "object: direction", "start: 2014-06-01", "end: 2017-12-31"),
    "organizations/committee.yaml": _organization("Comité", "Committee", "start: 2000", kind="COUNCIL"),
    "organizations/agency.yaml": _organization("Agence", "Agency", "start: 2020-01-01", kind="PUBLIC_AGENCY"),
    "posts/head.yaml": "statements:\n"
    + _named("commissaire général", "Commissioner-General")
    + said("HEAD_OF", "object: cget", LIFE)
    + said("HELD_BY", "object: jane", "start: 2014-06-01", "end: '[2016-06-30..2017-01-11]'")
    + said("HELD_BY", "object: john", "interim: true", "start: '[2016-06-30..2017-01-12]'", "end: 2017-09-05"),
    "posts/director.yaml": "statements:\n"
    + _named("directeur", "Director")
    + said("POST_IN", "object: direction", "start: 2014-06-01")
    + said("HELD_BY", "start: 2016-08-01", "end: 2016-08-31"),
    "posts/deputy.yaml": "statements:\n"
    + _named("adjoint", "Deputy")
    + said("POST_IN", "object: direction", "start: 2014-06-01"),
    "persons/jane.yaml": "statements:\n" + _named("Jane Doe", "Jane Doe"),
    "persons/john.yaml": "statements:\n" + _named("John Roe", "John Roe"),
    "events/succession.yaml": "statements:\n"
    + _named("Reprise par l’Agence", "Takeover by the Agency")
    + said("OCCURRED", "kind: TRANSFORMATION", "when: 2020-01-01")
    + said("ORIGINAL_ORGANIZATION", "object: cget")
    + said("RESULTING_ORGANIZATION", "object: agency"),
    "sources/decree.yaml": "source_kind: LEGAL_ACT\ntitle: Décret n° 2014-394\nsigned_on: 2014-03-31\n",
    "sources/page.yaml": "source_kind: OFFICIAL_PAGE\ntitle: Le CGET\npublished_on: 2015-11-24\n",
    "sources/report.yaml": "source_kind: REPORT\ntitle: Rapport\n",
}
CGET = "organizations/cget.yaml"


def write_seeds(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """The register written under `folder`, with other or further files in it, without those that are None."""
    for name, content in {**FILES, **(changes or {})}.items():
        path = folder / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return folder
