"""Which questions are in hand, so that a process that is killed forgets none of them.

Of a question only the place is kept where its words can be read there again; else the words too,
until it is answered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, or_, update

from bot.counting import counted
from bot.ports.inbox import Inbox, InHand
from bot.ports.messages import Post
from bot.ports.shared_state import LEASE
from bot.records.backend import Backend
from bot.records.batch_executor import Order, executing
from bot.records.database import DownError
from bot.records.schema import INBOX, NOW, PLACE, delete_by, upsert

HASTE = 0.25
"""Seconds that a reply waits for the database at most; after that it goes its way without."""

FRESH = 120.0
"""Seconds for which a question may be taken up again. Discord keeps from making a reply twice
for "a few minutes", and a later answer surprises more than it helps."""

_C = INBOX.c
_LEASE = NOW + LEASE
_TAKE, _CLAIMED = upsert(INBOX), upsert(INBOX, lease=_LEASE)
_MINE = (*PLACE, "owner")
_BEGIN = update(INBOX).where(*(_C[it] == bindparam(f"of_{it}") for it in _MINE)).values(begun=True)
_DONE = delete_by(INBOX, *_MINE)
_take, _remove = executing(_TAKE), executing(_DONE)

_log = logging.getLogger(__name__)


class DatabaseInbox(Inbox):
    """The port `Inbox`. `lost_count` counts what may be unanswered.

    What is claimed is this process's for as long as it renews that; what is taken is whoever's
    starts next.
    """

    def __init__(self, backend: Backend) -> None:
        self.lost_count = 0
        self.owner = backend.owner
        self._backend = backend
        self._batches = backend.batches
        self._pending: dict[Post, asyncio.Future[Any]] = {}
        self._claimed: set[Post] = set()

    async def take(self, question: Post) -> None:
        if not self._backend.writer.is_down:
            row = self._row(question) | {"lease": None, "words": None, "begun": None}
            taking = self._batches.submit(Order.TAKE, _take, _key(question), row, durable=True)
            self._pending[question] = taking
            taking.add_done_callback(lambda _: self._pending.pop(question, None))
            await asyncio.wait((taking,), timeout=HASTE)

    def claim(self, connection: Connection, in_hand: Sequence[InHand]) -> None:
        """Keep all as this process's, in the transaction of `connection`; see `claimed`."""
        rows = [self._row(it.question) | {"words": it.words, "begun": False} for it in in_hand]
        connection.execute(_CLAIMED, rows)

    def claimed(self, question: Post) -> None:
        """The transaction in which it was claimed is committed."""
        self._claimed.add(question)

    async def begin(self, question: Post) -> bool:
        """Keep that an answer may be out from now on; False where it is another process's.

        Unlike all else this waits for a slow database, for its two seconds: an answer that is out
        and not known to be would be given again after a kill.
        """
        if question not in self._claimed:
            return True
        row = {f"of_{name}": it for name, it in self._row(question).items() if name in _MINE}
        try:
            beginning = self._batches.submit(Order.BEGIN, _begin, _key(question), row, durable=True)
            return bool(await beginning)
        except DownError:
            return True  # a database that is down costs no answer

    def done(self, question: Post) -> None:
        """Keep it no longer, also where it is only just being taken."""
        self._claimed.discard(question)
        taking = self._pending.get(question)
        if taking is None:
            self._remove(question)
        else:
            taking.add_done_callback(lambda _: self._remove(question))

    def lost(self, question: Post) -> None:
        self.lost_count += 1
        _log.warning("a question may be unanswered: the process that had it in hand was killed")
        self.done(question)

    async def left(self, platform: str) -> tuple[InHand, ...]:
        is_free = or_(_C.lease.is_(None), _C.lease < NOW)
        left = and_(_C.platform == platform, _C.owner.is_distinct_from(self.owner), is_free)
        too_old = delete(INBOX).where(left, _C.at < self._backend.now() - FRESH)
        taking = update(INBOX).where(left).values(owner=self.owner, lease=_LEASE).returning(*_C)
        try:
            lost, rows = await self._backend.database.run(
                lambda it: (it.execute(too_old).rowcount, it.execute(taking).all())
            )
        except DownError:
            return ()  # it is looked for again, and the writer says that the database is down
        self.expired(lost)
        self._claimed |= {_post(row) for row in rows if row.begun is not None}
        return tuple(
            InHand(_post(row), row.words or "", bool(row.begun), row.at)
            for row in sorted(rows, key=lambda row: row.at)
        )

    async def renew(self, seconds: float = LEASE) -> None:
        """Keep what is claimed from the other processes; raises `DownError`."""
        mine = and_(_C.owner == self.owner, _C.begun.is_not(None))
        renewing = update(INBOX).where(mine).values(lease=NOW + seconds)
        await self._backend.database.run(lambda it: it.execute(renewing), durable=False)

    def expired(self, questions: int) -> None:
        """So many have been in hand for too long, and are kept no longer."""
        if questions > 0:
            self.lost_count += questions
            lost = counted(questions, "question was", "questions were")
            _log.warning("%s in hand too long ago to be answered now", lost)

    def _row(self, question: Post) -> dict[str, Any]:
        return asdict(question) | {"at": self._backend.now(), "owner": self.owner}

    def _remove(self, question: Post) -> None:
        """At once, or when the database is up again: what stays is taken for unanswered."""
        row = self._row(question)

        def or_later(removing: asyncio.Future[Any]) -> None:
            if removing.exception() is not None:
                self._backend.writer.put(_DONE, row)

        removing = self._batches.submit(Order.DONE, _remove, _key(question), row)
        removing.add_done_callback(or_later)


def _begin(connection: Connection, rows: Sequence[dict[str, Any]]) -> Sequence[bool]:
    """Whether each was still this process's."""
    return [connection.execute(_BEGIN, row).rowcount > 0 for row in rows]


def _key(question: Post) -> str:
    return "/".join((question.platform, question.channel, question.message))


def _post(row: Row[Any]) -> Post:
    return Post(row.platform, row.space, row.channel, row.message)
