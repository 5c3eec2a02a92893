"""Which message of the bot's answers which question, so that edits and deletions outlast restarts.

Kept are the places of both messages and a fingerprint of the words, never the words.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import or_, select, update

from bot.ports.messages import Post
from bot.ports.reply_index import Standing
from bot.records.database import Database, DownError
from bot.records.pseudonyms import Pseudonyms
from bot.records.schema import ANSWERS
from bot.records.statements import at_place, delete_at, upsert
from bot.records.writer import Entry, Writer

Row = dict[str, Any]

_PUT = upsert(ANSWERS)
_REMOVE = delete_at(ANSWERS, "question")
_TAKE = update(ANSWERS).where(at_place(ANSWERS, "reply")).values(reply=None)

_log = logging.getLogger(__name__)


class DatabaseReplyIndex:
    """The port `ReplyIndex`. What waits to be written is found too."""

    def __init__(
        self,
        database: Database,
        pseudonyms: Pseudonyms,
        writer: Writer,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._pseudonyms = pseudonyms
        self._writer = writer
        self._now = now

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
        self._writer.put(Entry(_PUT, row))

    def gone(self, message: Post) -> None:
        """Forget a question; of a reply keep that there is none any more."""
        place = {"of_platform": message.platform, "of_channel": message.channel}
        self._writer.put(Entry(_REMOVE, {**place, "of_question": message.message}))
        self._writer.put(Entry(_TAKE, {**place, "of_reply": message.message}))

    def fingerprint(self, question: Post, words: str) -> str:
        """A keyed hash."""
        return self._pseudonyms.fingerprint(question, words)

    async def find(self, messages: Sequence[Post]) -> tuple[Standing, ...]:
        """From the database and, over it, from what waits."""
        if not messages:
            return ()
        wanted = {message.message for message in messages}
        near = {"platform": messages[0].platform, "channel": messages[0].channel}
        waiting = self._writer.waiting_for(_PUT, _REMOVE, _TAKE)
        found = {row["question"]: row for row in await self._read(near, wanted)}
        for entry in waiting:
            _carry_out(entry, near, found)
        rows = [row for row in found.values() if {row["question"], row["reply"]} & wanted]
        return tuple(map(_standing, rows))

    async def _read(self, near: dict[str, str], wanted: set[str]) -> Sequence[Row]:
        named = or_(ANSWERS.c.question.in_(wanted), ANSWERS.c.reply.in_(wanted))
        query = select(ANSWERS).where(named).filter_by(**near)
        try:
            found = await self._database.run(lambda it: it.execute(query).mappings().all())
        except DownError as error:
            kind = type(error.__cause__).__name__
            _log.warning("which replies stand cannot be read (%s)", kind)
            return []
        return [dict(row) for row in found]


def _carry_out(entry: Entry, near: dict[str, str], found: dict[str, Row]) -> None:
    """What `entry` will do to the rows that were found, where it is of the channel."""
    values = {name.removeprefix("of_"): value for name, value in entry.values.items()}
    if not near.items() <= values.items():
        return
    if entry.statement is _PUT:
        found[values["question"]] = values
    elif entry.statement is _REMOVE:
        found.pop(values["question"], None)
    else:
        for question, row in list(found.items()):
            if row["reply"] == values["reply"]:
                found[question] = {**row, "reply": None}


def _standing(row: Row) -> Standing:
    def post(message: str) -> Post:
        return Post(row["platform"], row["space"], row["channel"], message)

    reply = row["reply"]
    return Standing(post(row["question"]), post(reply) if reply else None, row["words"])
