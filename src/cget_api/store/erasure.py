"""Erasing what a court orders erased: the one way in which the past of the register changes, and it says so.

Words are replaced by a marker in every revision that held them, and in what is searched. The digests that covered them
are computed anew, from the first of those revisions to the latest, and a further revision records who did it and why.
Whoever cited one of the old digests can see that they no longer hold; nobody can tell from the register what was
erased.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from cget_api.core.chain import Recording, Signature, digest_from_recording
from cget_api.core.errors import NotFound, RecordingRefused
from cget_api.core.model import Revision
from cget_api.store.engine import writing
from cget_api.store.exhibits import exhibits_from_rows
from cget_api.store.held import Held
from cget_api.store.lifting import trigger_lifted
from cget_api.store.rows import Reader, insert_revision, moment_after
from cget_api.store.search_rows import derive_anew
from cget_api.store.tables import CITATION, ENTITY, REVISION, SOURCE, STATEMENT

_LIFTED = (
    ("entity", "tg_entity_no_update"),
    ("statement", "tg_statement_only_superseded"),
    ("source", "tg_source_only_superseded"),
    ("citation", "tg_citation_no_update"),
    ("revision", "tg_revision_no_update"),
    ("search_text", "tg_search_text_no_update"),
    ("search_word", "tg_search_word_no_delete"),
)


def erase(engine: Engine, key: str, reason: str, author: str, at: datetime) -> tuple[int, ...]:
    """Erases the words (text, heading, note, terms, role, locators) of every row, superseded ones too, recorded under
    `key`.

    Dates, numbers and the slugs that it ties remain. The numbers of the revisions whose digests changed, in order; the
    last revision, which is new, says which marker stands in the words' place. Raises NotFound where no statement has
    that key.
    """
    with _erasing(engine, reason, author) as connection:
        rows = (
            connection.execute(select(STATEMENT.c.id).where(STATEMENT.c.key == key).order_by(STATEMENT.c.id))
            .scalars()
            .all()
        )
        if not rows:
            raise NotFound(
                key, "is not the key of a statement", "Take it from `statements` in the API or from a view in SQL"
            )
        marker = f"erased-{rows[0]}"
        erased = STATEMENT.c.id.in_(rows)
        for column in (
            "heading_fr",
            "heading_en",
            "text_fr",
            "text_en",
            "note_fr",
            "note_en",
            "role_fr",
            "role_en",
            "terms",
        ):
            present = STATEMENT.c[column].is_not(None)
            connection.execute(update(STATEMENT).where(erased, present).values({column: f"[{marker}]"}))
        cited = CITATION.c.statement_id.in_(rows)
        connection.execute(update(CITATION).where(cited, CITATION.c.locator.is_not(None)).values(locator=None))
        derive_anew(connection, rows)
        resealed = _reseal(connection)
        _record_why(connection, f"Erased the words of a statement ([{marker}]): {reason}", author, at)
        return resealed


def erase_slug(engine: Engine, slug: str, reason: str, author: str, at: datetime) -> tuple[int, ...]:
    """Gives the entity `slug` another one that tells nothing; what is said about it remains.

    The numbers of the revisions whose digests changed, in order; the last revision, which is new, says which slug it
    bears. Raises NotFound where there is no such entity.
    """
    with _erasing(engine, reason, author) as connection:
        identifier = connection.scalar(select(ENTITY.c.id).where(ENTITY.c.slug == slug))
        if identifier is None:
            raise NotFound(
                slug, "is not the slug of an entity", "Take it from the API or from the name of its seed file"
            )
        pseudonym = f"erased-entity-{identifier}"
        connection.execute(update(ENTITY).where(ENTITY.c.id == identifier).values(slug=pseudonym))
        for row in connection.execute(select(SOURCE.c.id, SOURCE.c.relations)).all():
            renamed = row.relations.replace(f'"{slug}"', f'"{pseudonym}"')
            if renamed != row.relations:
                connection.execute(update(SOURCE).where(SOURCE.c.id == row.id).values(relations=renamed))
        resealed = _reseal(connection)
        _record_why(connection, f"Erased the slug of an entity ({pseudonym}): {reason}", author, at)
        return resealed


@contextmanager
def _erasing(engine: Engine, reason: str, author: str) -> Iterator[Connection]:
    if not reason.strip() or not author.strip():
        raise RecordingRefused("an erasure", "without a reason and an author", "Say who erases and by whose order")
    with writing(engine) as connection, ExitStack() as lifted:
        for table, trigger in _LIFTED:
            lifted.enter_context(trigger_lifted(connection, table, trigger))
        yield connection


def _reseal(connection: Connection) -> tuple[int, ...]:
    """Makes every key and digest that of what is stored; the numbers of the revisions whose digests changed, in
    order."""
    reader = Reader({row.id: row.slug for row in connection.execute(select(ENTITY.c.id, ENTITY.c.slug))})
    citations = reader.citations(connection)
    for row in connection.execute(select(STATEMENT)).all():
        statement = reader.statement(row, citations.get(row.id, ()))
        sealed = {"key": statement.key, "digest": statement.digest}
        if sealed != {"key": row.key, "digest": row.digest}:
            connection.execute(update(STATEMENT).where(STATEMENT.c.id == row.id).values(sealed))
    for row in connection.execute(select(SOURCE)).all():
        digest = reader.source(row).digest
        if digest != row.digest:
            connection.execute(update(SOURCE).where(SOURCE.c.id == row.id).values(digest=digest))
    exhibits = exhibits_from_rows(connection)
    held, parent, resealed = Held(exhibits), None, []
    for revision in exhibits.revisions:
        signature = Signature(parent, revision.number, revision.recorded_at, revision.author, revision.message)
        parent = digest_from_recording(signature, exhibits.recording_in(revision.number))
        content_digest = held.content_digest_in(revision.number)
        if (parent, content_digest) != (revision.digest, revision.content_digest):
            sealed = {"digest": parent, "content_digest": content_digest}
            connection.execute(update(REVISION).where(REVISION.c.number == revision.number).values(sealed))
            resealed.append(revision.number)
    return tuple(resealed)


def _record_why(connection: Connection, message: str, author: str, at: datetime) -> None:
    """A revision that adds and supersedes nothing, and so holds what its parent does."""
    parent = connection.execute(select(REVISION).order_by(REVISION.c.number.desc()).limit(1)).one()
    recorded_at = moment_after(parent.recorded_at, at)
    signature = Signature(parent.digest, parent.number + 1, recorded_at, author, message)
    digest = digest_from_recording(signature, Recording())
    revision = Revision(signature.number, recorded_at, author, message, digest, parent.content_digest)
    insert_revision(connection, revision)
