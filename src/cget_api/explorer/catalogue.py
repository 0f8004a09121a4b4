"""The words of the pages that are not the register's own, in both languages."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from cget_api.core.vocabulary import RULES, Predicate

FOLDER = Path(__file__).parent / "words"
_BEFORE_HIGH_MARKS = re.compile(r" (?=[;!?»])")
_BEFORE_COLON = re.compile(r" (?=:)")


class Words(Mapping[str, str]):
    """Of one language: `t.play` and `t["play"]` give a text, `t("on_day", day=…)` fills one in."""

    def __init__(self, texts: Mapping[str, str], lang: str) -> None:
        self._texts = texts
        self.lang = lang

    def __getitem__(self, key: str) -> str:
        return self._texts[key]

    def __getattr__(self, key: str) -> str:
        try:
            return self._texts[key]
        except KeyError:
            raise AttributeError(key) from None

    def __call__(self, key: str, **values: object) -> str:
        return self._texts[key].format(**values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def predicate(self, name: str) -> str:
        """As the vocabulary of the register has it."""
        rule = RULES[Predicate(name)]
        return rule.label_fr if self.lang == "fr" else rule.label_en


@cache
def words_in(lang: str) -> Words:
    texts = tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))
    return Words({key: _typeset(text) if lang == "fr" else text for key, text in texts.items()}, lang)


def _typeset(text: str) -> str:
    """With the spaces of French punctuation that no line may break at."""
    text = _BEFORE_HIGH_MARKS.sub("\u202f", text)
    text = _BEFORE_COLON.sub("\u00a0", text)
    return text.replace("« ", "«\u00a0")
