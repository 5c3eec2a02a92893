"""What processes on one database agree on: the port `Shared`, by the database's own clock."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.core.ports import Bill, InHand, Reader
from bot.records.agreeing import agreements
from bot.records.inbox import HASTE, Inbox
from bot.records.local import LocalState
from bot.records.people import People
from bot.records.rounds import Cursor, DownError, Rounds, Work

LAST = "~"
"""Comes after every code."""


class SharedState:
    """The port `Shared`. `alone` counts how often the database could not be asked."""

    def __init__(self, rounds: Rounds, inbox: Inbox, people: People, *, is_sqlite: bool) -> None:
        self.alone = 0
        self._rounds = rounds
        self._inbox = inbox
        self._people = people
        self._write = agreements(is_sqlite)
        self._local = LocalState()
        self._held: set[str] = set()
        self._has_met = False

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        """Whether nobody had claimed `name`, here or elsewhere."""
        if not await self._local.claim(name, seconds):
            return False
        row = self._row(name, "", seconds)

        def work(cursor: Cursor) -> bool:
            cursor.execute(self._write.claim, row)
            taken = cursor.fetchone() is not None
            if taken and in_hand is not None:
                self._inbox.note(cursor, in_hand)
            return taken

        is_ours: bool | None = await self._do(name, work)
        if is_ours and in_hand is not None:
            self._inbox.noted(in_hand.question)
        if is_ours is False:
            await self._local.release(name)  # whoever has it may let it go
        return is_ours is not False

    async def hold(self, name: str, seconds: float) -> bool:
        """Whether this process has `name` now; called in time, it keeps it."""
        row = self._row(name, "", seconds)

        def work(cursor: Cursor) -> bool:
            cursor.execute(self._write.hold, row)
            return cursor.fetchone() is not None

        is_ours: bool | None = await self._do(name, work)
        if is_ours is None:
            return name in self._held or not self._has_met
        self._has_met = True
        (self._held.add if is_ours else self._held.discard)(name)
        return is_ours

    async def release(self, name: str) -> None:
        """Let `name` be free, where this process has it."""
        self._held.discard(name)
        await self._local.release(name)
        await self._do(name, self._deleting(self._write.release, name, ""))

    def put(
        self, name: str, item: str, value: str, seconds: float, of: Reader | None = None
    ) -> None:
        """Know `value` here at once, and everywhere soon."""
        self._local.put(name, item, value, seconds)
        row = self._row(name, item, seconds, value)
        row["person"] = self._people.hash(of) if of else None

        def work(cursor: Cursor) -> None:
            cursor.execute(self._write.put, row)

        self._soon(name, work)

    def drop(self, name: str, item: str) -> None:
        """Forget it here at once, and everywhere soon."""
        self._local.drop(name, item)
        self._soon(name, self._deleting(self._write.drop, name, item))

    async def get(self, name: str) -> dict[str, str]:
        """What is known everywhere; what was put here before is among it."""
        values = {"of_name": self._people.code(name)}

        def work(cursor: Cursor) -> dict[str, str]:
            cursor.execute(self._write.get, values)
            return dict(cursor.fetchall())

        known = await self._do(name, work, within=HASTE)
        return await self._local.get(name) if known is None else known

    async def pay(self, *bills: Bill) -> tuple[float, ...]:
        """Seconds to wait, over all processes.

        All in one round, and in it the first bill of everybody before the second of anybody: so
        the rows are locked in one order.
        """
        waits: list[float] = []
        doing = [
            self._rounds.start(f"{LAST * number}{self._people.code(bill.name)}", work)
            for number, bill in enumerate(bills)
            for work in [self._paying(bill, waits, number)]
        ]
        await asyncio.wait(doing, timeout=HASTE)
        if not all(it.done() and it.exception() is None for it in doing):
            self.alone += 1
            return await self._local.pay(*bills)
        return tuple(waits)

    def _paying(self, bill: Bill, waits: list[float], number: int) -> Work:
        row = {**self._row(bill.name, "", bill.cost), "burst": bill.burst}
        owing = {"of_name": row["name"]}

        def work(cursor: Cursor) -> None:
            if len(waits) != number or any(waits):
                return
            cursor.execute(self._write.pay, row)
            if cursor.fetchone() is not None:
                waits.append(0.0)
                return
            cursor.execute(self._write.owed, owing)
            waits.append(float(cursor.fetchone()[0]) + bill.cost - bill.burst)

        return work

    def _row(self, name: str, item: str, seconds: float, value: str = "") -> dict[str, Any]:
        return {
            "name": self._people.code(name),
            "item": item,
            "seconds": seconds,
            "owner": self._inbox.owner,
            "value": value,
            "person": None,
        }

    def _deleting(self, statement: str, name: str, item: str) -> Work:
        """What is put is anybody's to drop, what is claimed its owner's to release."""
        values = {"of_name": self._people.code(name), "of_item": item}
        values["of_owner"] = self._inbox.owner

        def work(cursor: Cursor) -> None:
            cursor.execute(statement, values)

        return work

    async def _do(self, name: str, work: Work, *, within: float | None = None) -> Any:
        """What `work` returns; None where the database is down, or not so quick."""
        doing = self._rounds.start(self._people.code(name), work)
        await asyncio.wait((doing,), timeout=within)
        if not doing.done() or isinstance(doing.exception(), DownError):
            self.alone += 1
            return None
        return doing.result()

    def _soon(self, name: str, work: Work) -> None:
        doing = self._rounds.start(self._people.code(name), work, soon=True)
        doing.add_done_callback(self._count)

    def _count(self, doing: asyncio.Future[Any]) -> None:
        self.alone += doing.exception() is not None
