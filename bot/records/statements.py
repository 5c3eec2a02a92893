"""The statements that write, the same for both databases; each may run twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Double, Table, literal_column

from bot.ports.messages import Post
from bot.records.bulk import Bulk, inserting, named, putting
from bot.records.schema import ANSWERS, INBOX, POSTS, REPLIES, RULES, TEXTS, VOTES


@dataclass(frozen=True, slots=True)
class Statements:
    """Writes for one kind of database; the rows they take have the columns of their tables."""

    add_reply: Bulk
    add_text: Bulk
    put_post: Bulk
    remove_post: Bulk
    put_vote: Bulk
    put_rules: Bulk
    put_question: Bulk
    begin_question: Bulk
    remove_question: Bulk
    put_answer: Bulk
    remove_answered: Bulk
    take_reply: Bulk


def statements(is_sqlite: bool) -> Statements:
    """The statements for SQLite or for PostgreSQL; `begin_question` returns the messages."""
    add = partial(inserting, is_sqlite=is_sqlite, over="DO NOTHING")
    put = partial(putting, is_sqlite=is_sqlite)

    def at(table: Table, what: str, *columns: str, and_: str = "", do: str = "DELETE FROM") -> Bulk:
        place = ("platform", "channel", *columns)
        where = named(table, *place, is_sqlite=is_sqlite)
        return Bulk(table.name, place, f"{do} {table.name} {what} WHERE {where} {and_}")

    mine = named(INBOX, "owner", is_sqlite=is_sqlite)
    return Statements(
        add_reply=add(REPLIES),
        add_text=add(TEXTS),
        put_post=put(POSTS),
        remove_post=at(POSTS, "", "message"),
        put_vote=put(VOTES),
        put_rules=put(RULES),
        put_question=put(INBOX),
        begin_question=at(
            *(INBOX, "SET begun = true", "message", "owner"),
            and_="RETURNING platform, channel, message",
            do="UPDATE",
        ),
        remove_question=at(INBOX, "", "message", and_=f"AND (owner IS NULL OR {mine})"),
        put_answer=put(ANSWERS),
        remove_answered=at(ANSWERS, "", "question"),
        take_reply=at(ANSWERS, "SET reply = NULL", "reply", do="UPDATE"),
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


def now_in(is_sqlite: bool) -> str:
    """The time by the database's clock, in seconds since 1970: those of machines differ."""
    if is_sqlite:
        return "((julianday('now') - 2440587.5) * 86400.0)"
    return "extract(epoch FROM clock_timestamp())::float8"


def now_of(is_sqlite: bool) -> ColumnElement[float]:
    """`now_in` for the statements that SQLAlchemy writes."""
    return literal_column(now_in(is_sqlite), Double)


def place_of(message: Post) -> dict[str, str]:
    """The columns that say where `message` stands."""
    return {
        "platform": message.platform,
        "channel": message.channel,
        "message": message.message,
    }
