"""Brings a database to the schema of this version, however many processes start at once.

A new database gets the tables as they are, an older one the tables and columns that it lacks: for
as long as nothing that is there has to change, that is less than Alembic would ask for.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, inspect, select, text
from sqlalchemy.engine import Connection

from bot.core.errors import SettingsError
from bot.records.schema import METADATA, SCHEMA

LOCK = 0x73746F72
"""Names storybot's advisory lock on PostgreSQL ("stor" in ASCII)."""

_AT_LEISURE = text("""
    SELECT set_config('statement_timeout', '30s', true), set_config('enable_seqscan', 'on', true),
        set_config('enable_hashjoin', 'on', true)
""")
"""While another process migrates, this one waits for longer than a reply would."""

VERSION = 7
"""One more whenever a table or column is added; see `_add_missing`."""


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


def _add_missing(connection: Connection) -> None:
    """Add what later versions have; a new column must be one that may be empty."""
    METADATA.create_all(connection)
    for table in METADATA.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.c:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                addition = f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"
                connection.execute(text(addition))


def migrate(connection: Connection) -> None:
    """Bring the schema up to date inside the transaction of `connection`.

    On SQLite that transaction must have begun as IMMEDIATE. Raises `SettingsError` when a newer
    storybot has been here.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_AT_LEISURE)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    found = _version(connection) if inspect(connection).has_table(SCHEMA.name) else 0
    if found > VERSION:
        raise SettingsError(
            "The database was written by a newer storybot: install that version again, or name "
            "another database in STORYBOT_DATABASE."
        )
    if found < VERSION:
        _add_missing(connection)
        connection.execute(delete(SCHEMA))
        connection.execute(insert(SCHEMA).values(version=VERSION))
