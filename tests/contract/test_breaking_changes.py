"""What the last release promised is kept, but for what the changelog names as removed since."""

import re
from pathlib import Path

import pytest
from graphql import (
    BreakingChange,
    DangerousChange,
    DangerousChangeType,
    GraphQLSchema,
    SafeChangeType,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    find_schema_changes,
)

from cget_api import __version__
from cget_api.api.schema import sdl

ROOT = Path(__file__).parents[2]
RELEASED = (Path(__file__).parent / "released.graphql").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

ANOTHER_ANSWER = {DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE, DangerousChangeType.INPUT_FIELD_DEFAULT_VALUE_CHANGE}
"""What graphql-core calls dangerous and not breaking, and yet answers an unchanged query otherwise."""

_VERSION = re.compile(r"\[?(\d+\.\d+\.\d+)\b")
_COORDINATES = re.compile(r"@\w+(?:\(\w+:\))?|\w+\.\w+(?:\(\w+:\))?")
_WHOLE_TYPE = re.compile(r"(\w+) (?:was removed|changed from)")


def sections(changelog: str) -> list[tuple[str | None, str]]:
    """Newest first: the version, None where it is not released, and what stands below its heading."""
    found: list[tuple[str | None, str]] = []
    for section in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        version = _VERSION.match(heading)
        found.append((version and version[1], body))
    return found


def removed_since(changelog: str, release: str) -> str:
    """What stands under *Removed* in every section above that of the release."""
    removed: list[str] = []
    for version, body in sections(changelog):
        if version == release:
            break
        removed += re.findall(r"^### Removed\n(.*?)(?=^### |\Z)", body, re.MULTILINE | re.DOTALL)
    return " ".join(" ".join(removed).split())


def coordinates(change: BreakingChange | DangerousChange) -> str | None:
    """Of what changed, as GraphQL writes them: `Organization.units`, `Query.structure(depth:)`; None of an interface
    that is implemented no more."""
    member = _COORDINATES.search(change.description)
    whole = _WHOLE_TYPE.match(change.description)
    return member[0] if member else whole and whole[1]


def unannounced(released: GraphQLSchema, now: GraphQLSchema, removed: str) -> list[str]:
    """The breaking changes that are told neither by their coordinates, in backticks, nor in the words used here.

    Any other change is allowed: the contract grows, in its enums too.
    """
    breaking: list[BreakingChange | DangerousChange] = [
        *find_breaking_changes(released, now),
        *(change for change in find_dangerous_changes(released, now) if change.type in ANOTHER_ANSWER),
    ]
    named = set(re.findall(r"`([^`]+)`", removed))
    told = removed.replace("`", "")
    return [
        change.description
        for change in breaking
        if coordinates(change) not in named
        and change.description.rstrip(".") not in told
        # No query breaks because `Int` is no longer in use: what used it is found itself.
        and not change.description.startswith("Standard scalar")
    ]


def release_of(snapshot: str) -> str:
    header = re.match(r"# The schema of release (\d+\.\d+\.\d+)\b", snapshot)
    assert header, "the snapshot begins with: # The schema of release 1.2.3"
    return header[1]


def test_nothing_released_is_taken_away_unless_the_changelog_says_so() -> None:
    removed = removed_since(CHANGELOG, release_of(RELEASED))
    assert unannounced(build_schema(RELEASED), build_schema(sdl()), removed) == []


def test_the_snapshot_is_of_the_last_release() -> None:
    """Of the one being prepared, while there is none."""
    releases = [version for version, _ in sections(CHANGELOG) if version]
    assert release_of(RELEASED) == (releases[0] if releases else __version__)


def test_a_release_is_served_as_its_snapshot_has_it() -> None:
    """Descriptions aside, and until the changelog tells of something since."""
    changes = find_schema_changes(build_schema(RELEASED), build_schema(sdl()))
    since = [change.description for change in changes if change.type is not SafeChangeType.DESCRIPTION_CHANGED]
    assert not since or tells_of_something_since_the_release(CHANGELOG)


def tells_of_something_since_the_release(changelog: str) -> bool:
    version, told = sections(changelog)[0]
    return version is None and bool(told.strip())


SMALL = """
    type Query { unit(slug: String!, depth: Int = 10): Unit, units(filter: Filter): [Unit!]! }
    type Unit implements Node { id: ID!, kind: Kind!, name(lang: String): String! }
    interface Node { id: ID! }
    enum Kind { DIRECTORATE POLE }
    input Filter { kind: Kind = POLE, text: String }
    type Post { id: ID! }
"""


def _small(before: str, after: str) -> tuple[GraphQLSchema, GraphQLSchema]:
    """The small schema, and the same with `after` where it has `before`."""
    assert SMALL.count(before) == 1
    return build_schema(SMALL), build_schema(SMALL.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after", "named", "told"),
    [
        ("units(filter: Filter): [Unit!]!", "", "Query.units", "Field Query.units was removed."),
        (", depth: Int = 10", "", "Query.unit(depth:)", "Argument Query.unit(depth:) was removed."),
        (
            "lang: String",
            "lang: String!",
            "Unit.name(lang:)",
            "Argument Unit.name(lang:) has changed type from String to String!.",
        ),
        (
            "filter: Filter)",
            "filter: Filter, on: String!)",
            "Query.units(on:)",
            "A required argument Query.units(on:) was added.",
        ),
        ("text: String", "text: String!", "Filter.text", "Field Filter.text changed type from String to String!."),
        ("= 10", "= 20", "Query.unit(depth:)", "Query.unit(depth:) has changed defaultValue from 10 to 20."),
        ("= POLE", "= DIRECTORATE", "Filter.kind", "Filter.kind has changed defaultValue from POLE to DIRECTORATE."),
        ("kind: Kind!", "kind: String!", "Unit.kind", "Field Unit.kind changed type from Kind! to String!."),
        ("kind: Kind!", "kind: Kind", "Unit.kind", "Field Unit.kind changed type from Kind! to Kind."),
        ("DIRECTORATE POLE", "POLE", "Kind.DIRECTORATE", "Enum value Kind.DIRECTORATE was removed."),
        ("type Post { id: ID! }", "", "Post", "Post was removed."),
        ("enum Kind { DIRECTORATE POLE }", "scalar Kind", "Kind", "Kind changed from an Enum type to a Scalar type."),
    ],
)
def test_a_breaking_change_is_found_unless_it_is_named(before: str, after: str, named: str, told: str) -> None:
    schemas = _small(before, after)
    assert unannounced(*schemas, "") == [told]
    assert unannounced(*schemas, f"- {named} and `{named}s`: another `Unit.kinds`.") == [told]
    assert unannounced(*schemas, f"- `{named}`, which nobody asked for.") == []
    assert unannounced(*schemas, f"- {told}") == []


def test_an_interface_implemented_no_more_is_told_in_a_sentence() -> None:
    schemas = _small("type Unit implements Node", "type Unit")
    assert unannounced(*schemas, "- `Unit`, `Node`.") == ["Unit no longer implements interface Node."]
    assert unannounced(*schemas, "- `Unit` no longer implements interface `Node`.") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("DIRECTORATE POLE", "DIRECTORATE POLE FUND"),
        ("type Post { id: ID! }", "type Post implements Node { id: ID!, head: Boolean }"),
        ("type Post { id: ID! }", "type Post { id: ID! } type Person { id: ID! }"),
        ("text: String", "text: String, slug: String"),
        ("filter: Filter)", "filter: Filter, on: String)"),
        ("depth: Int = 10): Unit", "depth: Int = 10): Unit!"),
    ],
)
def test_the_schema_may_grow(before: str, after: str) -> None:
    assert unannounced(*_small(before, after), "") == []


HISTORY = """# Changelog

## Unreleased

### Added

- `Unit.added`.

### Removed

- `Unit.kind`, for
  `Unit.kinds`.

## [0.3.0] - 2027-03-01

### Removed

- `Unit.name`.

### Fixed

- `Unit.fixed`.

## 0.2.0

### Removed

- `Query.unit`.
"""


def test_only_what_was_removed_since_the_release_is_allowed() -> None:
    assert removed_since(HISTORY, "0.2.0") == "- `Unit.kind`, for `Unit.kinds`. - `Unit.name`."
    assert removed_since(HISTORY, "0.3.0") == "- `Unit.kind`, for `Unit.kinds`."
    assert [version for version, _ in sections(HISTORY)] == [None, "0.3.0", "0.2.0"]


@pytest.mark.parametrize(
    ("changelog", "tells"),
    [
        (HISTORY, True),
        ("# Changelog\n\n## Unreleased\n\n## 0.2.0\n\n### Added\n\n- `Unit.kinds`.\n", False),
        ("# Changelog\n\n## 0.2.0\n\n### Added\n\n- `Unit.kinds`.\n", False),
    ],
)
def test_an_empty_section_tells_of_nothing_since_the_release(changelog: str, tells: bool) -> None:
    assert tells_of_something_since_the_release(changelog) is tells
