"""Which permissions the bot needs, which it lacks in a channel, and the link that asks for them."""

from __future__ import annotations

from urllib.parse import urlencode

import discord

from bot.rendering import texts

NEEDED = ("view_channel", "send_messages", "send_messages_in_threads", "read_message_history")
"""For mentions and replies; commands and buttons need none."""


def install_link(application_id: int) -> str:
    """Where somebody adds the bot to a server, with the permissions it needs and no other."""
    permissions = discord.Permissions(**dict.fromkeys(NEEDED, True))
    query = {
        "client_id": application_id,
        "scope": "bot applications.commands",
        "permissions": permissions.value,
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def lacking_in(channel: discord.abc.GuildChannel, me: discord.Member) -> list[str]:
    """Which of those that matter in a channel of its kind are not granted there, by their names."""
    granted = channel.permissions_for(me)
    return [name for name in NEEDED if name in _wanted(channel) and not getattr(granted, name)]


def _wanted(channel: discord.abc.GuildChannel) -> tuple[str, ...]:
    """People talk in a text channel and its threads, in a forum in threads alone."""
    match channel:
        case discord.TextChannel():
            return NEEDED
        case discord.ForumChannel():
            return tuple(name for name in NEEDED if name != "send_messages")
        case _:
            return tuple(name for name in NEEDED if name != "send_messages_in_threads")


def is_silenced(message: discord.Message) -> bool:
    """Whether Discord has told that the bot may not answer where `message` stands.

    To try all the same would count: who tries too often is shut out.
    """
    return bool({"view_channel", *_speaking(message)} & set(_missing(message)))


def missing_permissions(message: discord.Message) -> list[str]:
    """What the bot lacks to answer where `message` stands, as Discord calls it in its settings."""
    missing = _missing(message) or _speaking(message)[:1]
    return [texts.PERMISSIONS[name] for name in missing]


def _missing(message: discord.Message) -> list[str]:
    """By their names; none where Discord has told nothing of the channel."""
    me = message.guild.me if message.guild else None
    if me is None or not isinstance(message.channel, discord.abc.GuildChannel | discord.Thread):
        return []
    granted = message.channel.permissions_for(me)
    wanted = ("view_channel", *_speaking(message), "read_message_history")
    return [name for name in wanted if not getattr(granted, name)]


def _speaking(message: discord.Message) -> tuple[str, ...]:
    """Which it takes to write there; in a locked thread more than in others."""
    if not isinstance(message.channel, discord.Thread):
        return ("send_messages",)
    return ("send_messages_in_threads", *(("manage_threads",) if message.channel.locked else ()))
