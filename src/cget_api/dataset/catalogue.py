"""Which entities the seed files describe: what slugs and sources may be named, before any statement is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from cget_api.core.vocabulary import EntityType, SourceKind
from cget_api.dataset.fields import Fields
from cget_api.dataset.form import FOLDERS
from cget_api.dataset.problems import SeedProblem, any_of, did_you_mean


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The type of each entity by slug, and the kind of each source, None where its file does not say it rightly."""

    types: Mapping[str, EntityType]
    source_kinds: Mapping[str, SourceKind | None]

    def entity(self, fields: Fields, key: str, range_: frozenset[EntityType], whose: str) -> str | None:
        """The slug of an entity of one of those types; `whose` says in the error what takes it."""
        slug = fields.slug(key)
        if slug is None or self.types.get(slug) in range_:
            return slug
        close = did_you_mean(slug, [known for known, type_ in self.types.items() if type_ in range_])
        if slug in self.types:
            problem = f"{slug!r} is {any_of([self.types[slug]])}, and {whose} takes {any_of(range_)}"
            fields.refuse(key, SeedProblem.WRONG_OBJECT, problem, f"{close}Name {any_of(range_)}")
        else:
            files = " or ".join(f"{folder}/{slug}.yaml" for folder, type_ in FOLDERS.items() if type_ in range_)
            remedy = f"{close}Name one that exists, or add {files}"
            fields.refuse(key, SeedProblem.UNKNOWN_ENTITY, f"{slug!r} is not an entity", remedy)
        return None

    def source(self, fields: Fields, key: str) -> str | None:
        slug = fields.slug(key)
        if slug is None or slug in self.source_kinds:
            return slug
        close = did_you_mean(slug, self.source_kinds)
        if slug in self.types:
            problem, remedy = f"{slug!r} is {any_of([self.types[slug]])}, not a source", f"{close}Name a source"
        else:
            problem, remedy = f"{slug!r} is not a source", f"{close}Name one that exists, or add sources/{slug}.yaml"
        fields.refuse(key, SeedProblem.UNKNOWN_SOURCE, problem, remedy)
        return None

    def legal_act(self, fields: Fields, key: str) -> str | None:
        slug = self.source(fields, key)
        kind = self.source_kinds[slug] if slug else None
        if kind not in {None, SourceKind.LEGAL_ACT}:
            remedy = f"Name a source of kind LEGAL_ACT, or leave {key} out"
            fields.refuse(key, SeedProblem.NOT_A_LEGAL_ACT, f"{slug!r} is of kind {kind}", remedy)
        return slug
