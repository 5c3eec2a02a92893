"""Reads the tables as an operator would, past the code that wrote them."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg


def rows(address: str, query: str) -> list[tuple[Any, ...]]:
    """What `query` finds in the database at `address`."""
    if address.startswith("postgres"):
        with psycopg.connect(address) as connection:
            return list(connection.execute(query.encode()).fetchall())
    return sqlite3.connect(address).execute(query).fetchall()


def count(address: str, table: str) -> int:
    """How many rows `table` has."""
    return int(rows(address, f"SELECT count(*) FROM {table}")[0][0])
