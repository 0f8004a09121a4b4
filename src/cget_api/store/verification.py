"""Whether the register still holds what was recorded: every digest computed anew, row by row and revision by
revision, and what is searched derived anew from it."""

from sqlalchemy import Engine

from cget_api.core.chain import Signature, digest_from_recording
from cget_api.core.errors import RegisterTampered
from cget_api.core.model import Revision
from cget_api.store.engine import reading
from cget_api.store.exhibits import Exhibits, exhibits_from_rows
from cget_api.store.held import Held
from cget_api.store.rows import RESTORE
from cget_api.store.search_rows import unlike_what_is_said
from cget_api.store.suspicion import culprit


def verify(engine: Engine) -> None:
    """Raises RegisterTampered naming the first row that is not what was recorded: by revision, and within it entities,
    sources, statements, and at last what is searched. Where a row was removed, or changed with its digest, the revision
    that recorded it is named."""
    with reading(engine) as connection:
        exhibits = exhibits_from_rows(connection)
        unlike = unlike_what_is_said(connection)
    held = Held(exhibits)
    parent: Revision | None = None
    for expected, (revision, parent_number) in enumerate(
        zip(exhibits.revisions, exhibits.parents, strict=True), start=1
    ):
        if revision.number != expected or parent_number != (expected - 1 or None):
            raise _tampered(expected, "is missing, or does not follow the one before it")
        if parent is not None and revision.recorded_at <= parent.recorded_at:
            raise _tampered(expected, "was not recorded after the one before it")
        _verify_revision(exhibits, revision, parent)
        _verify_rows(exhibits, revision.number)
        if held.content_digest_in(revision.number) != revision.content_digest:
            raise _tampered(expected, "does not hold what its content digest says")
        parent = revision
    _verify_no_row_is_outside(exhibits)
    if unlike is not None:
        raise unlike


def _verify_revision(exhibits: Exhibits, revision: Revision, parent: Revision | None) -> None:
    signature = Signature(
        parent.digest if parent else None, revision.number, revision.recorded_at, revision.author, revision.message
    )
    if digest_from_recording(signature, exhibits.recording_in(revision.number)) != revision.digest:
        found = culprit(exhibits, signature, revision.digest)
        raise found or _tampered(revision.number, "does not match its digest, nor does what was recorded in it")


def _verify_rows(exhibits: Exhibits, number: int) -> None:
    for exhibit in (*exhibits.sources, *exhibits.statements):
        if exhibit.recorded_in == number and exhibit.problem is not None:
            raise exhibit.tampered(exhibit.problem)


def _verify_no_row_is_outside(exhibits: Exhibits) -> None:
    latest = len(exhibits.revisions)
    for identity in exhibits.identities:
        if not 1 <= identity.recorded_in <= latest:
            raise identity.tampered("no revision recorded it")
    for exhibit in (*exhibits.sources, *exhibits.statements):
        if not 1 <= exhibit.recorded_in <= latest or (exhibit.superseded_in or latest) > latest:
            raise exhibit.tampered("it was recorded or superseded in no revision")
    unfounded = exhibits.cited - {statement.id for statement in exhibits.statements}
    if unfounded:
        raise RegisterTampered(f"a citation of statement {min(unfounded)}", "there is no such statement", RESTORE)


def _tampered(number: int, problem: str) -> RegisterTampered:
    return RegisterTampered(f"revision {number}", problem, RESTORE)
