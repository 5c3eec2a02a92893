"""Which message of the bot's answers which question, so that edits and deletions outlast restarts.

Kept are the places of both messages and a fingerprint of the words, never the words.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, bindparam, delete, or_, select, update

from bot.ports.messages import Post
from bot.ports.reply_index import ReplyIndex, Standing
from bot.records.backend import Backend
from bot.records.database import DownError
from bot.records.schema import ANSWERS, upsert

_C = ANSWERS.c
_PUT = upsert(ANSWERS)
_PLACE = (_C.platform == bindparam("of_platform"), _C.channel == bindparam("of_channel"))
_REMOVE = delete(ANSWERS).where(*_PLACE, _C.question == bindparam("of_message"))
_TAKE = update(ANSWERS).where(*_PLACE, _C.reply == bindparam("of_message")).values(reply=None)

_log = logging.getLogger(__name__)


class DatabaseReplyIndex(ReplyIndex):
    """The port `ReplyIndex`. What waits to be written is written first."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._writer = backend.writer

    def answered(self, question: Post, words: str, reply: str) -> None:
        row = {
            "platform": question.platform,
            "channel": question.channel,
            "question": question.message,
            "reply": reply,
            "space": question.space,
            "words": self.fingerprint(question, words),
            "at": self._backend.now(),
        }
        self._writer.put(_PUT, row)

    def gone(self, message: Post) -> None:
        """Forget a question; of a reply keep that there is none any more."""
        place = {f"of_{name}": value for name, value in asdict(message).items()}
        for statement in (_REMOVE, _TAKE):
            self._writer.put(statement, place)

    def fingerprint(self, question: Post, words: str) -> str:
        return self._backend.pseudonyms.fingerprint(question, words)

    async def find(self, messages: Sequence[Post]) -> tuple[Standing, ...]:
        if not messages:
            return ()
        await self._writer.flush()
        wanted = [message.message for message in messages]
        named = or_(_C.question.in_(wanted), _C.reply.in_(wanted))
        near = {"platform": messages[0].platform, "channel": messages[0].channel}
        query = select(ANSWERS).where(named).filter_by(**near)
        try:
            found = await self._backend.database.run(
                lambda connection: connection.execute(query).all(), durable=False
            )
        except DownError as error:
            _log.warning("which replies stand cannot be read (%s)", error.kind)
            return ()
        return tuple(map(_standing, found))


def _standing(row: Row[Any]) -> Standing:
    question = Post(row.platform, row.space, row.channel, row.question)
    reply = replace(question, message=row.reply) if row.reply else None
    return Standing(question, reply, row.words)
