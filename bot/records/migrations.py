"""Brings a database to the schema of this version, however many processes start at once.

A new database gets the tables as they are; an older one goes through the steps it lacks. For so
few tables that is less than Alembic would ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import insert, inspect, select, text, update
from sqlalchemy.engine import Connection

from bot.core.errors import SettingsError
from bot.records.schema import ANSWERS, INBOX, METADATA, SCHEMA, SHARED

LOCK = 0x73746F72
"""Names storybot's advisory lock on PostgreSQL ("stor" in ASCII)."""

_AT_LEISURE = text("""
    SELECT set_config('statement_timeout', '30s', true), set_config('enable_seqscan', 'on', true),
        set_config('enable_hashjoin', 'on', true)
""")
"""While another process migrates, this one waits for longer than a reply would."""

Step = Callable[[Connection], None]


def add_answers(connection: Connection) -> None:
    """Which message answers which question."""
    ANSWERS.create(connection, checkfirst=True)


def share(connection: Connection) -> None:
    """Room for what processes agree on, and for words in the inbox."""
    SHARED.create(connection)
    for name in ("owner", "words", "begun"):
        kind = INBOX.c[name].type.compile(connection.dialect)
        connection.execute(text(f"ALTER TABLE {INBOX.name} ADD COLUMN {name} {kind}"))


STEPS: Sequence[Step] = (share, add_answers)
"""From version 1 to 2, from 2 to 3, and so on: each changes a database that holds data."""


def _version(connection: Connection) -> int:
    """The version that the database says it has; it may be somebody else's."""
    columns = {column["name"] for column in inspect(connection).get_columns(SCHEMA.name)}
    versions: Sequence[object] = []
    if SCHEMA.c.version.name in columns:
        versions = connection.execute(select(SCHEMA.c.version)).scalars().all()
    match versions:
        case [int(version)] if version > 0:
            return version
    raise SettingsError(
        f"The table {SCHEMA.name} in the database is not storybot's: name another database in "
        "STORYBOT_DATABASE or DATABASE_URL."
    )


def migrate(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Bring the schema up to date inside the transaction of `connection`.

    On SQLite that transaction must have begun as IMMEDIATE. Raises `SettingsError` when a newer
    storybot has been here.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_AT_LEISURE)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    latest = 1 + len(steps)
    if not inspect(connection).has_table(SCHEMA.name):
        METADATA.create_all(connection)
        connection.execute(insert(SCHEMA).values(version=latest))
        return
    found = _version(connection)
    if found > latest:
        raise SettingsError(
            "The database was written by a newer storybot: install that version again, or name "
            "another database in STORYBOT_DATABASE."
        )
    for step in steps[found - 1 :]:
        step(connection)
    connection.execute(update(SCHEMA).values(version=latest))
