"""A whole organisation on one day: the root, then all its units, parents before children."""

from collections.abc import Iterator
from dataclasses import dataclass

from cget_api.core.errors import BadUserInput
from cget_api.core.model import Revision
from cget_api.core.view import EntityView, StatementView
from cget_api.core.vocabulary import Predicate

DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Member:
    """An `organization` at a `depth` below the root, under its `parent` by the statement `link`; both None for the
    root."""

    depth: int
    organization: EntityView
    parent: EntityView | None = None
    link: StatementView | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A `root` with its `members`, the root first."""

    root: EntityView
    members: tuple[Member, ...]

    @property
    def as_of(self) -> int:
        return self.root.as_of

    @property
    def revision(self) -> Revision:
        return self.root.revision


def structure_of(root: EntityView, depth: int) -> Structure:
    """Members depth first, in order of display. A unit under two possible parents appears under each; a cycle is cut
    where it would come back to an organisation above; a root that does not exist that day stands alone.

    Raises BadUserInput unless `depth`, the levels below the root, is from 0 to DEEPEST.
    """
    require_depth(depth)
    top = Member(0, root)
    return Structure(root, (top, *(_below(top, (root.slug,), depth) if root.exists else ())))


def require_depth(depth: int) -> None:
    """Raises BadUserInput unless `depth`, the levels below the root, is from 0 to DEEPEST."""
    if not 0 <= depth <= DEEPEST:
        raise BadUserInput(f"depth {depth}", "is out of range", f"Choose from 0 to {DEEPEST} levels below the root")


def _below(parent: Member, above: tuple[str, ...], depth: int) -> Iterator[Member]:
    if parent.depth == depth:
        return
    for link in parent.organization.pointed_at(Predicate.UNIT_OF):
        unit = link.subject
        if unit.slug not in above:
            member = Member(parent.depth + 1, unit, parent.organization, link)
            yield member
            yield from _below(member, (*above, unit.slug), depth)
