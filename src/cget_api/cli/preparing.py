"""A register in a SQLite file made ready to be served: made, moved up, filled; left alone where it is all that."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cget_api import __version__
from cget_api.cli.database import engine_at, move_in_words, require_database, require_known_schema, require_place_for
from cget_api.cli.options import folder_of_seeds
from cget_api.cli.terminal import recording_progress
from cget_api.dataset.loading import dataset_from_folder
from cget_api.settings import Settings
from cget_api.store.migration import expected_revision, upgrade
from cget_api.store.reading import latest_revision_number
from cget_api.store.recording import plan, record

AUTHOR = "cget-api serve"
MESSAGE = f"Record the seed files of cget_api {__version__}"


def prepare(settings: Settings, file: Path) -> Iterator[str]:
    """Tells what it does, and at the end what the register holds. The file is only read where nothing differs."""
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
    with engine_at(url) as engine:
        revision = None
        if not plan(engine, dataset).is_empty:
            with recording_progress() as progress:
                revision = record(engine, dataset, AUTHOR, MESSAGE, datetime.now(UTC), progress)
        number = latest_revision_number(engine)
    news = "nothing new" if revision is None else "just recorded from the seed files"
    yield f"revision {number}, {len(dataset.statements)} statements, {news}"
