"""Runs an operation within bounds: so many values, so much time."""

import time
from typing import Any

from graphql import ExecutionResult
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from typing_extensions import override

from cget_api.api.asking import Asking
from cget_api.api.documents.limits import out_of_time
from cget_api.api.errors import error_from_refusal
from cget_api.core.errors import QueryTooComplex, RegisterError

_VALUES_BETWEEN_LOOKS = 200


class _Exceeded(BaseException):
    """Ends an execution at once: the executor makes a null of every other exception, and goes on."""

    def __init__(self, refusal: RegisterError) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class BoundedExecutor(StrawberryGraphQLCoreExecutionContext):
    """Gives up where an answer holds more values than an operation may cost, or takes longer than it may.

    The cost told beforehand takes lists to be of usual length; this holds where they are not.
    """

    _values_left: int
    _values_at_next_look: int
    _deadline: float

    @override
    def execute_operation(self, serially: bool | None = None) -> Any:
        asking: Asking = self.context_value
        self._values_left = asking.limits.max_cost
        self._values_at_next_look = max(self._values_left - _VALUES_BETWEEN_LOOKS, 0)
        self._deadline = time.monotonic() + asking.limits.timeout_seconds
        try:
            return super().execute_operation(serially)
        except _Exceeded as exceeded:
            refusal = exceeded.refusal
            return ExecutionResult(None, [error_from_refusal(refusal)])

    @override
    def execute_fields(
        self, parent_type: Any, source_value: Any, path: Any, grouped_field_set: Any, position_context: Any
    ) -> Any:
        self._values_left -= len(grouped_field_set)
        if self._values_left < self._values_at_next_look:
            self._look()
        return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)

    def _look(self) -> None:
        self._values_at_next_look = max(self._values_left - _VALUES_BETWEEN_LOOKS, 0)
        limits = self.context_value.limits
        if self._values_left < 0:
            raise _Exceeded(
                QueryTooComplex("answer", f"holds more than {limits.max_cost:,} values", "Ask for less at a time")
            )
        if time.monotonic() > self._deadline:
            raise _Exceeded(out_of_time(limits.timeout_seconds))
