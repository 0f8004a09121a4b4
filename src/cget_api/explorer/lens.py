"""What an address asks for: the day, the revision, the source, the language, under the names of the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from cget_api.core.errors import BadUserInput
from cget_api.core.validity import day_from_text, text_from_day

OPENING_DAY = "2016-08-11"
"""What is shown where no day is asked for: the day on which vie-publique.fr described the whole of the CGET."""
ROOT = "cget"
LANGUAGES = ("fr", "en")
_LARGEST_REVISION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Lens:
    """The five arguments of the API's lens, the `root` of the chart, and the language of the page."""

    as_of: str
    lang: str
    known_at: str | None = None
    revision: int | None = None
    stated_by: str | None = None
    certainty: str = "POSSIBLE"
    root: str = ROOT

    @property
    def eve(self) -> str:
        """The day before; the first day of the calendar has none but itself."""
        return text_from_day(max(day_from_text(self.as_of) - 1, 1))

    @property
    def recorded(self) -> dict[str, object]:
        """The variables that choose a revision."""
        return {"knownAt": self.known_at, "revision": self.revision}

    @property
    def narrowed(self) -> dict[str, object]:
        """The variables of the whole lens."""
        return {"asOf": self.as_of, **self.recorded, "statedBy": self.stated_by, "certainty": self.certainty}

    @property
    def narrowed_given(self) -> dict[str, object]:
        """The same without what was left out, as an input of the API."""
        return {name: value for name, value in self.narrowed.items() if value is not None}

    @property
    def language(self) -> str:
        """As the API names it."""
        return self.lang.upper()

    def parameters(self, **changed: object) -> dict[str, object]:
        """Of the address of this view, or of another one, in their order.

        A parameter that is None, or says what is meant where it is left out, does not appear.
        """
        parameters: dict[str, object | None] = {
            "asOf": self.as_of,
            "knownAt": self.known_at,
            "revision": self.revision,
            "statedBy": self.stated_by,
            "certainty": self.certainty,
            "root": self.root,
            "lang": self.lang,
        }
        parameters.update(changed)
        unsaid = {("certainty", "POSSIBLE"), ("root", ROOT)}
        return {
            name: value for name, value in parameters.items() if value not in (None, "") and (name, value) not in unsaid
        }

    def query(self, **changed: object) -> str:
        """The same as an address writes them: `asOf=2016-08-11&lang=fr`."""
        return urlencode(self.parameters(**changed))


def lens_from_parameters(parameters: Mapping[str, str], accepted: str) -> Lens:
    """An empty parameter, as forms send it, is as good as none; `accepted` is the header Accept-Language.

    Raises BadUserInput for a value that means nothing.
    """
    given = {name: value.strip() for name, value in parameters.items() if value.strip()}
    certainty = given.get("certainty", "POSSIBLE")
    if certainty not in ("POSSIBLE", "CERTAIN"):
        raise BadUserInput(f"certainty={certainty[:80]}", "is neither POSSIBLE nor CERTAIN", "Choose one of the two")
    return Lens(
        as_of=day_from_parameter("asOf", given.get("asOf", OPENING_DAY)),
        lang=language_from(given.get("lang"), accepted),
        known_at=given.get("knownAt"),
        revision=revision_from_parameter("revision", given.get("revision")),
        stated_by=given.get("statedBy"),
        certainty=certainty,
        root=given.get("root", ROOT),
    )


def day_from_parameter(name: str, text: str) -> str:
    try:
        return text_from_day(day_from_text(text[:80]))
    except BadUserInput as error:
        raise BadUserInput(f"{name}={text[:80]}", error.problem, error.remedy) from None


def revision_from_parameter(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or not text.isascii() or not 0 < int(text[:20]) <= _LARGEST_REVISION:
        raise BadUserInput(f"{name}={text[:80]}", "is not the number of a revision", "Choose one from 1 on")
    return int(text)


def language_from(named: str | None, accepted: str) -> str:
    """`named` prevails; else the first of ours that the browser accepts (RFC 9110), else French.

    Raises BadUserInput for a language that the register does not speak.
    """
    if named is not None:
        if named.lower() not in LANGUAGES:
            raise BadUserInput(f"lang={named[:80]}", "is neither fr nor en", "Choose one of the two")
        return named.lower()
    best, weight = LANGUAGES[0], 0.0
    for entry in accepted.split(","):
        tag, _, parameters = entry.strip().partition(";")
        language = tag.partition("-")[0].strip().lower()
        quality = _quality(parameters)
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
