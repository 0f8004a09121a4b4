"""What makes the fast path leave an operation to the reference executor."""

from types import CoroutineType, GeneratorType

from graphql.pyutils import Undefined, is_iterable


class NotUnderstood(Exception):
    """An operation asks for something that cannot be compiled."""


class NotAnswered(Exception):
    """A plan met something while it ran that only the reference executor may judge."""


class OutOfTime(Exception):
    """A plan has run for as long as an execution may."""


_NEVER_ORDINARY = (Exception, CoroutineType, GeneratorType, type(None), type(Undefined))


class OrdinaryTypes(set[type]):
    """The types met so far whose values are what they seem: no error, no null, nothing to wait for."""

    def examine(self, value: object) -> bool:
        """Always true. Raises NotAnswered for a value of any other type."""
        if isinstance(value, _NEVER_ORDINARY) or hasattr(value, "__await__"):
            raise NotAnswered(value)
        self.add(type(value))
        return True


def require_list(value: object) -> None:
    """Raises NotAnswered for what the reference executor would not go through."""
    if not is_iterable(value):
        raise NotAnswered(value)
