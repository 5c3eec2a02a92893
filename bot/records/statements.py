"""The statements that write, the same for both databases; each may run twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Delete,
    Double,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    literal_column,
    or_,
    true,
    update,
)

from bot.core.ports import Post
from bot.records.schema import ANSWERS, INBOX, POSTS, REPLIES, RULES, TEXTS, VOTES


@dataclass(frozen=True, slots=True)
class Statements:
    """Writes for one kind of database; their parameters are named as the columns are."""

    add_reply: Insert
    add_text: Insert
    put_post: Insert
    remove_post: Delete
    put_vote: Insert
    put_rules: Insert
    put_question: Insert
    begin_question: Update
    remove_question: Delete
    put_answer: Insert
    remove_answered: Delete
    take_reply: Update


def statements(is_sqlite: bool) -> Statements:
    """The statements for SQLite or for PostgreSQL."""
    insert = insert_of(is_sqlite)

    def add(table: Table) -> Insert:
        statement: Insert = insert(table).on_conflict_do_nothing()
        return statement

    def put(table: Table) -> Insert:
        row = insert(table)
        key = [column.name for column in table.primary_key]
        others = {it.name: row.excluded[it.name] for it in table.c if it.name not in key}
        statement: Insert = row.on_conflict_do_update(index_elements=key, set_=others)
        return statement

    return Statements(
        add_reply=add(REPLIES),
        add_text=add(TEXTS),
        put_post=put(POSTS),
        remove_post=_remove_from(POSTS),
        put_vote=put(VOTES),
        put_rules=put(RULES),
        put_question=put(INBOX),
        begin_question=update(INBOX)
        .where(and_(_is_at(INBOX, "message"), INBOX.c.owner == bindparam("of_owner")))
        .values(begun=true()),
        remove_question=_remove_from(INBOX).where(
            or_(INBOX.c.owner.is_(None), INBOX.c.owner == bindparam("of_owner"))
        ),
        put_answer=put(ANSWERS),
        remove_answered=delete(ANSWERS).where(_is_at(ANSWERS, "question")),
        take_reply=update(ANSWERS).where(_is_at(ANSWERS, "reply")).values(reply=None),
    )


def insert_of(is_sqlite: bool) -> Callable[[Table], Any]:
    """INSERT … ON CONFLICT in the dialect; the other one would take 2 MB for nothing."""
    if is_sqlite:
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        return insert_sqlite
    from sqlalchemy.dialects.postgresql import insert as insert_postgresql

    return insert_postgresql


def plainly(statement: ClauseElement, *, is_sqlite: bool) -> str:
    """A statement as the driver takes it, with named values."""
    if is_sqlite:
        from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

        return str(statement.compile(dialect=SQLiteDialect_pysqlite(paramstyle="named")))
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

    dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
    return str(statement.compile(dialect=dialect))


def now_of(is_sqlite: bool) -> ColumnElement[float]:
    """The time by the database's clock, in seconds since 1970: those of machines differ."""
    if is_sqlite:
        return literal_column("((julianday('now') - 2440587.5) * 86400.0)", Double)
    return literal_column("extract(epoch FROM clock_timestamp())::float8", Double)


def _remove_from(table: Table) -> Delete:
    return delete(table).where(_is_at(table, "message"))


def _is_at(table: Table, message: str) -> ColumnElement[bool]:
    """That column `message` names one, whose place is given by parameters.

    They have names of their own: SQLAlchemy reserves those of the columns.
    """
    return and_(
        table.c.platform == bindparam("of_platform"),
        table.c.channel == bindparam("of_channel"),
        table.c[message] == bindparam("of_message"),
    )


def place_of(message: Post) -> dict[str, object]:
    """The parameters that say where `message` stands."""
    return {
        "of_platform": message.platform,
        "of_channel": message.channel,
        "of_message": message.message,
    }
