"""From an id back to the view that it names."""

from cget_api.api.ids import decoded, forged, lens_from_token, register_from_token
from cget_api.core.model import Revision
from cget_api.core.register import Archive
from cget_api.core.source_view import SourceView
from cget_api.core.view import EntityView, Reached, StatementView, entity_through
from cget_api.core.vocabulary import EntityType

_WAYS = frozenset(way.value for way in Reached)


def node_from_id(id_: str, archive: Archive) -> EntityView | StatementView | SourceView | Revision:
    """Raises BadUserInput for an id that this service never gave, or gave from another database."""
    match decoded(id_):
        case ["e", str(slug), token]:
            lens = lens_from_token(token, archive)
            entity = lens.register.entity(slug)
            if entity is not None and entity.type is not EntityType.SOURCE and lens.as_of is not None:
                return entity_through(lens, slug)
        case ["s", str(key), token, str(reached), bool(lifelong)] if reached in _WAYS:
            lens = lens_from_token(token, archive)
            held = lens.register.statement(key)
            superseded_next = held is not None and held.superseded_in == lens.register.revision.number + 1
            if held is not None and (superseded_next or reached != Reached.SUPERSEDED):
                return StatementView(held, lens, Reached(reached), lifelong)
        case ["d", str(slug), token]:
            register = register_from_token(token, archive)
            source = register.source(slug)
            if source is not None:
                return SourceView(source, register)
        case ["r", token]:
            return register_from_token(token, archive).revision
    raise forged()
