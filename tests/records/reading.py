"""Reads and changes the tables as an operator would, past the code that wrote them."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import psycopg

from tests.waiting import HANG

NEWER = "UPDATE storybot_schema SET version = 99"
"""Makes a database one that a newer storybot has written."""


def rows(address: str, query: str) -> list[tuple[Any, ...]]:
    """What `query` finds in the database at `address`."""
    if address.startswith("postgres"):
        with psycopg.connect(address) as connection:
            return list(connection.execute(query.encode()).fetchall())
    return sqlite3.connect(address).execute(query).fetchall()


def count(address: str, table: str) -> int:
    """How many rows `table` has."""
    return int(rows(address, f"SELECT count(*) FROM {table}")[0][0])


def execute(address: str, *statements: str) -> None:
    """Change the database at `address`, and keep that."""
    if address.startswith("postgres"):
        with psycopg.connect(address) as connection:
            for statement in statements:
                connection.execute(statement.encode())
        return
    with sqlite3.connect(address) as file:
        for statement in statements:
            file.execute(statement)


async def locked(path: Path) -> sqlite3.Connection:
    """Somebody else's connection that has the file for itself, once nobody here writes.

    It does not wait in SQLite: that would hold up whoever is to end what he writes.
    """
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    async with asyncio.timeout(HANG):
        while True:
            try:
                other.execute("BEGIN EXCLUSIVE")
                return other
            except sqlite3.OperationalError:
                await asyncio.sleep(0.01)
