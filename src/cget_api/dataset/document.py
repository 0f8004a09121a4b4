"""A YAML file as texts, lists and mappings of texts. Whatever loading and saving would lose is refused here."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias
from unicodedata import is_normalized

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.tokens import ScalarToken

from cget_api.dataset.problems import Place, Problems, SeedProblem

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]

Loader: TypeAlias = "type[yaml.BaseLoader] | type[yaml.CBaseLoader]"

LOADER: Final[Loader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_DEEPEST = 8
_MAYBE_COMMENT = re.compile(r"(?:^|[ \t])#", re.MULTILINE)
_NEVER_IN_YAML = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")


class _Unreadable(Exception):
    """What ends the reading of a file: its arguments are a problem's code, words and remedy."""

    def __init__(self, code: SeedProblem, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.code, self.problem, self.remedy = code, problem, remedy


def document_from_bytes(content: bytes, place: Place, problems: Problems) -> Value | None:
    """None where nothing could be read, and then a problem says why."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.report(SeedProblem.NOT_UTF8, place, f"line {line} is not UTF-8", "Save the file in UTF-8")
        return None
    return document_from_yaml(text, place, problems)


def document_from_yaml(text: str, place: Place, problems: Problems, loader: Loader = LOADER) -> Value | None:
    """None where nothing could be read, and then a problem says why."""
    if found := _NEVER_IN_YAML.search(text):
        _report_control_character(text.count("\n", 0, found.start()) + 1, found[0], place, problems)
        return None
    try:
        document = _Builder(yaml.parse(text, Loader=loader), place, problems).document()
    except _Unreadable as refused:
        problems.report(refused.code, place, refused.problem, refused.remedy)
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problems.report(
            SeedProblem.SYNTAX, place, _words_of(error), "Mend the YAML: a text that holds ': ' or ' #' needs quotes"
        )
        return None
    lines = _comment_lines(text)
    if lines:
        where = (
            f"line {lines[0]} holds a comment"
            if len(lines) == 1
            else f"lines {', '.join(map(str, lines))} hold comments"
        )
        problems.report(
            SeedProblem.COMMENT,
            place,
            f"{where}, which would be lost",
            "Say it in a note, or quote the text if # belongs to it",
        )
    return document


def _words_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    words = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    return f"line {mark.line + 1}, column {mark.column + 1}: {words}" if mark is not None else words


def _comment_lines(text: str) -> list[int]:
    """Lines that hold a comment: what stands between tokens and begins with #, or follows the sign of a block text."""
    if not _MAYBE_COMMENT.search(text):
        return []
    lines = []
    end = 0
    for token in yaml.scan(text, Loader=yaml.BaseLoader):
        start = token.start_mark.index
        lines += [text.count("\n", 0, end + found.start()) + 1 for found in re.finditer(r"#[^\n]*", text[end:start])]
        if isinstance(token, ScalarToken) and token.style in ("|", ">") and "#" in text[start:].partition("\n")[0]:
            lines.append(token.start_mark.line + 1)
        end = token.end_mark.index
    return lines


def _report_control_character(line: int, sign: str, place: Place, problems: Problems) -> None:
    problem = f"line {line} holds the character U+{ord(sign):04X}, which nobody sees"
    problems.report(SeedProblem.CONTROL_CHARACTER, place, problem, "Remove it")


def _line_of(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


class _Builder:
    """Makes one document of YAML events; a key given twice is reported and its first value kept."""

    def __init__(self, events: Iterator[Event], place: Place, problems: Problems) -> None:
        self._events = events
        self._place = place
        self._problems = problems

    def document(self) -> Value:
        next(self._events)
        start = next(self._events)
        if isinstance(start, StreamEndEvent):
            raise _Unreadable(SeedProblem.EMPTY, "the file is empty", "Write its content, or remove the file")
        if isinstance(start, DocumentStartEvent) and (start.version or start.tags):
            raise self._unsupported(start, "a directive")
        value = self._value(next(self._events), depth=0)
        next(self._events)
        following = next(self._events)
        if not isinstance(following, StreamEndEvent):
            raise self._unsupported(following, "a second document")
        return value

    def _value(self, event: Event, depth: int) -> Value:
        if depth > _DEEPEST:
            raise self._unsupported(event, "a nesting deeper than any seed")
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor is not None):
            raise self._unsupported(event, "an anchor or an alias")
        if getattr(event, "tag", None) is not None:
            raise self._unsupported(event, "a tag")
        if isinstance(event, ScalarEvent):
            return self._text(event)
        if isinstance(event, SequenceStartEvent):
            items = []
            while not isinstance(item := next(self._events), SequenceEndEvent):
                items.append(self._value(item, depth + 1))
            return items
        return self._mapping(depth)

    def _mapping(self, depth: int) -> Value:
        mapping: dict[str, Value] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                raise self._unsupported(event, "a key that is not a text")
            key = self._value(event, depth)
            line = _line_of(event)
            value = self._value(next(self._events), depth + 1)
            assert isinstance(key, str)
            if key in mapping:
                self._problems.report(
                    SeedProblem.DUPLICATE_KEY,
                    self._place,
                    f"line {line}: the key {key!r} was given on line {lines[key]} already",
                    "Keep one of the two",
                )
                continue
            mapping[key], lines[key] = value, line
        return mapping

    def _text(self, event: ScalarEvent) -> str:
        text: str = event.value
        if found := _CONTROL.search(text):
            _report_control_character(_line_of(event), found[0], self._place, self._problems)
        if not is_normalized("NFC", text):
            self._problems.report(
                SeedProblem.NOT_COMPOSED,
                self._place,
                f"line {_line_of(event)} holds accents apart from their letters, so that it would equal no other text",
                "Type the accented letters anew, or normalise the text to Unicode's form C",
            )
        return text

    def _unsupported(self, event: Event, what: str) -> _Unreadable:
        return _Unreadable(
            SeedProblem.UNSUPPORTED_YAML,
            f"line {_line_of(event)} holds {what}, which would be lost",
            "Write texts, lists and mappings alone",
        )
