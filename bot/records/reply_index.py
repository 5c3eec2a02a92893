"""Which message of the bot's answers which question, so that edits and deletions outlast restarts.

Kept are the places of both messages and a fingerprint of the words, never the words.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from sqlalchemy import RowMapping, or_, select, update

from bot.ports.messages import Post
from bot.ports.reply_index import ReplyIndex, Standing
from bot.records.database import Database, DownError
from bot.records.pseudonyms import Pseudonyms
from bot.records.schema import ANSWERS
from bot.records.statements import at_place, delete_at, upsert
from bot.records.writer import Entry, Writer

_PUT = upsert(ANSWERS)
_REMOVE = delete_at(ANSWERS, "question")
_TAKE = update(ANSWERS).where(at_place(ANSWERS, "reply")).values(reply=None)

_log = logging.getLogger(__name__)


class DatabaseReplyIndex(ReplyIndex):
    """The port `ReplyIndex`. What waits to be written is written first."""

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
        return self._pseudonyms.fingerprint(question, words)

    async def find(self, messages: Sequence[Post]) -> tuple[Standing, ...]:
        if not messages:
            return ()
        if self._writer.waits(ANSWERS):
            await self._writer.flush()
        wanted = [message.message for message in messages]
        named = or_(ANSWERS.c.question.in_(wanted), ANSWERS.c.reply.in_(wanted))
        near = {"platform": messages[0].platform, "channel": messages[0].channel}
        query = select(ANSWERS).where(named).filter_by(**near)
        try:
            found = await self._database.run(
                lambda connection: connection.execute(query).mappings().all(), durable=False
            )
        except DownError as error:
            kind = type(error.__cause__).__name__
            _log.warning("which replies stand cannot be read (%s)", kind)
            return ()
        return tuple(map(_standing, found))


def _standing(row: RowMapping) -> Standing:
    def post(message: str) -> Post:
        return Post(row["platform"], row["space"], row["channel"], message)

    reply = row["reply"]
    return Standing(post(row["question"]), post(reply) if reply else None, row["words"])
