"""What the register held in each revision, walked through from the first to the latest."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from cget_api.core.chain import content_digest_from_held
from cget_api.store.exhibits import Exhibit, Exhibits


class Held:
    """What is held, walking from the first revision to the latest."""

    def __init__(self, exhibits: Exhibits) -> None:
        self._types = {identity.entity.slug: identity.entity for identity in exhibits.identities}
        self._sources = _Walk(exhibits.sources)
        self._statements = _Walk(exhibits.statements)

    def content_digest_in(self, number: int) -> str:
        """To be asked of each revision in turn."""
        self._sources.step_to(number)
        self._statements.step_to(number)
        named = (self._sources.named + self._statements.named).keys()
        entities = (self._types[slug] for slug in named if slug in self._types)
        return content_digest_from_held(entities, self._statements.digests, self._sources.digests)


class _Walk:
    """The digests held, and how often each slug is named by what is held."""

    def __init__(self, exhibits: Iterable[Exhibit]) -> None:
        self.digests: set[str] = set()
        self.named: Counter[str] = Counter()
        self._recorded: dict[int, list[Exhibit]] = defaultdict(list)
        self._superseded: dict[int, list[Exhibit]] = defaultdict(list)
        for exhibit in exhibits:
            self._recorded[exhibit.recorded_in].append(exhibit)
            if exhibit.superseded_in is not None:
                self._superseded[exhibit.superseded_in].append(exhibit)

    def step_to(self, number: int) -> None:
        for exhibit in self._superseded[number]:
            self.digests.discard(exhibit.digest)
            self.named.subtract(exhibit.named)
        for exhibit in self._recorded[number]:
            self.digests.add(exhibit.digest)
            self.named.update(exhibit.named)
