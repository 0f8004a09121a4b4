"""What is kept of a statement for searching, beside it and derived from it alone: its searched text, and a row for each
word of that, by which it is found.

None of it is part of a digest. It is recorded with its statement, never changes after, and is derived anew where the
words are erased.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, delete, select, update

from cget_api.core.errors import RegisterTampered
from cget_api.core.model import Text
from cget_api.core.search import SEARCHED, searched_text
from cget_api.core.vocabulary import EntityType
from cget_api.store.rows import Values, insertion
from cget_api.store.tables import ENTITY, SEARCH_TEXT, SEARCH_WORD, STATEMENT

DERIVE: Final = "Derive it anew: `cget-api db downgrade 0003`, then `cget-api db upgrade`; find out who changed it"
KEPT_OF_A_WORD: Final = 64
"""Signs: the rest would not fit into an index on PostgreSQL, and finds nothing that the beginning does not."""


def words_of(searched: str) -> list[str]:
    """Each once, in order, as they are indexed."""
    return sorted({word[:KEPT_OF_A_WORD] for word in searched.split()})


def word_rows(statement: int, searched: str) -> Iterator[Values]:
    return ((word, statement) for word in words_of(searched))


def searched_statements() -> Select[Any]:
    """Names, acronyms and missions of organisations, in the order of recording; those of persons are not searched."""
    return (
        select(
            STATEMENT.c.id,
            STATEMENT.c.key,
            STATEMENT.c.recorded_in,
            STATEMENT.c.heading_fr,
            STATEMENT.c.heading_en,
            STATEMENT.c.text_fr,
            STATEMENT.c.text_en,
        )
        .join(ENTITY, ENTITY.c.id == STATEMENT.c.subject_id)
        .where(ENTITY.c.type == EntityType.ORGANIZATION, STATEMENT.c.predicate.in_(SEARCHED))
        .order_by(STATEMENT.c.id)
    )


def searched_text_from_row(row: Row[Any]) -> str:
    return searched_text(_text(row.heading_fr, row.heading_en), _text(row.text_fr, row.text_en))


def _text(fr: str | None, en: str | None) -> Text | None:
    return None if fr is None or en is None else Text(fr, en)


def derive_anew(connection: Connection, statements: Iterable[int]) -> None:
    """For statements whose words were changed. The triggers that forbid it have to be lifted."""
    changed = searched_statements().where(STATEMENT.c.id.in_(statements))
    insert_words = insertion(SEARCH_WORD, connection.dialect.name)
    for row in connection.execute(changed).all():
        searched = searched_text_from_row(row)
        of_this = SEARCH_TEXT.c.statement_id == row.id
        before = connection.execute(select(SEARCH_TEXT.c.lines).where(of_this)).scalar_one()
        connection.execute(
            delete(SEARCH_WORD).where(SEARCH_WORD.c.word.in_(words_of(before)), SEARCH_WORD.c.statement_id == row.id)
        )
        connection.execute(update(SEARCH_TEXT).where(of_this).values(lines=searched))
        words = list(word_rows(row.id, searched))
        if words:
            connection.exec_driver_sql(insert_words, words)


def unlike_what_is_said(connection: Connection) -> RegisterTampered | None:
    """The first statement of which something else is searched than what it says, if there is one."""
    texts = {row.statement_id: row.lines for row in connection.execute(select(SEARCH_TEXT))}
    words: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(select(SEARCH_WORD)):
        words[row.statement_id].append(row.word)
    for row in connection.execute(searched_statements()):
        searched = searched_text_from_row(row)
        if texts.pop(row.id, None) != searched or sorted(words.pop(row.id, ())) != words_of(searched):
            where = f"statement {row.id} ({row.key}, recorded in revision {row.recorded_in})"
            return RegisterTampered(where, "what is searched is not what it says", DERIVE)
    for identifier in sorted(texts.keys() | words.keys()):
        return RegisterTampered(f"statement {identifier}", "is searched, and is nothing that is", DERIVE)
    return None
