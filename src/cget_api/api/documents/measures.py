"""How large a document is, with each fragment counted wherever it is spread, and looked at only once."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode
from graphql.language import OperationDefinitionNode, SelectionSetNode

from cget_api.api.documents.limits import Limits, too_complex


@dataclass(frozen=True, slots=True)
class Measures:
    """Of a selection: how deep fields are nested, how many stand side by side at its top (`width`), and how many
    fields, aliases and directives there are in all. Numbers may be astronomical: they are counted, not walked."""

    depth: int = 0
    width: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0

    def require(self, limits: Limits) -> None:
        """Raises QueryTooComplex for the first limit that an operation of these measures exceeds."""
        split = "Ask in several requests"
        for what, count, most, remedy in (
            ("depth", self.depth, limits.max_depth, "Ask for less deep fields, or follow an id with node(id:)"),
            ("root fields", self.width, limits.max_root_fields, split),
            ("aliases", self.aliases, limits.max_aliases, split),
            ("directives", self.directives, limits.max_directives, split),
            ("fields", self.fields, limits.max_cost, split),
        ):
            if count > most:
                raise too_complex(what, count, most, remedy)


class Measuring:
    """Measures the operations of a document with these fragments; a cycle of them, which validation will refuse, counts
    once."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._measured: dict[str, Measures] = {}

    def operation(self, operation: OperationDefinitionNode) -> Measures:
        inside = self._selection(operation.selection_set)
        return Measures(
            inside.depth,
            inside.width,
            inside.fields,
            inside.aliases,
            inside.directives + len(operation.directives or ()),
        )

    def _selection(self, selected: SelectionSetNode | None) -> Measures:
        depth = width = fields = aliases = directives = 0
        for selection in selected.selections if selected else ():
            directives += len(selection.directives or ())
            match selection:
                case FieldNode():
                    inside = self._selection(selection.selection_set)
                    depth = max(depth, inside.depth + 1)
                    width += 1
                    fields += 1
                    aliases += selection.alias is not None
                case InlineFragmentNode():
                    inside = self._selection(selection.selection_set)
                    depth = max(depth, inside.depth)
                    width += inside.width
                case FragmentSpreadNode():
                    inside = self._fragment(selection.name.value)
                    depth = max(depth, inside.depth)
                    width += inside.width
                case _:
                    continue
            fields += inside.fields
            aliases += inside.aliases
            directives += inside.directives
        return Measures(depth, width, fields, aliases, directives)

    def _fragment(self, name: str) -> Measures:
        measured = self._measured.get(name)
        if measured is None:
            fragment = self._fragments.get(name)
            self._measured[name] = Measures()
            measured = self._measured[name] = self._selection(fragment.selection_set if fragment else None)
        return measured


def require_short_lists(variables: Mapping[str, object] | None, limits: Limits) -> None:
    """Raises QueryTooComplex for a list that is longer than it may be, however deep it stands in the values of
    variables."""
    waiting = list(variables.values()) if variables else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            if len(value) > limits.max_list_items:
                raise too_complex("items of a list", len(value), limits.max_list_items, "Ask in several requests")
            waiting.extend(value)
