"""Says that a process lives, so that another takes over what it had in hand when it does not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import bindparam, delete

from bot.records.bulk import Cursor
from bot.records.inbox import DatabaseInbox, presence_of
from bot.records.rounds import Rounds
from bot.records.schema import INBOX, SHARED
from bot.records.shared_state import DatabaseState
from bot.records.statements import now_of, plainly

LEASE = 12.0
"""Seconds after which a process that says nothing counts as dead."""

BEAT = 3.0
"""Seconds between two words of a process."""

SWEEP = 60.0
"""Seconds between two rounds of deleting what nobody needs to know any more."""

IN_HAND = 15 * 60.0
"""Seconds for which a question in hand is kept at most; then it is counted, and deleted."""


class Heartbeat:
    """The heartbeat of one process."""

    def __init__(
        self,
        shared: DatabaseState,
        inbox: DatabaseInbox,
        rounds: Rounds,
        *,
        is_sqlite: bool,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._shared = shared
        self._inbox = inbox
        self._name = presence_of(inbox.owner)
        self._rounds = rounds
        over = delete(SHARED).where(SHARED.c.until < now_of(is_sqlite))
        too_old = delete(INBOX).where(INBOX.c.at < bindparam("at_last"))
        self._over = plainly(over, is_sqlite=is_sqlite)
        self._too_old = plainly(too_old, is_sqlite=is_sqlite)
        self._now = now
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Beat and sweep until told to stop; then make room at once for who comes next."""
        swept = 0.0
        while not self._stopping.is_set():
            await self._shared.hold(self._name, LEASE)
            if time.monotonic() - swept > SWEEP:
                swept = time.monotonic()
                sweeping = self._rounds.start("", self._sweep)
                await asyncio.wait((sweeping,))
                if sweeping.exception() is None:
                    self._inbox.expired(sweeping.result())
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), BEAT)
        await self._shared.release(self._name)

    def stop(self) -> None:
        """Let `run` end."""
        self._stopping.set()

    def _sweep(self, cursor: Cursor) -> int:
        """How many were in hand for so long that they are deleted."""
        cursor.execute(self._over, {})
        cursor.execute(self._too_old, {"at_last": self._now() - IN_HAND + SWEEP})
        return cursor.rowcount
