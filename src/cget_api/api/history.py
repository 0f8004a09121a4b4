"""History as GraphQL types: what changed between two lenses, and what cannot all be true."""

import strawberry
from strawberry import UNSET

from cget_api.api.asking import Asking, given
from cget_api.api.entities import Entity
from cget_api.api.lazily import LazyChangeEvent
from cget_api.api.nodes import in_language, shown
from cget_api.api.register import Structure
from cget_api.api.scalars import Date, DateTime
from cget_api.api.statements import Statement
from cget_api.core import lens as core
from cget_api.core.comparison import ChangeKind, Side
from cget_api.core.validity import Certainty
from cget_api.core.vocabulary import Predicate


@strawberry.input(description="One side of a comparison: the five arguments of a lens.")
class Lens:
    as_of: Date | None = strawberry.field(default=UNSET, description="The day; left out: today in Paris.")
    known_at: DateTime | None = strawberry.field(
        default=UNSET, description="What the register knew at that instant; left out: what it knows."
    )
    revision: int | None = strawberry.field(
        default=UNSET, description="What the register knew in that revision; left out: the latest."
    )
    stated_by: str | None = strawberry.field(default=UNSET, description="Only what this source (its slug) says.")
    certainty: Certainty = strawberry.field(
        default=Certainty.POSSIBLE, description="CERTAIN leaves out what is only POSSIBLE."
    )

    def through(self, asking: Asking) -> core.Lens:
        """Raises BadUserInput as the arguments of any other lens do."""
        return asking.lens(
            given(self.as_of), given(self.known_at), given(self.revision), given(self.stated_by), self.certainty
        )


@strawberry.type(
    description=(
        "What differs about one subject and predicate. CHANGED: the same statement with another certainty or standing, "
        "or the one value on each side of what has one value a day. Everything else is REMOVED or ADDED."
    )
)
class Change:
    kind: ChangeKind = strawberry.field(description="What became of it, going from the one side to the other.")
    subject: Entity = strawberry.field(description="What changed.")
    predicate: Predicate = strawberry.field(description="In what respect it changed.")
    before: Statement | None = strawberry.field(description="What was said before; null where it was ADDED.")
    after: Statement | None = strawberry.field(description="What was said after; null where it was REMOVED.")
    causes: list[LazyChangeEvent] = strawberry.field(
        description="Events that may fall between the two days and touch the subject; none where the days are the same."
    )


@strawberry.type(
    description="What one side's source does not speak of, where the other side does. Silence is not contradiction."
)
class Silence:
    side: Side = strawberry.field(description="Whose source is silent.")
    subject: Entity = strawberry.field(description="About what.")
    predicates: list[Predicate] = strawberry.field(description="In what respects.")


@strawberry.type(description="Two structures, and what differs between them.")
class Comparison:
    from_: Structure = shown(lambda comparison: comparison.before, "The one side.", name="from")
    to: Structure = shown(lambda comparison: comparison.after, "The other side.")
    changes: list[Change] = strawberry.field(
        description="What differs about the root, the units of either side, their posts and the bodies they host."
    )
    silences: list[Silence] = strawberry.field(
        description="What is left out of the changes, because one side's source does not speak of it."
    )


@strawberry.type(
    description=(
        "Statements that cannot all be true, found by rule: on one subject and predicate, or on one predicate and "
        "object. They are reached without a day."
    )
)
class Contradiction:
    subject: Entity = strawberry.field(description="What they are about.")
    predicate: Predicate = strawberry.field(description="In what respect.")
    statements: list[Statement] = strawberry.field(description="The statements, the one that the register holds first.")
    resolution: Statement | None = strawberry.field(
        description="What the register holds; null where it does not decide."
    )
    explanation: str | None = in_language(
        lambda contradiction: contradiction.explanation, "Why, in the words of the statements' notes."
    )
