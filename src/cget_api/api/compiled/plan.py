"""How one operation of a document is answered without the reference executor."""

import threading
from collections.abc import Mapping

from graphql import OperationDefinitionNode
from graphql.execution import get_variable_values
from graphql.execution.values import VariableValues

from cget_api.api.asking import Asking
from cget_api.api.compiled.operations import Operation, operation_from_document
from cget_api.api.compiled.program import Program
from cget_api.api.compiled.surprises import NotUnderstood, OutOfTime
from cget_api.api.documents.document import Document
from cget_api.api.documents.limits import out_of_time

_MOST_CHOICES = 8


class Plan:
    """Answers one operation, with any variables: a program for each choice of what it skips and includes, the first
    few that are asked for. Several threads may run it at once."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation
        self._programs: dict[tuple[object, ...], Program | None] = {}
        self._lock = threading.Lock()

    @property
    def fields(self) -> int:
        """How many were compiled, which tells how much room the plan takes."""
        return sum(program.fields for program in tuple(self._programs.values()) if program is not None)

    @property
    def source(self) -> str:
        """Everything that was compiled, as Python."""
        return "\n".join(program.source for program in tuple(self._programs.values()) if program is not None)

    def data(self, variables: Mapping[str, object] | None, asking: Asking) -> dict[str, object] | None:
        """What the reference executor would give as `data`, for variables as they were sent; None where it is to be
        asked, with the same `asking`. Raises Overloaded where the time is over."""
        operation = self._operation
        values = get_variable_values(
            operation.schema, operation.node.variable_definitions or (), dict(variables or {}), hide_suggestions=True
        )
        if not isinstance(values, VariableValues):
            return None
        program = self._program(values)
        if program is None:
            return None
        try:
            return program.data(values, asking)
        except OutOfTime:
            raise out_of_time(asking.limits.timeout_seconds) from None
        except Exception:  # noqa: BLE001  # whatever it is, the reference executor meets it too, and tells it
            asking.archive.forget()
            return None

    def _program(self, variables: VariableValues) -> Program | None:
        choice = tuple(variables.coerced.get(name) for name in self._operation.conditions)
        if choice in self._programs:
            return self._programs[choice]
        with self._lock:
            if choice not in self._programs and len(self._programs) < _MOST_CHOICES:
                self._programs[choice] = self._compiled(variables)
            return self._programs.get(choice)

    def _compiled(self, variables: VariableValues) -> Program | None:
        names = self._operation.conditions
        conditions = VariableValues(
            {name: source for name, source in variables.sources.items() if name in names},
            {name: value for name, value in variables.coerced.items() if name in names},
        )
        try:
            return Program(self._operation, conditions)
        except Exception:  # noqa: BLE001  # a plan may be missing, never wrong
            return None


def plan_for(document: Document, operation: OperationDefinitionNode) -> Plan | None:
    """None for an operation that only the reference executor runs."""
    try:
        return Plan(operation_from_document(document, operation))
    except NotUnderstood:
        return None
