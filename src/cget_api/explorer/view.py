"""What one address shows, before it is written as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cget_api.core.errors import NotFound
from cget_api.explorer.catalogue import Words, words_in
from cget_api.explorer.lens import Lens
from cget_api.explorer.questions import Answer, Conversation


@dataclass(frozen=True, slots=True)
class Asking:
    """One request for a page: the `lens` of its address, the other `parameters` of it, and whom to ask."""

    lens: Lens
    parameters: Mapping[str, str]
    conversation: Conversation
    slug: str = ""

    @property
    def words(self) -> Words:
        return words_in(self.lens.lang)

    async def ask(self, document: str, **variables: object) -> Answer:
        """With the language of the page, where the document takes one."""
        return await self.conversation.ask(document, **variables)


@dataclass(frozen=True, slots=True)
class View:
    """A page: its `template` and `title`, where it stands (`path`, and the query's parameters beside the lens), the
    `revision` it was answered in, and whatever else its template shows.

    `addressed` replaces the query of the lens where a page has one of its own, `pinned` the one of its stable address.
    """

    template: str
    title: str
    path: str
    section: str
    revision: Mapping[str, Any] | None
    shown: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, object] = field(default_factory=dict)
    stated_by: Mapping[str, Any] | None = None


def found(thing: Any, kind: str, slug: str) -> Any:
    """Raises NotFound for null: the address asserted that there is such a thing."""
    if thing is None:
        raise NotFound(f"{kind} {slug[:80]!r}", "is not known in this revision", "Search for it")
    return thing
