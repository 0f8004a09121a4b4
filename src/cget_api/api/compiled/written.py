"""What a plan answers: JSON, which reads as the data that it was made of."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import cast

import orjson


class Written(Mapping[str, object]):
    """Data as the JSON that it was `written` in; whoever goes to send it sends that, whoever looks into it finds what
    the reference executor would have given."""

    def __init__(self, written: bytes) -> None:
        self.written = written

    @cached_property
    def _read(self) -> dict[str, object]:
        return cast("dict[str, object]", orjson.loads(self.written))

    def __getitem__(self, key: str) -> object:
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)
