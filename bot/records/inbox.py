"""Which questions are in hand, so that a process that is killed forgets none of them.

Of a question only the place is kept where its words can be read there again; else the words too,
until it is answered.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.records.bulk import Cursor, Row
from bot.records.database import DOWN, Database
from bot.records.pseudonyms import Pseudonyms
from bot.records.rounds import Kind, Order, Rounds, writing
from bot.records.schema import INBOX, SHARED
from bot.records.statements import now_of, place_of, statements
from bot.records.transactions import DownError
from bot.records.writer import Entry, Writer

HASTE = 0.25
"""Seconds that a reply waits for the database at most; after that it goes its way without."""

FRESH = 120.0
"""Seconds for which a question may be taken up again. Discord keeps from making a reply twice
for "a few minutes", and a later answer surprises more than it helps."""

_log = logging.getLogger(__name__)


def presence_of(owner: str) -> str:
    """The name that a process holds while it lives."""
    return f"process/{owner}"


class DatabaseInbox:
    """The port `Inbox`; `owner` names this process. `lost_count` counts what may be unanswered."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        rounds: Rounds,
        people: Pseudonyms,
        owner: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.owner = owner
        self.lost_count = 0
        self._database = database
        self._writer = writer
        self._rounds = rounds
        self._people = people
        self._now = now
        self._write = statements(database.is_sqlite)
        self._taking = writing(Order.TAKE, self._write.put_question)
        self._beginning = Kind(Order.BEGIN, self._begin_all)
        self._removing = writing(Order.DONE, self._write.remove_question)
        self._database_now: ColumnElement[float] = now_of(database.is_sqlite)
        self._noting: dict[Post, asyncio.Future[Any]] = {}
        self._noted: set[Post] = set()
        self._is_unreadable = False

    async def take(self, question: Post, words: str = "") -> None:
        """Keep that `question` is in hand, if the database is up and quick."""
        if not self._writer.is_down:
            row = self._row(question) | {"owner": None, "words": words or None, "begun": None}
            noting = self._rounds.join(self._taking, _key(question), row, durable=True)
            self._noting[question] = noting
            noting.add_done_callback(lambda _: self._noting.pop(question, None))
            await asyncio.wait((noting,), timeout=HASTE)

    def note(self, cursor: Cursor, in_hand: Sequence[InHand]) -> None:
        """Keep all as this process's, in the transaction of `cursor`."""
        rows = [self._row(it.question) | {"words": it.words, "begun": False} for it in in_hand]
        self._write.put_question.run(cursor, rows)

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
        row = self._row(question)
        beginning = self._rounds.join(self._beginning, _key(question), row, durable=True)
        try:
            return bool(await beginning)
        except DownError:
            return True  # a database that is down costs no answer

    def done(self, question: Post) -> None:
        """Keep it no longer, also where it is only just being noted."""
        self._noted.discard(question)
        noting = self._noting.get(question)
        if noting is None:
            self._remove(question)
        else:
            noting.add_done_callback(lambda _: self._remove(question))

    def lost(self, question: Post) -> None:
        """Count it, and keep it no longer."""
        self.lost_count += 1
        _log.warning("a question may be unanswered: the process that had it in hand was killed")
        self.done(question)

    def expired(self, questions: int) -> None:
        """Count those that were in hand for too long, and are kept no longer."""
        if questions > 0:
            self.lost_count += questions
            _log.warning("%d questions were in hand too long ago to be answered now", questions)

    async def left(self, platform: str) -> tuple[InHand, ...]:
        """What processes that ended had in hand, but for what is too old: that is deleted."""
        try:
            async with self._database.begin() as connection:
                left = and_(INBOX.c.platform == platform, await self._ownerless(connection))
                old = and_(left, INBOX.c.at < self._now() - FRESH)
                lost = (await connection.execute(delete(INBOX).where(old))).rowcount
                taken = update(INBOX).where(left, INBOX.c.owner.is_not(None))
                taking = taken.values(owner=self.owner).returning(*INBOX.c)
                mine = (await connection.execute(taking)).mappings().all()
                others = select(INBOX).where(left, INBOX.c.owner.is_(None))
                anybodys = (await connection.execute(others)).mappings().all()
        except (*DOWN, SQLAlchemyError) as error:
            if not self._is_unreadable:
                _log.warning("what was in hand before cannot be read (%s)", type(error).__name__)
            self._is_unreadable = True
            return ()
        self._is_unreadable = False
        self.expired(lost)
        found = sorted((*mine, *anybodys), key=lambda row: float(row["at"]))
        self._noted |= {_post(row) for row in mine}
        return tuple(
            InHand(_post(row), row["words"] or "", bool(row["begun"]), float(row["at"]))
            for row in found
        )

    async def _ownerless(self, connection: AsyncConnection) -> ColumnElement[bool]:
        """Whether a row is nobody's, or that of a process that is gone."""
        owners = {str(it) for it in await connection.scalars(_OWNERS)} - {self.owner}
        names = {self._people.code(presence_of(owner)): owner for owner in owners}
        alive = select(SHARED.c.name).where(
            SHARED.c.name.in_(names), SHARED.c.until > self._database_now
        )
        gone = owners - {names[name] for name in await connection.scalars(alive)}
        return or_(INBOX.c.owner.is_(None), INBOX.c.owner.in_(gone))

    def _begin_all(self, cursor: Cursor, rows: Sequence[Row]) -> list[bool]:
        """Whether each was still this process's."""
        self._write.begin_question.run(cursor, rows)
        begun = {tuple(place) for place in cursor.fetchall()}
        return [(row["platform"], row["channel"], row["message"]) in begun for row in rows]

    def _row(self, question: Post) -> dict[str, Any]:
        told = {"space": question.space, "at": self._now(), "owner": self.owner}
        return {**place_of(question), **told}

    def _remove(self, question: Post) -> None:
        """At once, or when the database is up again: what stays is taken for unanswered."""
        row = self._row(question)

        def or_later(removing: asyncio.Future[Any]) -> None:
            if removing.exception() is not None:
                self._writer.put(Entry(self._write.remove_question, row))

        removing = self._rounds.join(self._removing, _key(question), row, soon=True)
        removing.add_done_callback(or_later)


_OWNERS = select(INBOX.c.owner).where(INBOX.c.owner.is_not(None)).distinct()


def _key(question: Post) -> str:
    return "/".join(place_of(question).values())


def _post(row: RowMapping) -> Post:
    return Post(row["platform"], row["space"], row["channel"], row["message"])
