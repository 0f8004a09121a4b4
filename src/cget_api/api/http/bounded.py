"""Values kept by key, within so many bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")

_LARGEST_SHARE = 16
"""No value takes more than this part of the room."""


class Bounded(Generic[Value]):
    """Up to so many bytes of values, as who keeps them counts; the ones asked for longest ago are forgotten first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: Hashable) -> Value | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        return kept[0]

    def keep(self, key: Hashable, value: Value, size: int) -> None:
        """In place of what was kept under that key; `size` is in bytes, that of the key included."""
        if size > self._most // _LARGEST_SHARE:
            return
        _, before = self._kept.pop(key, (None, 0))
        self._kept[key] = (value, size)
        self.bytes += size - before
        while self.bytes > self._most:
            _, (_, forgotten) = self._kept.popitem(last=False)
            self.bytes -= forgotten
