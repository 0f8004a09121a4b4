"""A generated administration of any size, revised as often as asked: what indexes are measured and tried on."""

from dataclasses import replace
from itertools import product

from cget_api.core.model import Citation, Dataset, Entity, Source, SourceRelation, Statement, Text
from cget_api.core.validity import Validity, bound_from_edtf
from cget_api.core.vocabulary import (
    EntityType,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    SourceKind,
    SourceRelationKind,
)

MISSIONS = 4
_SYLLABLES = ("ba", "co", "di", "fu", "la", "mé", "no", "ri", "sé", "ta", "vi", "zu")
_RELATIONS = tuple(
    enumerate((SourceRelationKind.EDITION_OF, SourceRelationKind.AMENDS, SourceRelationKind.IMPLEMENTS), 2)
)
WORDS = tuple("".join(syllables) for syllables in product(_SYLLABLES, repeat=3))


def administration(organizations: int, revision: int = 1) -> Dataset:
    """Eleven statements about each organisation, and as many sources, each related to three others; each
    revision words one mission in ten otherwise than the others, and describes one source anew."""
    slugs = [f"service-{number}" for number in range(organizations)]
    sources = [f"source-{number}" for number in range(organizations)]
    said = (statement for number, slug in enumerate(slugs) for statement in _said_of(number, slug, slugs, revision))
    return Dataset(
        entities=(
            *(Entity(slug, EntityType.SOURCE) for slug in sources),
            *(Entity(slug, EntityType.ORGANIZATION) for slug in slugs),
        ),
        statements=tuple(
            replace(statement, citations=_citations(place, sources)) for place, statement in enumerate(said)
        ),
        sources=tuple(
            Source(
                slug,
                SourceKind.PRESS,
                f"Article {slug}, edition {1 if number else revision}",
                relations=tuple(SourceRelation(kind, sources[number - before]) for before, kind in _RELATIONS),
            )
            for number, slug in enumerate(sources)
        ),
    )


def _said_of(number: int, slug: str, slugs: list[str], revision: int) -> list[Statement]:
    p, other = Predicate, slugs[(number + 7) % len(slugs)]
    life, since = _between("1990", None), _between("2010-01-01", None)
    return [
        Statement(slug, p.EXISTENCE, life),
        Statement(slug, p.CLASSIFICATION, life, kind=OrganizationKind.SERVICE),
        Statement(slug, p.NAME, life, language=Language.FR, text=_wording(number, 4)),
        Statement(slug, p.AUTHORITY, _between("1990", "2009-12-31"), object=slugs[number // 50]),
        Statement(slug, p.AUTHORITY, since, object=slugs[number // 60]),
        Statement(slug, p.UNIT_OF, since, object=slugs[number // 8]),
        Statement(slug, p.SUPPORTS, since, object=other),
        *(
            Statement(
                slug,
                p.MISSION,
                since,
                language=Language.FR,
                text=_wording(number * MISSIONS + place + (revision * 997 if (number + place) % 10 == 0 else 0), 12),
                position=place,
            )
            for place in range(MISSIONS)
        ),
    ]


def _wording(seed: int, length: int) -> Text:
    words = [WORDS[(seed * 7919 + place * place * 104729) % len(WORDS)] for place in range(length)]
    return Text(f"{' '.join(words)} de la ville", f"{' '.join(reversed(words))} of the city")


def _between(start: str, end: str | None) -> Validity:
    return Validity(bound_from_edtf(start), None if end is None else bound_from_edtf(end))


def _citations(place: int, sources: list[str]) -> tuple[Citation, ...]:
    cited = (sources[place % len(sources)], sources[(place + 1) % len(sources)])[: 2 if place % 3 == 0 else 1]
    return tuple(Citation(source, Evidence.SECONDARY, locator=f"§ {place % 50}") for source in cited)
