"""Validities and periods from the EDTF texts of columns: the same text is parsed once and shared."""

from typing import Final, TypeVar

from cget_api.core.validity import Bound, Period, Validity, bound_from_edtf, period_from_edtf

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOST_KEPT: Final = 50_000


class Dates:
    """Remembers what it parsed, up to so many texts of each sort; several threads may ask. Raises BadUserInput for a
    text that means nothing."""

    def __init__(self) -> None:
        self._bounds: dict[str, Bound] = {}
        self._periods: dict[str, Period] = {}
        self._validities: dict[tuple[str | None, str | None], Validity] = {}

    def validity(self, start: str | None, end: str | None) -> Validity:
        found = self._validities.get((start, end))
        if found is None:
            found = Validity(self._bound(start), self._bound(end))
            _keep(self._validities, (start, end), found)
        return found

    def period(self, text: str | None) -> Period | None:
        if text is None:
            return None
        found = self._periods.get(text)
        if found is None:
            found = period_from_edtf(text)
            _keep(self._periods, text, found)
        return found

    def _bound(self, text: str | None) -> Bound | None:
        if text is None:
            return None
        found = self._bounds.get(text)
        if found is None:
            found = bound_from_edtf(text)
            _keep(self._bounds, text, found)
        return found


def _keep(kept: dict[Key, Value], key: Key, value: Value) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = value
