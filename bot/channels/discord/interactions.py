"""Slash commands and buttons: each interaction gets one response, at once."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, cast

import discord

from bot.channels.discord.delivery import respond
from bot.channels.discord.incoming import Seen, conversation
from bot.channels.discord.replies import Replies, apology
from bot.rendering.actions import Action, read_action
from bot.rendering.buttons import Audience
from bot.rendering.discord.message import privately

_log = logging.getLogger(__name__)


class Interactions:
    """Answers interactions, none of them twice.

    Buttons are read from `custom_id` alone, which names the fact: one pressed after a restart, on
    a message this process never sent, works the same. (A `discord.ui.DynamicItem` would need the
    whole message sent along, and stay silent where it does not recognise the button in it.)
    """

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._seen = Seen()

    async def ask(self, interaction: discord.Interaction[Any], text: str, private: bool) -> None:
        """Answer `/ask`."""
        if self._seen.is_new(interaction.id):
            key = _conversation(interaction, private)
            audience = Audience(str(interaction.user.id), private)
            await respond(interaction, self._replies.to_question(text, key, audience))

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a button with a new message, private where the button was on a private one."""
        if not self._seen.is_new(interaction.id):
            return
        private = interaction.message is not None and interaction.message.flags.ephemeral
        key = _conversation(interaction, private)
        audience = Audience(str(interaction.user.id), private)
        await respond(interaction, self._replies.to_press(_action(interaction), key, audience))

    async def excuse(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Answer a command that could not be run, such as one of an older version."""
        _log.warning("a slash command could not be run: %s", type(error).__name__)
        if self._seen.is_new(interaction.id):
            await respond(interaction, privately(apology()))


def _conversation(interaction: discord.Interaction[Any], private: bool) -> str:
    return conversation(interaction.channel_id, interaction.user.id, private=private)


def _action(interaction: discord.Interaction[Any]) -> Action | None:
    """What was pressed; in a menu, about what was chosen in it."""
    data = cast("dict[str, Any]", interaction.data or {})
    action = read_action(str(data.get("custom_id", "")))
    chosen = data.get("values") or []
    return replace(action, target=str(chosen[0])) if action and chosen else action
