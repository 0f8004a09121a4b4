"""Whether something existed on a day, told from the periods of its existence."""

from collections.abc import Sequence
from enum import StrEnum

from cget_api.core.validity import Certainty, Span


class Existence(StrEnum):
    """Whether something existed on a day: before its life, in it, between two periods of it, or after it."""

    NOT_YET = "NOT_YET"
    EXISTS = "EXISTS"
    INTERRUPTED = "INTERRUPTED"
    CEASED = "CEASED"


def existence_on(day: int, lives: Sequence[Span]) -> tuple[Existence, Certainty]:
    """A day that only may lie in a life is one on which it possibly exists; so is any day where no life is known."""
    certainties = {life.certainty_on(day) for life in lives}
    if Certainty.CERTAIN in certainties:
        return Existence.EXISTS, Certainty.CERTAIN
    if not lives or Certainty.POSSIBLE in certainties:
        return Existence.EXISTS, Certainty.POSSIBLE
    if day < min(life.start_earliest for life in lives):
        return Existence.NOT_YET, Certainty.CERTAIN
    if day >= max(life.end_latest for life in lives):
        return Existence.CEASED, Certainty.CERTAIN
    return Existence.INTERRUPTED, Certainty.CERTAIN
