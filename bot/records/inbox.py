"""Which questions are in hand, so that a process that is killed forgets none of them.

Of a question only the place is kept, never the words: who takes it up again reads them there.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy import RowMapping, and_, delete, select
from sqlalchemy.exc import SQLAlchemyError

from bot.core.ports import Post
from bot.records.database import DOWN, Database
from bot.records.schema import INBOX
from bot.records.statements import place_of, statements
from bot.records.writer import Entry, Writer

HASTE = 0.25
"""Seconds that a reply waits for the database at most; after that it goes its way without."""

FRESH = 120.0
"""Seconds for which a question may be taken up again. Discord keeps from making a reply twice
for "a few minutes", and a later answer surprises more than it helps."""

_log = logging.getLogger(__name__)


class Inbox:
    """The port `Inbox`."""

    def __init__(
        self, database: Database, writer: Writer, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._writer = writer
        self._now = now
        self._write = statements(database.is_sqlite)
        self._noting: dict[Post, asyncio.Task[None]] = {}

    async def take(self, question: Post) -> None:
        """Keep that `question` is in hand, if the database is up and quick."""
        if self._writer.is_down:
            return
        noting = asyncio.create_task(self._note(question))
        self._noting[question] = noting
        noting.add_done_callback(lambda _: self._noting.pop(question, None))
        await asyncio.wait((noting,), timeout=HASTE)

    def done(self, question: Post) -> None:
        """Keep it no longer, also where it is only just being noted."""
        noting = self._noting.get(question)
        if noting is None:
            self._remove(question)
        else:
            noting.add_done_callback(lambda _: self._remove(question))

    async def settle(self) -> None:
        """Wait until nothing is being noted any more."""
        await asyncio.gather(*self._noting.values())

    async def left(self, platform: str) -> tuple[Post, ...]:
        """What processes that ended had in hand, but for what is too old: that is deleted."""
        old = and_(INBOX.c.platform == platform, INBOX.c.at < self._now() - FRESH)
        mine = select(INBOX).where(INBOX.c.platform == platform).order_by(INBOX.c.at)
        try:
            async with self._database.begin() as connection:
                lost = (await connection.execute(delete(INBOX).where(old))).rowcount
                found = (await connection.execute(mine)).mappings().all()
        except (*DOWN, SQLAlchemyError) as error:
            _log.warning("what was in hand before cannot be read (%s)", type(error).__name__)
            return ()
        if lost:
            _log.warning("%d questions were in hand too long ago to be answered now", lost)
        return tuple(_post(row) for row in found)

    async def _note(self, question: Post) -> None:
        row = {**_place(question), "space": question.space, "at": self._now()}
        try:
            async with self._database.begin() as connection:
                await connection.execute(self._write.put_question, row)
        except (*DOWN, SQLAlchemyError) as error:
            _log.warning("a question in hand could not be noted (%s)", type(error).__name__)

    def _remove(self, question: Post) -> None:
        self._writer.put(Entry(self._write.remove_question, place_of(question)))


def _place(question: Post) -> dict[str, str]:
    return {
        "platform": question.platform,
        "channel": question.channel,
        "message": question.message,
    }


def _post(row: RowMapping) -> Post:
    return Post(row["platform"], row["space"], row["channel"], row["message"])
