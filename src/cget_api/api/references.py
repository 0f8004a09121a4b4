"""From a reference that another subgraph makes to the view that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cget_api.api.asking import Asking
from cget_api.api.nodes import ENTITY_TYPES, Node
from cget_api.api.nodes_by_id import node_from_id
from cget_api.api.organizations import Organization
from cget_api.api.others import BudgetProgramme, ChangeEvent, Person, Post, Site
from cget_api.api.pages import require_at_most_a_page
from cget_api.api.sources import Revision, Source
from cget_api.api.statements import CONCRETE
from cget_api.core import model
from cget_api.core.errors import BadUserInput, RegisterError
from cget_api.core.lens import Lens
from cget_api.core.source_view import SourceView
from cget_api.core.validity import Certainty
from cget_api.core.view import EntityView, StatementView, entity_through

View: TypeAlias = EntityView | StatementView | SourceView | model.Revision

KEYED_BY: Mapping[type, tuple[str, ...]] = {
    **dict.fromkeys((Organization, Post, Person, Site, BudgetProgramme, ChangeEvent, Source), ("id", "slug")),
    **dict.fromkeys((Revision, *CONCRETE), ("id",)),
}
"""What other subgraphs may refer to, and by which keys: `id` names a view, `slug` the thing. A gateway asks by the
first that the other subgraph knows too: were it `slug`, a view handed on would lose its day."""

_KEYS_OF = {type_.__name__: keys for type_, keys in KEYED_BY.items()}
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Reference:
    """Something of the type `type_name`, named by the `id` of a view, by the `slug` of a thing, or by both."""

    type_name: str
    id: str | None
    slug: str | None

    def view(self, asking: Asking) -> View | None:
        """The one that the id names; without an id, the thing today in the latest revision, None where there is none.

        Raises BadUserInput for an id that this service never gave, or that names something else.
        """
        if self.id is not None:
            return self._named(node_from_id(self.id, asking.archive))
        if self.slug is not None:
            return self._looked_up(self.slug, asking.lens(None, None, None, None, Certainty.POSSIBLE))
        return None

    def _named(self, view: View) -> View:
        type_name = Node.resolve_type(view)
        if type_name != self.type_name:
            raise BadUserInput(
                f"id {self._shown_id}", f"names something of the type {type_name}", "Give the __typename of the thing"
            )
        if self.slug is not None and isinstance(view, EntityView | SourceView) and view.slug != self.slug:
            raise BadUserInput(
                f"id {self._shown_id} and slug {self.slug[:_SHOWN]!r}", "name two things", "Give one of the two keys"
            )
        return view

    @property
    def _shown_id(self) -> str:
        return repr((self.id or "")[:_SHOWN])

    def _looked_up(self, slug: str, lens: Lens) -> View | None:
        register = lens.register
        if self.type_name == Source.__name__:
            source = register.source(slug)
            return None if source is None else SourceView(source, register)
        entity = register.entity(slug)
        if entity is None or ENTITY_TYPES.get(entity.type) != self.type_name:
            return None
        return entity_through(lens, slug)


def views_from_representations(representations: Sequence[object], asking: Asking) -> list[View | RegisterError | None]:
    """In the same order, whatever is given twice followed once; what is wrong with one stands in its place.

    Raises BadUserInput for more than a page of them.
    """
    require_at_most_a_page(len(representations), "representations")
    views: dict[Reference, View | None] = {}

    def followed(representation: object) -> View | RegisterError | None:
        try:
            reference = reference_from_representation(representation)
            if reference not in views:
                views[reference] = reference.view(asking)
        except RegisterError as refusal:
            return refusal
        return views[reference]

    return [followed(representation) for representation in representations]


def reference_from_representation(representation: object) -> Reference:
    """A key that is null counts as left out, and what is no key of the type is not looked at.

    Raises BadUserInput for what names nothing that could be looked for.
    """
    if not isinstance(representation, dict):
        raise BadUserInput(
            f"representation {repr(representation)[:_SHOWN]}",
            "is not an object",
            'Write it like {"__typename": "Organization", "slug": "cget"}',
        )
    type_name = representation.get("__typename")
    if not isinstance(type_name, str) or type_name not in _KEYS_OF:
        raise BadUserInput(
            f"__typename {repr(type_name)[:_SHOWN]}",
            "is not a type that can be referred to",
            f"Choose from {', '.join(_KEYS_OF)}",
        )
    keys = {key: _text(representation.get(key), type_name, key) for key in _KEYS_OF[type_name]}
    if all(value is None for value in keys.values()):
        raise BadUserInput(f"reference to {type_name}", "has no key", f"Give its {' or its '.join(keys)}")
    return Reference(type_name, keys["id"], keys.get("slug"))


def _text(key: object, type_name: str, name: str) -> str | None:
    if key is None or isinstance(key, str):
        return key
    raise BadUserInput(
        f"reference to {type_name}", f"has no text as its {name}", f"Give the {name} as the service gave it"
    )
