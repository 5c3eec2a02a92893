"""What processes on one database agree on: the port `Shared`, by the database's own clock."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import InHand, Reader
from bot.records.inbox import HASTE, Inbox
from bot.records.local import LocalState
from bot.records.people import People
from bot.records.rounds import DownError, Rounds, Work
from bot.records.schema import SHARED
from bot.records.statements import insert_of, now_of

_ON = SHARED.c
_KEY = ["name", "item"]


class SharedState:
    """The port `Shared`. `alone` counts how often the database could not be asked."""

    def __init__(self, rounds: Rounds, inbox: Inbox, people: People, *, is_sqlite: bool) -> None:
        self.alone = 0
        self._rounds = rounds
        self._inbox = inbox
        self._people = people
        self._insert = insert_of(is_sqlite)
        self._now: ColumnElement[float] = now_of(is_sqlite)
        self._local = LocalState()

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        """Whether nobody had claimed `name`, here or elsewhere."""
        if not await self._local.claim(name, seconds):
            return False

        async def work(connection: AsyncConnection) -> bool:
            taken = await self._take(connection, name, seconds, _ON.until < self._now)
            if taken and in_hand is not None:
                await self._inbox.note(connection, in_hand)
            return taken

        is_ours: bool = await self._do(name, work, instead=True)
        if not is_ours:
            await self._local.release(name)  # whoever has it may let it go
        return is_ours

    async def hold(self, name: str, seconds: float) -> bool:
        """Whether this process has `name` now; called in time, it keeps it."""
        is_free = or_(_ON.until < self._now, _ON.owner == self._inbox.owner)

        async def work(connection: AsyncConnection) -> bool:
            return await self._take(connection, name, seconds, is_free)

        is_ours: bool = await self._do(name, work, instead=True)
        return is_ours

    async def release(self, name: str) -> None:
        """Let `name` be free, where this process has it."""
        await self._local.release(name)
        is_mine = and_(_ON.name == self._people.code(name), _ON.owner == self._inbox.owner)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(SHARED).where(is_mine))

        await self._do(name, work)

    def put(
        self, name: str, item: str, value: str, seconds: float, of: Reader | None = None
    ) -> None:
        """Know `value` here at once, and everywhere soon."""
        self._local.put(name, item, value, seconds)
        row = self._row(name, item, seconds)
        row |= {"value": value, "person": self._people.hash(of) if of else None}
        insert = self._insert(SHARED).values(row)
        others = {it: insert.excluded[it] for it in row if it not in _KEY}
        statement = insert.on_conflict_do_update(index_elements=_KEY, set_=others)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(statement)

        self._soon(name, work)

    def drop(self, name: str, item: str) -> None:
        """Forget it here at once, and everywhere soon."""
        self._local.drop(name, item)
        is_it = and_(_ON.name == self._people.code(name), _ON.item == item)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(SHARED).where(is_it))

        self._soon(name, work)

    async def get(self, name: str) -> dict[str, str]:
        """What is known everywhere; what was put here before is among it."""
        is_fresh = and_(_ON.name == self._people.code(name), _ON.until > self._now)

        async def work(connection: AsyncConnection) -> dict[str, str]:
            found = await connection.execute(select(_ON.item, _ON.value).where(is_fresh))
            return {row.item: row.value for row in found}

        known = await self._do(name, work, within=HASTE)
        return await self._local.get(name) if known is None else known

    async def pay(self, name: str, cost: float, burst: float) -> float:
        """Seconds to wait, over all processes."""

        async def work(connection: AsyncConnection) -> float:
            return await self._pay(connection, name, cost, burst)

        wait = await self._do(name, work, within=HASTE)
        return await self._local.pay(name, cost, burst) if wait is None else wait

    async def _take(
        self, connection: AsyncConnection, name: str, seconds: float, is_free: ColumnElement[bool]
    ) -> bool:
        insert = self._insert(SHARED).values(self._row(name, "", seconds))
        mine = {it: insert.excluded[it] for it in ("until", "owner")}
        statement = insert.on_conflict_do_update(index_elements=_KEY, set_=mine, where=is_free)
        return (await connection.execute(statement.returning(_ON.until))).first() is not None

    async def _pay(
        self, connection: AsyncConnection, name: str, cost: float, burst: float
    ) -> float:
        owed = case((_ON.until > self._now, _ON.until), else_=self._now)
        insert = self._insert(SHARED).values(self._row(name, "", cost))
        statement = insert.on_conflict_do_update(
            index_elements=_KEY,
            set_={"until": owed + cost},
            where=owed + cost <= self._now + burst,
        )
        if (await connection.execute(statement.returning(_ON.until))).first() is not None:
            return 0.0
        is_it = and_(_ON.name == self._people.code(name), _ON.item == "")
        until = (await connection.execute(select(_ON.until - self._now).where(is_it))).scalar_one()
        return float(until) + cost - burst

    def _row(self, name: str, item: str, seconds: float) -> dict[str, Any]:
        return {
            "name": self._people.code(name),
            "item": item,
            "until": self._now + seconds,
            "owner": self._inbox.owner,
            "value": "",
        }

    async def _do(
        self, name: str, work: Work, *, within: float | None = None, instead: Any = None
    ) -> Any:
        """What `work` returns; `instead` where the database is down, or not so quick."""
        doing = self._rounds.start(self._people.code(name), work)
        await asyncio.wait((doing,), timeout=within)
        if not doing.done() or isinstance(doing.exception(), DownError):
            self.alone += 1
            return instead
        return doing.result()

    def _soon(self, name: str, work: Work) -> None:
        doing = self._rounds.start(self._people.code(name), work)
        doing.add_done_callback(self._count)

    def _count(self, doing: asyncio.Future[Any]) -> None:
        self.alone += doing.exception() is not None
