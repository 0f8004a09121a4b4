"""The object types that refer to one another, named before they exist: GraphQL types form cycles, modules need not."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

if TYPE_CHECKING:
    from cget_api.api.history import Contradiction
    from cget_api.api.organizations import Organization
    from cget_api.api.others import BudgetProgramme, ChangeEvent, Person, Post, Site
    from cget_api.api.sources import Revision, Source

LazyBudgetProgramme: TypeAlias = Annotated["BudgetProgramme", strawberry.lazy("cget_api.api.others")]
LazyChangeEvent: TypeAlias = Annotated["ChangeEvent", strawberry.lazy("cget_api.api.others")]
LazyContradiction: TypeAlias = Annotated["Contradiction", strawberry.lazy("cget_api.api.history")]
LazyOrganization: TypeAlias = Annotated["Organization", strawberry.lazy("cget_api.api.organizations")]
LazyPerson: TypeAlias = Annotated["Person", strawberry.lazy("cget_api.api.others")]
LazyPost: TypeAlias = Annotated["Post", strawberry.lazy("cget_api.api.others")]
LazyRevision: TypeAlias = Annotated["Revision", strawberry.lazy("cget_api.api.sources")]
LazySite: TypeAlias = Annotated["Site", strawberry.lazy("cget_api.api.others")]
LazySource: TypeAlias = Annotated["Source", strawberry.lazy("cget_api.api.sources")]
