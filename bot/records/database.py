"""SQLite or PostgreSQL: migrated before its first use, in threads, every wait bounded."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
)

from bot.core.errors import NotRecordedError, SettingsError
from bot.records.migrations import migrate

PATIENCE = 2.0
"""Seconds that anything may wait for the database: platforms give three for an answer."""

LOCK_PATIENCE = 1.5
"""Seconds that SQLite waits for another writer."""

LOCK_POLL = 0.002
"""Seconds after which a file that another process has locked is tried again. SQLite by itself looks
less and less often: who had waited long was passed by those who had just come."""

LOG_PAGES = 1000
"""Pages of SQLite's log from which it is copied into the file."""

CONNECTIONS = 4
"""Connections held at once by a process, each by a thread."""

NOT_NOW = "The database cannot be reached at the moment: try again in a while."
_NO_DATABASE = "{path} is no database: name another file in STORYBOT_DATABASE, or delete it."

_CLOCK = (("statement_timestamp", 0, time.time), ("date_part", 2, lambda _, at: at))
"""Functions of PostgreSQL that tell seconds since 1970, for SQLite."""

_REFUSED = (DataError, IntegrityError, ProgrammingError, UnicodeError)
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class DownError(NotRecordedError):
    """The database cannot be reached, is locked or full, or is of a newer storybot."""

    @property
    def kind(self) -> str:
        """What is behind it, for the log: messages may hold what was to be kept."""
        return type(self.__cause__).__name__


class RefusedError(DownError):
    """The database does not take what it was given, and would not another time."""


class Database:
    """One database, used by transactions in threads. Nothing is opened before the first."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._engine = _engine(url, {"timeout": 0} if self.is_sqlite else _bounds())
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        self._threads = ThreadPoolExecutor(CONNECTIONS, "database")
        self._migrating = threading.Lock()
        self._is_migrated = False
        self._file: tuple[int, int] | None = None

    async def run(
        self,
        work: Callable[[Connection], _T],
        *,
        durable: bool = True,
        within: float | None = None,
    ) -> _T:
        """What `work` returns, in one transaction; kept over a power cut if it is to be `durable`.

        Raises `DownError` or `RefusedError`, `within` PATIENCE seconds if not said otherwise.
        """
        if self.is_sqlite and not durable and self._is_ready():
            # what waits for no disk takes less time than to hand it over to a thread
            with suppress(DownError):  # somebody else may write to it
                return self._attempt(partial(self._transact, work, False, 0.0))
        return await self._in_thread(partial(self._transact, work, durable, LOCK_PATIENCE), within)

    async def open(self, within: float | None = None) -> None:
        """Connect, and bring the schema up to date.

        Raises `SettingsError` for one that is not to be used, else as `run` does.
        """
        try:
            await self.run(lambda _: None, within=within)
        except DownError as error:
            if isinstance(error.__cause__, SettingsError):
                raise error.__cause__ from None
            raise

    async def shred(self) -> None:
        """Leave nothing of what was deleted in SQLite's log; errors as for `run`.

        While another process reads, it stays there until the next checkpoint.
        """
        if self.is_sqlite:
            await self._in_thread(self._truncate_log, None)

    def close(self) -> None:
        """Close every connection that is not stuck."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    async def _in_thread(self, do: Callable[[], _T], within: float | None) -> _T:
        loop = asyncio.get_running_loop()
        doing = loop.run_in_executor(self._threads, partial(self._attempt, do))
        await asyncio.wait((doing,), timeout=PATIENCE if within is None else within)
        if not doing.done():
            doing.cancel()  # it may not have begun
            raise DownError(NOT_NOW) from TimeoutError()
        return doing.result()

    def _attempt(self, do: Callable[[], _T]) -> _T:
        """Run in a thread: what `do` returns, its errors turned into ours."""
        try:
            return do()
        except (SQLAlchemyError, sqlite3.Error, OSError, SettingsError, UnicodeError) as error:
            self._is_migrated = False  # what comes back may be another database, without tables
            raise (RefusedError if isinstance(error, _REFUSED) else DownError)(NOT_NOW) from error

    def _transact(self, work: Callable[[Connection], _T], durable: bool, patience: float) -> _T:
        self._prepare()
        with self._engine.connect() as connection:
            connection.execution_options(storybot_begin=(durable, patience))
            with connection.begin():
                return work(connection)

    def _truncate_log(self) -> None:
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def _prepare(self) -> None:
        """Make the file and bring the schema up to date, where that was not done."""
        with self._migrating:
            if self._is_ready():
                return
            if self._file is not None and self._file != self._file_there():
                _log.error("the database file is gone, and with it what it held: making another")
                self._engine.dispose()
            if self.is_sqlite:
                _make_file(Path(str(self.url.database)))
            try:
                with self._engine.begin() as connection:
                    migrate(connection)
            except (DatabaseError, sqlite3.DatabaseError) as error:
                if _is_of_no_database(error):
                    raise SettingsError(_NO_DATABASE.format(path=self.url.database)) from None
                raise
            self._is_migrated, self._file = True, self._file_there()

    def _is_ready(self) -> bool:
        return self._is_migrated and self._file == self._file_there()

    def _file_there(self) -> tuple[int, int] | None:
        """Which file it is, where it is one; None where there is none."""
        if not self.is_sqlite:
            return None
        with suppress(OSError):
            found = os.stat(str(self.url.database))
            return found.st_dev, found.st_ino
        return None


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


def _bounds() -> dict[str, Any]:
    """No thread can be told to give up: PostgreSQL and the kernel have to bound its waits.

    What it asks is found by keys. The server cannot know how few: it would read whole tables.
    """
    milliseconds = round(1000 * PATIENCE)
    by_keys = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
    return {
        "connect_timeout": 2,
        "application_name": "storybot",
        "options": f"-c statement_timeout={milliseconds} {by_keys}",
        "tcp_user_timeout": milliseconds,
    }


def _engine(url: URL, arguments: dict[str, Any]) -> Engine:
    return create_engine(
        url,
        pool_size=CONNECTIONS + 1,  # one for what is done in no thread
        max_overflow=0,
        pool_timeout=PATIENCE,
        hide_parameters=True,
        connect_args=arguments,
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Several processes at once (WAL), and deleted means overwritten."""
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so, not by itself
    for name, count, function in _CLOCK:
        connection.create_function(name, count, function)
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "secure_delete=ON"):
        _patiently(partial(cursor.execute, f"PRAGMA {pragma}"))
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """As a writer from the start: one that becomes it later fails at once if another wrote.

    FULL waits for the disk at the end. NORMAL does not, and does not copy the log into the file.
    """
    options = connection.get_execution_options()
    durable, patience = options.get("storybot_begin", (True, LOCK_PATIENCE))
    file: Any = connection.connection.dbapi_connection
    file.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    file.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES if durable else 0}")
    _patiently(partial(file.execute, "BEGIN IMMEDIATE"), patience)


def _patiently(attempt: Callable[[], object], patience: float = LOCK_PATIENCE) -> None:
    """Make `attempt`, again and again while another process has the file locked."""
    give_up = time.monotonic() + patience
    while True:
        try:
            attempt()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() >= give_up:
                raise DownError(NOT_NOW) from error
            time.sleep(LOCK_POLL)
