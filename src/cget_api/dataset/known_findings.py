"""The list of known findings, read from `known-findings.yaml` at the top of the seed files."""

from pathlib import Path
from typing import Final

from cget_api.core.consistency import FindingCode
from cget_api.core.known_findings import KnownFinding
from cget_api.core.vocabulary import Predicate
from cget_api.dataset.document import document_from_bytes
from cget_api.dataset.fields import Fields
from cget_api.dataset.files import KNOWN_FINDINGS
from cget_api.dataset.form import KNOWN, check_form
from cget_api.dataset.problems import Place, Problems, SeedProblem

PLACE: Final = Place(KNOWN_FINDINGS)
_REQUIRED: Final = {
    "code": f"Write one of {', '.join(FindingCode)}",
    "subject": "Write the slug of the statement's subject",
    "predicate": "Write the statement's predicate",
    "key": "Write the statement's key, as `cget-api check` gives it",
    "about": "Write what `cget-api check` gives as about",
    "reason": "Say why it may stand, {fr: …, en: …}",
}


def known_findings(folder: Path, problems: Problems) -> tuple[KnownFinding, ...]:
    """In the order of the file, those that are right; none where there is no such file."""
    path = folder / KNOWN_FINDINGS
    document = document_from_bytes(path.read_bytes(), PLACE, problems) if path.is_file() else None
    if document is None:
        return ()
    check_form(document, KNOWN, PLACE, problems)
    if not isinstance(document, dict):
        return ()
    fields = Fields(document, PLACE, problems)
    fields.require("findings", "Write a list, or remove the file")
    places: dict[tuple[FindingCode, str, str], int] = {}
    found: list[KnownFinding] = []
    for number, entry in enumerate(fields.mappings("findings", "finding"), start=1):
        known = _known_finding(entry)
        if known is None:
            continue
        first = places.setdefault((known.code, known.key, known.about), number)
        if first != number:
            entry.refuse(None, SeedProblem.REPEATED, f"repeats finding {first}", "Remove one of the two")
        found.append(known)
    return tuple(found)


def _known_finding(fields: Fields) -> KnownFinding | None:
    """None where anything is wrong with it."""
    for required, remedy in _REQUIRED.items():
        fields.require(required, remedy)
    code, predicate = fields.word("code", FindingCode), fields.word("predicate", Predicate)
    subject, key, about = fields.slug("subject"), fields.words("key"), fields.words("about")
    reason = fields.pair("reason")
    if code is None or predicate is None or subject is None or key is None or about is None or reason is None:
        return None
    return KnownFinding(code, subject, predicate, key, about, reason) if fields.are_right else None
