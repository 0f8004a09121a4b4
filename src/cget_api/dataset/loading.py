"""A folder of seed files read into a dataset, or refused with everything that is wrong with it."""

from dataclasses import dataclass
from pathlib import Path

from cget_api.core.known_findings import KnownFinding
from cget_api.core.model import Dataset, Source, Statement
from cget_api.core.vocabulary import EntityType, SourceKind
from cget_api.dataset.catalogue import Catalogue
from cget_api.dataset.document import Value
from cget_api.dataset.entities import statements_from_document
from cget_api.dataset.fields import Fields
from cget_api.dataset.files import SeedFile, seed_files
from cget_api.dataset.form import Keys, check_form, form_of
from cget_api.dataset.known_findings import known_findings
from cget_api.dataset.problems import Place, Problems, SeedError, SeedErrors, SeedProblem
from cget_api.dataset.sources import source_from_fields


@dataclass(frozen=True, slots=True)
class Loading:
    """What came of reading a folder: a `dataset` and no `errors`, or None and every error; and the `known_findings`
    that are written down beside it."""

    dataset: Dataset | None
    errors: tuple[SeedError, ...]
    known_findings: tuple[KnownFinding, ...] = ()


def dataset_from_folder(folder: Path) -> Dataset:
    """Raises SeedErrors with everything that is wrong."""
    loading = load(folder)
    if loading.dataset is None:
        raise SeedErrors(str(folder), loading.errors)
    return loading.dataset


def load(folder: Path) -> Loading:
    problems = Problems()
    files = seed_files(folder, problems)
    _refuse_shared_slugs(files, problems)
    documents = [(file, file.document(problems)) for file in files]
    catalogue = _catalogue(documents)
    statements: list[Statement] = []
    sources: list[Source] = []
    for file, document in documents:
        form = form_of(file.entity.type)
        if document is None:
            continue
        if not isinstance(document, dict):
            check_form(document, form, file.place, problems)
        elif file.entity.type is EntityType.SOURCE:
            fields = Fields(document, file.place, problems)
            check_form(document, form, file.place, problems)
            source = source_from_fields(fields, file.entity.slug, catalogue)
            sources += [source] if source is not None else []
        else:
            _check_top(document, form, file.place, problems)
            statements += statements_from_document(document, file.entity, file.place, catalogue, problems)
    known = known_findings(folder, problems)
    if len(problems):
        return Loading(None, problems.all())
    return Loading(Dataset(tuple(file.entity for file in files), tuple(statements), tuple(sources)), (), known)


def _check_top(document: dict[str, Value], form: Keys, place: Place, problems: Problems) -> None:
    """Everything but the statements, which are checked one by one."""
    check_form({key: value for key, value in document.items() if key != "statements"}, form, place, problems)
    statements = document.get("statements")
    if statements is None:
        remedy = "Write the statements about it as a list"
        problems.report(SeedProblem.MISSING_KEY, place.at("statements"), "is missing", remedy)
    elif not isinstance(statements, list):
        check_form({"statements": statements}, form, place, problems)


def _refuse_shared_slugs(files: tuple[SeedFile, ...], problems: Problems) -> None:
    first: dict[str, Place] = {}
    for file in files:
        place = first.setdefault(file.entity.slug, file.place)
        if place != file.place:
            problems.report(
                SeedProblem.DUPLICATE_SLUG,
                file.place,
                f"the slug {file.entity.slug!r} is that of {place.file} already",
                "Rename one of the two, and whatever names it",
            )


def _catalogue(documents: list[tuple[SeedFile, Value | None]]) -> Catalogue:
    kinds: dict[str, SourceKind | None] = {}
    for file, document in documents:
        if file.entity.type is EntityType.SOURCE:
            kind = document.get("source_kind") if isinstance(document, dict) else None
            kinds[file.entity.slug] = SourceKind.__members__.get(kind) if isinstance(kind, str) else None
    return Catalogue({file.entity.slug: file.entity.type for file, _ in documents}, kinds)
