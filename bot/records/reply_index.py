"""Which message of the bot's answers which question, so that edits and deletions outlast restarts.

Kept are the places of both messages and a fingerprint of the words, never the words.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import SQLAlchemyError

from bot.ports.messages import Post
from bot.ports.reply_index import Standing
from bot.records.database import DOWN, Database
from bot.records.pseudonyms import Pseudonyms
from bot.records.schema import ANSWERS
from bot.records.statements import statements
from bot.records.writer import Entry, Writer

Row = dict[str, Any]

_log = logging.getLogger(__name__)


class DatabaseReplyIndex:
    """The port `ReplyIndex`. What waits to be written is found too."""

    def __init__(
        self,
        database: Database,
        people: Pseudonyms,
        writer: Writer,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._people = people
        self._writer = writer
        self._now = now
        self._write = statements(database.is_sqlite)

    def answered(self, question: Post, words: str, reply: str) -> None:
        """Keep it, instead of what answered the question before."""
        row = {
            "platform": question.platform,
            "channel": question.channel,
            "question": question.message,
            "reply": reply,
            "space": question.space,
            "words": self.fingerprint(question, words),
            "at": self._now(),
        }
        self._writer.put(Entry(self._write.put_answer, row))

    def gone(self, message: Post) -> None:
        """Forget a question; of a reply keep that there is none any more."""
        place = {"platform": message.platform, "channel": message.channel}
        question, reply = place | {"question": message.message}, place | {"reply": message.message}
        self._writer.put(Entry(self._write.remove_answered, question))
        self._writer.put(Entry(self._write.take_reply, reply))

    def fingerprint(self, question: Post, words: str) -> str:
        """A keyed hash."""
        return self._people.fingerprint(question, words)

    async def find(self, messages: Sequence[Post]) -> tuple[Standing, ...]:
        """From the database and, over it, from what waits."""
        if not messages:
            return ()
        wanted = {message.message for message in messages}
        waiting = self._waiting(messages[0])
        found = {row["question"]: row for row in await self._read(messages[0], wanted)}
        for entry in waiting:
            self._carry_out(entry, found)
        rows = [row for row in found.values() if {row["question"], row["reply"]} & wanted]
        return tuple(map(_standing, rows))

    def _waiting(self, near: Post) -> list[Entry]:
        """What waits to be written of the channel of `near`."""
        mine = (self._write.put_answer, self._write.remove_answered, self._write.take_reply)
        place = (near.platform, near.channel)
        waiting = self._writer.waiting_for(mine)
        return [it for it in waiting if (it.values["platform"], it.values["channel"]) == place]

    def _carry_out(self, entry: Entry, found: dict[str, Row]) -> None:
        """What `entry` will do to the rows that were found."""
        values = entry.values
        if entry.statement is self._write.put_answer:
            found[values["question"]] = values
        elif entry.statement is self._write.remove_answered:
            found.pop(values["question"], None)
        else:
            for question, row in list(found.items()):
                if row["reply"] == values["reply"]:
                    found[question] = {**row, "reply": None}

    async def _read(self, near: Post, wanted: set[str]) -> list[Row]:
        here = and_(ANSWERS.c.platform == near.platform, ANSWERS.c.channel == near.channel)
        named = or_(ANSWERS.c.question.in_(wanted), ANSWERS.c.reply.in_(wanted))
        try:
            async with self._database.begin() as connection:
                rows = await connection.execute(select(ANSWERS).where(here, named))
                return [dict(row) for row in rows.mappings()]
        except (*DOWN, SQLAlchemyError) as error:
            _log.warning("which replies stand cannot be read (%s)", type(error).__name__)
            return []


def _standing(row: Row) -> Standing:
    def post(message: str) -> Post:
        return Post(row["platform"], row["space"], row["channel"], message)

    reply = row["reply"]
    return Standing(post(row["question"]), post(reply) if reply else None, row["words"])
