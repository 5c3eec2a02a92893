"""What Discord sends, read: who asks what where, what a message replies to, what was pressed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord

from bot.application.question_text import lines, with_forwarded
from bot.application.remembered import Remembered
from bot.application.request_context import RequestContext
from bot.rendering.actions import Action, Verb, read_action
from bot.rendering.discord.components import INPUT_ID

PLATFORM = "discord"

SEEN_CAPACITY = 4096
"""Ids remembered; Discord repeats an event within seconds, when a session resumes."""

JUST_NOW = 60.0
"""Seconds in which the event of an edit arrives."""

_ANSWERED_TYPES = (discord.MessageType.default, discord.MessageType.reply)
_OF_WHAT_IT_TELLS = (Verb.UP, Verb.FOLLOW)
"""Buttons that name the fact a reply states."""

_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")


class Seen(Remembered[int, None]):
    """The last `capacity` ids that came in."""

    def __init__(self, capacity: int = SEEN_CAPACITY) -> None:
        super().__init__(capacity)

    def is_new(self, snowflake: int) -> bool:
        """Whether `snowflake` comes for the first time; from now on it does not."""
        is_new = snowflake not in self
        self[snowflake] = None
        return is_new


def context_of_message(message: discord.Message) -> RequestContext:
    """Of a message: what answers it cannot be private."""
    server, channel = message.guild.id if message.guild else None, message.channel
    return replace(_context(server, channel, channel.id, message.author.id), can_be_private=False)


def context_of_interaction(interaction: discord.Interaction[Any]) -> RequestContext:
    """Of something that was pressed, or a command that was used."""
    place = (interaction.guild_id, interaction.channel, interaction.channel_id or 0)
    return _context(*place, interaction.user.id)


def link(context: RequestContext, message: str) -> str:
    """Where people open a message."""
    return f"https://discord.com/channels/{context.space or '@me'}/{context.channel}/{message}"


def _context(server: int | None, channel: object, channel_id: int, user: int) -> RequestContext:
    parent = getattr(channel, "parent_id", None)
    return RequestContext(
        PLATFORM,
        str(server) if server else None,
        str(channel_id),
        str(user),
        str(parent) if parent else None,
        is_direct=isinstance(channel, discord.DMChannel),
        splits=True,
    )


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


def is_talk(message: discord.Message) -> bool:
    """Whether a person says something on a server that names nobody and replies to nobody."""
    is_of_a_person = not message.author.bot and message.webhook_id is None
    is_plain = message.type is discord.MessageType.default and message.guild is not None
    return is_of_a_person and is_plain and not message.mentions and not message.mention_everyone


def is_first_post(message: discord.Message) -> bool:
    """Whether it begins a thread in a forum, whose id is that of its first message."""
    parent = getattr(message.channel, "parent", None)
    return isinstance(parent, discord.ForumChannel) and message.id == message.channel.id


def is_just_edited(message: discord.Message) -> bool:
    """Whether a person changed it a moment ago; links that unfold change a message too."""
    edited = message.edited_at
    return edited is not None and abs((discord.utils.utcnow() - edited).total_seconds()) < JUST_NOW


def question_in(content: str) -> str:
    """The words of a message without its mentions; empty when there are no others."""
    return lines(_MENTION.sub(" ", content))


def words_in(message: discord.Message) -> str:
    """The words of a message, and below them those of a message that it forwards."""
    forwarded = (question_in(it.content) for it in message.message_snapshots)
    return with_forwarded(question_in(message.content), forwarded)


def asked_in(message: discord.Message) -> str | None:
    """What a message asks; where it has no words, what somebody asks in the one it replies to.

    None where that one cannot be read: Discord shows few messages to a bot.
    """
    words, replied = words_in(message), _replied_to(message)
    if words or message.type is not discord.MessageType.reply:
        return words
    if replied is None:
        return None
    return words if replied.author.bot else words_in(replied) or None


def fact_replied_to(message: discord.Message) -> str | None:
    """The id of the fact that the message replied to states, read from its buttons.

    So a reply stands on what it answers, however old that is; None where there is none to see.
    """
    replied = _replied_to(message)
    rows = replied.components if replied is not None else []
    for part in (part for row in rows for part in getattr(row, "children", ())):
        action = read_action(str(getattr(part, "custom_id", "")))
        if action is not None and action.verb in _OF_WHAT_IT_TELLS:
            return action.target
    return None


def _replied_to(message: discord.Message) -> discord.Message | None:
    replied = message.reference.resolved if message.reference is not None else None
    return replied if isinstance(replied, discord.Message) else None


def pressed_in(data: object) -> Action | None:
    """What was pressed, read from an interaction's data; in a menu, about what was chosen in it.

    None where no answer of the bot's has such a thing.
    """
    if not isinstance(data, Mapping):
        return None
    action, chosen = read_action(str(data.get("custom_id", ""))), data.get("values")
    if action is None or not isinstance(chosen, list) or not chosen:
        return action
    return replace(action, target=str(chosen[0]))


def typed_in(data: object) -> str:
    """What stands in the field of a form, in rows or below labels; empty where there is none."""
    parts = [data]
    while parts:
        part = parts.pop()
        if not isinstance(part, Mapping):
            continue
        if INPUT_ID in part.values():
            return str(part.get("value") or "").strip()
        inner = part.get("components")
        parts += [*(inner if isinstance(inner, list) else ()), part.get("component")]
    return ""
