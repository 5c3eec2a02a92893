"""Databases that can be taken away and brought back, and the lines that tell what came of it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.records.postgres import PostgresServer


@dataclass(frozen=True, slots=True)
class Place:
    """A fresh database: its kind, its address, and how to take it away and bring it back."""

    kind: str
    address: str
    take_away: Callable[[], None]
    bring_back: Callable[[], None]


HEAD = ("fault", "database", "tried", "promised", "seen")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    fault: str
    place: Place
    tried: str
    promised: str
    seen: str

    def cells(self) -> tuple[str, ...]:
        """In the order of HEAD."""
        return (self.fault, self.place.kind, self.tried, self.promised, self.seen)


@asynccontextmanager
async def sqlite_files() -> AsyncIterator[Callable[[], Place]]:
    """Makes fresh files; one that is taken away is locked by somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        number = 0

        def fresh() -> Place:
            nonlocal number
            number += 1
            path = str(Path(folder) / f"{number}.sqlite3")
            locks: list[sqlite3.Connection] = []

            def lock() -> None:
                locks.append(sqlite3.connect(path, isolation_level=None))
                locks[0].execute("BEGIN EXCLUSIVE")

            return Place("SQLite", path, lock, lambda: locks.pop().close())

        yield fresh


@asynccontextmanager
async def postgresql_databases(programs: Path) -> AsyncIterator[Callable[[], Place]]:
    """Makes fresh databases on one server; taking one away stops it as in a power cut."""
    server = PostgresServer(programs)
    server.start()
    try:
        yield lambda: Place("PostgreSQL", server.new_database(), server.stop, server.start)
    finally:
        server.delete()
