"""The tables: what is kept of replies, posts, votes and readers' words, and nothing more."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()

REPLIES = Table(
    "replies",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("at", Double, nullable=False, index=True),
    Column("platform", String(16), nullable=False),
    Column("space", String(64)),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(32)),
    Column("fact", Text),
    Column("version", String(16)),
    Column("candidates", JSON, nullable=False),
    Column("knowledge", String(64), nullable=False),
)
"""One row a reply, of whom is not kept. `fact` is the kind of small talk where it was such."""

POSTS = Table(
    "posts",
    METADATA,
    Column("platform", String(16), primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("message", String(64), primary_key=True),
    Column("space", String(64)),
    Column("fact", Text, nullable=False, index=True),
    Column("version", String(16), nullable=False),
    Column("at", Double, nullable=False, index=True),
)
"""Where facts stand, and in which version."""

VOTES = Table(
    "votes",
    METADATA,
    Column("person", String(32), primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("version", String(16), primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("space", String(64)),
    Column("up", Boolean, nullable=False),
    Column("at", Double, nullable=False, index=True),
)
"""A person's last vote on a version of a fact."""

TEXTS = Table(
    "texts",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("at", Double, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("person", String(32), nullable=False, index=True),
    Column("platform", String(16), nullable=False),
    Column("space", String(64)),
    Column("fact", Text),
    Column("text", Text, nullable=False),
)
"""Words of readers, redacted: a report, a question sent to the editors, a miss."""

INBOX = Table(
    "inbox",
    METADATA,
    Column("platform", String(16), primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("message", String(64), primary_key=True),
    Column("space", String(64)),
    Column("at", Double, nullable=False),
    Column("owner", String(16)),
    Column("words", Text),
    Column("begun", Boolean),
)
"""Where questions stand that are being answered, by which process. `words` is what it takes to
answer them where they cannot be read again; `begun`, that an answer may have gone out."""

ANSWERS = Table(
    "answers",
    METADATA,
    Column("platform", String(16), primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("reply", String(64)),
    Column("space", String(64)),
    Column("words", String(32), nullable=False),
    Column("at", Double, nullable=False, index=True),
    Index("ix_answers_reply", "platform", "channel", "reply"),
)
"""Which message answers which, and a fingerprint of the words; no reply once it was taken away."""

RULES = Table(
    "rules",
    METADATA,
    Column("space", String(64), primary_key=True),
    Column("rules", Text, nullable=False),
)
"""What administrators decided; kept until the bot leaves."""

SHARED = Table(
    "shared",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("until", Double, nullable=False, index=True),
    Column("owner", String(16), nullable=False),
    Column("value", Text, nullable=False),
    Column("person", String(32), index=True),
)
"""What processes agree on, until a moment of the database's clock. Names are keyed hashes."""

SCHEMA = Table("storybot_schema", METADATA, Column("version", Integer, nullable=False))
"""One row: how far the migrations have gone."""

OF_SPACES = (REPLIES, POSTS, VOTES, TEXTS, INBOX, ANSWERS)
OF_PEOPLE = (VOTES, TEXTS, SHARED)
OF_CHANNELS = (POSTS, ANSWERS)

for _table in OF_SPACES:
    Index(f"ix_{_table.name}_space", _table.c.platform, _table.c.space)
