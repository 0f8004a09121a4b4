"""Relay connections as GraphQL types, and the four arguments that page through them."""

from typing import Annotated, Generic, TypeAlias, TypeVar

import strawberry

from cget_api.api.asking import given
from cget_api.api.lazily import LazyRevision
from cget_api.api.pages import DEFAULT_SIZE, LARGEST_SIZE, PageArguments

Item = TypeVar("Item")

First: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description=f"At most so many, from the start or after a cursor: {DEFAULT_SIZE} or up to {LARGEST_SIZE}."
    ),
]
After: TypeAlias = Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")]
Last: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description=f"At most so many, from the end or before a cursor: {LARGEST_SIZE} at most."),
]
Before: TypeAlias = Annotated[str | None, strawberry.argument(description="Only what precedes this cursor.")]


def page_arguments(first: First, after: After, last: Last, before: Before) -> PageArguments:
    """What was left out means the same as null. Raises BadUserInput for what cannot be a page."""
    return PageArguments(given(first), given(after), given(last), given(before))


@strawberry.type(description="Where a page stands in its list (Relay).")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether something follows this page.")
    has_previous_page: bool = strawberry.field(description="Whether something precedes this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of its first item; null where it is empty.")
    end_cursor: str | None = strawberry.field(description="The cursor of its last item; null where it is empty.")


@strawberry.type(description="An item of a list, and the cursor to go on from it (Relay).")
class Edge(Generic[Item]):
    cursor: str = strawberry.field(description="Opaque; good for the same list in the same revision.")
    node: Item = strawberry.field(description="The item.")


@strawberry.type(description="A page of a list (Relay), all of it from one revision.")
class Connection(Generic[Item]):
    revision: LazyRevision = strawberry.field(description="The revision that the list was read in.")
    edges: list[Edge[Item]] = strawberry.field(description="The items of the page with their cursors.")
    nodes: list[Item] = strawberry.field(description="The items of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    total_count: int = strawberry.field(description="How many items the arguments select, on all pages together.")


@strawberry.type(description="A page of the list of revisions (Relay).")
class RevisionConnection:
    edges: list[Edge[LazyRevision]] = strawberry.field(description="The revisions of the page with their cursors.")
    nodes: list[LazyRevision] = strawberry.field(description="The revisions of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    total_count: int = strawberry.field(description="How many revisions there are.")
