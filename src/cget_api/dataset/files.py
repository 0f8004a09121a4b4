"""Which seed files a folder holds, and of which entities."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cget_api.core.model import Entity
from cget_api.core.vocabulary import EntityType
from cget_api.dataset.document import Value, document_from_bytes
from cget_api.dataset.fields import SLUG_REMEDY, is_slug
from cget_api.dataset.form import FOLDER_OF, FOLDERS
from cget_api.dataset.problems import Place, Problems, SeedProblem

KNOWN_FINDINGS: Final = "known-findings.yaml"
"""The one file at the top of the folder."""


@dataclass(frozen=True, slots=True)
class SeedFile:
    """The file at `path`, which describes `entity`; `place` names it in errors."""

    path: Path
    entity: Entity

    @property
    def place(self) -> Place:
        return place_of_entity(self.entity)

    def document(self, problems: Problems) -> Value | None:
        """None where it could not be read, and then a problem says why."""
        return document_from_bytes(self.path.read_bytes(), self.place, problems)


def place_of_entity(entity: Entity) -> Place:
    """The file that describes it, as errors name it."""
    return Place(f"{FOLDER_OF[entity.type]}/{entity.slug}.yaml")


def seed_files(folder: Path, problems: Problems) -> tuple[SeedFile, ...]:
    """In the order of folders and names; what is none is reported. Names that begin with a dot are passed over."""
    if not folder.is_dir():
        remedy = "Name the folder that holds the seed files"
        problems.report(SeedProblem.NO_FOLDER, Place(str(folder)), "is not a folder", remedy)
        return ()
    files: list[SeedFile] = []
    for inside in _visible(folder):
        if inside.name in FOLDERS and inside.is_dir():
            files += _files_of_folder(inside, FOLDERS[inside.name], problems)
        elif inside.name != KNOWN_FINDINGS or not inside.is_file():
            remedy = f"Known here: {', '.join(FOLDERS)}"
            problems.report(SeedProblem.UNKNOWN_FOLDER, Place(inside.name), "is not a folder of seed files", remedy)
    return tuple(files)


def _files_of_folder(folder: Path, type_: EntityType, problems: Problems) -> list[SeedFile]:
    files = []
    for path in _visible(folder):
        place = Place(f"{folder.name}/{path.name}")
        if path.suffix != ".yaml" or not path.is_file():
            remedy = f"Write one file {folder.name}/SLUG.yaml for each {type_}"
            problems.report(SeedProblem.NOT_A_SEED_FILE, place, "is not a seed file", remedy)
        elif not is_slug(path.stem):
            remedy = f"Rename the file. {SLUG_REMEDY}"
            problems.report(SeedProblem.BAD_SLUG, place, f"{path.stem!r} is not a slug", remedy)
        else:
            files.append(SeedFile(path, Entity(path.stem, type_)))
    return files


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
