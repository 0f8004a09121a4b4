"""A register in a SQLite file made ready to be served: made, moved up, filled; left alone where it is all that."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cget_api import __version__
from cget_api.cli.database import move_in_words, require_database, require_known_schema, require_place_for
from cget_api.cli.options import folder_of_seeds
from cget_api.cli.remembering import digest_of_seeds, is_noted, note
from cget_api.settings import Settings
from cget_api.store.reading import Latest, latest
from cget_api.store.versions import engine_at, expected_revision

if TYPE_CHECKING:
    from cget_api.core.model import Dataset

AUTHOR = "cget-api serve"
MESSAGE = f"Record the seed files of cget_api {__version__}"


def prepare(settings: Settings, file: Path) -> Iterator[str]:
    """Tells what it does, and at the end what the register holds. The register is only read where nothing differs, and
    neither are the seed files where none changed since."""
    url, expected, folder = settings.database_url, expected_revision(), folder_of_seeds(settings)
    seeds = digest_of_seeds(folder)
    if seeds is not None and file.is_file():
        require_database(url)
        if require_known_schema(url) == expected:
            held = _held(url)
            if is_noted(file, seeds, held.digest):
                yield _held_in_words(held, "nothing new")
                return
    yield from _fill(settings, file)
    if seeds is not None:
        note(file, seeds, _held(url).digest)


def _fill(settings: Settings, file: Path) -> Iterator[str]:
    from cget_api.dataset.loading import dataset_from_folder
    from cget_api.store.migration import upgrade

    url, expected = settings.database_url, expected_revision()
    dataset = dataset_from_folder(folder_of_seeds(settings))
    if file.is_file():
        require_database(url)
    else:
        require_place_for(file)
    before = require_known_schema(url)
    if before != expected:
        upgrade(url)
        yield move_in_words(before, expected)
    is_news = _record(url, dataset)
    yield _held_in_words(_held(url), "just recorded from the seed files" if is_news else "nothing new")


def _record(url: str, dataset: "Dataset") -> bool:
    """Whether anything differed."""
    from cget_api.cli.terminal import recording_progress
    from cget_api.store.recording import plan, record

    with engine_at(url) as engine:
        if plan(engine, dataset).is_empty:
            return False
        with recording_progress() as progress:
            return record(engine, dataset, AUTHOR, MESSAGE, datetime.now(UTC), progress) is not None


def _held(url: str) -> Latest:
    with engine_at(url) as engine:
        return latest(engine)


def _held_in_words(held: Latest, news: str) -> str:
    return f"revision {held.number}, {held.statements} statements, {news}"
