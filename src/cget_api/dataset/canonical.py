"""The one way to write a seed file: keys in order, defaults left out, lines of at most 120 signs where words allow it.

The writer is ours: PyYAML's breaks a mapping wherever its line ends, and its C and pure forms break differently.
"""

import re
from collections.abc import Iterator
from typing import Final, TypeGuard

from cget_api.core.vocabulary import Language, Standing
from cget_api.dataset.document import Value
from cget_api.dataset.form import LIFE, STATEMENT, Form, Keys, Several, Words

WIDTH: Final = 120

_DEFAULTS: Final = {"language": Language.FR, "standing": Standing.ACCEPTED, "position": "0"}
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]")
_NEVER_PLAIN = re.compile(r"^[ ,\[\]{}#&*!|>'\"%@`?:]|^-(?: |$)|:(?: |$)| #| $|^$")
_NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}?]")
_BLOCK = re.compile(r"[^\s][^\n]*(?:\n+[^\s][^\n]*)*\n?")
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")
_SHORT_ESCAPES: Final = {"\n": "\\n", "\t": "\\t"}


def canonical(document: Value, form: Form) -> str:
    """The text of a file of that form, which holds no key that the form does not know."""
    return "".join(f"{line}\n" for line in _block(_arranged(document, form), form, 0))


def _arranged(value: Value, form: Form) -> Value:
    match form, value:
        case Several(), list():
            return [_arranged(item, form.item) for item in value]
        case Keys(), dict():
            plain = _plainest(value) if form is STATEMENT else value
            return {key: _arranged(plain[key], item_form) for key, item_form in form.keys.items() if key in plain}
        case _:
            return value


def _plainest(statement: dict[str, Value]) -> dict[str, Value]:
    """Without what is so by default, and with `when` for a start and an end that are the same."""
    plain = {key: value for key, value in statement.items() if value != _DEFAULTS.get(key)}
    start = plain.get("start")
    if start is not None and start != LIFE and start == plain.get("end") and "when" not in plain:
        del plain["start"], plain["end"]
        plain["when"] = start
    return plain


def _block(value: Value, form: Form, indent: int) -> Iterator[str]:
    """The lines of a list or a mapping whose keys stand at `indent`."""
    margin = " " * indent
    match form, value:
        case Keys(), dict():
            if not value:
                yield f"{margin}{{}}"
            for key, item in value.items():
                yield from _headed(f"{margin}{key}:", item, form.keys[key], indent)
        case Several(), list():
            for item in value:
                flow = _in_flow(item, form.item)
                if flow is not None and indent + len("- ") + len(flow) <= WIDTH:
                    yield f"{margin}- {flow}"
                elif isinstance(item, str):
                    yield from _scalar(f"{margin}- ", item, indent + 2)
                else:
                    first, *rest = _block(item, form.item, indent + 2)
                    yield f"{margin}- {first[indent + 2 :]}"
                    yield from rest
        case _, str():
            yield from _scalar(margin, value, indent)
        case _:
            raise ValueError(f"{value!r} is not of the form {form!r}")


def _headed(head: str, value: Value, form: Form, indent: int) -> Iterator[str]:
    """The lines of a value that follows its key: on the same line where it fits, else below."""
    if isinstance(value, str):
        yield from _scalar(f"{head} ", value, indent + 2)
        return
    flow = _in_flow(value, form)
    if flow is not None and len(head) + 1 + len(flow) <= WIDTH:
        yield f"{head} {flow}"
        return
    yield head
    yield from _block(value, form, indent if isinstance(value, list) else indent + 2)


def _in_flow(value: Value, form: Form) -> str | None:
    """On one line; None for what never stands so."""
    match form, value:
        case Keys(block=False), dict():
            texts = [(f"{key}: ", item) for key, item in value.items() if _is_one_line(item)]
            opening, closing = "{", "}"
        case Several(item=Words()), list():
            texts = [("", item) for item in value if _is_one_line(item)]
            opening, closing = "[", "]"
        case Several(), []:
            return "[]"
        case _:
            return None
    if len(texts) < len(value):
        return None
    return opening + ", ".join(head + _on_one_line(text, in_flow=True) for head, text in texts) + closing


def _is_one_line(value: Value) -> TypeGuard[str]:
    return isinstance(value, str) and "\n" not in value


def _scalar(head: str, text: str, indent: int) -> Iterator[str]:
    """The lines of a text after `head`, those that follow indented."""
    margin = " " * indent
    if "\n" in text and _BLOCK.fullmatch(text) and not _ESCAPED.search(text.replace("\n", "")):
        yield f"{head}{'|' if text.endswith(chr(10)) else '|-'}"
        yield from (f"{margin}{line}" if line else "" for line in text.removesuffix("\n").split("\n"))
        return
    line = head
    fresh = True
    for words in _BREAK.split(_on_one_line(text, in_flow=False)):
        if not fresh and len(line) + 1 + len(words) > WIDTH:
            yield line
            line, fresh = margin, True
        line = f"{line}{words}" if fresh else f"{line} {words}"
        fresh = False
    yield line


def _on_one_line(text: str, *, in_flow: bool) -> str:
    """Without quotes where none are needed; in double quotes where single ones would have to be doubled."""
    if _ESCAPED.search(text):
        return _double_quoted(text)
    if not _NEVER_PLAIN.search(text) and not (in_flow and _NOT_PLAIN_IN_FLOW.search(text)):
        return text
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _double_quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    code = ord(sign)
    return _SHORT_ESCAPES.get(sign) or (f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
