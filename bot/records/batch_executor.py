"""One transaction for all that is asked of the database at the same time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Executable

from bot.records.database import NOT_NOW, Database, DownError

TURNS = 3
"""Turns of the event loop after which what one event asks has come."""

REST = 3.0
"""Seconds for which a database that failed is not asked again."""

_log = logging.getLogger(__name__)


class Order(IntEnum):
    """In which order a batch does things.

    What was in hand goes first, for the same question may come anew; nobody lets go in a batch
    what they took in it. What is known is looked up last, with all that was put.
    """

    DONE = 1
    CLAIM = 2
    TAKE = 3
    BEGIN = 4
    PAY = 5
    PUT = 6
    GET = 7


Do = Callable[[Connection, Sequence[Any]], Sequence[Any]]
"""What a batch does for many requests at once: returns a result for each value."""


def executing(statement: Executable) -> Do:
    """Executes `statement` for rows, and has no results."""

    def do(connection: Connection, rows: Sequence[Any]) -> Sequence[None]:
        connection.execute(statement, list(rows))
        return [None] * len(rows)

    return do


@dataclass(frozen=True, slots=True)
class _Request:
    order: Order
    do: Do
    key: str
    value: Any
    done: asyncio.Future[Any]
    is_durable: bool


class BatchExecutor:
    """One transaction after the other, each with all that came meanwhile.

    A commit waits for the disk: under load, one for each question would let them queue. Within a
    batch requests go by their order, and those of one order by their keys: two processes that lock
    the same rows do so in the same order, and none waits for the other for ever.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Request] = []
        self._running: asyncio.Task[None] | None = None
        self._asked_again_at = 0.0

    def submit(
        self, order: Order, do: Do, key: str, value: Any, *, durable: bool = False
    ) -> asyncio.Future[Any]:
        """Do it for `value` in the next batch; the future has a result or a `DownError`.

        What is `durable` is kept over a power cut once it is done, all else from a moment later on.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        done.add_done_callback(_look)
        if time.monotonic() < self._asked_again_at:
            done.set_exception(DownError(NOT_NOW))
            return done
        self._waiting.append(_Request(order, do, key, value, done, durable))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return done

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        if self._running is not None:
            await asyncio.shield(self._running)

    async def _run(self) -> None:
        try:
            while self._waiting:
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                batch, self._waiting = self._waiting, []
                await self._execute(sorted(batch, key=lambda it: (it.order, it.key)))
        finally:
            self._running = None

    async def _execute(self, batch: list[_Request]) -> None:
        try:
            durable = any(it.is_durable for it in batch)
            results = await self._database.run(partial(_results, batch), durable=durable)
        except DownError as error:
            self._asked_again_at = time.monotonic() + REST
            batch, self._waiting = [*batch, *self._waiting], []
            results = [error] * len(batch)
        except Exception as error:  # a bug must not let anybody wait for ever
            _log.error("what was asked of the database failed (%s)", type(error).__name__)
            results = [error] * len(batch)
        for request, result in zip(batch, results, strict=True):
            if request.done.done():  # whoever asked has given up
                continue
            if isinstance(result, Exception):
                request.done.set_exception(result)
            else:
                request.done.set_result(result)


def _results(batch: list[_Request], connection: Connection) -> list[Any]:
    """One for each request; neighbours that want the same are done at once."""
    results: list[Any] = []
    for do, requests in groupby(batch, key=lambda it: it.do):
        results += do(connection, [it.value for it in requests])
    return results


def _look(done: asyncio.Future[Any]) -> object:
    """Who gave up waiting does not look at the error; asyncio would log it."""
    return done.cancelled() or done.exception()
