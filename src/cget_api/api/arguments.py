"""The five arguments that make a lens, and what each means wherever it is taken."""

from typing import Annotated, TypeAlias

import strawberry

from cget_api.api.scalars import Date, DateTime
from cget_api.core.validity import Certainty

AS_OF = "The day, for example `2016-08-11`; left out: today in Paris."
KNOWN_AT = (
    "What the register knew at that instant, for example `2026-01-31T12:00:00Z`; left out: what it knows. Give this or "
    "`revision`."
)
IN_REVISION = "What the register knew in that revision; left out: the latest. Give this or `knownAt`."
STATED_BY = "Only what this source says, whatever the register makes of it: its slug, for example `cget-2015`."
HOW_CERTAIN = "CERTAIN leaves out what is only POSSIBLE; POSSIBLE shows everything, each labelled."

AsOf: TypeAlias = Annotated[Date | None, strawberry.argument(description=AS_OF)]
AnyDay: TypeAlias = Annotated[
    Date | None,
    strawberry.argument(description="Only what may have held that day, for example `2016-08-11`; left out: any day."),
]
KnownAt: TypeAlias = Annotated[DateTime | None, strawberry.argument(description=KNOWN_AT)]
InRevision: TypeAlias = Annotated[int | None, strawberry.argument(description=IN_REVISION)]
StatedBy: TypeAlias = Annotated[str | None, strawberry.argument(description=STATED_BY)]
HowCertain: TypeAlias = Annotated[Certainty, strawberry.argument(description=HOW_CERTAIN)]
