"""Transactions in rounds: what many ask of the database at the same time is done in one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from itertools import groupby
from typing import Any

from bot.records.bulk import Bulk, Cursor
from bot.records.database import Database
from bot.records.transactions import DownError, RefusedError, Transactions, seen

MOST = 200
"""Tasks of one round."""

GATHER = 0.02
"""Seconds that what nobody waits for may gather before it is done."""

REST = 3.0
"""Seconds for which a database that failed is not asked again."""

Work = Callable[[Cursor], Any]


class Order(IntEnum):
    """In which order a round does things.

    What was in hand goes first, for the same question may come anew; nobody lets go in a round
    what they took in it. What is known is looked up last, with all that was put.
    """

    DONE = 1
    CLAIM = 2
    TAKE = 3
    BEGIN = 4
    PUT = 5
    GET = 6
    EACH = 7


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a round does for many at once: `do` returns a result for each value."""

    order: Order
    do: Callable[[Cursor, Sequence[Any]], Sequence[Any]]


def writing(order: Order, bulk: Bulk) -> Kind:
    """The kind that runs a statement for rows, and has no results."""

    def do(cursor: Cursor, rows: Sequence[Any]) -> Sequence[None]:
        bulk.run(cursor, rows)
        return [None] * len(rows)

    return Kind(order, do)


_EACH = Kind(Order.EACH, lambda cursor, works: [work(cursor) for work in works])


@dataclass(frozen=True, slots=True)
class _Task:
    kind: Kind
    key: str
    value: Any
    done: asyncio.Future[Any]
    is_durable: bool


class Rounds:
    """One transaction after the other, each with all that came meanwhile.

    A commit waits for the disk: under load, one for each question would let them queue. Within a
    round tasks go by their kinds, and those of a kind by their keys: two processes that lock the
    same rows do so in the same order, and none waits for the other for ever.
    """

    def __init__(self, database: Database) -> None:
        self._transactions = Transactions(database, "rounds")
        self._waiting: list[_Task] = []
        self._running: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()
        self._asked_again_at = 0.0

    @property
    def is_down(self) -> bool:
        """Whether the database failed a moment ago."""
        return time.monotonic() < self._asked_again_at

    def start(self, key: str, work: Work, *, soon: bool = False) -> asyncio.Future[Any]:
        """Do `work` by itself in the next round; see `join`."""
        return self.join(_EACH, key, work, soon=soon)

    def join(
        self, kind: Kind, key: str, value: Any, *, soon: bool = False, durable: bool = False
    ) -> asyncio.Future[Any]:
        """Do `kind` for `value` in the next round, together with all others of that kind.

        The future has its result or a `DownError`. What need only be done `soon` does not begin a
        round at once. What is `durable` is kept over a power cut once it is done, all else from a
        moment later on.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        done.add_done_callback(seen)
        if self.is_down:
            done.set_exception(DownError())
            return done
        self._waiting.append(_Task(kind, key, value, done, durable))
        if not soon:
            self._hurry.set()
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return done

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        if self._running is not None:
            await asyncio.shield(self._running)

    def close(self) -> None:
        """Close the connection, if it is not stuck."""
        self._transactions.close()

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                tasks, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._round(sorted(tasks, key=lambda task: (task.kind.order, task.key)))
        finally:
            self._running = None

    async def _gather(self) -> None:
        """Wait a little for more; where somebody waits, for what has come already."""
        if self._hurry.is_set():
            await asyncio.sleep(0)
        else:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), GATHER)
        self._hurry.clear()

    async def _round(self, tasks: list[_Task]) -> None:
        try:
            durable = any(task.is_durable for task in tasks)
            work = partial(_results, tasks=tasks)
            results = await self._transactions.run(work, durable=durable)
        except (DownError, RefusedError):  # none may cost a reply
            self._asked_again_at = time.monotonic() + REST
            tasks += self._waiting
            self._waiting = []
            _fail(tasks)
            return
        for task, result in zip(tasks, results, strict=True):
            with suppress(asyncio.InvalidStateError):  # whoever asked has given up
                task.done.set_result(result)


def _results(cursor: Cursor, tasks: list[_Task]) -> list[Any]:
    """One for each task; all of a kind are done at once."""
    results: list[Any] = []
    for kind, of_kind in groupby(tasks, key=lambda task: task.kind):
        results += kind.do(cursor, [task.value for task in of_kind])
    return results


def _fail(tasks: list[_Task]) -> None:
    for task in tasks:
        with suppress(asyncio.InvalidStateError):
            task.done.set_exception(DownError())
