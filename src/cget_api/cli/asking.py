"""What a command asks the register for: a revision, a thing, a source; refused with what to do where there is none."""

from collections.abc import Iterable

from cget_api.core.errors import BadUserInput, NotFound
from cget_api.core.lens import Lens
from cget_api.core.model import Entity
from cget_api.core.register import Archive, Register
from cget_api.core.vocabulary import EntityType


def register_in(archive: Archive, revision: int | None) -> Register:
    """The latest where none is asked for. Raises BadUserInput for what was never recorded; NotFound where nothing
    was."""
    register = archive.latest if revision is None else archive.register_in(revision)
    return filled(register)


def filled(register: Register) -> Register:
    """Raises NotFound for the register before its first revision."""
    if register.revision.number == 0:
        raise NotFound("the register", "holds nothing then", "Record the seed files, or choose a later revision")
    return register


def require_source(lens: Lens) -> None:
    """Raises BadUserInput where the lens is narrowed to a source that its register does not know."""
    register = lens.register
    if lens.stated_by is not None and register.source(lens.stated_by) is None:
        raise BadUserInput(
            f"source {lens.stated_by!r}",
            f"is not known in revision {register.revision.number}",
            _suggestion(lens.stated_by, (source.slug for source in register.sources()))
            or "Take the slug of one that `show --full` names",
        )


def require_organization(register: Register, slug: str) -> Entity:
    """Raises NotFound unless the register holds such an organisation."""
    entity = register.entity(slug)
    if entity is None or entity.type is not EntityType.ORGANIZATION:
        raise unknown_organization(register, slug)
    return entity


def unknown_organization(register: Register, slug: str) -> NotFound:
    entity = register.entity(slug)
    if entity is not None:
        return NotFound(f"organization {slug!r}", f"is one of the type {entity.type}", "Take that of an organization")
    return NotFound(
        f"organization {slug!r}",
        f"is not known in revision {register.revision.number}",
        _suggestion(slug, (organization.slug for organization in register.entities(EntityType.ORGANIZATION)))
        or "Take the slug of one in the folder organizations of the seed files",
    )


def require_entity(register: Register, slug: str) -> Entity:
    """Raises NotFound unless the register holds it, whatever its type."""
    entity = register.entity(slug)
    if entity is None:
        raise NotFound(
            f"slug {slug!r}",
            f"is not known in revision {register.revision.number}",
            _suggestion(slug, (known.slug for type_ in EntityType for known in register.entities(type_)))
            or "Take the name of a seed file",
        )
    return entity


def _suggestion(slug: str, slugs: Iterable[str]) -> str:
    from cget_api.dataset.problems import did_you_mean

    return did_you_mean(slug, tuple(slugs)).strip()
