"""Python source for one selection: a function that shows an object of one type as the selection asks."""

from collections.abc import Iterable, Iterator

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet

from cget_api.api.compiled.expressions import (
    Names,
    object_type_of,
    ordinary,
    shown_leaf,
)
from cget_api.api.compiled.surprises import NotUnderstood

_INDENT = "    "


class Function:
    """Writes one function, called `name`, for objects of the type `type_`; it gives so many `values`, those of objects
    that are surely below included. Raises NotUnderstood."""

    def __init__(self, name: str, type_: GraphQLObjectType, selection: GroupedFieldSet, names: Names) -> None:
        self._name = name
        self._names = names
        self.values = len(selection)
        is_type_of = names.is_type_of(type_)
        self._body = [f"if not {is_type_of}(view, None): raise NotAnswered(view)"] if is_type_of else []
        shown = [
            f"{key!r}: {self._shown(f'f{number}', type_, details)}"
            for number, (key, details) in enumerate(selection.items())
        ]
        self._body.append(f"return {{{', '.join(shown)}}}")

    def source(self, *, counts: bool) -> str:
        """Of a function that `counts` the values itself, or leaves that to whoever calls it."""
        counted = _counted(str(self.values)) if counts else ()
        return "\n".join([f"def {self._name}(view, run):", *_indented([*counted, *self._body]), ""])

    def _shown(self, variable: str, type_: GraphQLObjectType, details: FieldDetailsList) -> str:
        """An expression for what is shown of a field; the lines that it needs are in the body."""
        node = details[0].node
        if node.name.value == "__typename":
            return repr(type_.name)
        value, value_type = self._names.value(type_, node, "view")
        present = object_type_of(value_type)
        if present is not None:
            self.values += self._names.function(present, details).values
        self._body.append(f"{variable} = {value}")
        self._body += self._completed(variable, value_type, details, counted=present is not None)
        return variable

    def _completed(
        self, variable: str, type_: GraphQLOutputType, details: FieldDetailsList, *, counted: bool
    ) -> Iterator[str]:
        """The lines that make of the value in `variable` what is shown of it."""
        if is_non_null_type(type_):
            yield from self._present(variable, type_.of_type, details, counted=counted)
        else:
            yield f"if {variable} is not None:"
            yield from _indented(self._present(variable, type_, details, counted=False))

    def _present(
        self, variable: str, type_: GraphQLOutputType, details: FieldDetailsList, *, counted: bool
    ) -> Iterator[str]:
        """The same for a value that is there."""
        names = self._names
        if is_list_type(type_):
            yield from self._list(variable, type_.of_type, details)
        elif is_leaf_type(type_):
            yield f"{variable} = {shown_leaf(variable, type_, names)}"
        elif is_object_type(type_):
            function = names.function(type_, details)
            if not counted:
                yield from _counted(str(function.values))
            yield f"if type({variable}) not in ordinary: examine({variable})"
            yield f"{variable} = {function.call(variable)}"
        elif is_abstract_type(type_):
            type_of, cases = names.cases(type_, details)
            itself = names.named(type_.name, type_)
            yield f"if type({variable}) not in ordinary: examine({variable})"
            yield f"{variable} = {cases}[{type_of}({variable}, None, {itself})]({variable}, run)"
        else:
            raise NotUnderstood(f"values of {type_}")

    def _list(self, variable: str, item_type: GraphQLOutputType, details: FieldDetailsList) -> Iterator[str]:
        item, items = f"{variable}_item", f"{variable}_items"
        yield f"if type({variable}) is not tuple and type({variable}) is not list: require_list({variable})"
        present = object_type_of(item_type)
        if present is not None:
            function = self._names.function(present, details)
            yield from _counted(f"{function.values} * len({variable})")
            if function.expression is not None:
                shown = f"{function.call(item)} for {item} in {variable} if {ordinary(item)}"
                yield f"{variable} = [{shown}]"
                return
        yield f"{items} = []"
        yield f"for {item} in {variable}:"
        yield from _indented(self._completed(item, item_type, details, counted=present is not None))
        yield f"{_INDENT}{items}.append({item})"
        yield f"{variable} = {items}"


def _counted(values: str) -> Iterator[str]:
    if values.startswith("0"):
        return
    yield f"left = run.left = run.left - {values}"
    yield "if left < run.look_at: run.look()"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (_INDENT + line for line in lines)
