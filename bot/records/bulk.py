"""Statements that take many rows at once, as one JSON text: to SQLite and PostgreSQL alike.

A statement for each row costs more than what it does with the row, above all where each is a
journey to a server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Boolean, Column, Double, Table
from sqlalchemy.types import JSON

Row = Mapping[str, Any]


class Cursor(Protocol):
    """What the drivers' cursors have in common; SQLAlchemy's cost more than the statements."""

    @property
    def rowcount(self) -> int:
        """Rows that a statement changed."""
        ...

    def execute(self, query: Any, values: Any, /) -> Any:
        """Run a statement with named values."""
        ...

    def fetchone(self) -> Any:
        """A row, or None."""
        ...

    def fetchall(self) -> Sequence[Any]:
        """The rows that are left."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Bulk:
    """A statement on `table`; of rows with the same `key` the last one counts.

    One that writes does no harm when it is run twice.
    """

    table: str
    key: tuple[str, ...]
    sql: str

    def run(self, cursor: Cursor, rows: Iterable[Row]) -> None:
        """Run it for all of `rows`, in their order; what it returns is to be fetched."""
        cursor.execute(self.sql, self.values(rows))

    def values(self, rows: Iterable[Row]) -> dict[str, str]:
        """What a driver is given with `sql`. What is no Unicode becomes a question mark."""
        last = {tuple(map(row.get, self.key)): row for row in rows}
        text = json.dumps(list(last.values()), ensure_ascii=False, separators=(",", ":"))
        return {"rows": text.encode("utf-8", "replace").decode("utf-8")}


def inserting(
    table: Table,
    *,
    is_sqlite: bool,
    over: str,
    given: Sequence[Column[Any]] | None = None,
    values: Mapping[str, str] | None = None,
) -> Bulk:
    """Insert into `table`, by its key; `over` says what becomes of a row that is there already.

    What is `given` are rows with these columns, else those of the table; `values` has what each
    column of the table gets, in terms of row `r`, else the column of that name.
    """
    given = given or list(table.c)
    values = values or {it.name: f"r.{it.name}" for it in given}
    key = tuple(it.name for it in table.primary_key)
    sql = (
        f"INSERT INTO {table.name} ({', '.join(values)}) SELECT {', '.join(values.values())} "
        f"FROM {_rows(given, is_sqlite=is_sqlite)} AS r WHERE true "
        f"ON CONFLICT ({', '.join(key)}) {over}"
    )
    return Bulk(table.name, key, sql)


def putting(table: Table, *, is_sqlite: bool) -> Bulk:
    """Insert rows of `table`, over those with the same key."""
    others = [it.name for it in table.c if not it.primary_key]
    over = ", ".join(f"{name} = excluded.{name}" for name in others)
    return inserting(table, is_sqlite=is_sqlite, over=f"DO UPDATE SET {over}")


def named(table: Table, *columns: str, is_sqlite: bool) -> str:
    """The condition that these columns of a row of `table` are those of one that is given."""
    rows = _rows([table.c[it] for it in columns], is_sqlite=is_sqlite)
    names = ", ".join(columns)
    return f"({names}) IN (SELECT {names} FROM {rows} AS r)"


def _rows(columns: Iterable[Column[Any]], *, is_sqlite: bool) -> str:
    """The parameter `rows` as a table with these columns."""
    if is_sqlite:
        values = ", ".join(f"json_extract(value, '$.{it.name}') AS {it.name}" for it in columns)
        return f"(SELECT {values} FROM json_each(:rows))"
    types = ", ".join(f"{it.name} {_type(it)}" for it in columns)
    return f"(SELECT * FROM json_to_recordset(%(rows)s::json) AS given ({types}))"


def _type(column: Column[Any]) -> str:
    """PostgreSQL's name of a column's type."""
    kinds = {Double: "float8", Boolean: "boolean", JSON: "json"}
    return next((name for kind, name in kinds.items() if isinstance(column.type, kind)), "text")
