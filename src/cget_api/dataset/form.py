"""The form of a seed file: which keys stand where, in which order, and whether a text, a list or a mapping belongs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from cget_api.core.vocabulary import EntityType
from cget_api.dataset.document import Value
from cget_api.dataset.problems import Place, Problems, SeedProblem, did_you_mean


@dataclass(frozen=True, slots=True)
class Words:
    """A text; `what` says in errors what it stands for."""

    what: str = "text"


@dataclass(frozen=True, slots=True)
class Several:
    """A list of `item`, each of which is called `name` when something is wrong with it."""

    item: "Form"
    name: str


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping with these keys, in canonical order; `block` where it never stands on one line."""

    keys: "Mapping[str, Form]"
    block: bool = False


Form: TypeAlias = Words | Several | Keys

_WORDS: Final = Words()
_SLUG: Final = Words("slug")


def _keys(*names: str, block: bool = False, **forms: Form) -> Keys:
    return Keys(MappingProxyType({name: forms.get(name, _WORDS) for name in names}), block)


PAIR: Final = _keys("fr", "en")
CITATION: Final = _keys("source", "via", "locator", "evidence", "attests", source=_SLUG, via=_SLUG)
RELATION: Final = _keys("kind", "source", source=_SLUG)
STATEMENT: Final = _keys(
    "predicate",
    "object",
    "kind",
    "language",
    "heading",
    "text",
    "value",
    "unit",
    "per",
    "covers",
    "approximate",
    "interim",
    "role",
    "terms",
    "act",
    "start",
    "end",
    "when",
    "standing",
    "position",
    "note",
    "citations",
    block=True,
    object=_SLUG,
    act=_SLUG,
    heading=PAIR,
    text=PAIR,
    unit=PAIR,
    per=PAIR,
    role=PAIR,
    note=PAIR,
    citations=Several(CITATION, "citation"),
)
ENTITY: Final = _keys("statements", block=True, statements=Several(STATEMENT, "statement"))
SOURCE: Final = _keys(
    "source_kind",
    "title",
    "publisher",
    "url",
    "official_numbers",
    "published_on",
    "signed_on",
    "in_force",
    "wording_dated",
    "note",
    "relations",
    block=True,
    official_numbers=Several(_WORDS, "number"),
    note=PAIR,
    relations=Several(RELATION, "relation"),
)
KNOWN_FINDING: Final = _keys(
    "code", "subject", "predicate", "key", "about", "reason", block=True, subject=_SLUG, reason=PAIR
)
KNOWN: Final = _keys("findings", block=True, findings=Several(KNOWN_FINDING, "finding"))

FOLDERS: Final[Mapping[str, EntityType]] = MappingProxyType(
    {
        "organizations": EntityType.ORGANIZATION,
        "posts": EntityType.POST,
        "persons": EntityType.PERSON,
        "sites": EntityType.SITE,
        "programmes": EntityType.PROGRAMME,
        "events": EntityType.EVENT,
        "sources": EntityType.SOURCE,
    }
)
FOLDER_OF: Final[Mapping[EntityType, str]] = MappingProxyType({type_: folder for folder, type_ in FOLDERS.items()})


LIFE: Final = "life"
"""What `when` says instead of a date, for the validity of the subject's existence."""


def form_of(type_: EntityType) -> Keys:
    """The form of the file that describes an entity of that type."""
    return SOURCE if type_ is EntityType.SOURCE else ENTITY


def check_form(value: Value, form: Form, place: Place, problems: Problems) -> None:
    """Reports every unknown key, and every text, list or mapping where another belongs."""
    match form, value:
        case Words(), str():
            return
        case Several(), list():
            for number, item in enumerate(value, start=1):
                check_form(item, form.item, _place_of_item(place, form, number, item), problems)
        case Keys(), dict():
            for key, item in value.items():
                if key not in form.keys:
                    remedy = f"{did_you_mean(key, form.keys)}Known here: {', '.join(form.keys)}"
                    problems.report(SeedProblem.UNKNOWN_KEY, place, f"{key!r} is not a key", remedy)
                elif not (isinstance(item, str) and isinstance(form.keys[key], Words)):  # most are: spare their places
                    check_form(item, form.keys[key], place.at(key), problems)
        case _:
            problems.report(SeedProblem.WRONG_FORM, place, *_mismatch(value, form))


def place_of_statement(file: str, number: int, value: Value) -> Place:
    predicate = value.get("predicate") if isinstance(value, dict) else None
    return Place(file, f"statement {number} ({predicate})" if isinstance(predicate, str) else f"statement {number}")


def _place_of_item(place: Place, form: Several, number: int, item: Value) -> Place:
    if form.item is STATEMENT:
        return place_of_statement(place.file, number, item)
    return Place(place.file, place.entry, f"{form.name} {number}")


def _mismatch(value: Value, form: Form) -> tuple[str, str]:
    found = "a text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"
    match form:
        case Words(what):
            return f"{found} stands where a {what} belongs", f"Write one {what}"
        case Several():
            return f"{found} stands where a list belongs", f"Write a list, even of one {form.name}"
        case _ if form is PAIR:
            return f"{found} stands where {{fr, en}} belongs", "Write {fr: …, en: …}"
        case _:
            return f"{found} stands where a mapping belongs", f"Write its keys: {', '.join(form.keys)}"
