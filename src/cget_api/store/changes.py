"""What differs between what is held before and after a recording, whether it is planned or was recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cget_api.core.model import Content, Entity, Recorded, Source, Statement
from cget_api.core.pairing import paired
from cget_api.store.reading import History


@dataclass(frozen=True, slots=True)
class Correction:
    """A statement that takes the place of one recorded `before`."""

    before: Recorded[Statement]
    after: Statement


@dataclass(frozen=True, slots=True)
class SourceCorrection:
    """A description of a source that takes the place of one recorded `before`."""

    before: Recorded[Source]
    after: Source


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """What recording a dataset does: add entities and statements, supersede those of which nothing is left, correct
    those that say the same otherwise, or give another value of what has one a day; likewise for sources."""

    entities: tuple[Entity, ...]
    statements_added: tuple[Statement, ...]
    statements_superseded: tuple[Recorded[Statement], ...]
    statements_corrected: tuple[Correction, ...]
    sources_added: tuple[Source, ...]
    sources_superseded: tuple[Recorded[Source], ...]
    sources_corrected: tuple[SourceCorrection, ...]

    @property
    def is_empty(self) -> bool:
        return not (
            self.entities
            or self.statements_added
            or self.statements_superseded
            or self.statements_corrected
            or self.sources_added
            or self.sources_superseded
            or self.sources_corrected
        )


def plan_from_changes(
    entities: Sequence[Entity],
    gone: Sequence[Recorded[Statement]],
    wanted: Mapping[str, Statement],
    gone_sources: Sequence[Recorded[Source]],
    wanted_sources: Mapping[str, Source],
) -> RecordingPlan:
    """Each `wanted` statement and source by its key; those `gone` and wanted are of no digest that is on both sides."""
    held = {statement.key: statement for statement in gone}
    described = {source.key: source for source in gone_sources}
    pairs = tuple(paired({key: statement.value for key, statement in held.items()}, wanted))
    return RecordingPlan(
        entities=tuple(entities),
        statements_added=tuple(wanted[new] for old, new in pairs if old is None and new is not None),
        statements_superseded=tuple(held[old] for old, new in pairs if old is not None and new is None),
        statements_corrected=tuple(
            Correction(held[old], wanted[new]) for old, new in pairs if old is not None and new is not None
        ),
        sources_added=tuple(source for slug, source in wanted_sources.items() if slug not in described),
        sources_superseded=tuple(source for slug, source in described.items() if slug not in wanted_sources),
        sources_corrected=tuple(
            SourceCorrection(source, wanted_sources[slug])
            for slug, source in described.items()
            if slug in wanted_sources
        ),
    )


def plan_between(history: History, before: int, after: int) -> RecordingPlan:
    """What would make of the one revision (0: nothing) what the other holds, of which either may be the earlier."""
    gone, wanted = _differing(history.statements, before, after)
    gone_sources, wanted_sources = _differing(history.sources, before, after)
    return plan_from_changes(
        [entity for slug, entity in history.entities.items() if before < history.entities_recorded_in[slug] <= after],
        gone,
        {statement.key: statement.value for statement in wanted},
        gone_sources,
        {source.key: source.value for source in wanted_sources},
    )


def _differing(
    recorded: Sequence[Recorded[Content]], before: int, after: int
) -> tuple[list[Recorded[Content]], list[Recorded[Content]]]:
    """What only the one and only the other revision holds: what was superseded and recorded again as it was differs in
    neither."""
    held = [{(one.key, one.digest): one for one in recorded if one.is_held_in(number)} for number in (before, after)]
    sides = [[one for known, one in own.items() if known not in other] for own, other in (held, reversed(held))]
    return sides[0], sides[1]
