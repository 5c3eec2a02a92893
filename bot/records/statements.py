"""Upserts and the database's clock, by SQLAlchemy Core, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Delete, Double, Table, bindparam, delete
from sqlalchemy.dialects.postgresql import Insert  # SQLite's compiler takes it too
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

PLACE = ("platform", "channel", "message")
"""The columns that say where a message stands, as `Post` names them."""


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


def delete_by(table: Table, *columns: str) -> Delete:
    """Delete the rows whose `columns` are as given."""
    return delete(table).where(*(table.c[it] == bindparam(it) for it in columns))
