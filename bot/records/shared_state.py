"""What processes on one database agree on: the port `SharedState`, by the database's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Double, bindparam, case, select
from sqlalchemy.dialects.postgresql import Insert

from bot.ports.inbox import InHand
from bot.ports.memory_state import MemoryState
from bot.ports.messages import Reader
from bot.ports.shared_state import Bill, SharedState, pay_in_turn
from bot.records.backend import Backend
from bot.records.batch_executor import Do, Order, executing
from bot.records.database import DownError
from bot.records.inbox import HASTE, DatabaseInbox
from bot.records.schema import NOW, SHARED, delete_by, upsert

Row = dict[str, Any]

_C = SHARED.c
_UNTIL = NOW + bindparam("seconds", type_=Double)
_OVER = _C.until < NOW
_PUT = upsert(SHARED, "until", "value", "person", until=_UNTIL)
_CLAIM = upsert(SHARED, "until", "owner", where=_OVER, until=_UNTIL).returning(_C.name)
_OWED = (
    Insert(SHARED)
    .values(until=NOW)
    .on_conflict_do_update(
        index_elements=list(SHARED.primary_key),
        set_={"until": case((_C.until > NOW, _C.until), else_=NOW)},
    )
    .returning(_C.name, _C.until - NOW)
)
_GET = select(_C.name, _C.item, _C.value).where(
    _C.name.in_(bindparam("names", expanding=True)), _C.until > NOW
)


def _get_all(connection: Connection, names: Sequence[str]) -> Sequence[dict[str, str]]:
    known: dict[str, dict[str, str]] = {name: {} for name in names}
    for name, item, value in connection.execute(_GET, {"names": list(known)}):
        known[name][item] = value
    return [known[name] for name in names]


_release = executing(delete_by(SHARED, "name", "item", "owner"))
_put = executing(_PUT)


class DatabaseState(SharedState):
    """The port `SharedState`. `alone` counts how often the database could not be asked."""

    def __init__(self, backend: Backend, inbox: DatabaseInbox) -> None:
        self.alone = 0
        self._batches = backend.batches
        self._pseudonyms = backend.pseudonyms
        self._owner = backend.owner
        self._inbox = inbox
        self._local = MemoryState()

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        if not await self._local.claim(name, seconds):
            return False
        row, durable = self._row(name, "", seconds), in_hand is not None
        wanted = (row, in_hand)
        is_ours = await self._do(Order.CLAIM, self._claim_all, row["name"], wanted, durable=durable)
        if is_ours and in_hand is not None:
            self._inbox.claimed(in_hand.question)
        if is_ours is False:
            await self._local.release(name)  # whoever has it may let it go
        return is_ours is not False

    async def hold(self, name: str, seconds: float) -> bool:
        """Let go what is this process's and claim it anew, in one batch."""
        row = self._row(name, "", seconds)
        self._batches.submit(Order.DONE, _release, row["name"], row)
        return await self._do(Order.CLAIM, self._claim_all, row["name"], (row, None)) is not False

    async def release(self, name: str) -> None:
        await self._local.release(name)
        row = self._row(name, "", 0.0)
        await self._do(Order.DONE, _release, row["name"], row)

    def put(
        self, name: str, item: str, value: str, seconds: float, of: Reader | None = None
    ) -> None:
        """Known here at once, and everywhere soon."""
        self._local.put(name, item, value, seconds)
        row = self._row(name, item, seconds, value, of)
        self._batches.submit(Order.PUT, _put, row["name"], row)

    async def get(self, name: str) -> dict[str, str]:
        code = self._pseudonyms.code(name)
        known: dict[str, str] | None = await self._do(Order.GET, _get_all, code, code, within=HASTE)
        return await self._local.get(name) if known is None else known

    async def pay(self, *bills: Bill) -> tuple[float, ...]:
        coded = [replace(it, name=self._pseudonyms.code(it.name)) for it in bills]
        waits: tuple[float, ...] | None = await self._do(
            Order.PAY, self._pay_all, coded[0].name, coded, within=HASTE
        )
        return await self._local.pay(*bills) if waits is None else waits

    def _row(
        self, name: str, item: str, seconds: float, value: str = "", of: Reader | None = None
    ) -> Row:
        return {
            "name": self._pseudonyms.code(name),
            "item": item,
            "seconds": seconds,
            "owner": self._owner,
            "value": value,
            "person": self._pseudonyms.hash(of) if of else None,
        }

    def _claim_all(
        self, connection: Connection, claims: Sequence[tuple[Row, InHand | None]]
    ) -> Sequence[bool]:
        """Claim, and keep what is in hand of what was free."""
        by_name = {row["name"]: row for row, _ in claims}
        won = {*connection.scalars(_CLAIM, list(by_name.values()))}
        if in_hand := [it for row, it in claims if it and row["name"] in won]:
            self._inbox.claim(connection, in_hand)
        return [row["name"] in won for row, _ in claims]

    def _pay_all(
        self, connection: Connection, requests: Sequence[Sequence[Bill]]
    ) -> Sequence[tuple[float, ...]]:
        """Lock what each has, see who may pay, and write it down."""
        names = sorted({bill.name for bills in requests for bill in bills})
        row = {"item": "", "owner": self._owner, "value": "", "person": None}
        found = connection.execute(_OWED, [{**row, "name": name} for name in names])
        before = {name: max(0.0, float(seconds)) for name, seconds in found}
        owed = dict(before)
        waits = [pay_in_turn(owed, bills) for bills in requests]
        if paid := [it for it in names if owed[it] != before[it]]:
            rows = [{**row, "name": name, "seconds": owed[name]} for name in paid]
            connection.execute(_PUT, rows)
        return waits

    async def _do(
        self,
        order: Order,
        do: Do,
        key: str,
        value: object,
        *,
        within: float | None = None,
        durable: bool = False,
    ) -> Any:
        """What came of `value`; None where the database is down, or not so quick."""
        try:
            async with asyncio.timeout(within):
                return await self._batches.submit(order, do, key, value, durable=durable)
        except (DownError, TimeoutError):
            self.alone += 1
            return None
