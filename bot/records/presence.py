"""Says that a process lives, so that another takes over what it had in hand when it does not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection, delete

from bot.records.inbox import Inbox, presence_of
from bot.records.retention import IN_HAND
from bot.records.rounds import Rounds
from bot.records.schema import INBOX, SHARED
from bot.records.shared import SharedState
from bot.records.statements import now_of

LEASE = 12.0
"""Seconds after which a process that says nothing counts as dead."""

BEAT = 3.0
"""Seconds between two words of a process."""

SWEEP = 60.0
"""Seconds between two rounds of deleting what nobody needs to know any more."""


class Presence:
    """The heartbeat of one process."""

    def __init__(
        self,
        shared: SharedState,
        inbox: Inbox,
        rounds: Rounds,
        *,
        is_sqlite: bool,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._shared = shared
        self._name = presence_of(inbox.owner)
        self._rounds = rounds
        self._database_now = now_of(is_sqlite)
        self._now = now
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Beat and sweep until told to stop; then make room at once for who comes next."""
        swept = 0.0
        while not self._stopping.is_set():
            await self._shared.hold(self._name, LEASE)
            if time.monotonic() - swept > SWEEP:
                swept = time.monotonic()
                await asyncio.wait((self._rounds.start("", self._sweep),))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), BEAT)
        await self._shared.release(self._name)

    def stop(self) -> None:
        """Let `run` end."""
        self._stopping.set()

    def _sweep(self, connection: Connection) -> None:
        connection.execute(delete(SHARED).where(SHARED.c.until < self._database_now))
        connection.execute(delete(INBOX).where(INBOX.c.at < self._now() - IN_HAND))
