"""What every entity has in common."""

import strawberry
from strawberry import Parent

from cget_api.api.ids import encoded, lens_token
from cget_api.api.lazily import LazyRevision, LazySource
from cget_api.api.nodes import ID_DESCRIPTION, Lang, Node, resolved
from cget_api.api.scalars import Date
from cget_api.core.view import EntityView
from cget_api.core.vocabulary import Language


def _id(view: Parent[EntityView]) -> strawberry.ID:
    return strawberry.ID(encoded(["e", view.slug, lens_token(view.lens)]))


def _name(view: Parent[EntityView], lang: Lang = Language.FR) -> str:
    named = view.name
    return view.slug if named is None or named.text is None else named.text.in_language(lang)


@strawberry.interface(
    description=(
        "Anything that the register has statements about (an organisation, a post, a person, a site, a budget "
        "programme, an event), seen through a lens: a day, a revision, perhaps one source. `id` names this view, so "
        "that a client's cache never mixes two days; `slug` names the thing."
    )
)
class Entity(Node):
    id: strawberry.ID = resolved(_id, ID_DESCRIPTION)
    slug: str = strawberry.field(
        description=(
            "Names the thing, whatever the day and the revision, for example `cget`. Ask by it to follow the register."
        )
    )
    name: str = resolved(
        _name,
        "Its name on the day of the view, or its slug where no name is known; before it existed its first name, and "
        "after it ceased its last.",
    )
    as_of: Date = strawberry.field(description="The day on which it is seen, for example `2016-08-11`.")
    revision: LazyRevision = strawberry.field(description="The revision in which it is seen: what the register knew.")
    stated_by: LazySource | None = strawberry.field(
        description="The source to whose words the view is narrowed; null where it shows what the register holds."
    )
