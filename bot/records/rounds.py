"""Transactions in rounds: what many ask of the database at the same time is done in one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from bot.records.database import DOWN, PATIENCE, Database

MOST = 200
"""Tasks of one round."""

REST = 3.0
"""Seconds for which a database that failed is not asked again."""

Work = Callable[[Connection], Any]


class DownError(Exception):
    """The database cannot be reached at the moment, or refused."""


@dataclass(frozen=True, slots=True)
class _Task:
    key: str
    work: Work
    done: asyncio.Future[Any]


class Rounds:
    """One transaction after the other, each with all that came meanwhile, in a thread.

    A commit waits for the disk: under load, one for each question would let them queue. Within a
    round tasks go by their keys, those of one key as they came: two processes that lock the same
    rows do so in the same order, and none waits for the other for ever.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.threaded()
        self._thread = ThreadPoolExecutor(1, "rounds")
        self._waiting: list[_Task] = []
        self._running: asyncio.Task[None] | None = None
        self._asked_again_at = 0.0

    @property
    def is_down(self) -> bool:
        """Whether the database failed a moment ago."""
        return time.monotonic() < self._asked_again_at

    def start(self, key: str, work: Work) -> asyncio.Future[Any]:
        """Do `work` in the next round; the future has its result or a `DownError`."""
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        done.add_done_callback(_seen)
        if self.is_down:
            done.set_exception(DownError())
            return done
        self._waiting.append(_Task(key, work, done))
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
                tasks, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._round(sorted(tasks, key=lambda task: task.key))
        finally:
            self._running = None

    async def _round(self, tasks: list[_Task]) -> None:
        loop = asyncio.get_running_loop()
        try:
            await self._database.prepare()
            results = loop.run_in_executor(self._thread, self._transact, tasks)
            await asyncio.wait((results,), timeout=PATIENCE)
            if not results.done():
                results.add_done_callback(_seen)
                raise TimeoutError
            for task, result in zip(tasks, results.result(), strict=True):
                with suppress(asyncio.InvalidStateError):  # whoever asked has given up
                    task.done.set_result(result)
        except (*DOWN, ProgrammingError) as error:
            if isinstance(error, OperationalError | ProgrammingError):
                self._database.doubt()
            self._asked_again_at = time.monotonic() + REST
            tasks += self._waiting
            self._waiting = []
            _fail(tasks)
        except SQLAlchemyError:
            _fail(tasks)

    def _transact(self, tasks: list[_Task]) -> list[Any]:
        with self._engine.begin() as connection:
            return [task.work(connection) for task in tasks]


def _fail(tasks: list[_Task]) -> None:
    for task in tasks:
        with suppress(asyncio.InvalidStateError):
            task.done.set_exception(DownError())


def _seen(done: asyncio.Future[Any]) -> None:
    """Who gave up waiting does not look at the error; asyncio would log it."""
    if not done.cancelled():
        done.exception()
