"""Which permissions the bot needs, where it lacks them, and the link that asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import discord

from bot.adapters.channel_audit import Audited, Trouble, audit
from bot.adapters.discord.incoming import PLATFORM
from bot.application.moderation import Moderation
from bot.ports.checks import Finding
from bot.rendering import texts

VIEW, SEND, SEND_IN_THREADS = "view_channel", "send_messages", "send_messages_in_threads"
READ_BACK = "read_message_history"

NEEDED = (VIEW, SEND, SEND_IN_THREADS, READ_BACK)
"""For mentions and replies; commands and buttons need none."""

REMEDY = "grant it in the channel's settings, page “Permissions”"
NOWHERE = "see /storybot rules, STORYBOT_CHANNELS, and what is granted to its role"

Channel = discord.abc.GuildChannel | discord.Thread


def install_link(application_id: int) -> str:
    """Where somebody adds the bot to a server, with the permissions it needs and no other."""
    permissions = discord.Permissions(**dict.fromkeys(NEEDED, True))
    query = {
        "client_id": application_id,
        "scope": "bot applications.commands",
        "permissions": permissions.value,
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def check_server(
    name: str, channels: Iterable[Channel], me: discord.Member, moderation: Moderation
) -> Sequence[Finding]:
    """What is missing in the channels where the rules let the bot speak, by what it is.

    A channel that it cannot see is none of them, unless the rules name it.
    """
    audited = []
    for it in channels:
        if isinstance(it, discord.CategoryChannel):
            continue
        missing = _lacking(it, me, _wanted(it))
        what = f"on “{name}” the bot lacks {_in_words(missing)} in {{channels}}"
        trouble = Trouble(what, REMEDY) if missing else None
        audited.append(Audited(str(it.id), f"#{it.name}", trouble, VIEW in missing))
    return audit(PLATFORM, f"on “{name}”", str(me.guild.id), audited, moderation, NOWHERE)


def is_silenced(message: discord.Message) -> bool:
    """Whether Discord has told that the bot may not answer where `message` stands.

    To try all the same would count: who tries too often is shut out.
    """
    return not {READ_BACK} >= set(_lacking_at(message))


def missing_permissions(message: discord.Message) -> str:
    """What the bot lacks to answer where `message` stands, as Discord calls it in its settings."""
    return _in_words(_lacking_at(message) or _speaking(message.channel)[:1])


def _wanted(channel: Channel) -> tuple[str, ...]:
    """People talk in a text channel and its threads, in a forum in threads alone."""
    match channel:
        case discord.TextChannel():
            return NEEDED
        case discord.ForumChannel():
            return (VIEW, SEND_IN_THREADS, READ_BACK)
        case _:
            return (VIEW, *_speaking(channel), READ_BACK)


def _speaking(channel: object) -> tuple[str, ...]:
    """Which it takes to write there; in a locked thread more than in others."""
    if not isinstance(channel, discord.Thread):
        return (SEND,)
    return (SEND_IN_THREADS, "manage_threads") if channel.locked else (SEND_IN_THREADS,)


def _lacking_at(message: discord.Message) -> list[str]:
    """None where Discord has told nothing of the channel."""
    channel, me = message.channel, message.guild.me if message.guild else None
    if me is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return []
    return _lacking(channel, me, (VIEW, *_speaking(channel), READ_BACK))


def _lacking(channel: Channel, me: discord.Member, wanted: Iterable[str]) -> list[str]:
    granted = channel.permissions_for(me)
    return [name for name in wanted if not getattr(granted, name)]


def _in_words(names: Iterable[str]) -> str:
    return ", ".join(texts.PERMISSIONS[name] for name in names)
