"""Seed files brought into canonical form."""

from pathlib import Path

from cget_api.dataset.canonical import canonical
from cget_api.dataset.files import SeedFile, seed_files
from cget_api.dataset.form import check_form, form_of
from cget_api.dataset.problems import Problems, SeedErrors


def format_folder(folder: Path, *, check: bool = False) -> tuple[Path, ...]:
    """The files that were rewritten, or with `check` would be, in order.

    Raises SeedErrors, and rewrites nothing, where a file cannot be rewritten without loss.
    """
    problems = Problems()
    texts = {file.path: canonical_text(file, problems) for file in seed_files(folder, problems)}
    if len(problems):
        raise SeedErrors(str(folder), problems.all())
    changed = {path: text for path, text in texts.items() if text is not None and path.read_bytes() != text.encode()}
    if not check:
        for path, text in changed.items():
            path.write_bytes(text.encode())
    return tuple(changed)


def canonical_text(file: SeedFile, problems: Problems) -> str | None:
    """None where the file cannot be rewritten without loss, and then a problem says why."""
    found_before = len(problems)
    document = file.document(problems)
    if document is None:
        return None
    form = form_of(file.entity.type)
    check_form(document, form, file.place, problems)
    return canonical(document, form) if len(problems) == found_before else None
