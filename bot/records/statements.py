"""Upserts and the database's clock, by SQLAlchemy Core, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Delete, Double, Table, and_, bindparam, delete
from sqlalchemy.dialects.postgresql import Insert  # SQLite's compiler takes it too
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.ports.messages import Post


class DatabaseNow(FunctionElement[float]):
    """Seconds since 1970 by the clock of the database: those of machines differ."""

    name = "database_now"
    type = Double()
    inherit_cache = True


@compiles(DatabaseNow, "sqlite")
def _sqlite_now(_element: Any, _compiler: Any, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(DatabaseNow, "postgresql")
def _postgresql_now(_element: Any, _compiler: Any, **_: Any) -> str:
    return "extract(epoch FROM statement_timestamp())::float8"


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


def at_place(table: Table, message: str) -> ColumnElement[bool]:
    """The condition that a row is of a given platform and channel, and its column `message`."""
    columns = ("platform", "channel", message)
    return and_(*(table.c[it] == bindparam(f"of_{it}") for it in columns))


def delete_at(table: Table, message: str) -> Delete:
    """Delete the rows at a place; see `at_place`."""
    return delete(table).where(at_place(table, message))


def place_of(message: Post, of: str = "") -> dict[str, str]:
    """The columns that say where `message` stands."""
    return {
        f"{of}platform": message.platform,
        f"{of}channel": message.channel,
        f"{of}message": message.message,
    }
