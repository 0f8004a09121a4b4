"""Questions made by hand to hurt: each is small, and each once cost or could cost a multiple of what it seems to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import get_introspection_query


@dataclass(frozen=True, slots=True)
class Question:
    """A document, and the values of its variables."""

    query: str
    variables: Mapping[str, object] = field(default_factory=dict)


def _on_the_cget(selection: str) -> str:
    return f'{{ organization(slug: "cget") {{ {selection} }} }}'


def _spread(count: int, fragment: str) -> str:
    """As many fragments on an organisation, each told its own number and the next."""
    return " ".join(
        f"fragment F{number} on Organization {{ {fragment.format(number=number, next=number + 1)} }}"
        for number in range(count)
    )


def _doubled(levels: int) -> str:
    return "name" if levels == 0 else " ".join([f'on(date: "2016-01-01") {{ {_doubled(levels - 1)} }}'] * 2)


def _repeated(count: int, field: str) -> str:
    """The field under as many aliases; `{number}` in it is another each time."""
    return "{ " + " ".join(f"a{number}: {field.format(number=number)}" for number in range(count)) + " }"


_DOCUMENTS: dict[str, str] = {
    "one field, repeated": _on_the_cget("name " * 1400),
    "unknown fields": _on_the_cget(" ".join(f"nam{number}" for number in range(1400))),
    "one alias for two fields": _on_the_cget("x: name x: slug " * 200),
    "a nested field, repeated": _on_the_cget("partOf { organization { name } } " * 150),
    "two of each, to the sixth level": _on_the_cget(_doubled(6)),
    "inline fragments side by side": _on_the_cget(
        "... on Organization { name partOf { organization { name } } } " * 70
    ),
    "fragments side by side": _on_the_cget(" ".join(f"...F{number}" for number in range(60)))
    + _spread(60, "name slug a: acronym"),
    "fragments that double": _on_the_cget("...F0")
    + _spread(21, "partOf {{ organization {{ ...F{next} }} }} units {{ organization {{ ...F{next} }} }}")
    + " fragment F21 on Organization { name }",
    "fragments that double flatly": _on_the_cget("...F0")
    + _spread(21, 'a: on(date: "2016-01-01") {{ ...F{next} }} ...F{next} ')
    + " fragment F21 on Organization { name }",
    "fragments in a circle": _on_the_cget("...F0")
    + " ".join(
        f"fragment F{number} on Organization {{ {' '.join(f'...F{other}' for other in range(20))} }}"
        for number in range(20)
    ),
    "fragments of nobody": "{ __typename }" + _spread(190, "name"),
    "spreads of nothing": _on_the_cget(" ".join(f"...F{number}" for number in range(700))),
    "many operations": " ".join(f"query Q{number} {{ __typename }}" for number in range(280)),
    "many variables": f"query ({' '.join(f'$v{number}: Strin' for number in range(350))}) {{ __typename }}",
    "a long list": f"{{ statements(filter: {{ predicate: [{'NAME ' * 1400}] }}) {{ totalCount }} }}",
    "a long list of unknown words": f"{{ statements(filter: {{ predicate: [{'NAMM ' * 1400}] }}) {{ totalCount }} }}",
    "deep": _on_the_cget('on(date: "2016-01-01") { ' * 200 + "name" + " }" * 200),
    "braces": "{" * 10_000,
    "a long word": f'{{ organization(slug: "{"a" * 19_000}") {{ name }} }}',
    "introspection": get_introspection_query(),
    "introspection of introspection": "{ __schema { types { fields { type { fields { name args { name } } } } } } }",
    "introspection, repeated": _repeated(20, "__schema {{ types {{ fields {{ name args {{ name }} }} }} }}"),
    "many statements": "{ statements(first: 230) { nodes { id key subject { id name } predicate certainty "
    "validity { start end startEarliest endLatest } citations { source { id title } locator } } } }",
    "many ids": "{ statements(first: 500) { edges { cursor node { id key } } } }",
    "many organisations": "{ organizations(first: 300) { nodes { id name existence units { organization { name } } } "
    "} }",
    "next changes": "{ organizations(first: 100) { nodes { nextChange previousChange } } }",
    "contradictions of many": "{ organizations(first: 300) { nodes { contradictions { predicate } } } }",
    "events of many": "{ organizations(first: 300) { nodes { events { name occurred } } } }",
    "lives of many": "{ organizations(first: 200) { nodes { lifespan { start end } "
    "successors { organization { name } } predecessors { organization { name } } } } }",
    "the whole of a comparison": '{ compare(from: { asOf: "1990-01-01" }, to: { asOf: "2016-01-01" }) '
    "{ changes { kind subject { name } predicate before { id } after { id } causes { name } } } }",
    "comparisons": _repeated(
        6, 'compare(from: {{ asOf: "19{number}0-01-01" }}, to: {{ asOf: "2016-01-01" }}) {{ changes {{ kind }} }}'
    ),
    "structures": _repeated(
        30, 'structure(asOf: "20{number:02}-01-01", depth: 20) {{ members {{ organization {{ name }} }} }}'
    ),
    "searches": _repeated(16, 'organizations(filter: {{ text: "e{number}" }}, first: 1) {{ totalCount }}'),
    "statements by the date of their source": _repeated(
        9, 'statements(filter: {{ sourcePublishedBy: "20{number:02}-01-01" }}, first: 1) {{ totalCount }}'
    ),
    "timelines": _repeated(30, 'timeline(from: "19{number:02}-01-01", first: 5) {{ totalCount nodes {{ name }} }}'),
    "many days": _on_the_cget(
        " ".join(
            f'a{number}: on(date: "20{number % 30:02}-01-01") '
            "{ units { organization { name missions { text } } } }"
            for number in range(60)
        )
    ),
    "there and back": '{ organization(slug: "cget", asOf: "2016-08-11") { units { organization { partOf { organization '
    "{ units { organization { partOf { organization { units { organization { name } } } } } } } } } } } }",
    "events of organisations of events": '{ organization(slug: "cget") { events { originalOrganizations { organization '
    "{ events { originalOrganizations { organization { events { name } } } } } } } } }",
}

COMBINING = "\u0315\u0300" * 40_000
LIGATURES = "\ufdfa" * 6_000
LONG = "a" * 120_000

_WITH_VARIABLES: dict[str, Question] = {
    **{
        name: Question("query ($text: String) { organizations(filter: {text: $text}) { totalCount } }", {"text": text})
        for name, text in {
            "a search for accents without end": COMBINING,
            "a search for what folds to much": LIGATURES,
            "a search for a book": LONG,
            "the longest search": COMBINING[:200],
        }.items()
    },
    "many searches for a book": Question(
        "query ($text: String) " + _repeated(15, "organizations(filter: {{text: $text}}) {{ totalCount }}"),
        {"text": LONG},
    ),
    "nodes without end": Question(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["WyJlIiwiY2dldCJd"] * 6_000}
    ),
    "predicates without end": Question(
        "query ($k: [Predicate!]) " + _repeated(9, "statements(filter: {{predicate: $k}}) {{ totalCount }}"),
        {"k": ["NAME"] * 15_000},
    ),
    "as many predicates as may be": Question(
        "query ($k: [Predicate!]) " + _repeated(9, "statements(filter: {{predicate: $k}}) {{ totalCount }}"),
        {"k": ["NAME"] * 500},
    ),
    "kinds without end": Question(
        "query ($k: [EventKind!]) " + _repeated(30, "timeline(kind: $k) {{ totalCount }}"), {"k": ["CREATION"] * 500}
    ),
    "a source of a long name": Question(
        "query ($s: String) " + _repeated(30, 'organization(slug: "cget", statedBy: $s) {{ name }}'), {"s": LONG}
    ),
    "an id of any length": Question("query ($id: ID!) " + _repeated(30, "node(id: $id) {{ id }}"), {"id": LONG}),
    "a number of thousands of digits": Question(f"{{ organizations(first: {'1' * 19_000}) {{ totalCount }} }}"),
}

BY_HAND: Mapping[str, Question] = {name: Question(query) for name, query in _DOCUMENTS.items()} | _WITH_VARIABLES
