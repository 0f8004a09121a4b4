"""What can be had without waiting."""

from collections.abc import Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Begun(Generic[Result]):
    """A coroutine that has run up to where it first waits. Where it `is_over`, nothing had to be waited for, and no
    timer need be set."""

    __slots__ = ("_coming", "_result", "_waited_for", "is_over")

    def __init__(self, coming: Coroutine[object, object, Result]) -> None:
        """To be called within the task that is to wait. Raises what the coroutine raises."""
        self._coming = coming
        self._result: Result | None = None
        self._waited_for: object = None
        try:
            self._waited_for = coming.send(None)
        except StopIteration as ended:
            self.is_over = True
            self._result = ended.value
        else:
            self.is_over = False

    @property
    def result(self) -> Result:
        """Of one that is over."""
        result: Result = self._result  # type: ignore[assignment]  # it is over, and was set
        return result

    async def awaited(self) -> Result:
        """Once it is over."""
        return self.result if self.is_over else await _resumed(self._coming, self._waited_for)


@coroutine
def _resumed(coming: Coroutine[object, object, Result], waited_for: object) -> Generator[object, object, Result]:
    """As `yield from` does it, but for the beginning."""
    while True:
        try:
            told = yield waited_for
        except BaseException as error:  # noqa: BLE001  # thrown on, whatever it is
            resume = partial(coming.throw, error)
        else:
            resume = partial(coming.send, told)
        try:
            waited_for = resume()
        except StopIteration as ended:
            result: Result = ended.value
            return result
