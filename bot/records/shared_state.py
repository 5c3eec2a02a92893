"""What processes on one database agree on: the port `SharedState`, by the database's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ports.inbox import InHand
from bot.ports.messages import Reader
from bot.ports.shared_state import Bill
from bot.records.agreeing import GLANCE, agreements
from bot.records.bulk import Cursor
from bot.records.inbox import HASTE, DatabaseInbox
from bot.records.memory_state import MemoryState
from bot.records.pseudonyms import Pseudonyms
from bot.records.rounds import Kind, Order, Rounds, Work, writing
from bot.records.transactions import DownError

LAST = "~"
"""Comes after every code."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is to be claimed, and what is in hand where that succeeds."""

    row: dict[str, Any]
    in_hand: InHand | None


class DatabaseState:
    """The port `SharedState`. `alone` counts how often the database could not be asked."""

    def __init__(
        self, rounds: Rounds, inbox: DatabaseInbox, people: Pseudonyms, *, is_sqlite: bool
    ) -> None:
        self.alone = 0
        self._rounds = rounds
        self._inbox = inbox
        self._people = people
        self._write = agreements(is_sqlite)
        self._claiming = Kind(Order.CLAIM, self._claim_all)
        self._putting = writing(Order.PUT, self._write.put)
        self._getting = Kind(Order.GET, self._get_all)
        self._local = MemoryState()
        self._held: set[str] = set()
        self._has_met = False

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        """Whether nobody had claimed `name`, here or elsewhere."""
        if not await self._local.claim(name, seconds):
            return False
        wanted = _Claim(self._row(name, "", seconds), in_hand)
        code, durable = wanted.row["name"], in_hand is not None
        is_ours: bool | None = await self._join(self._claiming, code, wanted, durable=durable)
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
        values = {"of_name": self._people.code(name), "of_owner": self._inbox.owner}

        def work(cursor: Cursor) -> None:
            cursor.execute(self._write.release, values)

        await self._do(name, work)

    def put(
        self, name: str, item: str, value: str, seconds: float, of: Reader | None = None
    ) -> None:
        """Know `value` here at once, and everywhere soon."""
        self._local.put(name, item, value, seconds)
        self._put_soon(self._row(name, item, seconds, value, of))

    def drop(self, name: str, item: str) -> None:
        """Forget it here at once, and everywhere soon: nothing is put, for no time."""
        self._local.drop(name, item)
        self._put_soon(self._row(name, item, 0.0))

    async def get(self, name: str) -> dict[str, str]:
        """What is known everywhere; what was put here before is among it."""
        code = self._people.code(name)
        known: dict[str, str] | None = await self._join(self._getting, code, code, within=HASTE)
        return await self._local.get(name) if known is None else known

    async def glance(self) -> Callable[[str], bool]:
        """By the names there are, unless they are too many to be remembered."""

        def work(cursor: Cursor) -> frozenset[bytes]:
            cursor.execute(self._write.names, {})
            return frozenset(bytes.fromhex(name) for (name,) in cursor.fetchall())

        names: frozenset[bytes] | None = await self._do("", work)
        if names is None or len(names) > GLANCE:
            return lambda _: True
        return lambda name: bytes.fromhex(self._people.code(name)) in names

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

    def _row(
        self, name: str, item: str, seconds: float, value: str = "", of: Reader | None = None
    ) -> dict[str, Any]:
        return {
            "name": self._people.code(name),
            "item": item,
            "seconds": seconds,
            "owner": self._inbox.owner,
            "value": value,
            "person": self._people.hash(of) if of else None,
        }

    def _claim_all(self, cursor: Cursor, claims: Sequence[_Claim]) -> list[bool]:
        """Claim, and note what is in hand of what was free."""
        self._write.claim.run(cursor, [it.row for it in claims])
        free = {name for (name,) in cursor.fetchall()}
        in_hand = [it.in_hand for it in claims if it.in_hand and it.row["name"] in free]
        if in_hand:
            self._inbox.note(cursor, in_hand)
        return [it.row["name"] in free for it in claims]

    def _get_all(self, cursor: Cursor, codes: Sequence[str]) -> list[dict[str, str]]:
        self._write.get.run(cursor, [{"name": code} for code in codes])
        known: dict[str, dict[str, str]] = {code: {} for code in codes}
        for name, item, value in cursor.fetchall():
            known[name][item] = value
        return [known[code] for code in codes]

    async def _do(self, name: str, work: Work) -> Any:
        """What `work` returns, done by itself; None where the database is down."""
        return await self._result(self._rounds.start(self._people.code(name), work))

    async def _join(
        self,
        kind: Kind,
        code: str,
        value: object,
        *,
        within: float | None = None,
        durable: bool = False,
    ) -> Any:
        """What came of `value`; None where the database is down, or not so quick."""
        return await self._result(self._rounds.join(kind, code, value, durable=durable), within)

    async def _result(self, doing: asyncio.Future[Any], within: float | None = None) -> Any:
        try:
            async with asyncio.timeout(within):
                return await doing
        except (DownError, TimeoutError):
            self.alone += 1
            return None

    def _put_soon(self, row: dict[str, Any]) -> None:
        doing = self._rounds.join(self._putting, row["name"], row, soon=True)
        doing.add_done_callback(self._count)

    def _count(self, doing: asyncio.Future[Any]) -> None:
        self.alone += doing.exception() is not None
