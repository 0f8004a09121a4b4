"""What recording changes, or changed: by subject, each change in words, corrections field by field."""

from collections import defaultdict
from collections.abc import Iterator

from rich.text import Text

from cget_api.cli.reports import Json, json_from_source, json_from_statement
from cget_api.cli.wording import quoted, statement_in_words
from cget_api.core.comparison import ChangeKind
from cget_api.core.model import Source, Statement
from cget_api.core.vocabulary import Predicate
from cget_api.dataset.document import Value
from cget_api.dataset.writing import document_from_source, document_from_statement
from cget_api.store.changes import RecordingPlan

_STYLES = {"+": "green", "~": "yellow", "-": "red"}
_PREDICATES = {predicate: rank for rank, predicate in enumerate(Predicate)}
_OF_A_SOURCE = -1

Change = tuple[int, list[Text]]


def lines_from_plan(plan: RecordingPlan, summary: str = "To record") -> Iterator[Text]:
    """Subjects in the order of their slugs, their statements in that of the vocabulary; at the end the `summary`: how
    many of each."""
    added = {entity.slug: entity.type for entity in plan.entities}
    changes = _changes_by_subject(plan)
    for slug in sorted({*added, *changes}):
        yield Text(f"{slug}, a new {added[slug]}" if slug in added else slug, style="bold")
        for _, lines in sorted(changes[slug], key=lambda change: change[0]):
            yield from lines
    yield Text(f"{summary}: {_counts(plan)}.")


def _changes_by_subject(plan: RecordingPlan) -> dict[str, list[Change]]:
    changes: dict[str, list[Change]] = defaultdict(list)

    def tell(subject: str, rank: int, sign: str, words: str, *details: str) -> None:
        lines = [Text(f"  {sign} {words}", style=_STYLES[sign]), *(Text(f"      {detail}") for detail in details)]
        changes[subject].append((rank, lines))

    def tell_statement(statement: Statement, sign: str, *details: str) -> None:
        tell(statement.subject, _PREDICATES[statement.predicate], sign, statement_in_words(statement), *details)

    def tell_source(source: Source, sign: str, *details: str) -> None:
        tell(source.slug, _OF_A_SOURCE, sign, f"{source.source_kind} {quoted(source.title)}", *details)

    for corrected in plan.statements_corrected:
        before = corrected.before.value
        differing = differences(document_from_statement(before), document_from_statement(corrected.after))
        tell_statement(before, "~", *differing)
    for superseded in plan.statements_superseded:
        tell_statement(superseded.value, "-")
    for statement in plan.statements_added:
        tell_statement(statement, "+")
    for source in plan.sources_added:
        tell_source(source, "+")
    for described in plan.sources_corrected:
        former = described.before.value
        tell_source(former, "~", *differences(document_from_source(former), document_from_source(described.after)))
    for gone in plan.sources_superseded:
        tell_source(gone.value, "-")
    return changes


def json_from_plan(plan: RecordingPlan) -> dict[str, Json]:
    """`entities` added; `changes` of statements, as in a comparison; and of `sources`, each with its slug."""
    changed = [
        *((ChangeKind.CHANGED, corrected.before.value, corrected.after) for corrected in plan.statements_corrected),
        *((ChangeKind.REMOVED, gone.value, None) for gone in plan.statements_superseded),
        *((ChangeKind.ADDED, None, statement) for statement in plan.statements_added),
    ]
    described = [
        *((ChangeKind.CHANGED, source.before.value, source.after) for source in plan.sources_corrected),
        *((ChangeKind.REMOVED, gone.value, None) for gone in plan.sources_superseded),
        *((ChangeKind.ADDED, None, source) for source in plan.sources_added),
    ]
    return {
        "entities": [{"slug": entity.slug, "type": entity.type.value} for entity in plan.entities],
        "changes": [
            {
                "kind": kind.value,
                "subject": said.subject,
                "predicate": said.predicate.value,
                "before": None if before is None else json_from_statement(before),
                "after": None if after is None else json_from_statement(after),
                "causes": [],
            }
            for kind, before, after in changed
            if (said := after or before) is not None
        ],
        "sources": [
            {
                "kind": kind.value,
                "slug": source.slug,
                "before": None if before is None else json_from_source(before),
                "after": None if after is None else json_from_source(after),
            }
            for kind, before, after in described
            if (source := after or before) is not None
        ],
    }


def differences(before: Value, after: Value, field: str = "") -> Iterator[str]:
    """Where two documents of a seed file differ, one line for each field, and for each item of a list."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            place = f"{field}, {key}" if field else key
            if key not in after:
                yield f"{place}: {_flow(before[key])} is left out"
            elif key not in before:
                yield f"{place}: {_flow(after[key])} is new"
            else:
                yield from differences(before[key], after[key], place)
    elif isinstance(before, list) and isinstance(after, list):
        gone = [item for item in before if item not in after]
        new = [item for item in after if item not in before]
        yield from (f"{field}: {_flow(item)} is left out" for item in gone)
        yield from (f"{field}: {_flow(item)} is new" for item in new)
        if not gone and not new:
            yield f"{field}: in another order"
    else:
        yield f"{field}: {_flow(before)} becomes {_flow(after)}"


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return value


def _counts(plan: RecordingPlan) -> str:
    statements = (plan.statements_added, plan.statements_corrected, plan.statements_superseded)
    sources = (plan.sources_added, plan.sources_corrected, plan.sources_superseded)
    told = [
        f"{len(changed)} {one if len(changed) == 1 else many} {verb}"
        for one, many, changes in (
            ("entity", "entities", (plan.entities, (), ())),
            ("statement", "statements", statements),
            ("source", "sources", sources),
        )
        for changed, verb in zip(changes, ("added", "corrected", "superseded"), strict=True)
        if changed
    ]
    return ", ".join(told) or "nothing"
