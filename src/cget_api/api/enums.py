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


_publish(Language, "A language in which the register answers.", {"FR": "French.", "EN": "English."})
_publish(
    Certainty,
    "How surely a statement held on the day that was asked for.",
    {
        "CERTAIN": "Every reading of its dates puts that day inside.",
        "POSSIBLE": "Some reading of its dates puts that day inside, and some reading leaves it out.",
    },
)
_publish(
    Standing,
    "What the register makes of a statement.",
    {
        "ACCEPTED": "Held to be true.",
        "DISPUTED": "Sources disagree and the register does not decide.",
        "PLANNED": "Announced by a source for a day that had not come; nothing shows that it happened.",
        "REJECTED": "A source says so, and better evidence says otherwise. Kept, with the reason in `note`.",
    },
)
_publish(
    Evidence,
    "With what weight a source vouches for a statement.",
    {
        "OFFICIAL": "An official text, site, parliamentary or archival record.",
        "SECONDARY": "Press, a law firm, an encyclopaedia, a legal database.",
        "INFERRED": "Not stated by the source: the register infers it from what the source says.",
    },
)
_publish(
    Existence,
    "Whether something existed on the day of the view.",
    {
        "NOT_YET": "The day lies before its first possible day.",
        "EXISTS": "It existed that day, for certain or possibly.",
        "INTERRUPTED": "The day lies between two periods of its existence.",
        "CEASED": "The day lies after its last possible day.",
    },
)
_publish(
    Predicate,
    "What a statement says. The concrete type of the statement follows from it.",
    {
        predicate.name: f"{rule.shape}: {rule.label_en} (in French: {rule.label_fr}). Standard term: `{rule.term}`."
        for predicate, rule in RULES.items()
    },
)
_publish(
    OrganizationKind,
    "The kinds of organisation in the register.",
    {
        "HEAD_OF_GOVERNMENT": "The Prime Minister, as an authority.",
        "MINISTER": "A minister's portfolio, or a function that the law gives to a minister.",
        "STATE_SERVICE": "A service of the State.",
        "NATIONAL_SERVICE": "A service with national competence (service à compétence nationale).",
        "DELEGATION": "A delegation, interministerial as a rule.",
        "DIRECTORATE": "A directorate (direction).",
        "SUBDIRECTORATE": "A sub-directorate (sous-direction).",
        "SERVICE": "A service inside a directorate.",
        "POLE": "A pole (pôle), a unit of a directorate.",
        "GENERAL_SECRETARIAT": "A general secretariat (secrétariat général).",
        "MISSION_UNIT": "A unit called mission.",
        "OBSERVATORY": "An observatory.",
        "INTERMINISTERIAL_COMMITTEE": "An interministerial committee.",
        "COUNCIL": "A council or an advisory committee.",
        "PUBLIC_AGENCY": "A public agency with a legal personality of its own.",
        "FUND": "A fund.",
    },
)
_publish(
    EventKind,
    "What kind of thing happened.",
    {
        "ANNOUNCEMENT": "Something was announced, proposed, presented or adopted.",
        "SIGNATURE": "An act was signed or promulgated.",
        "PUBLICATION": "An act was published.",
        "ENTRY_INTO_FORCE": "An act took effect.",
        "CREATION": "An organisation came into being.",
        "START_OF_OPERATION": "Something began to work, was installed or was delivered.",
        "MERGER": "Organisations became one.",
        "TRANSFER": "A task, credits or staff passed from one organisation to another.",
        "ATTACHMENT": "An organisation was put under another authority.",
        "REORGANIZATION": "An organisation was arranged anew, or renewed for a term.",
        "TRANSFORMATION": "An organisation became another one.",
        "RENAMING": "An organisation took another name.",
        "RELOCATION": "An organisation moved.",
        "APPOINTMENT": "Somebody was appointed to a post.",
        "DESCRIPTION": "A source described an organisation.",
        "DISSOLUTION": "An organisation ceased to be.",
        "MEETING": "A body met, or somebody was heard.",
    },
)
_publish(
    SourceKind,
    "What kind of document a source is.",
    {
        "LEGAL_ACT": "A law, ordinance, decree or order.",
        "OFFICIAL_PAGE": "A page of an official web site.",
        "PARLIAMENTARY_RECORD": "A report, hearing, question or amendment of Parliament.",
        "ARCHIVAL_RECORD": "A notice of an archive.",
        "REPORT": "An activity report or another report.",
        "PRESS": "General or specialised press.",
        "OTHER": "Anything else: blogs, legal databases, encyclopaedias, circulars.",
    },
)
_publish(
    SourceRelationKind,
    "What one source is to another.",
    {
        "EDITION_OF": "The same page or act with another wording.",
        "COPY_OF": "A reproduction of it elsewhere.",
        "AMENDS": "An act that changes it.",
        "REPEALS": "An act that ends it.",
        "IMPLEMENTS": "An act that carries it out.",
    },
)
_publish(
    ChangeKind,
    "What became of something, going from one side of a comparison to the other.",
    {
        "ADDED": "Only the other side says it.",
        "REMOVED": "Only the one side says it.",
        "CHANGED": "Both sides say it, otherwise.",
    },
)
_publish(
    Side,
    "A side of a comparison.",
    {"FROM": "The side that is compared.", "TO": "The side that it is compared with."},
)
