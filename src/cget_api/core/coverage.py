"""The days of which the register speaks with certainty."""

from cget_api.core.register import Register
from cget_api.core.shown import SHOWN


def of(register: Register) -> tuple[int, int] | None:
    """From the first to the last day on which any statement certainly holds; None while there is none.

    Bounds that a statement leaves out count for nothing: they say that it bears no dates.
    """
    cores = [
        (held.span.start_latest, held.span.end_earliest - 1)
        for held in register.statements()
        if held.statement.standing in SHOWN and held.statement.validity.start and held.statement.validity.end
    ]
    certain = [(first, last) for first, last in cores if first <= last]
    if not certain:
        return None
    return min(first for first, _ in certain), max(last for _, last in certain)
