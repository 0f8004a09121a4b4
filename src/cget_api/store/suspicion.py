"""Where a revision's digest does not hold: which one row, put back as it may have been, would make it hold again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from cget_api.core.chain import Recording, Signature, digest_from_recording
from cget_api.core.errors import RegisterTampered
from cget_api.core.model import Entity
from cget_api.core.vocabulary import EntityType
from cget_api.store.exhibits import Exhibit, Exhibits, Identity
from cget_api.store.rows import RESTORE

DIGESTS_TRIED: Final = 20_000_000

_Suspicion = tuple[Recording, RegisterTampered]


def culprit(exhibits: Exhibits, signature: Signature, digest: str) -> RegisterTampered | None:
    """None where no single row explains it, or the revision is too large to try them all."""
    number = signature.number
    anew = exhibits.recording_in(number, recomputed=True)
    if digest_from_recording(signature, anew) == digest:
        return next(_rows_with_another_digest(exhibits, number), None)
    renamed = _renamed(exhibits, number)
    if renamed is not None:
        return renamed
    tries = DIGESTS_TRIED // max(1, anew.size)
    for suspected, accusation in _suspicions(exhibits, number):
        if digest_from_recording(signature, suspected) == digest:
            return accusation
        tries -= 1
        if tries < 0:
            break
    return _missing(exhibits, number)


def _missing(exhibits: Exhibits, number: int) -> RegisterTampered | None:
    """Identifiers have no gaps: the first that is missing among those of the revision."""
    tables: dict[str, tuple[Identity | Exhibit, ...]] = {
        "entity": exhibits.identities,
        "source": exhibits.sources,
        "statement": exhibits.statements,
    }
    for table, rows in tables.items():
        gap = next((place for place, row in enumerate(rows) if row.id != place + 1), None)
        if gap is not None and rows[gap].recorded_in >= number:
            where = f"{table} {gap + 1} (recorded in revision {number})"
            return RegisterTampered(where, "was removed", RESTORE)
    return None


def _rows_with_another_digest(exhibits: Exhibits, number: int) -> Iterator[RegisterTampered]:
    for exhibit in (*exhibits.sources, *exhibits.statements):
        if number in (exhibit.recorded_in, exhibit.superseded_in) and exhibit.recomputed != exhibit.digest:
            yield exhibit.tampered("its digest is not that of what it says")


def _renamed(exhibits: Exhibits, number: int) -> RegisterTampered | None:
    """An entity of the revision that no row names which matches its digest, though some row names it."""
    sound: set[str] = set()
    suspected: set[str] = set()
    for exhibit in (*exhibits.sources, *exhibits.statements):
        (suspected if exhibit.recomputed != exhibit.digest else sound).update(exhibit.named)
    for identity in exhibits.identities:
        if identity.recorded_in == number and identity.entity.slug in suspected - sound:
            return identity.tampered("its slug was changed: nothing that names it matches its digest")
    return None


def _suspicions(exhibits: Exhibits, number: int) -> Iterator[_Suspicion]:
    """The recording as it may have been, each with the row that is to blame if it was."""
    recording = exhibits.recording_in(number)
    yield from _suspected_identities(exhibits, number, recording)
    for exhibit in exhibits.sources:
        yield from _suspected_rows(
            exhibit,
            number,
            lambda digests: replace(recording, sources=digests),
            recording.sources,
            lambda ended: replace(recording, superseded_sources=ended),
            recording.superseded_sources,
        )
    for exhibit in exhibits.statements:
        yield from _suspected_rows(
            exhibit,
            number,
            lambda digests: replace(recording, statements=digests),
            recording.statements,
            lambda ended: replace(recording, superseded_statements=ended),
            recording.superseded_statements,
        )


def _suspected_identities(exhibits: Exhibits, number: int, recording: Recording) -> Iterator[_Suspicion]:
    for identity in exhibits.identities:
        others = tuple(entity for entity in recording.entities if entity != identity.entity)
        if identity.recorded_in != number:
            yield replace(recording, entities=(*others, identity.entity)), identity.tampered("its revision was changed")
            continue
        yield (
            replace(recording, entities=others),
            identity.tampered("it was added by hand, or its revision was changed"),
        )
        for type_ in EntityType:
            retyped = (*others, Entity(identity.entity.slug, type_))
            yield replace(recording, entities=retyped), identity.tampered("its type was changed")


def _suspected_rows(
    exhibit: Exhibit,
    number: int,
    with_added: Callable[[tuple[str, ...]], Recording],
    added: tuple[str, ...],
    with_superseded: Callable[[tuple[tuple[str, str], ...]], Recording],
    superseded: tuple[tuple[str, str], ...],
) -> Iterator[_Suspicion]:
    if exhibit.recorded_in == number:
        without = tuple(digest for digest in added if digest != exhibit.digest)
        yield (
            with_added(without),
            exhibit.tampered("it was added by hand, or the revision that recorded it was changed"),
        )
    else:
        yield with_added((*added, exhibit.digest)), exhibit.tampered("the revision that recorded it was changed")
    end = (exhibit.key, exhibit.digest)
    if exhibit.superseded_in == number:
        without_end = tuple(other for other in superseded if other != end)
        yield with_superseded(without_end), exhibit.tampered("the revision that superseded it was changed")
    elif exhibit.recorded_in < number:
        yield with_superseded((*superseded, end)), exhibit.tampered("the revision that superseded it was changed")
