"""History as GraphQL types: what changed between two lenses, and what cannot all be true."""

import strawberry
from strawberry import UNSET

from cget_api.api.arguments import AS_OF, HOW_CERTAIN, IN_REVISION, KNOWN_AT, STATED_BY
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


@strawberry.input(
    description="One side of a comparison: the five arguments of a lens, with the same meaning as anywhere else."
)
class Lens:
    as_of: Date | None = strawberry.field(default=UNSET, description=AS_OF)
    known_at: DateTime | None = strawberry.field(default=UNSET, description=KNOWN_AT)
    revision: int | None = strawberry.field(default=UNSET, description=IN_REVISION)
    stated_by: str | None = strawberry.field(default=UNSET, description=STATED_BY)
    certainty: Certainty = strawberry.field(default=Certainty.POSSIBLE, description=HOW_CERTAIN)

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
    kind: ChangeKind = strawberry.field(
        description="What became of the statement, going from the side `from` to the side `to`."
    )
    subject: Entity = strawberry.field(
        description="About what: the root, one of its units, one of their posts, or a body that they host."
    )
    predicate: Predicate = strawberry.field(description="In what respect it changed, for example AUTHORITY.")
    before: Statement | None = strawberry.field(description="What the side `from` says; null where it was ADDED.")
    after: Statement | None = strawberry.field(description="What the side `to` says; null where it was REMOVED.")
    causes: list[LazyChangeEvent] = strawberry.field(
        description="Events that may fall between the two days and touch the subject; none where the days are the same."
    )


@strawberry.type(
    description="What one side's source does not speak of, where the other side does. Silence is not contradiction."
)
class Silence:
    side: Side = strawberry.field(description="The side whose source is silent.")
    subject: Entity = strawberry.field(description="About what it is silent.")
    predicates: list[Predicate] = strawberry.field(
        description="In what respects it is silent, for example FIGURE: it gives no figures."
    )


@strawberry.type(description="Two structures of one organisation, and what differs between them.")
class Comparison:
    from_: Structure = shown(
        lambda comparison: comparison.before, "The structure through the lens `from`.", name="from"
    )
    to: Structure = shown(lambda comparison: comparison.after, "The structure through the lens `to`.")
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
    subject: Entity = strawberry.field(
        description="What they are about; where they are about several things, one of these."
    )
    predicate: Predicate = strawberry.field(
        description="In what respect they cannot all be true, for example LEGAL_NATURE."
    )
    statements: list[Statement] = strawberry.field(
        description="The statements, best standing first: what the register holds, if it holds any of them."
    )
    resolution: Statement | None = strawberry.field(
        description="The one of them that the register holds; null where it holds none."
    )
    explanation: str | None = in_language(
        lambda contradiction: contradiction.explanation,
        "Why, in the words of the statements' notes; null where none is noted.",
    )
