"""The words of the organigram that are not the register's own, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cget_api.core.existence import Existence
from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import Language, Standing


@dataclass(frozen=True, slots=True)
class Words:
    """Of one language: sentences on `existence` (`{}` stands for the day), the names of the parts of the chart, of the
    `standings`, and the `legend`."""

    existence: Mapping[tuple[Existence, Certainty], str]
    lifespan: str
    lives: str
    unknown_lifespan: str
    day: str
    revision: str
    stated_by: str
    only_certain: str
    authority: str
    no_authority: str
    predecessors: str
    successors: str
    posts: str
    vacant: str
    unknown_holder: str
    no_such_holder: str
    interim: str
    units: str
    hosts: str
    counted: str
    nothing: str
    via: str
    standings: Mapping[Standing, str]
    legend: tuple[str, ...]


_SURE, _MAYBE = Certainty.CERTAIN, Certainty.POSSIBLE

FRENCH: Final = Words(
    existence={
        (Existence.NOT_YET, _SURE): "n'existe pas encore le {}",
        (Existence.EXISTS, _SURE): "existe le {}",
        (Existence.EXISTS, _MAYBE): "existe peut-être le {}",
        (Existence.INTERRUPTED, _SURE): "n'existe pas le {}, entre deux périodes d'existence",
        (Existence.CEASED, _SURE): "n'existe plus le {}",
    },
    lifespan="{} ; durée de vie : {}",
    lives="{} ; périodes d'existence : {}",
    unknown_lifespan="{} ; durée de vie inconnue",
    day="le {}",
    revision="révision {} du {}",
    stated_by="selon {} seul",
    only_certain="ce qui est certain seulement",
    authority="autorité ou rattachement",
    no_authority="aucun énoncé ce jour-là",
    predecessors="avant",
    successors="après",
    posts="postes",
    vacant="vacant",
    unknown_holder="titulaire inconnu du registre",
    no_such_holder="aucun titulaire à ces conditions",
    interim="par intérim",
    units="unités",
    hosts="héberge",
    counted="--full les montre",
    nothing="le registre n'en dit rien d'autre ce jour-là",
    via="via",
    standings={
        Standing.DISPUTED: "contesté",
        Standing.PLANNED: "prévu",
        Standing.REJECTED: "réfuté",
    },
    legend=(
        "? possible ce jour-là, non certain · [a..b] l'un de ces jours",
        "[source] officielle, [source~] secondaire, [source*] déduction, +n autres",
    ),
)

ENGLISH: Final = Words(
    existence={
        (Existence.NOT_YET, _SURE): "does not exist yet on {}",
        (Existence.EXISTS, _SURE): "exists on {}",
        (Existence.EXISTS, _MAYBE): "may exist on {}",
        (Existence.INTERRUPTED, _SURE): "does not exist on {}, between two periods of existence",
        (Existence.CEASED, _SURE): "no longer exists on {}",
    },
    lifespan="{}; lifespan: {}",
    lives="{}; periods of existence: {}",
    unknown_lifespan="{}; lifespan unknown",
    day="on {}",
    revision="revision {} of {}",
    stated_by="as stated by {} alone",
    only_certain="only what is certain",
    authority="authority",
    no_authority="no statement on that day",
    predecessors="before",
    successors="after",
    posts="posts",
    vacant="vacant",
    unknown_holder="holder not known to the register",
    no_such_holder="no holder on these terms",
    interim="interim",
    units="units",
    hosts="hosts",
    counted="--full shows them",
    nothing="the register says nothing else of it on that day",
    via="via",
    standings={
        Standing.DISPUTED: "disputed",
        Standing.PLANNED: "planned",
        Standing.REJECTED: "rejected",
    },
    legend=(
        "? possible on that day, not certain · [a..b] one of these days",
        "[source] official, [source~] secondary, [source*] inferred, +n more",
    ),
)

WORDS: Final[Mapping[Language, Words]] = {Language.FR: FRENCH, Language.EN: ENGLISH}
