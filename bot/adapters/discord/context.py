"""Who asks where, read from what Discord sends."""

from __future__ import annotations

from typing import Any

import discord

from bot.application.request_context import RequestContext

PLATFORM = "discord"


def context_of_message(message: discord.Message) -> RequestContext:
    """Of a message: what answers it cannot be private."""
    server = str(message.guild.id) if message.guild else None
    user = str(message.author.id)
    return _context(server, message.channel, message.channel.id, user, can_be_private=False)


def context_of_interaction(interaction: discord.Interaction[Any]) -> RequestContext:
    """Of something that was pressed, or a command that was used."""
    server = str(interaction.guild_id) if interaction.guild_id else None
    channel, user = interaction.channel, str(interaction.user.id)
    return _context(server, channel, interaction.channel_id or 0, user)


def link(context: RequestContext, message: str) -> str:
    """Where people open a message."""
    return f"https://discord.com/channels/{context.space or '@me'}/{context.channel}/{message}"


def _context(
    server: str | None, channel: object, channel_id: int, user: str, *, can_be_private: bool = True
) -> RequestContext:
    parent = getattr(channel, "parent_id", None)
    return RequestContext(
        *(PLATFORM, server, str(channel_id), user, str(parent) if parent else None),
        is_direct=isinstance(channel, discord.DMChannel),
        can_be_private=can_be_private,
        splits=True,
    )
