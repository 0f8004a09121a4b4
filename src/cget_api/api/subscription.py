"""The one subscription: revisions as they are recorded."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from cget_api.api.asking import Info, given
from cget_api.api.sources import Revision
from cget_api.core import model
from cget_api.core.errors import BadUserInput

AfterNumber = Annotated[
    int | None,
    strawberry.argument(
        description=(
            "Begin with the revisions after this number: a client that resumes gives the last number that it saw, and "
            "0 begins with the first. Left out: only those recorded from here on."
        )
    ),
]


async def _revision_recorded(info: Info, after: AfterNumber = UNSET) -> AsyncIterator[model.Revision]:
    asking = info.context
    latest = asking.archive.latest.revision.number
    seen = latest if (resumed := given(after)) is None else resumed
    if not 0 <= seen <= latest:
        raise BadUserInput(f"after: {seen}", "was never recorded", f"Resume after a number from 0 to {latest}")
    with asking.service.subscriptions.one():
        while True:
            # For each event anew, which is thus bounded like a query of its own.
            asking.go_on_with(await asking.service.live.archive_after(seen))
            revision = asking.archive.revisions()[seen]
            yield revision
            seen = revision.number


def _subscription(resolver: Callable[..., AsyncIterator[object]], description: str) -> Any:
    """A field whose `resolver` gives values of the core as they come."""
    return strawberry.subscription(resolver=resolver, description=description)


@strawberry.type(description="What the service tells as it happens, by WebSocket or by server-sent events.")
class Subscription:
    revision_recorded: AsyncIterator[Revision] = _subscription(
        _revision_recorded,
        "Each revision as it is recorded, from any process that writes to the same database; those after a number "
        "first, without a gap and without repeating one.",
    )
