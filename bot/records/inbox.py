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

from sqlalchemy import Connection, Row, and_, bindparam, delete, or_, select, tuple_, update

from bot.counting import counted
from bot.ports.inbox import Inbox, InHand
from bot.ports.messages import Post
from bot.ports.shared_state import LEASE
from bot.records.backend import Backend
from bot.records.batch_executor import Order, executing
from bot.records.database import DownError
from bot.records.schema import INBOX
from bot.records.statements import PLACE, DatabaseNow, delete_by, upsert

HASTE = 0.25
"""Seconds that a reply waits for the database at most; after that it goes its way without."""

FRESH = 120.0
"""Seconds for which a question may be taken up again. Discord keeps from making a reply twice
for "a few minutes", and a later answer surprises more than it helps."""

_C = INBOX.c
_LEASE = DatabaseNow() + LEASE
_TAKE, _CLAIMED = upsert(INBOX), upsert(INBOX, lease=_LEASE)
_DONE = delete_by(INBOX, *PLACE).where(or_(_C.owner.is_(None), _C.owner == bindparam("owner")))
_BEGIN = (
    update(INBOX)
    .where(
        tuple_(_C.platform, _C.channel, _C.message).in_(bindparam("places", expanding=True)),
        _C.owner == bindparam("of_owner"),
    )
    .values(begun=True)
    .returning(_C.platform, _C.channel, _C.message)
)
_take, _remove = executing(_TAKE), executing(_DONE)

_log = logging.getLogger(__name__)


class DatabaseInbox(Inbox):
    """The port `Inbox`. `lost_count` counts what may be unanswered.

    What this process claimed is its own for as long as it renews that.
    """

    def __init__(self, backend: Backend) -> None:
        self.lost_count = 0
        self._backend = backend
        self.owner = backend.owner
        self._batches = backend.batches
        self._pending: dict[Post, asyncio.Future[Any]] = {}
        self._noted: set[Post] = set()

    async def take(self, question: Post, words: str = "") -> None:
        if not self._backend.writer.is_down:
            nobodys = {"owner": None, "lease": None, "begun": None}
            row = self._row(question) | nobodys | {"words": words or None}
            taking = self._batches.submit(Order.TAKE, _take, _key(question), row, durable=True)
            self._pending[question] = taking
            taking.add_done_callback(lambda _: self._pending.pop(question, None))
            await asyncio.wait((taking,), timeout=HASTE)

    def note(self, connection: Connection, in_hand: Sequence[InHand]) -> None:
        """Keep all as this process's, in the transaction of `connection`."""
        rows = [self._row(it.question) | {"words": it.words, "begun": False} for it in in_hand]
        connection.execute(_CLAIMED, rows)

    def noted(self, question: Post) -> None:
        """What was noted is committed."""
        self._noted.add(question)

    async def begin(self, question: Post) -> bool:
        """Keep that an answer may be out from now on; False where it is another process's.

        Unlike all else this waits for a slow database, for its two seconds: an answer that is out
        and not known to be would be given again after a kill.
        """
        if question not in self._noted:
            return True
        beginning = self._batches.submit(
            Order.BEGIN, self._begin_all, _key(question), _place(question), durable=True
        )
        try:
            return bool(await beginning)
        except DownError:
            return True  # a database that is down costs no answer

    def done(self, question: Post) -> None:
        """Keep it no longer, also where it is only just being taken."""
        self._noted.discard(question)
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
        try:
            lost, mine, anybodys = await self._backend.database.run(
                lambda connection: self._take_over(connection, platform)
            )
        except DownError:
            return ()  # it is looked for again, and the writer says that the database is down
        self.expired(lost)
        self._noted |= {_post(row) for row in mine}
        return tuple(
            InHand(_post(row), row.words or "", bool(row.begun), row.at)
            for row in sorted((*mine, *anybodys), key=lambda row: row.at)
        )

    def expired(self, questions: int) -> None:
        """So many have been in hand for too long, and are kept no longer."""
        if questions > 0:
            self.lost_count += questions
            lost = counted(questions, "question was", "questions were")
            _log.warning("%s in hand too long ago to be answered now", lost)

    async def renew(self, seconds: float = LEASE) -> None:
        """Keep what is in hand from the other processes; raises `DownError`."""
        mine = update(INBOX).where(_C.owner == self.owner).values(lease=DatabaseNow() + seconds)
        await self._backend.database.run(lambda it: it.execute(mine), durable=False)

    def _take_over(
        self, connection: Connection, platform: str
    ) -> tuple[int, Sequence[Row[Any]], Sequence[Row[Any]]]:
        """How many were too old; what was other processes', and is this one's; what is nobody's."""
        is_over = and_(_C.owner != self.owner, or_(_C.lease.is_(None), _C.lease < DatabaseNow()))
        left = and_(_C.platform == platform, or_(_C.owner.is_(None), is_over))
        too_old = delete(INBOX).where(left, _C.at < self._backend.now() - FRESH)
        lost = connection.execute(too_old).rowcount
        taking = update(INBOX).where(left, is_over).values(owner=self.owner, lease=_LEASE)
        mine = connection.execute(taking.returning(*_C)).all()
        others = select(INBOX).where(left, _C.owner.is_(None))
        return lost, mine, connection.execute(others).all()

    def _begin_all(
        self, connection: Connection, places: Sequence[tuple[str, ...]]
    ) -> Sequence[bool]:
        """Whether each was still this process's."""
        given = {"places": places, "of_owner": self.owner}
        begun = {tuple(row) for row in connection.execute(_BEGIN, given)}
        return [place in begun for place in places]

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


def _place(question: Post) -> tuple[str, str, str]:
    return question.platform, question.channel, question.message


def _key(question: Post) -> str:
    return "/".join(_place(question))


def _post(row: Row[Any]) -> Post:
    return Post(row.platform, row.space, row.channel, row.message)
