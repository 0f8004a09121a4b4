"""The organigram as a tree: what stands where, and nothing of how it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Entity = Mapping[str, Any]


@dataclass(slots=True)
class Box:
    """A body in the chart: the `organization`, the `link` that puts it there (None for the root), the `posts` shown in
    it, and the boxes below."""

    organization: Entity
    link: Entity | None
    posts: list[Entity] = field(default_factory=list)
    below: list["Box"] = field(default_factory=list)


def chart_of(members: Sequence[Entity]) -> Box:
    """From the members of a structure, in their order: the root first, each after the one above it."""
    path: list[Box] = []
    for member in members:
        box = Box(member["organization"], member["link"], posts_of(member["organization"]))
        del path[member["depth"] :]
        if path:
            path[-1].below.append(box)
        path.append(box)
    root = path[0]
    headed_below = {head["post"]["slug"] for member in members[1:] for head in member["organization"]["heads"]}
    root.posts = [post for post in root.posts if post["post"]["slug"] not in headed_below]
    return root


def posts_of(organization: Entity) -> list[Entity]:
    """Each post once, those at the head first."""
    found: dict[str, Entity] = {}
    for link in sorted(organization["posts"], key=lambda link: link["predicate"] != "HEAD_OF"):
        found.setdefault(link["post"]["slug"], link)
    return list(found.values())
