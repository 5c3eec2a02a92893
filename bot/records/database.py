"""The engine for SQLite or PostgreSQL: migrated before its first use, every wait bounded."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.errors import SettingsError
from bot.records.migrations import migrate

PATIENCE = 2.0
"""Seconds that anything may wait for the database: platforms give three for an answer."""

LOCK_PATIENCE = 1.5
"""Seconds that SQLite waits for another writer: less than PATIENCE, for a wait that is broken off
leaves a connection that is in the middle of something."""

LOCK_POLL = 0.02
"""Seconds after which the wait for another writer begins anew. SQLite looks again after 1, 2, 5 and
10 ms, and then less and less often: who had waited long was passed by those who had just come, for
more than a second among seven processes."""

CONNECTIONS = 4
"""Connections held at once by a process."""

_BY_KEYS = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
"""Settings of PostgreSQL's planner."""

_OUTSIDE = "outside_transactions"
"""The execution option of connections whose statements begin none."""

DOWN = (
    *(OperationalError, InterfaceError, sqlite3.OperationalError),
    *(PoolTimeoutError, TimeoutError, OSError, SettingsError),
)
"""What comes of one that cannot be reached, is locked, has no room, or is of a newer storybot."""


_log = logging.getLogger(__name__)


class Database:
    """One database. Nothing is opened before `begin`.

    `replaced` counts how often SQLite's file was gone, or another one: what is connected is
    connected to nothing then, and the file is made anew.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        self.replaced = 0
        self._migrating = asyncio.Lock()
        self._migrated = False
        self._file: tuple[int, int] | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed at the end; raises one of DOWN within PATIENCE seconds."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._migrate()
                async with self._engine.begin() as connection:
                    yield connection
        except (*DOWN, ProgrammingError):
            self.doubt()  # what comes back may be another database, without tables
            raise

    async def prepare(self) -> None:
        """Make the file and bring the schema up to date, where that was not done; as `begin`."""
        if not self._is_ready():
            async with asyncio.timeout(PATIENCE):
                await self._migrate()

    def _is_ready(self) -> bool:
        return self._migrated and self._file == self._file_there()

    def _file_there(self) -> tuple[int, int] | None:
        """Which file it is, where it is one; None where there is none."""
        if not self.is_sqlite:
            return None
        with suppress(OSError):
            found = os.stat(str(self.url.database))
            return found.st_dev, found.st_ino
        return None

    def doubt(self) -> None:
        """Look at the schema again before the next use: something is wrong with it."""
        self._migrated = False

    def plain(self) -> Engine:
        """An engine whose statements are not awaited: that costs more than most statements."""
        return _quick_sqlite(self.url) if self.is_sqlite else _bounded_postgresql(self.url)

    async def checkpoint(self, *, wholly: bool) -> None:
        """Write SQLite's log back into the file, to the disk.

        With `wholly`, nothing deleted stays behind in the log; while another process reads it
        stays until a later checkpoint. Else nobody is waited for.
        """
        if not self.is_sqlite:
            return
        how = "TRUNCATE" if wholly else "PASSIVE"
        async with asyncio.timeout(PATIENCE), self._engine.connect() as connection:
            await connection.execution_options(**{_OUTSIDE: True})
            await connection.exec_driver_sql(f"PRAGMA wal_checkpoint({how})")

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def _migrate(self) -> None:
        async with self._migrating:
            if self._is_ready():
                return
            if self._file is not None and self._file != self._file_there():
                _log.error("the database file is gone, and with it what it held: making another")
                self.replaced += 1
                await self._engine.dispose()
            if self.is_sqlite:
                _make_file(Path(str(self.url.database)))
            try:
                async with self._engine.begin() as connection:
                    await connection.run_sync(migrate)
            except (DatabaseError, sqlite3.DatabaseError) as error:
                if _is_of_no_database(error):
                    raise SettingsError(_NO_DATABASE.format(path=self.url.database)) from None
                raise
            self._migrated, self._file = True, self._file_there()


_NO_DATABASE = "{path} is no database: name another file in STORYBOT_DATABASE, or delete it."


def _is_of_no_database(error: Exception) -> bool:
    """Whether SQLite says that a file is none of its, or damaged."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def _make_file(path: Path) -> None:
    """An empty file that only this user can read, where there is none; SQLite keeps its mode.

    Raises `SettingsError` where something else than a file is there.

    One that is there is not even opened: to close it would end all locks that SQLite has on it in
    this process, and another process would take the log for nobody's and spoil the file.
    """
    if path.exists() and not path.is_file():
        raise SettingsError(_NO_DATABASE.format(path=path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _postgresql(url: URL) -> AsyncEngine:
    arguments = {"connect_timeout": 2, "application_name": "storybot"}
    return create_async_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=arguments,
    )


def _sqlite(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE,
        hide_parameters=True,
        connect_args={"timeout": LOCK_POLL},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _quick_sqlite(url: URL) -> Engine:
    """Never waits, neither for a lock nor for the disk. What it writes outlasts the process, and a
    power cut once somebody had the log synced, at the latest by the next checkpoint."""
    engine = create_engine(
        url.set(drivername="sqlite"),
        pool_size=1,
        max_overflow=0,
        pool_timeout=0,
        hide_parameters=True,
        connect_args={"timeout": 0},
    )
    event.listen(engine, "connect", _prepare_quick_sqlite)
    return engine


def _bounded_postgresql(url: URL) -> Engine:
    """No thread can be told to give up: the server and the kernel have to bound its waits.

    What it asks is found by keys. The server cannot know how few: it would read whole tables.
    """
    milliseconds = round(1000 * PATIENCE)
    arguments = {
        "connect_timeout": 2,
        "application_name": "storybot",
        "options": f"-c statement_timeout={milliseconds} {_BY_KEYS}",
        "tcp_user_timeout": milliseconds,
    }
    return create_engine(
        url, pool_size=1, max_overflow=0, hide_parameters=True, connect_args=arguments
    )


def _prepare_quick_sqlite(connection: Any, record: Any) -> None:
    """To write the log back into the file is left to `checkpoint`, which may wait."""
    _prepare_sqlite(connection, record)
    for pragma in ("synchronous=NORMAL", "wal_autocheckpoint=0"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Several processes at once (WAL), kept over a power cut (FULL), deleted means overwritten."""
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so, not by itself
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        _patiently(partial(cursor.execute, f"PRAGMA {pragma}"))
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """As a writer from the start: one that becomes it later fails at once if another wrote."""
    if not connection.get_execution_options().get(_OUTSIDE):
        _patiently(partial(connection.exec_driver_sql, "BEGIN IMMEDIATE"))


def _patiently(attempt: Callable[[], object]) -> None:
    """Make `attempt`, again and again while another process has the file locked."""
    give_up = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            attempt()
            return
        except (OperationalError, sqlite3.OperationalError) as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
