"""Views written as HTML: every text escaped, every address relative, nothing inline."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from cget_api.core.errors import ErrorCode
from cget_api.core.validity import text_from_day
from cget_api.explorer.catalogue import words_in
from cget_api.explorer.dates import day_in_words, instant_in_words, period_in_words, when
from cget_api.explorer.lens import LANGUAGES, OPENING_DAY, Lens
from cget_api.explorer.questions import Conversation
from cget_api.explorer.view import View
from cget_api.web.assets import assets_path

SECTIONS = (
    ("plate", ""),
    ("compare", "compare"),
    ("events", "events"),
    ("sources", "sources"),
    ("contradictions", "contradictions"),
)
_WORDS_OF_SCRIPTS = {
    "gone": "error_gone",
    "retry": "retry",
    "news": "news",
    "show": "news_show",
    "copied": "copied",
    "close": "close",
    "stopped": "pause",
}
_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return environment


class Rendering:
    """Writes views in the templates of this folder. `graphiql` tells whether there is such a page to lead to."""

    def __init__(self, graphiql: bool) -> None:
        self._environment = _environment()
        self._graphiql = graphiql

    def page(self, view: View, lens: Lens, conversation: Conversation, base: str) -> str:
        """`base` is the absolute address of the service, for references."""
        pinned_beside = _pinned(view)
        context = {
            **self._common(lens, view.path),
            **view.shown,
            "title": view.title,
            "section": view.section,
            "revision": view.revision,
            "stated_by": view.stated_by,
            "asked": conversation.asked,
            "latest": conversation.revision,
            "here": _address(view, lens),
            "here_in": lambda lang: _address(view, lens, lang=lang),
            "here_without": lambda *names: _address(view, lens, **dict.fromkeys(names)),
            "pinned": _address(view, lens, **pinned_beside),
        }
        if view.revision is not None:
            address = f"{base}{view.path}?{_query(view, lens, **pinned_beside)}"
            context["reference"] = _reference(view, lens, conversation.today, address)
        return self._environment.get_template(view.template).render(context)

    def error(self, code: str, sentence: str, lens: Lens, path: str, latest: int | None) -> str:
        """What went wrong, and what to do, in the language of the page; `sentence` is the API's own."""
        words = words_in(lens.lang)
        known = code if f"error_{code}" in words else ErrorCode.BAD_USER_INPUT
        fresh = urlencode({"asOf": OPENING_DAY, "lang": lens.lang})
        up = _up(path)
        context = {
            **self._common(Lens(OPENING_DAY, lens.lang), path),
            "title": words[f"error_{known}"],
            "told": words[f"error_{known}_told"],
            "sentence": sentence,
            "fresh": fresh,
            "here": f"{up}?{fresh}",
            "here_in": lambda lang: f"{up}?{urlencode({'asOf': OPENING_DAY, 'lang': lang})}",
            "latest": "" if latest is None else latest,
        }
        return self._environment.get_template("error.html").render(context)

    def _common(self, lens: Lens, path: str) -> dict[str, Any]:
        up, words = _up(path), words_in(lens.lang)
        return {
            "lens": lens,
            "t": words,
            "up": up,
            "assets": up + assets_path().removeprefix("./"),
            "sections": SECTIONS,
            "languages": LANGUAGES,
            "graphiql": self._graphiql,
            "href": lambda path_, **changed: f"{up}{path_}?{lens.query(**changed)}",
            "compare_address": lambda first, last: f"{up}compare?{_compare_query(lens, first, last)}",
            "carried": lambda *without: _carried(lens, without),
            "day": lambda day: day_in_words(day, lens.lang),
            "instant": lambda instant: instant_in_words(instant, lens.lang),
            "when": lambda edtf: when(edtf, lens.lang),
            "period": lambda start, end: period_in_words(start, end, lens.lang),
            "number": lambda value: _number(value, lens.lang),
            "predicate": words.predicate,
            "script_words": json.dumps({name: words[key] for name, key in _WORDS_OF_SCRIPTS.items()}),
        }


def _up(path: str) -> str:
    """From the page at `path` to the root of the service, wherever that is."""
    return "../" * path.count("/") or "./"


def _query(view: View, lens: Lens, **changed: object) -> str:
    return lens.query(**{**view.beside, **changed})


def _address(view: View, lens: Lens, **changed: object) -> str:
    return f"{_up(view.path)}{view.path}?{_query(view, lens, **changed)}"


def _pinned(view: View) -> dict[str, object]:
    """What is to be replaced in the address of a view so that it answers the same for ever."""
    number = (view.revision or {}).get("number")
    if "from.asOf" in view.beside:
        return {
            f"{side}.{name}": value
            for side in ("from", "to")
            for name, value in (("revision", number), ("knownAt", None))
        }
    return {"revision": number, "knownAt": None}


def _reference(view: View, lens: Lens, today: int, address: str) -> str:
    revision: Mapping[str, Any] = view.revision or {}
    words = words_in(lens.lang)
    return words(
        "reference_text",
        title=view.title,
        register=words["register"],
        number=revision["number"],
        recorded=instant_in_words(revision["recordedAt"], lens.lang),
        digest=revision["contentDigest"],
        consulted=day_in_words(text_from_day(today), lens.lang),
        address=address,
    )


def _compare_query(lens: Lens, first: str, last: str) -> str:
    changed: dict[str, object] = {
        "asOf": None,
        "statedBy": None,
        "certainty": None,
        "from.asOf": first,
        "to.asOf": last,
    }
    if lens.stated_by:
        changed |= {"from.statedBy": lens.stated_by, "to.statedBy": lens.stated_by}
    return lens.query(**changed)


def _carried(lens: Lens, without: tuple[str, ...]) -> Markup:
    """The parameters of the lens as hidden fields of a form."""
    parameters = lens.parameters()
    return Markup("").join(_HIDDEN.format(name, value) for name, value in parameters.items() if name not in without)


def _number(value: float, lang: str) -> str:
    text = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text
