"""Deletes what has been kept for its time, by itself."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy import and_, delete

from bot.ports.records import Retention
from bot.records.database import Database, DownError
from bot.records.schema import ANSWERS, POSTS, REPLIES, TEXTS, VOTES

DAY = 24 * 60 * 60.0
EVERY = 60 * 60.0
"""Seconds between two rounds."""
SOON = 60.0
"""Seconds until a round that failed is tried once more: a machine may be busy at the start."""

LARGEST_STEP = DAY
"""Seconds by which a clock may have been set forward; after more it is not believed, because a
clock that runs years ahead would delete everything."""

_log = logging.getLogger(__name__)


class Expiry:
    """Runs the rounds of deletion of one process; several at once do no harm."""

    def __init__(
        self,
        database: Database,
        retention: Retention,
        now: Callable[[], float] = time.time,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._retention = retention
        self._now = now
        self._elapsed = elapsed
        self._started = now() - elapsed()

    async def run(self) -> None:
        """A round now and every hour, until cancelled."""
        has_failed = False
        while True:
            pause = EVERY
            try:
                await self.delete_expired()
                has_failed = False
            except DownError as error:
                if has_failed:
                    kind = type(error.__cause__).__name__
                    _log.warning("nothing expired was deleted (%s): later", kind)
                else:
                    has_failed, pause = True, SOON
            await asyncio.sleep(pause)

    async def delete_expired(self) -> None:
        """Delete all that is older than it may be, unless the clock has leapt ahead."""
        now = self._now()
        if now - self._elapsed() - self._started > LARGEST_STEP:
            _log.error("the clock leapt ahead: nothing is deleted before storybot starts again")
            return
        kept = self._retention
        misses = 0 if kept.misses is None else kept.misses
        of_records = (REPLIES, POSTS, VOTES, ANSWERS)
        statements = [
            *(delete(it).where(it.c.at < now - kept.records * DAY) for it in of_records),
            delete(TEXTS).where(TEXTS.c.at < now - kept.texts * DAY),
            delete(TEXTS).where(and_(TEXTS.c.kind == "miss", TEXTS.c.at < now - misses * DAY)),
        ]
        await self._database.run(lambda it: [it.execute(one) for one in statements])
