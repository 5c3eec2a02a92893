"""Says that a process lives, so that another takes over what it had in hand when it does not."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from bot.ports.shared_state import BEAT, LEASE
from bot.records.database import DownError
from bot.records.inbox import DatabaseInbox, life_of
from bot.records.shared_state import DatabaseState

SWEEP = 60.0
"""Seconds between two rounds of deleting what nobody needs to know any more."""

IN_HAND = 15 * 60.0
"""Seconds for which a question in hand is kept at most; then it is counted, and deleted."""


class Heartbeat:
    """The heartbeat of one process."""

    def __init__(self, shared: DatabaseState, inbox: DatabaseInbox) -> None:
        self._shared = shared
        self._inbox = inbox
        self._name = life_of(inbox.owner)

    async def run(self) -> None:
        """Beat and sweep until cancelled; then make room at once for who comes next."""
        swept = -SWEEP
        try:
            while True:
                await self._shared.hold(self._name, LEASE)
                if time.monotonic() - swept > SWEEP:
                    swept = time.monotonic()
                    await self.sweep()
                await asyncio.sleep(BEAT)
        finally:
            await self._shared.release(self._name)

    async def sweep(self) -> None:
        """Delete what is over, or is not while the database is down."""
        with suppress(DownError):
            await self._shared.sweep()
            await self._inbox.sweep(IN_HAND - SWEEP)
