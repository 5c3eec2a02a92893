"""Keeps what this process has in hand from the others, and deletes what was kept for its time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, case, delete

from bot.ports.records import DAY, Retention
from bot.ports.shared_state import BEAT
from bot.records.backend import Backend
from bot.records.database import DownError
from bot.records.inbox import DatabaseInbox
from bot.records.schema import (
    ANSWERS,
    DECISIONS,
    INBOX,
    NOTICES,
    NOW,
    POSTS,
    REPLIES,
    SHARED,
    TEXTS,
    VOTES,
)

SWEEP = 60.0
"""Seconds between two rounds of deletion."""

IN_HAND = 15 * 60.0
"""Seconds for which a question in hand is kept at most; then it is counted, and deleted."""

LARGEST_STEP = DAY
"""Seconds by which a clock may have been set forward; after more it is not believed, because a
clock that runs years ahead would delete everything."""

_log = logging.getLogger(__name__)


def may_be_kept(retention: Retention, now: float) -> ColumnElement[bool]:
    """Which of the readers' words are still within their time."""
    days = case((TEXTS.c.kind == "miss", retention.days_of("miss")), else_=retention.texts)
    return TEXTS.c.at >= now - days * DAY


class Upkeep:
    """The heartbeat of a process, and its rounds of deletion; several at once do no harm."""

    def __init__(
        self,
        backend: Backend,
        retention: Retention,
        inbox: DatabaseInbox,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._backend = backend
        self._retention = retention
        self._inbox = inbox
        self._elapsed = elapsed
        self._started = backend.now() - elapsed()
        self._has_leapt = False

    async def run(self) -> None:
        """Beat and sweep until cancelled; then make room at once for who comes next."""
        swept, failures = -SWEEP, 0
        try:
            while True:
                try:
                    await self._inbox.renew()
                    if time.monotonic() - swept > SWEEP:
                        await self.sweep()
                        swept = time.monotonic()
                    failures = 0
                except DownError as error:
                    failures += 1
                    if failures == 2:  # a machine may be busy at the start
                        _log.warning("nothing expired was deleted (%s): later", error.kind)
                await asyncio.sleep(BEAT)
        finally:
            await self._inbox.renew(0.0)

    async def sweep(self) -> None:
        """Delete all that is older than it may be; raises `DownError`.

        Records stay while the clock has leapt ahead.
        """
        now, kept = self._backend.now(), self._retention
        expired = [delete(INBOX).where(INBOX.c.at < now - (IN_HAND - SWEEP))]
        expired.append(delete(SHARED).where(SHARED.c.until < NOW))
        if now - self._elapsed() - self._started > LARGEST_STEP:
            if not self._has_leapt:
                _log.error("the clock leapt ahead: nothing is deleted before storybot starts again")
            self._has_leapt = True
        else:
            too_old = now - kept.records * DAY
            dated = (REPLIES, POSTS, VOTES, ANSWERS, DECISIONS)
            expired += [delete(it).where(it.c.at < too_old) for it in dated]
            expired.append(delete(NOTICES).where(NOTICES.c.at < now - kept.notices * DAY))
            expired.append(delete(TEXTS).where(~may_be_kept(kept, now)))
        in_hand, *_ = await self._backend.database.run(
            lambda it: [it.execute(one).rowcount for one in expired]
        )
        self._inbox.expired(in_hand)
