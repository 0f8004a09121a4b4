"""An organisation on one day as a chart: authority above; posts, units and all that it was tied to below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text
from rich.tree import Tree

from cget_api.cli.organigram_lines import Lines
from cget_api.cli.wording import colon, dates
from cget_api.core.existence import Existence
from cget_api.core.structure import DEEPEST, Member, structure_of
from cget_api.core.validity import text_from_day
from cget_api.core.view import EntityView, StatementView
from cget_api.core.vocabulary import Predicate

_TIED_BY = (
    Predicate.SECRETARIAT_OF,
    Predicate.SUPERVISES,
    Predicate.SUPPORTS,
    Predicate.MANAGES,
    Predicate.SITE,
)
_COUNTED = (
    Predicate.DESCRIPTION,
    Predicate.MISSION,
    Predicate.FIELD_OF_ACTION,
    Predicate.TERRITORY,
    Predicate.PARTNER,
    Predicate.LEGAL_NATURE,
    Predicate.IDENTIFIER,
    Predicate.FIGURE,
)
_LISTED = (Predicate.EXISTENCE, Predicate.CLASSIFICATION, Predicate.NAME, Predicate.ACRONYM, *_COUNTED)
_LINKS_ABOVE = (
    Predicate.AUTHORITY,
    Predicate.DISPOSAL,
    Predicate.UNIT_OF,
    Predicate.HOSTED_BY,
    Predicate.PORTFOLIO_OF,
)


@dataclass(frozen=True, slots=True)
class Organigram:
    """The chart of `root` and its units, in the words of `lines`; where these are full, with every statement."""

    root: EntityView
    lines: Lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        tree = self._tree()
        yield Text(self.lines.name(self.root), "bold")
        yield Text(self._lens(), "dim")
        yield Text(self._existence())
        yield from self._kin()
        yield from self._above()
        yield ""
        yield tree if tree.children else Text(self.lines.words.nothing)
        yield ""
        yield from (Text(line, "dim") for line in self.lines.words.legend)

    def _lens(self) -> str:
        words, revision = self.lines.words, self.root.revision
        return " · ".join(
            filter(
                None,
                [
                    self.root.slug,
                    words.day.format(text_from_day(self.root.as_of)),
                    words.revision.format(revision.number, revision.recorded_at.date().isoformat()),
                    words.stated_by.format(self.root.stated_by.slug) if self.root.stated_by else "",
                    words.only_certain if self.root.lens.only_certain else "",
                ],
            )
        )

    def _existence(self) -> str:
        words, lives = self.lines.words, self.root.lives
        sentence = words.existence[self.root.existence].format(text_from_day(self.root.as_of))
        if not lives:
            return words.unknown_lifespan.format(sentence)
        told = ", ".join(dates(held.statement, self.lines.language) for held in lives)
        return (words.lives if len(lives) > 1 else words.lifespan).format(sentence, told)

    def _kin(self) -> Iterator[Text]:
        """What came before where it does not exist yet, what came after where it no longer does."""
        existence, words = self.root.existence[0], self.lines.words
        if existence is Existence.NOT_YET:
            yield from (self._labelled(words.predecessors, link) for link in self.root.predecessors())
        elif existence is Existence.CEASED:
            yield from (self._labelled(words.successors, link) for link in self.root.successors())

    def _above(self) -> Iterator[Text]:
        """Under whose authority it stood, and what else it was a part of."""
        authorities = self.root.told(Predicate.AUTHORITY)
        if self.root.exists and not authorities:
            yield Text.assemble((self._heading(self.lines.words.authority), "bold"), self.lines.words.no_authority)
        for predicate in _LINKS_ABOVE:
            label = self.lines.label(predicate)
            yield from (self._labelled(label, link) for link in self.root.told(predicate))

    def _labelled(self, label: str, link: StatementView) -> Text:
        return Text.assemble((self._heading(label), "bold"), self.lines.link(link))

    def _heading(self, label: str) -> str:
        return f"{label}{colon(self.lines.language)}"

    def _tree(self) -> Tree:
        tree = Tree(Text(self.lines.name(self.root), "bold"), guide_style="dim")
        self._describe(self.root, tree, whole=True)
        self._add_units(tree, structure_of(self.root, DEEPEST).members)
        return tree

    def _add_units(self, tree: Tree, members: Iterable[Member]) -> None:
        """`members` are depth first; the units of each are a group of their own."""
        nodes = [tree]
        groups: dict[int, Tree] = {}
        for member in members:
            if member.link is None:
                continue
            depth, unit = member.depth, member.organization
            if depth not in groups:
                groups[depth] = _group(nodes[depth - 1], self.lines.words.units)
            node = groups[depth].add(self.lines.statement(member.link, self.lines.name(unit)))
            self._describe(unit, node, whole=False)
            nodes[depth:] = [node]
            groups.pop(depth + 1, None)

    def _describe(self, organization: EntityView, node: Tree, *, whole: bool) -> None:
        """Posts, ties and texts of one organisation; texts are counted (of the root: `whole`) unless all is shown."""
        lines = self.lines
        if lines.full:
            for predicate in _LISTED:
                self._list(node, lines.label(predicate), map(lines.literal, organization.told(predicate)))
            # Of the root these stand above the chart; the line of a unit is its UNIT_OF.
            for predicate in () if whole else _LINKS_ABOVE:
                if predicate is not Predicate.UNIT_OF:
                    self._list(node, lines.label(predicate), map(lines.link, organization.told(predicate)))
        elif whole:
            self._count(organization, node)
        self._add_posts(organization, node)
        self._list(node, lines.words.hosts, map(lines.link, organization.pointed_at(Predicate.HOSTED_BY)))
        for predicate in _TIED_BY:
            self._list(node, lines.label(predicate), map(lines.link, organization.told(predicate)))

    def _count(self, organization: EntityView, node: Tree) -> None:
        counts = [(self.lines.label(predicate), len(organization.told(predicate))) for predicate in _COUNTED]
        told = ", ".join(f"{label} {count}" for label, count in counts if count)
        if told:
            node.add(Text(f"{told} ({self.lines.words.counted})", "dim"))

    def _add_posts(self, organization: EntityView, node: Tree) -> None:
        """The head's first, each once, with who held it."""
        links: dict[str, StatementView] = {}
        for predicate in (Predicate.HEAD_OF, Predicate.POST_IN):
            for link in organization.pointed_at(predicate):
                links.setdefault(link.statement.subject, link)
        if not links:
            return
        group = _group(node, self.lines.words.posts)
        for link in links.values():
            post = link.subject
            branch = group.add(self.lines.statement(link, self.lines.name(post)))
            holders = [self.lines.holder(holding) for holding in post.told(Predicate.HELD_BY)]
            for line in holders or [Text(self._no_holder(), "dim")]:
                branch.add(line)
            self._list(branch, self.lines.label(Predicate.MANAGES), map(self.lines.link, post.told(Predicate.MANAGES)))

    def _no_holder(self) -> str:
        """A lens that leaves statements out cannot tell that there is none."""
        lens, words = self.root.lens, self.lines.words
        return words.no_such_holder if lens.stated_by or lens.only_certain else words.unknown_holder

    def _list(self, node: Tree, label: str, lines: Iterable[Text]) -> None:
        group = None
        for line in lines:
            group = group or _group(node, label)
            group.add(line)


def _group(node: Tree, label: str) -> Tree:
    return node.add(Text(label, "underline"))
