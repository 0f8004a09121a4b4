"""A day in whose place any other may stand on which the same would be shown."""

from typing import NoReturn

from cget_api.core.validity import END_OF_TIME, FIRST_DAY


class ComparedDay:
    """Stands for a day in a lens, and learns from the days that it is compared with for which days, from `first` to the
    one before `end`, every comparison comes out as it did.

    It is good for nothing else: whoever would make anything of it but a comparison meets a TypeError.
    """

    __slots__ = ("_day", "end", "first")

    def __init__(self, day: int) -> None:
        self._day = day
        self.first = FIRST_DAY
        self.end = END_OF_TIME

    def __lt__(self, other: int) -> bool:
        if self._day < other:
            self.end = min(self.end, other)
            return True
        self.first = max(self.first, other)
        return False

    def __le__(self, other: int) -> bool:
        return self < other + 1

    def __gt__(self, other: int) -> bool:
        return not self < other + 1

    def __ge__(self, other: int) -> bool:
        return not self < other

    def _refused(self, *_: object) -> NoReturn:
        raise TypeError("a day was asked for more than how it compares with another")

    __eq__ = __ne__ = __hash__ = __bool__ = __repr__ = __str__ = __format__ = __reduce_ex__ = _refused
