"""The vocabularies of the core as GraphQL enums: every type and every value described for a stranger."""

from collections.abc import Mapping
from enum import Enum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from cget_api.core.comparison import ChangeKind, Side
from cget_api.core.existence import Existence
from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import (
    RULES,
    EventKind,
    Evidence,
    Language,
    OrganizationKind,
    Predicate,
    SourceKind,
    SourceRelationKind,
    Standing,
)


def _publish(enum: type[Enum], description: str, values: Mapping[str, str]) -> None:
    """Raises KeyError where a value has no description."""
    strawberry.enum(enum, description=description)
    definition: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]  # set by strawberry
    for value in definition.values:
        value.description = values[value.name]


_publish(
    Language,
    "A language in which the register answers: whatever takes `lang` is held in both.",
    {
        "FR": "French, the language of the sources as a rule.",
        "EN": "English, a translation where the source is in French.",
    },
)
_publish(
    Certainty,
    "How surely a statement held on the day that was asked for. With `statedBy` it is CERTAIN only on days for which "
    "that source vouches.",
    {
        "CERTAIN": "Every reading of its dates puts that day inside: `2014-07-01`, where it began in `2014-06`.",
        "POSSIBLE": (
            "Some reading of its dates puts that day inside, and some reading leaves it out: `2014-06-15`, where it "
            "began in `2014-06`."
        ),
    },
)
_publish(
    Standing,
    "What the register makes of a statement. A view shows what is ACCEPTED or DISPUTED; the rest is reached through "
    "`statedBy`, `statements`, `events` and `contradictions`.",
    {
        "ACCEPTED": "The register holds it to be true.",
        "DISPUTED": "Sources disagree, and the register does not decide.",
        "PLANNED": "Announced by a source for a day that had not come; nothing shows that it happened.",
        "REJECTED": "A source says so, and better evidence says otherwise. Kept, with the reason in `note`.",
    },
)
_publish(
    Evidence,
    "With what weight a source vouches for a statement.",
    {
        "OFFICIAL": "The source is official: a legal text, an official web site, a parliamentary or archival record.",
        "SECONDARY": "The source is at second hand: the press, a law firm, an encyclopaedia, a legal database.",
        "INFERRED": "The source does not state it: the register infers it from what the source says.",
    },
)
_publish(
    Existence,
    "Whether an organisation existed on the day of the view.",
    {
        "NOT_YET": "The day lies before its first possible day.",
        "EXISTS": "It existed that day, for certain or possibly; possibly too where nothing is known of its life.",
        "INTERRUPTED": "The day lies between two periods of its existence.",
        "CEASED": "The day lies after its last possible day.",
    },
)
_SAID = {
    Predicate.EXISTENCE: "The subject existed.",
    Predicate.OCCURRED: "The event happened.",
    Predicate.CLASSIFICATION: "The organisation was of this kind.",
    Predicate.NAME: "The subject was called so.",
    Predicate.ACRONYM: "The organisation had this acronym.",
    Predicate.DESCRIPTION: "A source says this of the subject, and no other predicate does.",
    Predicate.MISSION: "The organisation was there to do this.",
    Predicate.FIELD_OF_ACTION: "The organisation acted in this matter, for example `access to health care`.",
    Predicate.TERRITORY: (
        "The organisation dealt with this kind of territory, for example `urban-policy neighbourhoods`."
    ),
    Predicate.PARTNER: "The organisation worked with these.",
    Predicate.LEGAL_NATURE: "The organisation was this in law, for example `service of the State`.",
    Predicate.IDENTIFIER: "The subject bears this number or code in archives or elsewhere.",
    Predicate.FIGURE: "A source gives this number of the organisation.",
    Predicate.AUTHORITY: (
        "The organisation stood under the object's authority, was placed with it, or was administratively attached to "
        "it."
    ),
    Predicate.DISPOSAL: "The object, a minister, had the use of the organisation without having authority over it.",
    Predicate.UNIT_OF: "The organisation was a unit of the object.",
    Predicate.HOSTED_BY: "The organisation was housed by the object.",
    Predicate.SECRETARIAT_OF: "The organisation ran the object's secretariat.",
    Predicate.SUPERVISES: "The organisation supervised the object, for example a minister a public agency.",
    Predicate.SUPPORTS: "The organisation assisted the object in a task that was the object's.",
    Predicate.PORTFOLIO_OF: "The function, defined by law, belonged to the portfolio of the object, a minister.",
    Predicate.ORIGINAL_ORGANIZATION: "The event began with the object, for example one of those that merged.",
    Predicate.RESULTING_ORGANIZATION: "The object came of the event, for example the one that was created.",
    Predicate.MANAGES: "The organisation or the post was responsible for the object, a budget programme.",
    Predicate.SITE: "The organisation occupied the object, a place.",
    Predicate.POST_IN: "The post was in the object, an organisation.",
    Predicate.HEAD_OF: "The post was at the head of the object, an organisation.",
    Predicate.DEPUTY_TO: "The post deputised for the object, another post.",
    Predicate.ASSISTS: "The post assisted the object, another post.",
    Predicate.HELD_BY: "The post was held by the object, a person; without one, it was vacant.",
    Predicate.CONCERNS: "The event concerned the object, besides the organisations that it changed.",
}
_publish(
    Predicate,
    "What a statement says of its subject. The concrete type of the statement follows from it.",
    {
        predicate.name: (
            f"{_SAID[predicate]} Type: `{rule.shape}`. Standard term: `{rule.term}`. In French: {rule.label_fr}."
        )
        for predicate, rule in RULES.items()
    },
)
_publish(
    OrganizationKind,
    "The kinds of organisation in the register, for the most part those of the French State.",
    {
        "HEAD_OF_GOVERNMENT": "The Prime Minister, as an authority over services of the State.",
        "MINISTER": (
            "A minister's portfolio, for example `ministre-cohesion-territoires`, or a function that the law gives to "
            "a minister, for example `ministre-charge-ville`."
        ),
        "STATE_SERVICE": "A service of the State, for example `cget`.",
        "NATIONAL_SERVICE": (
            "A service that acts for the whole country (service à compétence nationale), for example "
            "`agence-numerique`."
        ),
        "DELEGATION": "A delegation (délégation), which works across ministries as a rule, for example `datar`.",
        "DIRECTORATE": "A directorate (direction) of a service or of a ministry, for example `dvcu`.",
        "SUBDIRECTORATE": "A sub-directorate (sous-direction), a unit of a directorate, for example `sd-cohesion`.",
        "SERVICE": "A service inside a directorate, for example `service-systemes`.",
        "POLE": "A pole (pôle), a unit of a directorate, for example `pole-animation`.",
        "GENERAL_SECRETARIAT": (
            "A general secretariat (secrétariat général) of a body, a ministry or a committee, for example `sg-cget`."
        ),
        "MISSION_UNIT": (
            "A unit that is called a mission, for example `mission-europe`. Not what MISSION says of an organisation: "
            "its task."
        ),
        "OBSERVATORY": "An observatory, which observes and publishes, for example `observatoire-territoires`.",
        "INTERMINISTERIAL_COMMITTEE": (
            "A committee of several ministers (comité interministériel), for example `ciadt`."
        ),
        "COUNCIL": "A council or an advisory committee (conseil, comité), for example `cnv`.",
        "PUBLIC_AGENCY": (
            "A public agency with a legal personality of its own (établissement public), for example `anru`."
        ),
        "FUND": "A fund for a public purpose (fonds), for example `fas-fasild`.",
    },
)
_publish(
    EventKind,
    "What kind of thing happened. Signature, publication, entry into force and start of operation are events of their "
    "own.",
    {
        "ANNOUNCEMENT": "Something was announced, proposed, presented or adopted, for example a bill.",
        "SIGNATURE": "A legal act was signed or promulgated.",
        "PUBLICATION": "A legal act was published, in the official journal as a rule.",
        "ENTRY_INTO_FORCE": "A legal act took effect.",
        "CREATION": "An organisation came into being.",
        "START_OF_OPERATION": (
            "Something began to work, was installed or was delivered, for example a service or a building."
        ),
        "MERGER": "Several became one, or went into one: organisations, or missions of the budget.",
        "TRANSFER": "A task, credits or staff passed from one organisation to another.",
        "ATTACHMENT": "An organisation was put under another authority, or attached to it.",
        "REORGANIZATION": "An organisation was arranged anew, or renewed for a term.",
        "TRANSFORMATION": "Organisations became others, as `div` became `sgciv`.",
        "RENAMING": "An organisation took another name and stayed the same.",
        "RELOCATION": "An organisation moved to another place.",
        "APPOINTMENT": "Somebody was appointed to a post, also for the time being only.",
        "DESCRIPTION": "A source described an organisation; the day is the one that the source bears.",
        "DISSOLUTION": "An organisation ceased to be.",
        "MEETING": "A body met, or somebody was heard, for example by a parliamentary committee.",
    },
)
_publish(
    SourceKind,
    "What kind of document a source is.",
    {
        "LEGAL_ACT": "A law, an ordinance, a decree or an order (loi, ordonnance, décret, arrêté).",
        "OFFICIAL_PAGE": "A page of an official web site, of a ministry for example.",
        "PARLIAMENTARY_RECORD": "A report, hearing, question or amendment of Parliament.",
        "ARCHIVAL_RECORD": "A notice of an archive on a body whose records it keeps.",
        "REPORT": "An activity report, or another report that is not Parliament's.",
        "PRESS": "An article of the general or the specialised press.",
        "OTHER": "Anything else: a blog, a legal database, an encyclopaedia, a circular.",
    },
)
_publish(
    SourceRelationKind,
    "What one source is to another, to be read as: this one AMENDS the other.",
    {
        "EDITION_OF": "It is the same page or act as the other, with another wording.",
        "COPY_OF": "It reproduces the other elsewhere.",
        "AMENDS": "It is an act that changes the other.",
        "REPEALS": "It is an act that ends the other.",
        "IMPLEMENTS": "It is an act that carries the other out.",
    },
)
_publish(
    ChangeKind,
    "What became of a statement, going from one side of a comparison to the other.",
    {
        "ADDED": "Only the side `to` says it.",
        "REMOVED": "Only the side `from` says it.",
        "CHANGED": "Both sides say something of the kind, and differ in the value, its certainty or its standing.",
    },
)
_publish(
    Side,
    "One of the two sides of a comparison.",
    {"FROM": "The side given as `from`.", "TO": "The side given as `to`."},
)
