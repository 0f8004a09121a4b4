"""Seed files brought into canonical form."""

from pathlib import Path

from cget_api.dataset.canonical import canonical
from cget_api.dataset.document import document_from_bytes
from cget_api.dataset.files import KNOWN_FINDINGS, seed_files
from cget_api.dataset.form import KNOWN, Keys, check_form, form_of
from cget_api.dataset.known_findings import PLACE
from cget_api.dataset.problems import Place, Problems, SeedErrors


def format_folder(folder: Path, *, check: bool = False) -> tuple[Path, ...]:
    """The files that were rewritten, or with `check` would be, in order.

    Raises SeedErrors, and rewrites nothing, where a file cannot be rewritten without loss.
    """
    problems = Problems()
    files = [(file.path, file.place, form_of(file.entity.type)) for file in seed_files(folder, problems)]
    if (folder / KNOWN_FINDINGS).is_file():
        files.append((folder / KNOWN_FINDINGS, PLACE, KNOWN))
    texts = {path: canonical_text(path, place, form, problems) for path, place, form in files}
    if len(problems):
        raise SeedErrors(str(folder), problems.all())
    changed = {path: text for path, text in texts.items() if text is not None and path.read_bytes() != text.encode()}
    if not check:
        for path, text in changed.items():
            path.write_bytes(text.encode())
    return tuple(changed)


def canonical_text(path: Path, place: Place, form: Keys, problems: Problems) -> str | None:
    """None where the file cannot be rewritten without loss, and then a problem says why."""
    found_before = len(problems)
    document = document_from_bytes(path.read_bytes(), place, problems)
    if document is None:
        return None
    check_form(document, form, place, problems)
    return canonical(document, form) if len(problems) == found_before else None
