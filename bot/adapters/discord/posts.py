"""Keeps what stands where: for the records, for edits, and for not telling it again too soon."""

from __future__ import annotations

from bot.adapters.discord.visit import Visit
from bot.application.moderation import Controls
from bot.core.model import Fact
from bot.ports.messages import Post
from bot.ports.records import Records
from bot.ports.reply_index import ReplyIndex


class Posts:
    """What others can see of the bot's messages."""

    def __init__(self, records: Records, answers: ReplyIndex, controls: Controls) -> None:
        self._records = records
        self._answers = answers
        self._controls = controls

    def stands(self, fact: Fact | None, visit: Visit, message_id: str | None) -> None:
        """`message_id` states `fact` now; with no fact, or no message, there is nothing to keep."""
        if fact is not None and message_id is not None and not visit.private:
            self._records.posted(fact, visit.post(message_id))
            self._controls.told(visit.place, fact.id, message_id)

    def states_nothing(self, message: Post) -> None:
        """A message of the bot's states no fact any more."""
        self._records.removed(message)

    def gone(self, message: Post) -> None:
        """A message of the bot's is deleted."""
        self._records.removed(message)
        self._answers.gone(message)
