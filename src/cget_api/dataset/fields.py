"""One mapping of a seed file, read field by field into the core's values."""

import math
import re
from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from typing import Final, TypeVar

from cget_api.core.errors import BadUserInput
from cget_api.core.model import Text
from cget_api.core.validity import Bound, Period, bound_from_edtf, period_from_edtf
from cget_api.dataset.document import Value
from cget_api.dataset.form import PAIR
from cget_api.dataset.problems import Place, Problems, SeedProblem, did_you_mean

Word = TypeVar("Word", bound=StrEnum)
Date = TypeVar("Date", Bound, Period)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")

SLUG_REMEDY: Final = "A slug is lower-case letters without accents, digits, and single hyphens between them"


def is_slug(text: str) -> bool:
    return _SLUG.fullmatch(text) is not None


class Fields:
    """The `values` of the mapping at `place`. Each reader answers None for a field left out or wrong; what is wrong
    goes to `problems`, but for a wrong form, which is `check_form`'s to report."""

    def __init__(self, values: dict[str, Value], place: Place, problems: Problems) -> None:
        self._values = values
        self._place = place
        self._problems = problems
        self._found_before = len(problems)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    @property
    def are_right(self) -> bool:
        """Whether no problem has been found since this reading began."""
        return len(self._problems) == self._found_before

    def keys_among(self, keys: Collection[str]) -> list[str]:
        """In the order in which they were given."""
        return [key for key in self._values if key in keys]

    def holds_nothing(self, key: str) -> bool:
        """Whether a list is left out or empty."""
        return self._values.get(key, []) == []

    def refuse(self, key: str | None, code: SeedProblem, problem: str, remedy: str) -> None:
        """`key` is None where the whole mapping is wrong."""
        self._problems.report(code, self._place if key is None else self._place.at(key), problem, remedy)

    def require(self, key: str, remedy: str) -> None:
        if key not in self._values:
            self.refuse(key, SeedProblem.MISSING_KEY, "is missing", remedy)

    def words(self, key: str) -> str | None:
        value = self._values.get(key)
        if not isinstance(value, str):
            return None
        if not value.strip():
            self.refuse(key, SeedProblem.EMPTY, "is empty", f"Write something, or leave {key} out")
            return None
        return value

    def pair(self, key: str) -> Text | None:
        value = self._values.get(key)
        if not isinstance(value, dict):
            return None
        for language in PAIR.keys:
            text = value.get(language, "")
            if isinstance(text, str) and not text.strip():
                place = f"{key}, {language}"
                self.refuse(place, SeedProblem.MISSING_TRANSLATION, "is missing", "Write it in both languages")
        fr, en = value.get("fr"), value.get("en")
        return Text(fr, en) if isinstance(fr, str) and isinstance(en, str) else None

    def word(self, key: str, vocabulary: type[Word]) -> Word | None:
        text = self.words(key)
        if text is None:
            return None
        if text in vocabulary.__members__:
            return vocabulary[text]
        known = ", ".join(vocabulary.__members__)
        remedy = f"{did_you_mean(text, vocabulary.__members__)}Known here: {known}"
        self.refuse(key, SeedProblem.UNKNOWN_WORD, f"{text!r} is not known", remedy)
        return None

    def slug(self, key: str) -> str | None:
        text = self.words(key)
        if text is None or is_slug(text):
            return text
        remedy = f"Name the file that describes it. {SLUG_REMEDY}"
        self.refuse(key, SeedProblem.LITERAL_FOR_ENTITY, f"{text!r} is not a slug", remedy)
        return None

    def bound(self, key: str) -> Bound | None:
        return self._date(key, bound_from_edtf)

    def period(self, key: str) -> Period | None:
        return self._date(key, period_from_edtf)

    def _date(self, key: str, date_from_edtf: Callable[[str], Date]) -> Date | None:
        text = self.words(key)
        try:
            return None if text is None else date_from_edtf(text)
        except BadUserInput as error:
            separator = " " if error.subject.startswith("'") else ": "
            self.refuse(key, SeedProblem.BAD_DATE, f"{error.subject}{separator}{error.problem}", error.remedy)
            return None

    def number(self, key: str) -> float | None:
        text = self.words(key)
        if text is None:
            return None
        if _NUMBER.fullmatch(text) and math.isfinite(value := float(text)):
            return value
        remedy = "Write digits, with a point before decimals: 1200 or 2.5"
        self.refuse(key, SeedProblem.NOT_A_NUMBER, f"{text!r} is not a number", remedy)
        return None

    def whole(self, key: str) -> int | None:
        text = self.words(key)
        if text is None:
            return None
        if _WHOLE.fullmatch(text):
            return int(text)
        remedy = "Write at most nine digits and nothing else"
        self.refuse(key, SeedProblem.NOT_A_NUMBER, f"{text!r} is not a whole number", remedy)
        return None

    def true(self, key: str) -> bool:
        text = self.words(key)
        if text not in {None, "true"}:
            self.refuse(key, SeedProblem.NOT_TRUE, f"{text!r} is not true", f"Write true, or leave {key} out")
        return text == "true"

    def texts(self, key: str, name: str) -> tuple[str, ...]:
        """The texts of a list, each called `name` and its number; what is no text is left out."""
        named = {f"{name} {number}": item for number, item in enumerate(self._list(key), start=1)}
        items = Fields(named, self._place, self._problems)
        return tuple(text for item in named if (text := items.words(item)) is not None)

    def mappings(self, key: str, name: str) -> Iterator["Fields"]:
        """The mappings of a list, each called `name` and its number; what is no mapping is left out."""
        for number, item in enumerate(self._list(key), start=1):
            if isinstance(item, dict):
                yield Fields(item, Place(self._place.file, self._place.entry, f"{name} {number}"), self._problems)

    def _list(self, key: str) -> list[Value]:
        value = self._values.get(key, [])
        return value if isinstance(value, list) else []
