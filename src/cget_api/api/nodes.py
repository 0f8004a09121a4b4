"""What every node has in common.

Resolvers give values of the core; a type here says how such a value is shown. A field without a resolver shows the
attribute of the same name.
"""

from collections.abc import Callable
from typing import Annotated, Any

import strawberry

from cget_api.core.model import Revision, Text
from cget_api.core.source_view import SourceView
from cget_api.core.view import EntityView, StatementView
from cget_api.core.vocabulary import RULES, EntityType, Language

ENTITY_TYPES = {
    EntityType.ORGANIZATION: "Organization",
    EntityType.POST: "Post",
    EntityType.PERSON: "Person",
    EntityType.SITE: "Site",
    EntityType.PROGRAMME: "BudgetProgramme",
    EntityType.EVENT: "ChangeEvent",
}

Lang = Annotated[Language, strawberry.argument(description="The language of the text: FR, the default, or EN.")]

ID_DESCRIPTION = (
    "Names this view and not only the thing: opaque, the key to it in a client's cache, and what `node(id:)` takes."
)


@strawberry.interface(
    description="Anything that `node(id:)` gives back: the same view, with the same content, for ever."
)
class Node:
    id: strawberry.ID = strawberry.field(description=ID_DESCRIPTION)

    @classmethod
    def is_type_of(cls, _value: object, _info: object) -> bool:
        """Resolvers give values of the core, whose type the field or `resolve_type` has already told."""
        return True

    @classmethod
    def resolve_type(cls, value: EntityView | StatementView | SourceView | Revision, *_: object) -> str:
        match value:
            case EntityView():
                return ENTITY_TYPES[value.entity.type]
            case StatementView():
                return RULES[value.statement.predicate].shape
            case SourceView():
                return "Source"
            case Revision():
                return "Revision"


def resolved(resolver: Callable[..., object], description: str, name: str | None = None) -> Any:
    """A field whose `resolver` gives a value of the core, where the field's type tells how it is shown; called `name`
    where Python cannot say it."""
    return strawberry.field(resolver=resolver, description=description, name=name)


def shown(of: Callable[[Any], object], description: str, name: str | None = None) -> Any:
    """A field that shows what `of` makes of its value."""

    def resolve(value: strawberry.Parent[Any]) -> Any:
        return of(value)

    return resolved(resolve, description, name)


def in_language(text_of: Callable[[Any], Text | None], description: str) -> Any:
    """A field that gives in one language the words that `text_of` finds in its value; null where there are none."""

    def resolve(value: strawberry.Parent[Any], lang: Lang = Language.FR) -> str | None:
        text = text_of(value)
        return None if text is None else text.in_language(lang)

    return resolved(resolve, description)
