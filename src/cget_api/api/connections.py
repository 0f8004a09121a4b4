"""Relay connections as GraphQL types, and the four arguments that page through them."""

from typing import Annotated, Generic, TypeAlias, TypeVar

import strawberry

from cget_api.api.asking import Info, given
from cget_api.api.lazily import LazyRevision
from cget_api.api.pages import DEFAULT_SIZE, LARGEST_SIZE, PageArguments

Item = TypeVar("Item")

First: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description=(
            f"At most so many items, from the start of the list or after `after`: up to {LARGEST_SIZE}, and "
            f"{DEFAULT_SIZE} where neither this nor `last` is given. Not together with `last`."
        )
    ),
]
After: TypeAlias = Annotated[
    str | None,
    strawberry.argument(description="Only what follows this cursor: the `endCursor` of the page before, for example."),
]
Last: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description=(
            f"At most so many items, from the end of the list or before `before`: up to {LARGEST_SIZE}. Not together "
            "with `first`."
        )
    ),
]
Before: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="Only what precedes this cursor: the `startCursor` of the page after, for example."
    ),
]


def page_arguments(info: Info, first: First, after: After, last: Last, before: Before) -> PageArguments:
    """What was left out means the same as null. Raises BadUserInput for what cannot be a page."""
    most = info.context.limits.max_page_size
    return PageArguments(given(first), given(after), given(last), given(before), most)


@strawberry.type(description="Where a page stands in its list (Relay).")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether something follows this page.")
    has_previous_page: bool = strawberry.field(description="Whether something precedes this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of its first item; null where it is empty.")
    end_cursor: str | None = strawberry.field(description="The cursor of its last item; null where it is empty.")


@strawberry.type(description="An item of a list, and the cursor to go on from it (Relay).")
class Edge(Generic[Item]):
    cursor: str = strawberry.field(
        description=(
            "Where the item stands: opaque, to be given as `after` or `before` to the same list with the same "
            "arguments."
        )
    )
    node: Item = strawberry.field(description="The item itself.")


@strawberry.type(description="A page of a list (Relay), all of it from one revision.")
class Connection(Generic[Item]):
    revision: LazyRevision = strawberry.field(description="The revision that the list was read in.")
    edges: list[Edge[Item]] = strawberry.field(description="The items of the page, each with its cursor.")
    nodes: list[Item] = strawberry.field(description="The items of the page, without their cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    total_count: int = strawberry.field(description="How many items the arguments select, on all pages together.")


@strawberry.type(description="A page of the list of revisions (Relay).")
class RevisionConnection:
    edges: list[Edge[LazyRevision]] = strawberry.field(description="The revisions of the page, each with its cursor.")
    nodes: list[LazyRevision] = strawberry.field(description="The revisions of the page, without their cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    total_count: int = strawberry.field(description="How many revisions there are, on all pages together.")
