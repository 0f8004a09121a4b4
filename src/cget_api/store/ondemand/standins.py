"""What stands in for what has not been read yet.

An answer in which anything is lacking counts for nothing, so all that matters is that the operation goes on asking.
Where nothing at all would end it early (an event that never occurred, an organisation of no kind), something of the
right shape lets it come to its next questions too.
"""

from collections.abc import Mapping
from typing import Final

from cget_api.core.model import Entity, Source, Statement
from cget_api.core.register import Held
from cget_api.core.validity import ALWAYS, Validity, bound_from_edtf
from cget_api.core.vocabulary import EntityType, EventKind, OrganizationKind, Predicate, SourceKind

_SOME_DAY: Final = bound_from_edtf("2000-01-01")
_KINDS: Final[Mapping[Predicate, OrganizationKind | EventKind]] = {
    Predicate.CLASSIFICATION: next(iter(OrganizationKind)),
    Predicate.OCCURRED: next(iter(EventKind)),
}


def statements_instead(slug: str, predicate: Predicate) -> tuple[Held, ...]:
    """None of most predicates."""
    kind = _KINDS.get(predicate)
    if kind is None:
        return ()
    statement = Statement(slug, predicate, Validity(_SOME_DAY, _SOME_DAY), kind=kind)
    return (Held(statement, "", 1, None, ALWAYS),)


def entity_instead(slug: str) -> Entity:
    """Organisations are asked for most."""
    return Entity(slug, EntityType.ORGANIZATION)


def source_instead(slug: str) -> Source:
    return Source(slug, SourceKind.OTHER, "")
