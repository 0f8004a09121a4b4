"""What can be wrong with seed files: stable codes, errors that name file, entry and field, and all of them as one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from cget_api.core.errors import InvalidSeeds
from cget_api.core.vocabulary import EntityType


class SeedProblem(StrEnum):
    """Stable: what is wrong, whatever the words in which it is told."""

    NO_FOLDER = "NO_FOLDER"
    UNKNOWN_FOLDER = "UNKNOWN_FOLDER"
    NOT_A_SEED_FILE = "NOT_A_SEED_FILE"
    BAD_SLUG = "BAD_SLUG"
    DUPLICATE_SLUG = "DUPLICATE_SLUG"
    # a file as YAML
    NOT_UTF8 = "NOT_UTF8"
    SYNTAX = "SYNTAX"
    COMMENT = "COMMENT"
    DUPLICATE_KEY = "DUPLICATE_KEY"
    UNSUPPORTED_YAML = "UNSUPPORTED_YAML"
    CONTROL_CHARACTER = "CONTROL_CHARACTER"
    NOT_COMPOSED = "NOT_COMPOSED"
    WRONG_FORM = "WRONG_FORM"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    MISSING_KEY = "MISSING_KEY"
    EMPTY = "EMPTY"
    MISSING_TRANSLATION = "MISSING_TRANSLATION"
    UNKNOWN_WORD = "UNKNOWN_WORD"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    NOT_TRUE = "NOT_TRUE"
    BAD_DATE = "BAD_DATE"
    REPEATED = "REPEATED"
    WRONG_SUBJECT = "WRONG_SUBJECT"
    WRONG_OBJECT = "WRONG_OBJECT"
    WRONG_SHAPE = "WRONG_SHAPE"
    LITERAL_FOR_ENTITY = "LITERAL_FOR_ENTITY"
    ENTITY_FOR_LITERAL = "ENTITY_FOR_LITERAL"
    END_BEFORE_START = "END_BEFORE_START"
    WHEN_WITH_BOUNDS = "WHEN_WITH_BOUNDS"
    NO_LIFE = "NO_LIFE"
    OPEN_EXISTENCE = "OPEN_EXISTENCE"
    DATED = "DATED"
    UNDATED = "UNDATED"
    NO_CITATION = "NO_CITATION"
    CITED_VIA_ITSELF = "CITED_VIA_ITSELF"
    RELATED_TO_ITSELF = "RELATED_TO_ITSELF"
    UNKNOWN_ENTITY = "UNKNOWN_ENTITY"
    UNKNOWN_SOURCE = "UNKNOWN_SOURCE"
    NOT_A_LEGAL_ACT = "NOT_A_LEGAL_ACT"
    DUPLICATE_STATEMENT = "DUPLICATE_STATEMENT"
    CONFLICT = "CONFLICT"
    MISSING_STATEMENT = "MISSING_STATEMENT"
    MIXED_EVENT = "MIXED_EVENT"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the seeds: a `file`, an `entry` (`statement 4 (AUTHORITY)`), a `field` of it; None is the whole."""

    file: str
    entry: str | None = None
    field: str | None = None

    def at(self, field: str) -> "Place":
        return Place(self.file, self.entry, field if self.field is None else f"{self.field}, {field}")


@dataclass(frozen=True, slots=True)
class SeedError:
    """One thing that is wrong: its `code`, its `file`, `entry` and `field`, the `problem`, the `remedy`: what to do."""

    code: SeedProblem
    file: str
    entry: str | None
    field: str | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.entry, self.field, self.problem) if part is not None)
        return f"{place}. {self.remedy}"


class SeedErrors(InvalidSeeds):
    """Every error of the seed files, in the order of files and entries."""

    def __init__(self, folder: str, errors: tuple[SeedError, ...]) -> None:
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        super().__init__(folder, f"the seed files hold {count}", "\n".join(["Mend them:", *map(str, errors)]))
        self.errors = errors


class Problems:
    """The errors found so far."""

    def __init__(self) -> None:
        self._errors: list[SeedError] = []

    def __len__(self) -> int:
        return len(self._errors)

    def report(self, code: SeedProblem, place: Place, problem: str, remedy: str) -> None:
        self._errors.append(SeedError(code, place.file, place.entry, place.field, problem, remedy))

    def all(self) -> tuple[SeedError, ...]:
        return tuple(self._errors)


def did_you_mean(word: str, words: Collection[str]) -> str:
    """A question that ends in a space, or nothing where no word is close."""
    spelt = {word.casefold(): word for word in sorted(words)}
    close = get_close_matches(word.casefold(), spelt, n=2, cutoff=0.75)
    return f"Did you mean {' or '.join(repr(spelt[word]) for word in close)}? " if close else ""


def any_of(types: Iterable[EntityType]) -> str:
    """`an organization or a post`."""
    return " or ".join(f"{'an' if type_[0] in 'aeiou' else 'a'} {type_}" for type_ in sorted(types))
