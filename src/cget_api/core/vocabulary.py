"""The closed vocabularies of the register: what may be said, of what, about what, and in whose standard terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Language(StrEnum):
    """A language in which the register answers, and in which sources speak."""

    FR = "FR"
    EN = "EN"


class EntityType(StrEnum):
    """What kind of thing has an identity in the register."""

    ORGANIZATION = "organization"
    POST = "post"
    PERSON = "person"
    SITE = "site"
    PROGRAMME = "programme"
    EVENT = "event"
    SOURCE = "source"


class Standing(StrEnum):
    """What the register makes of a statement, best first."""

    ACCEPTED = "ACCEPTED"
    DISPUTED = "DISPUTED"
    PLANNED = "PLANNED"
    REJECTED = "REJECTED"


class Evidence(StrEnum):
    """With what weight a source vouches for a statement."""

    OFFICIAL = "OFFICIAL"
    SECONDARY = "SECONDARY"
    INFERRED = "INFERRED"


class OrganizationKind(StrEnum):
    """What kind of organisation a CLASSIFICATION says that something is."""

    HEAD_OF_GOVERNMENT = "HEAD_OF_GOVERNMENT"
    MINISTER = "MINISTER"
    STATE_SERVICE = "STATE_SERVICE"
    NATIONAL_SERVICE = "NATIONAL_SERVICE"
    DELEGATION = "DELEGATION"
    DIRECTORATE = "DIRECTORATE"
    SUBDIRECTORATE = "SUBDIRECTORATE"
    SERVICE = "SERVICE"
    POLE = "POLE"
    GENERAL_SECRETARIAT = "GENERAL_SECRETARIAT"
    MISSION_UNIT = "MISSION_UNIT"
    OBSERVATORY = "OBSERVATORY"
    INTERMINISTERIAL_COMMITTEE = "INTERMINISTERIAL_COMMITTEE"
    COUNCIL = "COUNCIL"
    PUBLIC_AGENCY = "PUBLIC_AGENCY"
    FUND = "FUND"


class EventKind(StrEnum):
    """What kind of thing an OCCURRED says that happened."""

    ANNOUNCEMENT = "ANNOUNCEMENT"
    SIGNATURE = "SIGNATURE"
    PUBLICATION = "PUBLICATION"
    ENTRY_INTO_FORCE = "ENTRY_INTO_FORCE"
    CREATION = "CREATION"
    START_OF_OPERATION = "START_OF_OPERATION"
    MERGER = "MERGER"
    TRANSFER = "TRANSFER"
    ATTACHMENT = "ATTACHMENT"
    REORGANIZATION = "REORGANIZATION"
    TRANSFORMATION = "TRANSFORMATION"
    RENAMING = "RENAMING"
    RELOCATION = "RELOCATION"
    APPOINTMENT = "APPOINTMENT"
    DESCRIPTION = "DESCRIPTION"
    DISSOLUTION = "DISSOLUTION"
    MEETING = "MEETING"


class SourceKind(StrEnum):
    """What kind of document a source is."""

    LEGAL_ACT = "LEGAL_ACT"
    OFFICIAL_PAGE = "OFFICIAL_PAGE"
    PARLIAMENTARY_RECORD = "PARLIAMENTARY_RECORD"
    ARCHIVAL_RECORD = "ARCHIVAL_RECORD"
    REPORT = "REPORT"
    PRESS = "PRESS"
    OTHER = "OTHER"


class SourceRelationKind(StrEnum):
    """What one source is to another."""

    EDITION_OF = "EDITION_OF"
    COPY_OF = "COPY_OF"
    AMENDS = "AMENDS"
    REPEALS = "REPEALS"
    IMPLEMENTS = "IMPLEMENTS"


class Predicate(StrEnum):
    """What a statement says of its subject; RULES tells what each may tie."""

    __hash__ = str.__hash__
    """The one of Enum is slower, and a register is asked by predicate all the time."""

    EXISTENCE = "EXISTENCE"
    OCCURRED = "OCCURRED"
    CLASSIFICATION = "CLASSIFICATION"
    NAME = "NAME"
    ACRONYM = "ACRONYM"
    DESCRIPTION = "DESCRIPTION"
    MISSION = "MISSION"
    FIELD_OF_ACTION = "FIELD_OF_ACTION"
    TERRITORY = "TERRITORY"
    PARTNER = "PARTNER"
    LEGAL_NATURE = "LEGAL_NATURE"
    IDENTIFIER = "IDENTIFIER"
    FIGURE = "FIGURE"
    AUTHORITY = "AUTHORITY"
    DISPOSAL = "DISPOSAL"
    UNIT_OF = "UNIT_OF"
    HOSTED_BY = "HOSTED_BY"
    SECRETARIAT_OF = "SECRETARIAT_OF"
    SUPERVISES = "SUPERVISES"
    SUPPORTS = "SUPPORTS"
    PORTFOLIO_OF = "PORTFOLIO_OF"
    ORIGINAL_ORGANIZATION = "ORIGINAL_ORGANIZATION"
    RESULTING_ORGANIZATION = "RESULTING_ORGANIZATION"
    MANAGES = "MANAGES"
    SITE = "SITE"
    POST_IN = "POST_IN"
    HEAD_OF = "HEAD_OF"
    DEPUTY_TO = "DEPUTY_TO"
    ASSISTS = "ASSISTS"
    HELD_BY = "HELD_BY"
    CONCERNS = "CONCERNS"


class Shape(StrEnum):
    """What a statement says of its subject; each shape has one concrete type in the API."""

    OCCURRENCE = "Occurrence"
    CLASSIFICATION = "Classification"
    TEXT = "TextStatement"
    FIGURE = "Figure"
    ORGANIZATION_LINK = "OrganizationLink"
    PROGRAMME_LINK = "ProgrammeLink"
    SITE_LINK = "SiteLink"
    POST_LINK = "PostLink"
    POST_RELATION = "PostRelation"
    MEMBERSHIP = "Membership"
    CONCERN = "Concern"


@dataclass(frozen=True, slots=True)
class PredicateRule:
    """What one predicate may tie: subjects of the `domain` to objects of the `range` (empty where it takes no object),
    one value a day if `functional`; `term` is its standard term, `label_fr` and `label_en` its words."""

    shape: Shape
    domain: frozenset[EntityType]
    range: frozenset[EntityType]
    functional: bool
    term: str
    label_fr: str
    label_en: str
    object_required: bool = True


_ORGANIZATION = frozenset({EntityType.ORGANIZATION})
_POST = frozenset({EntityType.POST})
_EVENT = frozenset({EntityType.EVENT})
_DATED = frozenset({EntityType.ORGANIZATION, EntityType.POST, EntityType.SITE, EntityType.PROGRAMME})
_NAMED = frozenset(EntityType) - {EntityType.SOURCE}
_NOTHING: frozenset[EntityType] = frozenset()


def _occurrence(domain: frozenset[EntityType], term: str, fr: str, en: str, *, functional: bool) -> PredicateRule:
    return PredicateRule(Shape.OCCURRENCE, domain, _NOTHING, functional, term, fr, en)


def _text(domain: frozenset[EntityType], term: str, fr: str, en: str, *, functional: bool = False) -> PredicateRule:
    return PredicateRule(Shape.TEXT, domain, _NOTHING, functional, term, fr, en)


def _between_organizations(term: str, fr: str, en: str, *, functional: bool = False) -> PredicateRule:
    return PredicateRule(Shape.ORGANIZATION_LINK, _ORGANIZATION, _ORGANIZATION, functional, term, fr, en)


def _event_to_organization(term: str, fr: str, en: str) -> PredicateRule:
    return PredicateRule(Shape.ORGANIZATION_LINK, _EVENT, _ORGANIZATION, False, term, fr, en)


def _post_to(shape: Shape, range_: frozenset[EntityType], term: str, fr: str, en: str) -> PredicateRule:
    return PredicateRule(shape, _POST, range_, False, term, fr, en)


_P = Predicate
RULES: Final[Mapping[Predicate, PredicateRule]] = MappingProxyType(
    {
        _P.EXISTENCE: _occurrence(_DATED, "prov:generatedAtTime", "existence", "existence", functional=True),
        _P.OCCURRED: _occurrence(_EVENT, "prov:atTime", "survenue", "occurrence", functional=False),
        _P.CLASSIFICATION: PredicateRule(
            Shape.CLASSIFICATION,
            _ORGANIZATION,
            _NOTHING,
            True,
            "org:classification",
            "nature d'organisation",
            "kind of organization",
        ),
        _P.NAME: _text(_NAMED, "skos:prefLabel", "nom", "name", functional=True),
        _P.ACRONYM: _text(_ORGANIZATION, "skos:altLabel", "sigle", "acronym", functional=True),
        _P.DESCRIPTION: _text(_NAMED, "dcterms:description", "description", "description"),
        _P.MISSION: _text(_ORGANIZATION, "org:purpose", "mission", "mission"),
        _P.FIELD_OF_ACTION: _text(_ORGANIZATION, "dcterms:subject", "champ d'intervention", "field of action"),
        _P.TERRITORY: _text(_ORGANIZATION, "dcterms:spatial", "type de territoire", "kind of territory"),
        _P.PARTNER: _text(_ORGANIZATION, "org:linkedTo", "partenaire", "partner"),
        _P.LEGAL_NATURE: _text(
            _ORGANIZATION, "org:classification", "nature juridique", "legal nature", functional=True
        ),
        _P.IDENTIFIER: _text(_NAMED, "org:identifier", "identifiant", "identifier"),
        _P.FIGURE: PredicateRule(Shape.FIGURE, _ORGANIZATION, _NOTHING, False, "qb:Observation", "chiffre", "figure"),
        _P.AUTHORITY: _between_organizations(
            "org:subOrganizationOf", "autorité ou rattachement", "authority", functional=True
        ),
        _P.DISPOSAL: _between_organizations("org:linkedTo", "mise à disposition", "disposal"),
        _P.UNIT_OF: _between_organizations("org:unitOf", "unité de", "unit of", functional=True),
        _P.HOSTED_BY: _between_organizations("org:linkedTo", "hébergé par", "hosted by"),
        _P.SECRETARIAT_OF: _between_organizations("org:linkedTo", "secrétariat de", "secretariat of"),
        _P.SUPERVISES: _between_organizations("org:linkedTo", "tutelle de", "supervises"),
        _P.SUPPORTS: _between_organizations("org:linkedTo", "assistance à", "supports"),
        _P.PORTFOLIO_OF: _between_organizations("org:linkedTo", "attribution de", "portfolio of"),
        _P.ORIGINAL_ORGANIZATION: _event_to_organization(
            "org:originalOrganization", "organisation d'origine", "original organization"
        ),
        _P.RESULTING_ORGANIZATION: _event_to_organization(
            "org:resultingOrganization", "organisation résultante", "resulting organization"
        ),
        _P.MANAGES: PredicateRule(
            Shape.PROGRAMME_LINK,
            _ORGANIZATION | _POST,
            frozenset({EntityType.PROGRAMME}),
            False,
            "org:linkedTo",
            "responsable de programme",
            "manages",
        ),
        _P.SITE: PredicateRule(
            Shape.SITE_LINK, _ORGANIZATION, frozenset({EntityType.SITE}), False, "org:hasSite", "implantation", "site"
        ),
        _P.POST_IN: _post_to(Shape.POST_LINK, _ORGANIZATION, "org:postIn", "poste dans", "post in"),
        _P.HEAD_OF: _post_to(Shape.POST_LINK, _ORGANIZATION, "org:headOf", "à la tête de", "head of"),
        _P.DEPUTY_TO: _post_to(Shape.POST_RELATION, _POST, "org:reportsTo", "adjoint de", "deputy to"),
        _P.ASSISTS: _post_to(Shape.POST_RELATION, _POST, "org:reportsTo", "assiste", "assists"),
        _P.HELD_BY: PredicateRule(
            Shape.MEMBERSHIP,
            _POST,
            frozenset({EntityType.PERSON}),
            True,
            "org:heldBy",
            "titulaire",
            "held by",
            object_required=False,
        ),
        _P.CONCERNS: PredicateRule(Shape.CONCERN, _EVENT, _NAMED, False, "prov:influenced", "concerne", "concerns"),
    }
)

FUNCTIONAL: Final = tuple(predicate for predicate, rule in RULES.items() if rule.functional)
