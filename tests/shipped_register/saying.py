"""What the shipped register says, one line a statement, as a reader of a finding aid would note it."""

from typing import TypedDict, cast

from tests.shipped import Shipped

_QUERY = """
query ($subject: String!, $predicates: [Predicate!]) {
  statements(first: 200, filter: { subject: $subject, predicate: $predicates }) {
    nodes {
      standing
      validity { start end }
      note(lang: EN)
      citations { source { slug } via { slug } evidence attests }
      ... on TextStatement { text }
      ... on Figure { label }
      ... on OrganizationLink { object { slug } }
      ... on SiteLink { site { slug } }
      ... on Membership { person { slug } interim }
    }
  }
}
"""


class Slug(TypedDict):
    slug: str


class Vouching(TypedDict):
    source: Slug
    via: Slug | None
    evidence: str
    attests: str | None


class Dated(TypedDict):
    start: str | None
    end: str | None


class Said(TypedDict, total=False):
    standing: str
    validity: Dated
    note: str | None
    citations: list[Vouching]
    text: str
    label: str
    object: Slug
    site: Slug
    person: Slug | None
    interim: bool


class _Statements(TypedDict):
    nodes: list[Said]


class _Answer(TypedDict):
    statements: _Statements


def said(shipped: Shipped, subject: str, *predicates: str) -> list[Said]:
    answer = shipped.ask(_QUERY, {"subject": subject, "predicates": list(predicates)})
    return cast("_Answer", answer)["statements"]["nodes"]


def days(shipped: Shipped, event: str) -> dict[str, str]:
    """Of an event: each day that sources give it, with its standing."""
    return {_start(found): found["standing"] for found in said(shipped, event, "OCCURRED")}


def vouched(found: Said) -> dict[str, str | None]:
    """Of a statement: each source that vouches for it, with the days for which it does where those are its own."""
    return {_name(citation): citation["attests"] for citation in found["citations"]}


def weights(found: Said) -> dict[str, str]:
    return {_name(citation): citation["evidence"] for citation in found["citations"]}


def period(found: Said) -> tuple[str | None, str | None]:
    return found["validity"]["start"], found["validity"]["end"]


def _start(found: Said) -> str:
    start = found["validity"]["start"]
    assert start is not None
    return start


def _name(citation: Vouching) -> str:
    via = citation["via"]
    return citation["source"]["slug"] if via is None else f"{citation['source']['slug']} via {via['slug']}"
