"""The register as a whole, and whole organisations on one day."""

import strawberry
from strawberry import Parent

from cget_api import __version__
from cget_api.api.asking import Info
from cget_api.api.nodes import Lang, resolved, shown
from cget_api.api.organizations import Organization
from cget_api.api.scalars import EDTF, Date
from cget_api.api.sources import Revision
from cget_api.api.statements import OrganizationLink
from cget_api.core.model import Text
from cget_api.core.register import Register as HeldRegister
from cget_api.core.validity import edtf_from_days
from cget_api.core.vocabulary import Language

NAME = Text(
    fr="Registre temporel du Commissariat général à l'égalité des territoires",
    en="Temporal register of the General Commission for Territorial Equality (CGET)",
)


def _name(_register: Parent[HeldRegister], lang: Lang = Language.FR) -> str:
    return NAME.in_language(lang)


def _schema_revision(_register: Parent[HeldRegister], info: Info) -> str:
    return info.context.archive.schema_revision


def _coverage(register: HeldRegister) -> str | None:
    covered = register.size().coverage
    return None if covered is None else edtf_from_days(*covered)


@strawberry.type(description="The register as a whole, in its latest revision.")
class Register:
    name: str = resolved(_name, "What the register is called.")
    api_version: str = shown(
        lambda _: __version__, "The version of this service, as Semantic Versioning has it, for example 1.2.0."
    )
    schema_revision: str = resolved(_schema_revision, "The migration at which the database stands (Alembic revision).")
    latest_revision: Revision = shown(lambda register: register.revision, "The revision that was recorded last.")
    coverage: EDTF | None = shown(
        _coverage,
        "First and last day on which any statement holds for certain, as an interval; null while there is none.",
    )
    organization_count: int = shown(
        lambda register: register.size().organizations,
        "How many organisations it holds, whatever their existence.",
    )
    statement_count: int = shown(
        lambda register: register.size().statements, "How many statements it holds, whatever their day and standing."
    )
    source_count: int = shown(
        lambda register: register.size().sources, "How many sources it holds: documents of every kind."
    )


@strawberry.type(description="An organisation in a structure, and how it hangs there.")
class StructureMember:
    depth: int = strawberry.field(description="How many levels below the root: 0 for the root itself.")
    parent: Organization | None = strawberry.field(description="The organisation directly above; null for the root.")
    link: OrganizationLink | None = strawberry.field(
        description="The statement that puts it there, with its certainty and its sources; null for the root."
    )
    organization: Organization = strawberry.field(description="The organisation itself, on the day of the structure.")


@strawberry.type(
    description=(
        "A whole organisation on one day: the root, then all its units, parents before children, in the order of a "
        "chart. A unit under two possible parents appears under each. A root that does not exist that day stands alone."
    )
)
class Structure:
    as_of: Date = strawberry.field(description="The day of the structure, for example `2016-08-11`.")
    revision: Revision = strawberry.field(description="The revision in which it is seen: what the register knew.")
    root: Organization = strawberry.field(description="The organisation at the top.")
    members: list[StructureMember] = strawberry.field(
        description="The root at depth 0, then its units, each after the organisation above it."
    )
