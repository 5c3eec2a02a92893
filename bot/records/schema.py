"""The tables: what is kept of replies, posts, votes and readers' words, and nothing more.

A column of one name is of one kind in all tables. Below is how rows are put in and taken out, by
SQLAlchemy Core, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Delete,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    literal_column,
)
from sqlalchemy.dialects.postgresql import Insert  # SQLite's compiler takes it too
from sqlalchemy.types import TypeEngine

METADATA = MetaData()

_KINDS: tuple[tuple[TypeEngine[Any], str], ...] = (
    (Boolean(), "begun up"),
    (Double(), "at lease until"),
    (JSON(), "candidates"),
    (String(16), "kind outcome owner platform version"),
    (String(32), "correction id name person reason"),
    (String(64), "channel editor knowledge message question reply space user"),
    (Text(), "fact item patch rules story text value words"),
)
_KIND_OF = {name: kind for kind, names in _KINDS for name in names.split()}
_FOUND_BY = {"at", "person", "until"}
"""Columns with an index of their own, where they are not of the key."""


def _table(name: str, key: str, required: str, optional: str = "") -> Table:
    """A table with the columns of these names."""
    columns = [Column(it, _KIND_OF[it], primary_key=True) for it in key.split()]
    for names, may_miss in ((required, False), (optional, True)):
        columns += [
            Column(it, _KIND_OF[it], nullable=may_miss, index=it in _FOUND_BY)
            for it in names.split()
        ]
    return Table(name, METADATA, *columns)


REPLIES = _table(
    "replies", "id", "at platform outcome candidates knowledge", "space reason fact version"
)
"""One row a reply, of whom is not kept. `fact` is the kind of small talk where it was such."""

POSTS = _table(
    "posts", "platform channel message", "fact version at", "space kind correction story"
)
"""Where facts of a story stand, in which version, with which correction, whether with doubt."""

VOTES = _table("votes", "person fact version", "platform up at", "space")
"""A person's last vote on a version of a fact."""

TEXTS = _table("texts", "id", "at kind person platform text", "space fact")
"""Words of readers, redacted: a report, a question sent to the editors, a miss."""

INBOX = _table("inbox", "platform channel message", "at", "space owner lease words begun")
"""Where questions stand that are being answered, by which process, until when by the database's
clock. `words` is what it takes to answer them where they cannot be read again; `begun`, that an
answer may have gone out."""

ANSWERS = _table("answers", "platform channel question", "words at", "reply space")
"""Which message answers which, and a fingerprint of the words; no reply once it was taken away."""

RULES = _table("rules", "space", "rules")
"""What administrators decided; kept until the bot leaves."""

DECISIONS = _table("decisions", "id", "at kind editor", "fact text patch")
"""What editors decided on a text of `TEXTS`, in their channel: who, by the platform's own id; what
they answered; and how the file changed, where the bot changed it."""

NOTICES = _table(
    "notices",
    "id",
    "at person platform channel user text story",
    "space fact version correction",
)
"""Who wants to hear of what, by their own wish; with the platform's id, to write to them."""

SHARED = _table("shared", "name item", "until owner value", "person")
"""What processes agree on, until a moment of the database's clock. Names are keyed hashes."""

SCHEMA = Table("storybot_schema", METADATA, Column("version", Integer, nullable=False))
"""One row: the version of these tables."""

OF_SPACES = (REPLIES, POSTS, VOTES, TEXTS, INBOX, ANSWERS, NOTICES)
OF_PEOPLE = (VOTES, TEXTS, SHARED, NOTICES)
OF_CHANNELS = (POSTS, ANSWERS)

for _one in OF_SPACES:
    Index(f"ix_{_one.name}_space", _one.c.platform, _one.c.space)
Index("ix_posts_fact", POSTS.c.fact)
Index("ix_answers_reply", ANSWERS.c.platform, ANSWERS.c.channel, ANSWERS.c.reply)

PLACE = ("platform", "channel", "message")
"""The columns that say where a message stands, as `Post` names them."""


NOW = literal_column("date_part('epoch', statement_timestamp())", Double)
"""Seconds since 1970 by the clock of the database: those of machines differ. The functions are
PostgreSQL's; `Database` teaches them to SQLite."""


def insert_once(table: Table) -> Insert:
    """Insert rows, but for those whose key is there."""
    return Insert(table).on_conflict_do_nothing()


def upsert(
    table: Table, *columns: str, where: ColumnElement[bool] | None = None, **values: Any
) -> Insert:
    """Insert rows, with `values` for columns that the rows do not name.

    One whose key is there gets the new `columns`, or all that are none of the key, if `where`
    holds.
    """
    statement = Insert(table).values(**values) if values else Insert(table)
    names = columns or [it.name for it in table.c if not it.primary_key]
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in names},
        where=where,
    )


def delete_by(table: Table, *columns: str) -> Delete:
    """Delete the rows whose `columns` are as given."""
    return delete(table).where(*(table.c[it] == bindparam(it) for it in columns))
