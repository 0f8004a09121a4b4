"""Tiny registers: a few entities, what is said about them, and who says it."""

from collections.abc import Mapping
from dataclasses import replace

from cget_api.core.model import Citation, Dataset, Entity, Quantity, Source, SourceRelation, Statement, Text
from cget_api.core.validity import Validity, bound_from_edtf, period_from_edtf
from cget_api.core.vocabulary import (
    RULES,
    EntityType,
    EventKind,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    Shape,
    SourceKind,
    SourceRelationKind,
    Standing,
)

DECREE = "decree"
PAGE = "page"

TYPES: Mapping[str, EntityType] = {
    "cget": EntityType.ORGANIZATION,
    "datar": EntityType.ORGANIZATION,
    "prime-minister": EntityType.ORGANIZATION,
    "minister": EntityType.ORGANIZATION,
    "head": EntityType.POST,
    "deputy": EntityType.POST,
    "jane": EntityType.PERSON,
    "john": EntityType.PERSON,
    "tower": EntityType.SITE,
    "programme-112": EntityType.PROGRAMME,
    "creation": EntityType.EVENT,
    DECREE: EntityType.SOURCE,
    PAGE: EntityType.SOURCE,
}


def validity(start: str | None = None, end: str | None = None) -> Validity:
    return Validity(bound_from_edtf(start) if start else None, bound_from_edtf(end) if end else None)


def both(words: str) -> Text:
    return Text(words, f"{words} (en)")


def cited(
    source: str = DECREE, locator: str | None = "art. 1", attests: str | None = None, via: str | None = None
) -> Citation:
    return Citation(source, Evidence.OFFICIAL, via, locator, period_from_edtf(attests) if attests else None)


def said(
    subject: str,
    predicate: Predicate,
    what: str | None = None,
    start: str | None = None,
    end: str | None = None,
    *,
    standing: Standing = Standing.ACCEPTED,
    citations: tuple[Citation, ...] | None = None,
) -> Statement:
    """A statement of the shape that its predicate wants; `what` is its object, its words or its kind."""
    statement = Statement(
        subject, predicate, validity(start, end), standing=standing, citations=citations or (cited(),)
    )
    shape = RULES[predicate].shape
    if shape is Shape.TEXT:
        return replace(statement, language=Language.FR, text=both(what or "words"))
    if shape is Shape.FIGURE:
        return replace(
            statement, text=both(what or "agents"), quantity=Quantity(300.0, both("agent"), approximate=True)
        )
    if predicate is Predicate.CLASSIFICATION:
        return replace(statement, kind=OrganizationKind(what or "STATE_SERVICE"))
    if predicate is Predicate.OCCURRED:
        return replace(statement, kind=EventKind(what or "CREATION"))
    return replace(statement, object=what)


def described(slug: str, title: str = "A document") -> Source:
    return Source(slug, SourceKind.LEGAL_ACT, title)


def world(*statements: Statement, sources: tuple[Source, ...] | None = None) -> Dataset:
    """All of `TYPES` exists in it, whatever is said."""
    entities = tuple(Entity(slug, type_) for slug, type_ in TYPES.items())
    return Dataset(entities, statements, sources or (described(DECREE), described(PAGE)))


def whole_world() -> Dataset:
    """A statement of every predicate, every qualifier, every kind of bound, and a source with every field."""
    p = Predicate
    plain = [
        said("cget", p.EXISTENCE, None, "[2014-03-31..2014-04-03]", "2019-12-31"),
        said("cget", p.CLASSIFICATION, "STATE_SERVICE", "2014-04-03", "2019-12-31"),
        said("cget", p.NAME, "Commissariat général à l'égalité des territoires", "2014-04-03", "2019-12-31"),
        replace(said("cget", p.NAME, "General Commission", "2014-04-03", "2019-12-31"), language=Language.EN),
        said("cget", p.ACRONYM, "CGET", "2014", "2019"),
        said("cget", p.DESCRIPTION, "three poles", "[..2016-08-11]", "[2016-08-11..]"),
        replace(said("cget", p.MISSION, "advises", "2014-04-03"), heading=both("Advise"), position=1),
        said("cget", p.FIELD_OF_ACTION, "priority education"),
        said("cget", p.TERRITORY, "rural"),
        said("cget", p.PARTNER, "associations"),
        said("cget", p.LEGAL_NATURE, "service", "2014-06", "2017-02"),
        said("cget", p.IDENTIFIER, "FRAN_Agent_050806"),
        said("cget", p.FIGURE, "agents", "2014-12-01"),
        said("cget", p.DISPOSAL, "minister", "[2017-05-25..2017-05-26]", "2017-12-31"),
        said("datar", p.UNIT_OF, "cget", "2014-04-03", "2016"),
        said("datar", p.HOSTED_BY, "cget"),
        said("cget", p.SECRETARIAT_OF, "datar"),
        said("minister", p.SUPERVISES, "datar"),
        said("cget", p.SUPPORTS, "minister"),
        said("minister", p.PORTFOLIO_OF, "prime-minister"),
        said("creation", p.ORIGINAL_ORGANIZATION, "datar"),
        said("creation", p.RESULTING_ORGANIZATION, "cget"),
        replace(said("head", p.MANAGES, "programme-112"), role=both("in charge"), language=Language.FR),
        said("cget", p.SITE, "tower", "2017", standing=Standing.PLANNED),
        said("head", p.POST_IN, "cget"),
        said("head", p.HEAD_OF, "cget"),
        said("deputy", p.DEPUTY_TO, "head"),
        said("deputy", p.ASSISTS, "head"),
        said("head", p.HELD_BY, "jane", "2014-04-24", "[2017-01-01..2017-03-01]"),
        said("head", p.HELD_BY, None, "[2017-03-02..2017-03-05]", "2017-03-31"),
        replace(said("head", p.HELD_BY, "john", "2017-04-01"), interim=True),
        said("creation", p.CONCERNS, "jane"),
        said("creation", p.NAME, "Création du CGET"),
    ]
    authority = said(
        "cget",
        p.AUTHORITY,
        "prime-minister",
        "[2014-03-31..2014-04-03]",
        "2017-12-31",
        citations=(cited(), cited(PAGE, "§ 1", "2016-08-11"), cited(DECREE, None, "[2017-05-17..]", via=PAGE)),
    )
    figure = said("cget", p.FIGURE, "put in touch", "2017")
    occurred = said("creation", p.OCCURRED, "CREATION", "[2014-03-31..2014-04-03]", "[2014-03-31..2014-04-03]")
    quantity = Quantity(45000.5, both("person"), both("month"), period_from_edtf("2014/2020"))
    return replace(
        world(
            *plain,
            replace(authority, terms="sous l'autorité", language=Language.FR, note=both("as the decree says")),
            replace(figure, quantity=quantity, language=Language.EN),
            replace(occurred, act=DECREE),
            replace(said("cget", p.AUTHORITY, "minister", "2015-11-24", "2015-11-24"), standing=Standing.REJECTED),
        ),
        sources=(
            described(DECREE, "Décret n° 2014-394"),
            Source(
                PAGE,
                SourceKind.OFFICIAL_PAGE,
                "Le CGET",
                "The government",
                "https://example.org/cget",
                ("1", "JORF 2"),
                period_from_edtf("2015-11-24"),
                period_from_edtf("2015-11"),
                period_from_edtf("2014-04-03/.."),
                period_from_edtf("[2017-05-17..]"),
                both("rewritten"),
                (SourceRelation(SourceRelationKind.EDITION_OF, DECREE),),
            ),
        ),
    )
