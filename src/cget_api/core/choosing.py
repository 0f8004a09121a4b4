"""Which organisations answer to a choice, and how well."""

from collections.abc import Callable

from cget_api.core.lens import Lens, organizations_spoken_of
from cget_api.core.model import Entity
from cget_api.core.ordered import InOrder
from cget_api.core.register import Register
from cget_api.core.search import rank
from cget_api.core.selection import Choice
from cget_api.core.view import entity_through

Ranked = tuple[int, Entity]


def lens_of(choice: Choice, register: Register) -> Lens:
    return Lens(register, choice.as_of, choice.stated_by, choice.only_certain)


def ranking(choice: Choice, register: Register) -> Callable[[Entity], int | None]:
    """None where the choice leaves it out; else the lower the better it answers to the words."""
    lens = lens_of(choice, register)

    def rank_of(organization: Entity) -> int | None:
        view = entity_through(lens, organization.slug)
        if choice.kinds is not None and view.kind not in choice.kinds:
            return None
        if choice.existences is not None and view.existence[0] not in choice.existences:
            return None
        return 0 if choice.words is None else rank(view, choice.words)

    return rank_of


def place_of_ranked(ranked: Ranked) -> tuple[int, str]:
    return ranked[0], ranked[1].slug


def organizations_chosen(register: Register, choice: Choice) -> InOrder[Ranked]:
    """All of them at once, from a register that is at hand."""
    rank_of = ranking(choice, register)
    ranked = (
        (rank_of(organization), organization) for organization in organizations_spoken_of(lens_of(choice, register))
    )
    chosen = sorted(((number, one) for number, one in ranked if number is not None), key=place_of_ranked)
    return InOrder(chosen, place_of_ranked)
