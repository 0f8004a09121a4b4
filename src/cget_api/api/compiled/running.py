"""One execution of a plan: what its functions share, and the bounds that it keeps."""

import time
from collections.abc import Sequence

from graphql.execution.values import VariableValues

from cget_api.api.asking import Asking
from cget_api.api.compiled.arguments import Argument
from cget_api.api.compiled.surprises import NotAnswered, OutOfTime

_VALUES_BETWEEN_LOOKS = 200
_MOST_OF_A_PIECE = 1_000


class OnlyContext:
    """Stands in for strawberry.Info where a resolver wants no more of it than this."""

    __slots__ = ("context",)

    def __init__(self, context: Asking) -> None:
        self.context = context


class Given(dict[int, object]):
    """The values of arguments, by number: worked out when it is first asked for, once in an execution."""

    def __init__(self, arguments: Sequence[Argument], variables: VariableValues) -> None:
        super().__init__()
        self._arguments = arguments
        self._variables = variables

    def __missing__(self, number: int) -> object:
        value = self[number] = self._arguments[number].value(self._variables)
        return value


class Run:
    """`left` counts down the values that may still be given, as BoundedExecutor counts them; when it falls below
    `look_at`, whoever counts must `look`."""

    __slots__ = ("_deadline", "given", "info", "left", "look_at")

    def __init__(self, asking: Asking, given: Given) -> None:
        limits = asking.limits
        self.given = given
        self.info = OnlyContext(asking)
        self.left = limits.max_cost
        self.look_at = max(self.left - _VALUES_BETWEEN_LOOKS, 0)
        self._deadline = time.monotonic() + limits.timeout_seconds

    def look(self) -> None:
        """Raises NotAnswered where there were too many values, and OutOfTime where the time is over: there is none left
        for the reference executor either."""
        self.look_at = max(self.left - _VALUES_BETWEEN_LOOKS, 0)
        if self.left < 0:
            raise NotAnswered("more values than an answer may hold")
        if time.monotonic() > self._deadline:
            raise OutOfTime


class Counting:
    """Stands in for a run where what is shown is only worked out: it is `counted`. Raises NotAnswered for more values
    than a piece is worth: they are shown anew each time, by a run that has bounds."""

    __slots__ = ("left", "look_at")

    def __init__(self) -> None:
        self.left = 0
        self.look_at = -_MOST_OF_A_PIECE

    @property
    def counted(self) -> int:
        return -self.left

    def look(self) -> None:
        raise NotAnswered("more values than a piece may hold")
