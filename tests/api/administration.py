"""A small administration in two revisions, in which days, sources and revisions differ and everything is said."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from cget_api.core.chain import slugs_named_by_source, slugs_named_by_statement
from cget_api.core.model import Dataset, Entity, Source, SourceRelation, Statement
from cget_api.core.validity import period_from_edtf
from cget_api.core.vocabulary import EntityType, Predicate, SourceKind, SourceRelationKind, Standing
from tests.worlds import DECREE, PAGE, both, cited, described, said
from tests.worlds import TYPES as FEW_TYPES

NOTICE = "notice"

TYPES: Mapping[str, EntityType] = {
    **FEW_TYPES,
    "anct": EntityType.ORGANIZATION,
    "observatory": EntityType.ORGANIZATION,
    "fund": EntityType.ORGANIZATION,
    "city": EntityType.ORGANIZATION,
    "team": EntityType.ORGANIZATION,
    "office": EntityType.ORGANIZATION,
    "merger": EntityType.EVENT,
    "announcement": EntityType.EVENT,
    "move": EntityType.EVENT,
    NOTICE: EntityType.SOURCE,
}

P = Predicate

_DEFAULT_LABELS = {EntityType.ORGANIZATION: (P.NAME, P.CLASSIFICATION), EntityType.EVENT: (P.NAME, P.OCCURRED)}


def printed(slug: str, day: str, title: str = "A page", *, wording: str | None = None) -> Source:
    """An official page that bears a date, and perhaps words of another."""
    return Source(
        slug,
        SourceKind.OFFICIAL_PAGE,
        title,
        published_on=period_from_edtf(day),
        wording_dated=period_from_edtf(wording) if wording else None,
    )


def register(*statements: Statement, sources: Iterable[Source] = ()) -> Dataset:
    """What is said, with a name and a kind for what is given none, and a description of every source cited."""
    given = {source.slug: source for source in sources}
    named = set(chain.from_iterable(map(slugs_named_by_statement, statements)))
    named |= set(chain.from_iterable(map(slugs_named_by_source, given.values()))) | {DECREE}
    told = {(statement.subject, statement.predicate) for statement in statements}
    labels = tuple(
        _label(slug, predicate)
        for slug in sorted(named)
        if TYPES[slug] is not EntityType.SOURCE
        for predicate in _DEFAULT_LABELS.get(TYPES[slug], (P.NAME,))
        if (slug, predicate) not in told
    )
    documents = {slug: described(slug) for slug in sorted(named) if TYPES[slug] is EntityType.SOURCE} | given
    return Dataset(
        tuple(Entity(slug, TYPES[slug]) for slug in sorted(named)), statements + labels, tuple(documents.values())
    )


def _label(slug: str, predicate: Predicate) -> Statement:
    if predicate is P.OCCURRED:
        return said(slug, predicate, None, "2000-01-01", "2000-01-01")
    return said(slug, predicate, slug if predicate is P.NAME else None)


ON_THE_PAGE = (cited(PAGE, "§ 1", "[2017-05-17..]"),)
ON_BOTH = (cited(), cited(PAGE, "§ 2", "[2017-05-17..]"))

MISSION = replace(
    said("cget", P.MISSION, "conçoit", "[2014-03-31..2014-04-03]", "2019-12-31", citations=ON_BOTH),
    heading=both("Concevoir"),
)
CORRECTED_MISSION = replace(MISSION, text=both("conçoit et met en œuvre"), note=both("as the decree has it"))

_AUTHORITY = replace(
    said("cget", P.AUTHORITY, "prime-minister", "[2014-03-31..2014-04-03]", "2017-12-31", citations=(cited(),)),
    terms="sous l'autorité",
)
_ATTACHMENT = replace(
    said("cget", P.AUTHORITY, "minister", "2018-01-01", "2019-12-31", citations=(cited(via=NOTICE), ON_THE_PAGE[0])),
    terms="rattaché administrativement",
    note=both("attached for its management"),
)
_REFUTED = replace(
    said(
        "cget",
        P.AUTHORITY,
        "minister",
        "2015-11-24",
        "2015-11-24",
        standing=Standing.REJECTED,
        citations=(cited(PAGE, "§ 1"),),
    ),
    note=both("that ministry did not exist"),
)

_COMMON = (
    said("cget", P.EXISTENCE, None, "[2014-03-31..2014-04-03]", "2019-12-31"),
    said("cget", P.CLASSIFICATION, "STATE_SERVICE", "[2014-03-31..2014-04-03]", "2019-12-31"),
    said("cget", P.NAME, "Commissariat général", "[2014-03-31..2014-04-03]", "2019-12-31", citations=ON_BOTH),
    said("cget", P.ACRONYM, "CGET", "[2014-03-31..2014-04-03]", "2019-12-31"),
    said("cget", P.DESCRIPTION, "three poles", "[..2016-08-11]", "[2016-08-11..]", citations=(cited(NOTICE),)),
    said("cget", P.FIGURE, "agents", "2014-12-01", "2016-12-31"),
    said("cget", P.LEGAL_NATURE, "service", "2014-06", "2017-02", citations=ON_THE_PAGE),
    said("cget", P.DISPOSAL, "minister", "[2017-05-25..2017-05-26]", "2017-12-31"),
    said("cget", P.SECRETARIAT_OF, "observatory", "2015"),
    said("cget", P.SUPPORTS, "minister", "2016-08-11", "2019-12-31", citations=ON_BOTH),
    said("cget", P.SITE, "tower", "2014-12", "2017-06-30"),
    said("cget", P.SITE, "tower", "2017-07-01", "2019-12-31", standing=Standing.PLANNED),
    said("datar", P.EXISTENCE, None, "1963-02-14", "2014-03-30"),
    said("datar", P.CLASSIFICATION, "DELEGATION", "1963-02-14", "2014-03-30"),
    said("datar", P.NAME, "Délégation à l'aménagement du territoire", "1963-02-14", "2005-12-31"),
    said("datar", P.NAME, "Délégation interministérielle", "2006-01-01", "2014-03-30"),
    said("anct", P.EXISTENCE, None, "2020-01-01", "[2020-06-01..]"),
    said("minister", P.EXISTENCE, None, "2017-05-17", "[2020-07-06..]"),
    said("minister", P.CLASSIFICATION, "MINISTER"),
    said("minister", P.SUPERVISES, "fund", "2017-05-17", "2018-10-16", citations=(cited(PAGE),)),
    said("prime-minister", P.CLASSIFICATION, "HEAD_OF_GOVERNMENT"),
    said("city", P.PORTFOLIO_OF, "minister", "2017-05-17", "2018-10-16"),
    said("observatory", P.EXISTENCE, None, "2005-01-01", "2008-12-31"),
    said("observatory", P.EXISTENCE, None, "2011-01-01", "[2018-01-01..2018-12-31]"),
    said("observatory", P.HOSTED_BY, "cget", "2014-04-03", "2018-12-31", citations=ON_BOTH),
    said("team", P.EXISTENCE, None, "2014-06-01", "2019-12-31"),
    replace(said("team", P.UNIT_OF, "cget", "2014-06-01", "[2016..2017]"), position=2),
    said("team", P.UNIT_OF, "office", "[2016..2017]", "2019-12-31"),
    replace(said("office", P.UNIT_OF, "cget", "2014-06-01", "2019-12-31", citations=ON_BOTH), position=1),
    said("head", P.HEAD_OF, "cget", "2014-04-03", "2019-12-31"),
    said("head", P.POST_IN, "cget", "2014-04-03", "2019-12-31"),
    said("head", P.MANAGES, "programme-112", "2014-04-03", "2019-12-31"),
    said("head", P.HELD_BY, "jane", "2014-04-24", "[2017-01-01..2017-03-01]"),
    said("head", P.HELD_BY, None, "[2017-03-02..2017-03-05]", "2017-03-31"),
    replace(said("head", P.HELD_BY, "john", "2017-04-01", "2018-10-15"), interim=True),
    said("deputy", P.DEPUTY_TO, "head", "2014-06-01", "2019-12-31"),
    said("deputy", P.ASSISTS, "head", "2014-06-01", "2016-12-31"),
    said("deputy", P.POST_IN, "cget", "2014-06-01", "2019-12-31"),
    said("deputy", P.HELD_BY, "john", "2014-06-01", "2017-03-31", citations=ON_BOTH),
    said("programme-112", P.IDENTIFIER, "112"),
    replace(said("creation", P.OCCURRED, "CREATION", *("[2014-03-31..2014-04-03]",) * 2), act=DECREE),
    said("creation", P.RESULTING_ORGANIZATION, "cget"),
    said("creation", P.CONCERNS, "jane"),
    said("merger", P.OCCURRED, "MERGER", "2014-04-03", "2014-04-03"),
    said("merger", P.ORIGINAL_ORGANIZATION, "datar"),
    said("merger", P.RESULTING_ORGANIZATION, "cget"),
    said("announcement", P.OCCURRED, "DISSOLUTION", "2018-07-01", "2018-07-01", standing=Standing.PLANNED),
    said("announcement", P.OCCURRED, "DISSOLUTION", "2020-01-01", "2020-01-01"),
    said("announcement", P.ORIGINAL_ORGANIZATION, "cget"),
    said("announcement", P.RESULTING_ORGANIZATION, "anct"),
    said("move", P.OCCURRED, "RELOCATION", "2017-07", "2017-07", standing=Standing.PLANNED),
    said("move", P.CONCERNS, "cget"),
    said("move", P.CONCERNS, "tower"),
)

_PAGE = printed(PAGE, "2015-11-24", "Le CGET", wording="[2017-05-17..]")
_SOURCES = (
    replace(described(DECREE, "Décret n° 2014-394"), published_on=period_from_edtf("2014-04-02")),
    replace(_PAGE, relations=(SourceRelation(SourceRelationKind.EDITION_OF, NOTICE),)),
    replace(described(NOTICE, "Notice"), source_kind=SourceKind.ARCHIVAL_RECORD),
)

RECORDED_FIRST = register(*_COMMON, MISSION, _AUTHORITY, _ATTACHMENT, _REFUTED, sources=_SOURCES)
"""What was known at first."""

CORRECTED = register(
    *_COMMON,
    CORRECTED_MISSION,
    _AUTHORITY,
    _ATTACHMENT,
    _REFUTED,
    said("deputy", P.HELD_BY, "jane", "2018-01-01", "2018-12-31"),
    sources=(*_SOURCES[:2], replace(_SOURCES[2], title="Notice of the archives")),
)
"""The same after a mission was worded better, a holder was found, and a source was described anew."""
