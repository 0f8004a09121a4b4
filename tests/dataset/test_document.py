"""YAML as texts, lists and mappings: the same from PyYAML's C loader and from its pure one."""

from collections.abc import Callable

import pytest
import yaml

from cget_api.dataset.document import LOADER, Value, document_from_bytes, document_from_yaml
from cget_api.dataset.problems import Place, Problems

Read = Callable[[str], tuple[Value | None, list[str]]]


@pytest.fixture(params=[yaml.CBaseLoader, yaml.BaseLoader], ids=["C", "pure"])
def read(request: pytest.FixtureRequest) -> Read:
    def document_and_problems(text: str) -> tuple[Value | None, list[str]]:
        problems = Problems()
        document = document_from_yaml(text, Place("a.yaml"), problems, request.param)
        return document, [str(error) for error in problems.all()]

    return document_and_problems


def test_the_c_loader_is_used_where_there_is_one() -> None:
    assert LOADER is yaml.CBaseLoader


def test_every_scalar_is_text(read: Read) -> None:
    assert read("a: 1\nb: [true, 2014-04-03, null, '']\nc: {d: 0x10, e: }\n") == (
        {"a": "1", "b": ["true", "2014-04-03", "null", ""], "c": {"d": "0x10", "e": ""}},
        [],
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# a\na: b\n", "line 1 holds a comment"),
        ("a: b # c\n", "line 1 holds a comment"),
        ("a:\n- b\n  # c\n- d\n", "line 3 holds a comment"),
        ("a: [b, # c\n  d] # e\n", "lines 1, 2 hold comments"),
        ("a: 'b'#c\n", None),
        ("a: |  # b\n  c # d\n#e\n", "lines 1, 3 hold comments"),
        ("a: >\n  c\n\n  # d\nb: e\n", None),
        ("a: \"b # c\"\nd: b#c\ne: 'x\n  # y'\n", None),
        ("a: b c\n  d\n  # e\n", "line 3 holds a comment"),
        ("---\na: b\n...\n# c\n", "line 4 holds a comment"),
    ],
)
def test_comments_are_found_and_nothing_else_is_taken_for_one(read: Read, text: str, lines: str | None) -> None:
    _, problems = read(text)
    found = [problem.split(": ", 1)[1].split(",  ")[0] for problem in problems]
    remedy = "Say it in a note, or quote the text if # belongs to it"
    assert found == ([] if lines is None else [f"{lines}, which would be lost. {remedy}"])


def test_the_first_of_two_values_is_kept_and_every_second_one_told(read: Read) -> None:
    assert read("a: 1\nb: {c: 1, c: 2}\na: 3\n") == (
        {"a": "1", "b": {"c": "1"}},
        [
            "a.yaml: line 2: the key 'c' was given on line 2 already. Keep one of the two",
            "a.yaml: line 3: the key 'a' was given on line 1 already. Keep one of the two",
        ],
    )


@pytest.mark.parametrize(
    "text", ["a: [", "a: {b", "a: 'b", "a: b: c", "\ta: b", "a: @b", "- a\nb: c", 'a: "\\ud800"', 'a: "\\UFFFFFFFF"']
)
def test_what_cannot_be_read_is_told_once(read: Read, text: str) -> None:
    document, problems = read(text)
    assert len(problems) == 1
    assert document is None or "U+D800" in problems[0]


def test_nesting_without_end_is_told_and_not_followed(read: Read) -> None:
    document, problems = read("a: " + "[" * 900 + "]" * 900)
    assert (document, len(problems)) == (None, 1)


def test_a_mark_of_byte_order_is_no_text(read: Read) -> None:
    assert read("\ufeffa: b\n") == ({"a": "b"}, [])


def test_bytes_that_are_not_utf8_are_told_with_their_line() -> None:
    problems = Problems()
    assert document_from_bytes(b"a: b\nc: \xe9\n", Place("a.yaml"), problems) is None
    assert [str(error) for error in problems.all()] == ["a.yaml: line 2 is not UTF-8. Save the file in UTF-8"]
