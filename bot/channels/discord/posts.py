"""Remembers where facts stand: for the records, and for not telling them again too soon."""

from __future__ import annotations

from bot.channels.controls import Controls
from bot.channels.discord.visit import Visit
from bot.core.model import Fact
from bot.core.ports import Records


class Posts:
    """What others can see of the bot's messages."""

    def __init__(self, records: Records, controls: Controls) -> None:
        self._records = records
        self._controls = controls

    def stands(self, fact: Fact | None, visit: Visit, message_id: str | None) -> None:
        """`message_id` states `fact` now; with no fact, or no message, there is nothing to keep."""
        if fact is not None and message_id is not None and not visit.private:
            self._records.posted(fact, visit.post(message_id))
            self._controls.told(visit.place, fact.id, message_id)

    def gone(self, visit: Visit, message_id: str) -> None:
        """`message_id` is deleted, or states no fact any more."""
        self._records.removed(visit.post(message_id))
