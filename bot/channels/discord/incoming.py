"""Which Discord messages are questions, what they ask, and to which conversation they belong."""

from __future__ import annotations

import re
from collections import OrderedDict

import discord

SEEN_CAPACITY = 4096
"""Ids remembered; Discord repeats an event within seconds, when a session resumes."""

_ANSWERED_TYPES = (discord.MessageType.default, discord.MessageType.reply)
_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")


class Seen:
    """The last `capacity` ids that came in."""

    def __init__(self, capacity: int = SEEN_CAPACITY) -> None:
        self._capacity = capacity
        self._ids: OrderedDict[int, None] = OrderedDict()

    def is_new(self, snowflake: int) -> bool:
        """Whether `snowflake` comes for the first time; from now on it does not."""
        if snowflake in self._ids:
            return False
        self._ids[snowflake] = None
        if len(self._ids) > self._capacity:
            self._ids.popitem(last=False)
        return True


def is_question(message: discord.Message, bot_id: int) -> bool:
    """Whether a person asks the bot: in a direct message, by a mention, or by a reply that pings.

    `@everyone` is no mention, and no bot, webhook or system message is a person.
    """
    if message.author.bot or message.webhook_id is not None:
        return False
    if message.type not in _ANSWERED_TYPES:
        return False
    if isinstance(message.channel, discord.DMChannel):
        return True
    return any(user.id == bot_id for user in message.mentions)


def question_in(content: str) -> str:
    """The words of a message without its mentions; empty when there are no others."""
    return " ".join(_MENTION.sub(" ", content).split())


def conversation(channel_id: int | None, user_id: int, *, private: bool = False) -> str:
    """The key of what one person says in one place; what was asked in private stays apart.

    Channel ids are unique over all servers, so the server needs no place in the key.
    """
    return f"discord:{channel_id or 0}:{user_id}{':private' if private else ''}"
