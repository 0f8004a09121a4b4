"""How one operation of a document is answered without the reference executor."""

import threading
from collections.abc import Mapping

from graphql import OperationDefinitionNode
from graphql.execution.values import VariableValues

from cget_api.api.asking import Asking
from cget_api.api.compiled.operations import Operation, operation_from_document
from cget_api.api.compiled.program import Program
from cget_api.api.compiled.shapes import Room
from cget_api.api.compiled.surprises import NotUnderstood, OutOfTime
from cget_api.api.compiled.variables import variables_from_definitions
from cget_api.api.compiled.written import Written
from cget_api.api.documents.document import Document
from cget_api.api.documents.limits import out_of_time

_MOST_CHOICES = 8


class Plan:
    """Answers one operation, with any variables: a program for each choice of what it skips and includes, the first
    few that are asked for. Several threads may run it at once."""

    def __init__(self, operation: Operation, room: Room) -> None:
        self._operation = operation
        self._room = room
        self._variables = variables_from_definitions(operation.schema, operation.node.variable_definitions or ())
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

    def data(self, variables: Mapping[str, object] | None, asking: Asking) -> Written | None:
        """What the reference executor would give as `data`, for variables as they were sent; None where it is to be
        asked, with the same `asking`. Raises Overloaded where the time is over."""
        values = self._variables.values(variables or {})
        program = None if values is None else self._program(values)
        if values is None or program is None:
            return None
        try:
            return Written(program.written(values, asking))
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
            return Program(self._operation, conditions, self._room)
        except Exception:  # noqa: BLE001  # a plan may be missing, never wrong
            return None


def plan_for(document: Document, operation: OperationDefinitionNode, room: Room | None = None) -> Plan | None:
    """None for an operation that only the reference executor runs. In `room` it may keep pieces of answers."""
    try:
        return Plan(operation_from_document(document, operation), room or Room())
    except NotUnderstood:
        return None
