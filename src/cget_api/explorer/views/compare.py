"""Two lenses side by side: two days as a rule, or two sources, or two revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cget_api.explorer.chart import Box, chart_of
from cget_api.explorer.dates import day_in_words
from cget_api.explorer.differences import by_kind, differences_of, differing
from cget_api.explorer.lens import Lens, day_from_parameter, revision_from_parameter
from cget_api.explorer.view import Asking, View, found

_FIRST = ("2017-12-31", "2018-01-01")
"""What is compared where no day is asked for: the CGET passes from the Prime Minister to a minister."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its `name` as the API has it, its lens, the `root` as it stood, its `chart` and the `authorities`."""

    name: str
    lens: Lens
    address: str
    root: Mapping[str, Any]
    chart: Box | None
    authorities: Sequence[Mapping[str, Any]]

    @property
    def as_of(self) -> str:
        return self.lens.as_of

    @property
    def stated_by(self) -> str | None:
        return self.lens.stated_by

    @property
    def revision(self) -> int | None:
        return self.lens.revision

    @property
    def known_at(self) -> str | None:
        return self.lens.known_at


async def compare(asking: Asking) -> View:
    lens = asking.lens
    before, after = (_side_lens(asking, name, day) for name, day in zip(("from", "to"), _FIRST, strict=True))
    variables = {"from": before.narrowed_given, "to": after.narrowed_given}
    answer = await asking.ask("difference", root=lens.root, **variables, lang=lens.language)
    compared = found(answer["compare"], "organization", lens.root)
    events = (await asking.ask("events", **after.recorded, lang=lens.language))["timeline"]["nodes"]
    changes = differences_of(compared, events)
    charts = [await _chart(asking, side) for side in (before, after)]
    sides = [
        Side(name, side, f"?{side.query()}", compared[name]["root"], *chart)
        for name, side, chart in zip(("from", "to"), (before, after), charts, strict=True)
    ]
    words = asking.words
    named = words(
        "compare_named",
        before=day_in_words(before.as_of, lens.lang),
        after=day_in_words(after.as_of, lens.lang),
    )
    root = sides[1].root
    shown = {
        "sides": sides,
        "different": differing(changes, "UNIT_OF", "HELD_BY", "NAME", "EXISTENCE", "HOSTED_BY"),
        "authority_differs": differing(changes, "AUTHORITY"),
        "groups": by_kind(changes),
        "surer": [change for change in changes if change["same"]],
        "silences": compared["silences"],
    }
    beside: dict[str, object] = {"asOf": None, "statedBy": None, "revision": None, "knownAt": None, "certainty": None}
    for side in sides:
        beside |= {
            f"{side.name}.asOf": side.as_of,
            f"{side.name}.statedBy": side.stated_by,
            f"{side.name}.revision": side.revision,
            f"{side.name}.knownAt": side.known_at,
        }
    title = f"{root['acronym'] or root['name']}{words['colon']}{named}"
    return View("compare.html", title, "compare", "compare", compared["to"]["revision"], shown, beside)


async def _chart(asking: Asking, side: Lens) -> tuple[Box | None, Sequence[Mapping[str, Any]]]:
    """With what stood above it. None for a root that did not exist, where no source alone is asked."""
    answer = await asking.ask("plate", root=side.root, **side.narrowed, lang=side.language)
    structure = answer["structure"]
    exists = structure is not None and (structure["root"]["existence"] == "EXISTS" or side.stated_by is not None)
    return (chart_of(structure["members"]), structure["root"]["authorities"]) if exists else (None, ())


def _side_lens(asking: Asking, name: str, day: str) -> Lens:
    """Raises BadUserInput for a value that means nothing."""

    def given(parameter: str) -> str | None:
        return asking.parameters.get(f"{name}.{parameter}", "").strip() or None

    return Lens(
        day_from_parameter(f"{name}.asOf", given("asOf") or day),
        asking.lens.lang,
        given("knownAt") or asking.lens.known_at,
        revision_from_parameter(f"{name}.revision", given("revision")) or asking.lens.revision,
        given("statedBy"),
        "POSSIBLE",
        asking.lens.root,
    )
