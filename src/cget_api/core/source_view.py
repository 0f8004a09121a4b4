"""Sources and citations as known in one revision."""

from dataclasses import dataclass, field

from cget_api.core.model import Citation, Source
from cget_api.core.register import Register
from cget_api.core.vocabulary import Evidence, SourceRelationKind


@dataclass(slots=True, unsafe_hash=True)
class SourceView:
    """A source as one revision describes it."""

    source: Source
    register: Register
    slug: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        self.slug = self.source.slug

    @property
    def relations(self) -> tuple["SourceRelationView", ...]:
        """As it says itself, then as others say of it."""
        return tuple(
            SourceRelationView(related.kind, related.inverse, source_in(self.register, related.slug))
            for related in self.register.related_sources(self.slug)
        )

    @property
    def editions(self) -> tuple["SourceView", ...]:
        """Every other wording of the same page or act, near or far, in the order of their slugs."""
        found, waiting = {self.slug}, [self.slug]
        while waiting:
            for related in self.register.related_sources(waiting.pop()):
                if related.kind is SourceRelationKind.EDITION_OF and related.slug not in found:
                    found.add(related.slug)
                    waiting.append(related.slug)
        return tuple(source_in(self.register, slug) for slug in sorted(found - {self.slug}))


@dataclass(frozen=True, slots=True)
class SourceRelationView:
    """What a source is to the other `source`; `inverse` where it is the other one that amends, repeals, copies it."""

    kind: SourceRelationKind
    inverse: bool
    source: SourceView


@dataclass(slots=True)
class CitationView:
    """A citation, with the sources that it names as one revision describes them; looked up when first asked for."""

    citation: Citation
    register: Register
    _source: SourceView | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def source(self) -> SourceView:
        source = self._source
        if source is None:
            source = self._source = source_in(self.register, self.citation.source)
        return source

    @property
    def via(self) -> SourceView | None:
        return None if self.citation.via is None else source_in(self.register, self.citation.via)

    @property
    def locator(self) -> str | None:
        return self.citation.locator

    @property
    def evidence(self) -> Evidence:
        return self.citation.evidence

    @property
    def attests(self) -> str | None:
        return None if self.citation.attests is None else self.citation.attests.text


def source_in(register: Register, slug: str) -> SourceView:
    """Raises LookupError where the register does not hold it, which no recorded revision lets happen."""
    source = register.source(slug)
    if source is None:
        raise LookupError(slug)
    return SourceView(source, register)
