"""The words in which history is told that are not the register's own, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import Language, Standing


@dataclass(frozen=True, slots=True)
class HistoryWords:
    """Of one language: how a comparison's two sides are named (`{}`: the day, the revision, the source), what is said
    where there is nothing to tell, of `certainties` and `standings`, and on the parts of a report."""

    day: str
    revision: str
    stated_by: str
    only_certain: str
    nothing_differs: str
    causes: str
    silent: str
    no_event: str
    no_contradiction: str
    undecided: str
    certainties: Mapping[Certainty, str]
    standings: Mapping[Standing, str]


_FRENCH: Final = HistoryWords(
    day="le {}",
    revision="révision {}",
    stated_by="selon {} seul",
    only_certain="ce qui est certain seulement",
    nothing_differs="(rien ne diffère)",
    causes="causes",
    silent="{} n'en dit rien :",
    no_event="(aucun événement)",
    no_contradiction="(aucune contradiction)",
    undecided="le registre ne tranche pas",
    certainties={Certainty.CERTAIN: "certain", Certainty.POSSIBLE: "possible"},
    standings={
        Standing.ACCEPTED: "retenu",
        Standing.DISPUTED: "contesté",
        Standing.PLANNED: "prévu",
        Standing.REJECTED: "réfuté",
    },
)
_ENGLISH: Final = HistoryWords(
    day="on {}",
    revision="revision {}",
    stated_by="as stated by {} alone",
    only_certain="only what is certain",
    nothing_differs="(nothing differs)",
    causes="causes",
    silent="{} says nothing of it:",
    no_event="(no event)",
    no_contradiction="(no contradiction)",
    undecided="the register does not decide",
    certainties={Certainty.CERTAIN: "certain", Certainty.POSSIBLE: "possible"},
    standings={
        Standing.ACCEPTED: "accepted",
        Standing.DISPUTED: "disputed",
        Standing.PLANNED: "planned",
        Standing.REJECTED: "rejected",
    },
)
HISTORY_WORDS: Final[Mapping[Language, HistoryWords]] = {Language.FR: _FRENCH, Language.EN: _ENGLISH}
