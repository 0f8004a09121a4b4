"""A tiny register in seed files, right in everything, to be spoilt by the tests one line at a time."""

from collections.abc import Mapping
from pathlib import Path

from cget_api.dataset.loading import load

CITATIONS = "  citations:\n  - {source: page-2016, evidence: OFFICIAL}\n"

FILES: Mapping[str, str] = {
    "organizations/cget.yaml": f"""statements:
- predicate: EXISTENCE
  start: '[2014-03-31..2014-04-03]'
  end: 2019-12-31
{CITATIONS}- predicate: CLASSIFICATION
  kind: STATE_SERVICE
  when: life
{CITATIONS}- predicate: NAME
  text: {{fr: Commissariat général, en: General Commission}}
  when: life
{CITATIONS}""",
    "organizations/premier-ministre.yaml": f"""statements:
- predicate: EXISTENCE
  start: 1958-10-05
{CITATIONS}- predicate: CLASSIFICATION
  kind: HEAD_OF_GOVERNMENT
{CITATIONS}- predicate: NAME
  text: {{fr: Premier ministre, en: Prime Minister}}
{CITATIONS}""",
    "posts/commissaire.yaml": f"""statements:
- predicate: NAME
  text: {{fr: commissaire général, en: Commissioner General}}
{CITATIONS}- predicate: HEAD_OF
  object: cget
  start: 2014-04-03
{CITATIONS}""",
    "persons/marie-simon.yaml": f"""statements:
- predicate: NAME
  text: {{fr: Marie Simon, en: Marie Simon}}
{CITATIONS}""",
    "sites/segur.yaml": f"""statements:
- predicate: NAME
  text: {{fr: avenue de Ségur, en: avenue de Ségur}}
{CITATIONS}""",
    "programmes/programme-112.yaml": f"""statements:
- predicate: NAME
  text: {{fr: Impulsion et coordination, en: Impetus and coordination}}
{CITATIONS}- predicate: IDENTIFIER
  text: {{fr: 112, en: 112}}
{CITATIONS}""",
    "events/creation-cget.yaml": f"""statements:
- predicate: NAME
  text: {{fr: Création du CGET, en: Creation of the CGET}}
{CITATIONS}- predicate: OCCURRED
  kind: CREATION
  act: decret-2014-394
  when: '[2014-03-31..2014-04-03]'
{CITATIONS}""",
    "sources/decret-2014-394.yaml": """source_kind: LEGAL_ACT
title: Décret n° 2014-394 du 31 mars 2014
official_numbers: [2014-394]
signed_on: 2014-03-31
in_force: 2014-04-03/..
""",
    "sources/page-2016.yaml": """source_kind: OFFICIAL_PAGE
title: Commissariat général à l'égalité du territoire
published_on: 2016-08-11
""",
}

CGET = "organizations/cget.yaml"


def folder_with(folder: Path, changes: Mapping[str, str | bytes | None]) -> Path:
    """The register written under `folder`, with other or further files in it, without those that are None."""
    for name, content in {**FILES, **changes}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def statement(predicate: str, *lines: str, citations: str = CITATIONS) -> str:
    """A statement as an item of a seed file's list; `citations` is the YAML of its last key, whole."""
    return "\n  ".join([f"- predicate: {predicate}", *lines]) + "\n" + citations


def refusals(folder: Path) -> list[str]:
    """Every error of the folder, its code before its text."""
    return [f"{error.code} {error}" for error in load(folder).errors]
