"""Stepping through the history of an organisation by change and not by date."""

from collections.abc import Iterable, Iterator

from cget_api.core.lens import Lens
from cget_api.core.register import Held
from cget_api.core.validity import FIRST_DAY, LAST_DAY, Certainty
from cget_api.core.view import EntityView
from cget_api.core.vocabulary import Predicate

_Picture = tuple[Certainty | None, ...]


def previous_change(organization: EntityView) -> int | None:
    """The last day, before the view's, on which something about it is otherwise than on the day before; None where none
    is."""
    return _first_change(organization, reversed([day for day in _days(organization) if day < organization.as_of]))


def next_change(organization: EntityView) -> int | None:
    """The first day, after the view's, on which something about it is otherwise than on the day before; None where none
    is."""
    return _first_change(organization, [day for day in _days(organization) if day > organization.as_of])


def _first_change(organization: EntityView, days: Iterable[int]) -> int | None:
    statements = list(_about(organization))
    return next(
        (
            day
            for day in days
            if _picture(statements, organization.lens.on(day)) != _picture(statements, organization.lens.on(day - 1))
        ),
        None,
    )


def _picture(statements: Iterable[Held], lens: Lens) -> _Picture:
    return tuple(lens.holds(held) if lens.sees(held) else None for held in statements)


def _about(organization: EntityView) -> Iterator[Held]:
    """What is said of it or points at it, and who holds the posts in it."""
    lens, slug = organization.lens, organization.slug
    for predicate in Predicate:
        yield from filter(lens.speaks_of, lens.register.about(slug, predicate))
        yield from filter(lens.speaks_of, lens.register.pointing_to(slug, predicate))
    posts = {
        held.statement.subject
        for predicate in (Predicate.POST_IN, Predicate.HEAD_OF)
        for held in lens.register.pointing_to(slug, predicate)
    }
    for post in sorted(posts):
        yield from filter(lens.speaks_of, lens.register.about(post, Predicate.HELD_BY))


def _days(organization: EntityView) -> list[int]:
    """Every day on which some statement's certainty may change, in order."""
    days: set[int] = set()
    for held in _about(organization):
        span = held.span
        days.update((span.start_earliest, span.start_latest, span.end_earliest, span.end_latest))
        for citation in held.statement.citations:
            if citation.source == organization.lens.stated_by and citation.attests is not None:
                days.update(citation.attests.turning_days)
    source = organization.stated_by
    if source is not None and source.source.published_on is not None:
        days.update(source.source.published_on.turning_days)
    return sorted(day for day in days if FIRST_DAY < day <= LAST_DAY)
