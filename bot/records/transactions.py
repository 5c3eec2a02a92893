"""Transactions whose statements are not awaited one by one, which costs more than most of them."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import PoolProxiedConnection

from bot.records.bulk import Cursor
from bot.records.database import LOCK_PATIENCE, PATIENCE, Database

LOOK_AGAIN = 0.002
"""Seconds after which a file that another process has locked is tried again."""

_T = TypeVar("_T")


class DownError(Exception):
    """The database cannot be reached at the moment, or is locked or full."""


class RefusedError(Exception):
    """The database does not take what it was given; its message is the kind of error."""


class Transactions:
    """One after the other, on a connection of their own."""

    def __init__(self, database: Database, name: str) -> None:
        """`name` is that of the thread, where there is one."""
        self._database = database
        self._engine = database.plain()
        self._thread = ThreadPoolExecutor(1, name)
        self._connection: PoolProxiedConnection | None = None
        self._is_listed = False
        self._replaced = 0

    async def run(self, work: Callable[[Cursor], _T], *, durable: bool = False) -> _T:
        """What `work` returns, committed, and kept over a power cut if that is to be `durable`.

        Raises `DownError` or `RefusedError` within seconds.
        """
        try:
            await self._database.prepare()
            if not self._database.is_sqlite:
                return await self._in_thread(partial(self._transact, work))
            if self._replaced != self._database.replaced:
                self._connect_anew()
            result = await self._in_turn(work)
            if durable:
                await self._in_thread(self._sync)
            return result
        except Exception as error:  # each driver has errors of its own
            self._database.doubt()  # what comes back may be another database, without tables
            if isinstance(error, self._refusals()):
                raise RefusedError(type(error).__name__) from error
            raise DownError from error

    def close(self) -> None:
        """Close the connection, if the thread is not stuck with it."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self._engine.dispose()

    def _connect_anew(self) -> None:
        """To the file that is there now."""
        self._replaced = self._database.replaced
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
        self._is_listed = False

    def _refusals(self) -> tuple[type[Exception], ...]:
        """What the driver raises where the same would be refused another time, too."""
        driver: Any = self._engine.dialect.loaded_dbapi
        return driver.DataError, driver.IntegrityError, driver.ProgrammingError

    async def _in_turn(self, work: Callable[[Cursor], _T]) -> _T:
        """For a file, when nobody else writes to it.

        To hand over to a thread takes longer than what never waits for the disk.
        """
        give_up = time.monotonic() + LOCK_PATIENCE
        while True:
            try:
                return self._transact(work)
            except _LockedError as error:
                if time.monotonic() > give_up:
                    raise (error.__cause__ or error) from None
            await asyncio.sleep(LOOK_AGAIN)

    def _sync(self) -> None:
        """Have on the disk what is committed: SQLite's log, and that there is one.

        As `synchronous=FULL` does, but it would hold the file while it waits for the disk.
        """
        path = Path(f"{self._database.url.database}-wal")
        to_disk(path)
        if not self._is_listed:
            to_disk(path.parent)
            self._is_listed = True

    async def _in_thread(self, do: Callable[[], _T]) -> _T:
        """For a server, which may be far away, and a disk."""
        result = asyncio.get_running_loop().run_in_executor(self._thread, do)
        await asyncio.wait((result,), timeout=PATIENCE)
        if not result.done():
            result.add_done_callback(seen)
            raise TimeoutError
        return result.result()

    def _transact(self, work: Callable[[Cursor], _T]) -> _T:
        """Do all or nothing. The connection is kept, unless something went wrong."""
        connection = self._connection or self._engine.raw_connection()
        self._connection = None
        try:
            cursor = connection.cursor()
            if self._database.is_sqlite:
                _begin(cursor)
            result = work(cursor)
            connection.commit()
        except _LockedError:  # nothing has begun
            self._connection = connection
            raise
        except BaseException:
            with suppress(Exception):  # there may be nothing left to roll back
                connection.rollback()
            connection.invalidate()
            raise
        self._connection = connection
        return result


class _LockedError(Exception):
    """Another process writes."""


def _begin(cursor: Cursor) -> None:
    try:
        cursor.execute("BEGIN IMMEDIATE", ())
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise _LockedError from error


def to_disk(path: Path) -> None:
    """Return when what is written to a file, or a folder, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)  # SQLite has no locks on its log, which this would end


def seen(done: asyncio.Future[Any]) -> None:
    """Who gave up waiting does not look at the error; asyncio would log it."""
    if not done.cancelled():
        done.exception()
