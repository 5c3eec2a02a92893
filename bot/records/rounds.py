"""Transactions in rounds: what many ask of the database at the same time is done in one."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import PoolProxiedConnection

from bot.records.database import LOCK_PATIENCE, PATIENCE, Database

MOST = 200
"""Tasks of one round."""

GATHER = 0.02
"""Seconds that what nobody waits for may gather before it is done."""

LOOK_AGAIN = 0.002
"""Seconds after which a file that another process has locked is tried again."""

REST = 3.0
"""Seconds for which a database that failed is not asked again."""


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


Work = Callable[[Cursor], Any]


class DownError(Exception):
    """The database cannot be reached at the moment, or refused."""


@dataclass(frozen=True, slots=True)
class _Task:
    key: str
    work: Work
    done: asyncio.Future[Any]


class Rounds:
    """One transaction after the other, each with all that came meanwhile.

    A commit waits for the disk: under load, one for each question would let them queue. Within a
    round tasks go by their keys, those of one key as they came: two processes that lock the same
    rows do so in the same order, and none waits for the other for ever.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.plain()
        self._thread = ThreadPoolExecutor(1, "rounds")
        self._waiting: list[_Task] = []
        self._running: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()
        self._asked_again_at = 0.0

    @property
    def is_down(self) -> bool:
        """Whether the database failed a moment ago."""
        return time.monotonic() < self._asked_again_at

    def start(self, key: str, work: Work, *, soon: bool = False) -> asyncio.Future[Any]:
        """Do `work` in the next round; the future has its result or a `DownError`.

        What need only be done `soon` does not begin a round at once.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        done.add_done_callback(_seen)
        if self.is_down:
            done.set_exception(DownError())
            return done
        self._waiting.append(_Task(key, work, done))
        if not soon:
            self._hurry.set()
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return done

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        if self._running is not None:
            await asyncio.shield(self._running)

    async def close(self) -> None:
        """Close the connection, if the thread is not stuck with it."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    async def _run(self) -> None:
        try:
            while self._waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), GATHER)
                self._hurry.clear()
                tasks, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._round(sorted(tasks, key=lambda task: task.key))
        finally:
            self._running = None

    async def _round(self, tasks: list[_Task]) -> None:
        try:
            await self._database.prepare()
            here = self._database.is_sqlite
            results = await (self._here(tasks) if here else self._in_thread(tasks))
            for task, result in zip(tasks, results, strict=True):
                with suppress(asyncio.InvalidStateError):  # whoever asked has given up
                    task.done.set_result(result)
        except Exception:  # each driver has errors of its own, and none may cost a reply
            self._database.doubt()
            self._asked_again_at = time.monotonic() + REST
            tasks += self._waiting
            self._waiting = []
            _fail(tasks)

    async def _here(self, tasks: list[_Task]) -> list[Any]:
        """For a file, which never waits for the disk: quicker than handing over to a thread."""
        give_up = time.monotonic() + LOCK_PATIENCE
        while True:
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                connection.close()
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
            else:
                return _transact(connection, tasks)
            await asyncio.sleep(LOOK_AGAIN)

    async def _in_thread(self, tasks: list[_Task]) -> list[Any]:
        """For a server, which may be far away."""

        def work() -> list[Any]:
            return _transact(self._engine.raw_connection(), tasks)

        results = asyncio.get_running_loop().run_in_executor(self._thread, work)
        await asyncio.wait((results,), timeout=PATIENCE)
        if not results.done():
            results.add_done_callback(_seen)
            raise TimeoutError
        return results.result()


def _transact(connection: PoolProxiedConnection, tasks: list[_Task]) -> list[Any]:
    """Do all or nothing; the connection goes back to its pool, or away."""
    cursor = connection.cursor()
    try:
        results = [task.work(cursor) for task in tasks]
        connection.commit()
    except BaseException:
        connection.invalidate()
        raise
    connection.close()
    return results


def _fail(tasks: list[_Task]) -> None:
    for task in tasks:
        with suppress(asyncio.InvalidStateError):
            task.done.set_exception(DownError())


def _seen(done: asyncio.Future[Any]) -> None:
    """Who gave up waiting does not look at the error; asyncio would log it."""
    if not done.cancelled():
        done.exception()
