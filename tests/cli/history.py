"""The tiny world corrected once: what a second revision has otherwise."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from cget_api.dataset.loading import dataset_from_folder
from cget_api.store.recording import record
from tests.cli.world import CGET, FILES, write_seeds

CORRECTED_AT = datetime(2026, 11, 2, 8, 30, 15, tzinfo=UTC)
CORRECTED = (
    FILES[CGET]
    .replace("terms: sous l'autorité", "terms: placé auprès")
    .replace("fr: Conseiller le Gouvernement", "fr: Conseiller l'État")
    .replace("standing: REJECTED", "standing: DISPUTED")
)


def correct(engine: Engine, folder: Path) -> None:
    """Records the corrected world as the next revision."""
    seeds = write_seeds(folder / "corrected", {CGET: CORRECTED})
    assert record(engine, dataset_from_folder(seeds), "Bob", "Correct the terms\nand more", CORRECTED_AT) is not None
